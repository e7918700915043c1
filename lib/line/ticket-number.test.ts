import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { lateOrderOf, placeOf } from './place';
import { standingAt, ticketNumber } from './ticket-number';

test('the server stands people where every browser computes them', async () => {
  for (let index = 0; index < 200; index += 1) {
    const seed = new Uint8Array(randomBytes(32));
    const number = ticketNumber(randomBytes(32), `person-${index}`, 'round');
    expect(standingAt(seed, number)).toEqual({ place: await placeOf(seed, number), lateOrder: await lateOrderOf(seed, number) });
  }
});
