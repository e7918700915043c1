import { describe, expect, it } from 'vitest';
import { bytesOfHex, drawSeed, lastNumberCalled, numberOfPlace, placeOf } from './place';
import { ticketNumber } from './ticket-number';

// The published vector: computed apart from this code, with Python’s hmac, hashlib and base64.
const ticketKey = bytesOfHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
const beneficiary = '0190a1b2-0000-7000-8000-000000000001';
const round = 'example-1';
const secret = bytesOfHex('202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f');

describe('the draw', () => {
  it('gives the numbers of the published example', async () => {
    expect(ticketNumber(ticketKey, beneficiary, round)).toBe('A7LJ62QZ6DN27C3C');
    const seed = await drawSeed(secret, null, round);
    expect(Buffer.from(seed).toString('hex')).toBe('79537f657264dc675365d478a7911eea469165240434cdff7df9fd015ea405c1');
    expect(await placeOf(seed, 'A7LJ62QZ6DN27C3C')).toBe(0.35591496215527485);
  });

  it('depends on person, round and key, and on nothing else', () => {
    const number = ticketNumber(ticketKey, beneficiary, round);
    expect(ticketNumber(ticketKey, beneficiary, round)).toBe(number);
    expect(ticketNumber(ticketKey, beneficiary, 'example-2')).not.toBe(number);
    expect(ticketNumber(secret, beneficiary, round)).not.toBe(number);
    // The lengths keep a moved boundary from giving the same number.
    expect(ticketNumber(ticketKey, `${beneficiary}e`, 'xample-1')).not.toBe(number);
  });

  it('spreads tickets evenly over the line', async () => {
    const seed = await drawSeed(secret, 'beacon', round);
    const places = await Promise.all(Array.from({ length: 4000 }, (_, index) => placeOf(seed, String(index))));
    const tenths = Array.from({ length: 10 }, (_, tenth) => places.filter((place) => Math.floor(place * 10) === tenth).length);
    // 400 expected, standard deviation 19: five of them either way.
    for (const count of tenths) expect(Math.abs(count - 400)).toBeLessThan(95);
  });

  it.each([
    [0, 1],
    [0.00009, 1],
    [0.0001, 2],
    [0.34169, 3417],
    [0.99999, 10_000],
  ])('reads place %d as number %d', (place, number) => expect(numberOfPlace(place)).toBe(number));

  it.each([
    [0, 0],
    [0.00019, 1],
    [0.5, 5000],
    [1, 10_000],
  ])('a front at %d has called up to number %d', (front, number) => expect(lastNumberCalled(front)).toBe(number));
});
