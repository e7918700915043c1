import { describe, expect, it } from 'vitest';
import { lateOrderOf } from '@/lib/line/place';
import { crowdOf, firstWave, hammers, lateOrder, leavesBooking, leavesLine, orderOf, returns } from './crowd';
import { chanceOf } from './random';
import { day, news } from './setting';

const seed = new Uint8Array(32).fill(3);
const number = (person: string) => `TICKET-${person}`;

describe('the crowd', () => {
  const crowd = crowdOf(day(20_000, 0.02, 1), seed, number);
  const share = (trait: number) => crowd.traits.filter((traits) => traits & trait).length / crowd.count;

  it('comes as assumed', () => {
    expect(crowd.count).toBe(12_000);
    expect(share(firstWave)).toBeCloseTo(0.4, 1);
    expect(share(leavesLine) + share(leavesBooking)).toBeCloseTo(0.1, 1);
    expect(share(hammers)).toBeCloseTo(0.05, 1);
    expect(crowd.arrival.filter((second) => second <= 0).length / crowd.count).toBeCloseTo(0.28, 1);
    expect(Math.min(...crowd.arrival)).toBeGreaterThanOrEqual(-1_800);
    expect(Math.max(...crowd.arrival)).toBeLessThan(22 * 3_600);
  });

  it('reports by halves: each level of the hash is half as frequent as the one before', () => {
    for (const level of [0, 1, 2, 3]) {
      expect(crowd.level.filter((own) => own === level).length / crowd.count).toBeCloseTo(0.5 ** (level + 1), 1);
    }
  });

  it('stands in the order of its places', () => expect(crowd.place).toEqual(crowd.place.slice().sort()));

  it('comes back in one evening, of those who had not come', () => {
    const back = crowdOf(news(20_000, 0.02, 1), seed, number);
    expect(back.count).toBe(13_000);
    const arrivals = back.arrival.filter((_, person) => (back.traits[person] as number) & returns);
    expect(arrivals.length).toBe(1_000);
    expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(3_600);
    expect(Math.max(...arrivals)).toBeLessThan(3_900);
  });

  it('has the late order of the running program', async () => expect(lateOrder(seed, 'ABC')).toBe(await lateOrderOf(seed, 'ABC')));
});

describe('chance', () => {
  it('is the same from the same seed and stream alone', () => {
    const draw = (own: number, stream: number) => Array.from({ length: 4 }, chanceOf(own, stream).next);
    expect(draw(1, 1)).toEqual(draw(1, 1));
    expect(draw(1, 1)).not.toEqual(draw(1, 2));
    expect(draw(1, 1)).not.toEqual(draw(2, 1));
    expect(draw(2 ** 32, 1)).not.toEqual(draw(0, 1));
  });

  it('is even, and normal where it says so', () => {
    const chance = chanceOf(1, 1);
    const even = Array.from({ length: 20_000 }, chance.next);
    expect(even.reduce((sum, value) => sum + value, 0) / even.length).toBeCloseTo(0.5, 1);
    const normal = Array.from({ length: 20_000 }, chance.normal);
    expect(normal.reduce((sum, value) => sum + value, 0) / normal.length).toBeCloseTo(0, 1);
    expect(normal.reduce((sum, value) => sum + value * value, 0) / normal.length).toBeCloseTo(1, 1);
  });

  it('orders any values', () => {
    const chance = chanceOf(9, 9);
    const values = Float64Array.from({ length: 5_000 }, () => chance.next() ** 3);
    expect(Float64Array.from(orderOf(values), (index) => values[index] as number)).toEqual(values.slice().sort());
  });
});
