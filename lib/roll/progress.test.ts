import { expect, it } from 'vitest';
import { progressLine } from './progress';

it.each([
  [{ done: 0, size: 100, lines: 0, seconds: 0, bytesOfRun: 0, linesOfRun: 0 }, '[........................] 0.0 %  0 lines, 0/s'],
  [
    { done: 50, size: 100, lines: 1_000_000, seconds: 100, bytesOfRun: 50, linesOfRun: 1_000_000 },
    '[############............] 50.0 %  1,000,000 lines, 10,000/s, 1:40 left',
  ],
  // Resumed in the middle: the rate and the rest are of this run.
  [
    { done: 75, size: 100, lines: 1_500_000, seconds: 3_600, bytesOfRun: 25, linesOfRun: 36_000 },
    '[##################......] 75.0 %  1,500,000 lines, 10/s, 1:00:00 left',
  ],
  [
    { done: 100, size: 100, lines: 2, seconds: 1, bytesOfRun: 100, linesOfRun: 2 },
    '[########################] 100.0 %  2 lines, 2/s, 0:00 left',
  ],
])('says how far it is: %j', (progress, line) => {
  expect(progressLine(progress)).toBe(line);
});
