import { unstable_doesMiddlewareMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { config, proxy } from './proxy';

const ours = env().CHARYE_URL;
const answer = (method: string, headers: HeadersInit, path = '/me', body?: string) =>
  proxy(new NextRequest(`${ours}${path}`, { method, headers, body }));

describe('what no page of ours can have sent is refused before anything else', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s', async (method) => {
    const sent: HeadersInit[] = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: ours, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of sent) {
      const response = await answer(method, headers);
      expect(response.status).toBe(403);
      expect(await response.text()).toMatch(/1339[\s\S]*1339/);
    }
  });

  it('a broken body, one that is too long, and an address that stands for no letters', async () => {
    const multipart = { origin: ours, 'content-type': 'multipart/form-data; boundary=x' };
    expect((await answer('POST', multipart, '/book', 'no parts')).status).toBe(400);
    expect((await answer('POST', { origin: ours, 'next-action': 'any' }, '/book', '["x"]')).status).toBe(400);
    expect((await answer('POST', { origin: ours }, '/book', 'x'.repeat(1_000_000))).status).toBe(413);
    for (const path of ['/book/%FF', '/line/%E0%A4%A', '/line/%00/document.json']) {
      const response = await answer('GET', {}, path);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('lang="en"');
    }
  });

  it('and nothing else', async () => {
    expect((await answer('POST', { origin: ours, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const form = { origin: ours, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await answer('POST', form, '/when/check', 'year=2001&month=2&day=3')).status).toBe(200);
    expect((await answer('GET', {})).status).toBe(200);
    expect((await answer('GET', {}, '/%EC%B0%A8%EB%A1%80')).status).toBe(200);
    expect((await answer('GET', { 'sec-fetch-site': 'cross-site' })).status, 'a link, and the way back from the provider').toBe(200);
  });
});

it('lets a scheduler through to the route that asks for its secret, and to no other', async () => {
  const tick = async (path: string) =>
    (await proxy(new NextRequest(`${ours}${path}`, { method: 'POST', headers: { 'content-length': '0' } }))).status;
  expect(await tick('/api/tick')).toBe(200);
  for (const path of ['/api/tick/x', '/api/ticks', '/en/api/tick']) expect(await tick(path), path).toBe(403);
});

it('stands before whatever can carry a form, and not before the pages that everybody reads', () => {
  const asked = (headers: Record<string, string>, url = '/en/me') => unstable_doesMiddlewareMatch({ config, nextConfig: {}, url, headers });
  expect(asked({ 'content-type': 'multipart/form-data; boundary=x' })).toBe(true);
  expect(asked({ 'content-length': '0' })).toBe(true);
  expect(asked({ 'transfer-encoding': 'chunked' })).toBe(true);
  expect(asked({ origin: 'null' })).toBe(true);
  expect(asked({}, '/book/%FF')).toBe(true);
  expect(asked({ accept: 'text/html' })).toBe(false);
});
