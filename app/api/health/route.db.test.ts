import { expect, test } from 'vitest';
import { GET } from './route';

test('a server that reaches its database says so, and nobody may keep the answer', async () => {
  const answer = await GET();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  expect(await answer.json()).toEqual({ ok: true, database: 'reachable' });
});
