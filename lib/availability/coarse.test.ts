import { expect, test } from 'vitest';
import { coarse } from './coarse';

test.each([
  [-1, 0],
  [0, 0],
  [1, 1],
  [10, 10],
  [11, 10],
  [99, 90],
  [100, 100],
  [119, 110],
  [1_000, 1_000],
  [12_345, 12_000],
])('%i places are told as %i', (places, told) => expect(coarse(places)).toBe(told));
