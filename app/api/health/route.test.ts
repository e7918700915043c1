import { expect, test, vi } from 'vitest';
import { GET } from './route';

// Unit tests are given the address of a database that is not there.
test('a server without its database says so, with the id of the fault and nothing else about it', async () => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const answer = await GET();
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ ok: false, database: 'unreachable', fault: expect.stringMatching(/^[0-9a-f]{10}$/) });
  expect(log).toHaveBeenCalledOnce();
});
