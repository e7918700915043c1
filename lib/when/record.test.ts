import { expect, it } from 'vitest';
import { recordOf } from './record';

it.each([
  ['too few to say anything', [{ daysOff: 0, inside: true, people: 99 }], { known: false }],
  [
    'early and late are as wrong',
    [
      { daysOff: -4, inside: false, people: 20 },
      { daysOff: 0, inside: true, people: 40 },
      { daysOff: 2, inside: true, people: 40 },
    ],
    { known: true, compared: 100, insideRange: 0.8, medianErrorDays: 2 },
  ],
])('%s', (_, outcomes, record) => expect(recordOf(outcomes)).toEqual(record));
