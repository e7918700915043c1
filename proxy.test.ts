import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { env } from '@/lib/platform/env';
import { proxy } from './proxy';

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
