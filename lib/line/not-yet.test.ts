import { expect, test } from 'vitest';
import { isNotYet, type KnownFront } from './not-yet';

/** Half of the line is called; the shortest sweep is 1,000 s, so a second moves the front by a thousandth at most. */
const half: KnownFront = { promised: 0.5, readAt: 10_000, minSweepSeconds: 1_000, calls: true };

const cases: [place: number, now: number, more: Partial<KnownFront>, is: boolean, why: string][] = [
  [0.502, 10_000, {}, true, 'two thousandths ahead'],
  [0.5011, 10_000, {}, true, 'just beyond the second that clocks may differ'],
  [0.5009, 10_000, {}, false, 'within that second'],
  [0.4, 10_000, {}, false, 'already passed'],
  [0.502, 11_001, {}, false, 'where the front can stand a second later'],
  [0.506, 14_999, {}, true, 'beyond five seconds at full speed, and they are not over'],
  [0.99, 15_001, {}, false, 'what is known of the front is old'],
  [0.99, 10_000, { calls: false }, false, 'paused, over or by arrival'],
  [0.99, 10_000, { promised: 1 }, false, 'everybody is called'],
];

test.each(cases)('place %d at %d ms of %j is surely not called: %s (%s)', (place, now, more, is) => {
  expect(isNotYet({ ...half, ...more }, place, now)).toBe(is);
});

test('of an unknown front nothing is sure', () => {
  expect(isNotYet(undefined, 0.99, 0)).toBe(false);
});
