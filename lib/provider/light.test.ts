import { expect, test } from 'vitest';
import { type Light, nextLight, type Outcome } from './light';

const none = [null, 0] as const;

test.each<[why: string, light: Light, good: number, slow: number, bad: number, probes: readonly [Outcome | null, number], next: Light]>([
  ['nothing known', 'grey', 0, 0, 0, none, 'grey'],
  ['the first probe is answered', 'grey', 0, 0, 0, ['good', 1], 'green'],
  ['two probes that fail are chance', 'grey', 0, 0, 0, ['bad', 2], 'grey'],
  ['three are not', 'grey', 0, 0, 0, ['bad', 3], 'red'],
  ['ten people get in', 'grey', 10, 0, 0, none, 'green'],
  ['nine failures say nothing', 'green', 0, 0, 9, none, 'green'],
  ['ten say enough', 'green', 0, 0, 10, none, 'red'],
  ['half get in', 'green', 50, 0, 50, none, 'yellow'],
  ['less than half get in', 'green', 49, 0, 51, none, 'red'],
  ['less than half of the others get in', 'yellow', 49, 0, 51, none, 'red'],
  ['green holds at nine of ten', 'green', 90, 0, 10, none, 'green'],
  ['and not below', 'green', 89, 0, 11, none, 'yellow'],
  ['yellow is not green again at nine of ten', 'yellow', 94, 0, 6, none, 'yellow'],
  ['but above', 'yellow', 95, 0, 5, none, 'green'],
  ['green holds while half are slow', 'green', 100, 50, 0, none, 'green'],
  ['and not when more are', 'green', 100, 51, 0, none, 'yellow'],
  ['yellow is not green again while more than a quarter are slow', 'yellow', 100, 26, 0, none, 'yellow'],
  ['but then', 'yellow', 100, 25, 0, none, 'green'],
  ['what people find outweighs probes', 'green', 100, 0, 0, ['bad', 3], 'green'],
  ['also the other way', 'green', 10, 0, 90, ['good', 20], 'red'],
  ['a quiet one that answers no probe', 'green', 3, 0, 0, ['bad', 3], 'red'],
  ['a quiet one that answers slowly', 'green', 3, 0, 0, ['slow', 3], 'yellow'],
  ['a quiet one stays as it was', 'yellow', 0, 0, 0, ['good', 5], 'yellow'],
  ['until it has answered for half a minute', 'yellow', 0, 0, 0, ['good', 6], 'green'],
  ['red stays for sign-ins that had begun before', 'red', 100, 0, 0, none, 'red'],
  ['red stays for two answers', 'red', 0, 0, 0, ['good', 2], 'red'],
  ['red stays for slow answers', 'red', 0, 0, 0, ['slow', 9], 'red'],
  ['the third answer lets people try', 'red', 0, 0, 0, ['good', 3], 'yellow'],
  ['and what they find counts at once', 'yellow', 2, 0, 8, ['good', 3], 'red'],
])('%s: %s with %d good (%d slow) and %d bad', (_, light, good, slow, bad, [last, inARow], next) => {
  expect(nextLight(light, { good, slow, bad }, { last, inARow })).toBe(next);
});
