import { expect, test } from 'vitest';
import { remaining, type Twin } from './which';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour));
const plain = { booked: false, claimedAt: null, signedIn: false, createdAt: at(0) };
const twin = (id: string, more: Partial<Twin> = {}): Twin => ({ id, ...plain, ...more });

test.each([
  ['the older id, where nothing tells them apart', twin('a'), twin('b')],
  ['the older', twin('b'), twin('a', { createdAt: at(1) })],
  ['who has signed in', twin('b', { signedIn: true, createdAt: at(1) }), twin('a')],
  ['whose place was claimed, also of somebody who signed in for the other', twin('b', { claimedAt: at(9) }), twin('a', { signedIn: true })],
  ['whose place was claimed first', twin('b', { claimedAt: at(9), createdAt: at(1) }), twin('a', { claimedAt: at(10), signedIn: true })],
  ['who is booked, whenever the places were claimed', twin('b', { booked: true, claimedAt: at(10) }), twin('a', { claimedAt: at(9) })],
  [
    'of two who are booked, whose place was claimed first',
    twin('b', { booked: true, claimedAt: at(9) }),
    twin('a', { booked: true, claimedAt: at(10) }),
  ],
])('%s is left, in whichever order they are named', (_, left, gone) => {
  expect(remaining([left, gone])).toEqual({ left, gone });
  expect(remaining([gone, left])).toEqual({ left, gone });
});
