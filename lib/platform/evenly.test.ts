import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { evenly } from './evenly';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

const after = (ms: number) => () => new Promise<string>((resolve) => setTimeout(() => resolve('done'), ms));

/** When the answer comes, in milliseconds of a clock that only goes on by itself. */
async function answeredAt(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const answer = evenly(work)
    .catch(() => undefined)
    .then(() => performance.now() - start);
  await vi.runAllTimersAsync();
  return await answer;
}

test.each([
  [1, 100],
  [4, 100],
  [99, 100],
  [101, 200],
  [350, 400],
])('work of %d ms is answered after %d', async (takes, answered) => {
  expect(await answeredAt(after(takes))).toBe(answered);
});

test('a fault waits, too, and is thrown', async () => {
  const fails = () => after(3)().then(() => Promise.reject(new Error('broken')));
  expect(await answeredAt(fails)).toBe(100);
  const broken = expect(evenly(fails)).rejects.toThrow('broken');
  await vi.runAllTimersAsync();
  await broken;
});

test('the answer itself is passed on', async () => {
  const answer = evenly(after(1));
  await vi.runAllTimersAsync();
  expect(await answer).toBe('done');
});
