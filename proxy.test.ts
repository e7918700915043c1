import { unstable_doesMiddlewareMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { config, proxy } from './proxy';

const ours = env().CHARYE_URL;
const answer = (method: string, headers: HeadersInit) => proxy(new NextRequest(`${ours}/me`, { method, headers }));

describe('what no page of ours can have sent is refused before anything else', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', async (method) => {
    const sent: HeadersInit[] = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: ours, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of sent) {
      const response = answer(method, headers);
      expect(response.status).toBe(403);
      expect(await response.text()).toMatch(/1339[\s\S]*1339/);
    }
  });

  it('and nothing else', () => {
    expect(answer('POST', { origin: ours, 'sec-fetch-site': 'same-origin' }).status).toBe(200);
    expect(answer('GET', {}).status).toBe(200);
    expect(answer('GET', { 'sec-fetch-site': 'cross-site' }).status, 'a link, and the way back from the provider').toBe(200);
  });
});

it('stands before whatever can carry a form, and not before the pages that everybody reads', () => {
  const asked = (headers: Record<string, string>) => unstable_doesMiddlewareMatch({ config, nextConfig: {}, url: '/en/me', headers });
  expect(asked({ 'content-type': 'multipart/form-data; boundary=x' })).toBe(true);
  expect(asked({ 'content-length': '0' })).toBe(true);
  expect(asked({ 'transfer-encoding': 'chunked' })).toBe(true);
  expect(asked({ origin: 'null' })).toBe(true);
  expect(asked({ accept: 'text/html' })).toBe(false);
});
