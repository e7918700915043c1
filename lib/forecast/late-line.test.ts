import { describe, expect, it } from 'vitest';
import { lateLineOf } from './late-line';

/** Five people come late: three in the first ten seconds, two in the next, with these orders of the hash. */
function late() {
  const line = lateLineOf(10);
  for (const [person, second, order] of [
    [0, 3, 0.9],
    [1, 1, 0.4],
    [2, 9, 0.1],
    [3, 10, 0.7],
    [4, 19, 0.2],
  ] as const) {
    line.settle(second);
    line.give(person, line.placeAt(second, order));
  }
  return line;
}

describe('the late line', () => {
  it('goes by buckets of ten seconds, and within one by the hash and not by who came first', () => {
    const line = late();
    line.settle(20);
    const called: number[] = [];
    for (let person = line.called(99); person >= 0; person = line.called(99)) called.push(person);
    expect(called).toEqual([2, 1, 0, 4, 3]);
  });

  it('promises nobody a call whose bucket is not complete', () => {
    const line = late();
    expect([line.waiting(), line.callable()]).toEqual([5, 3]);
    expect(line.promise(10)).toBeCloseTo(1.9, 9);
    expect([line.waiting(), line.callable()]).toEqual([2, 0]);
    expect(line.promise(10)).toBeNull();
    line.settle(20);
    expect(line.promise(1)).toBeCloseTo(2.2, 9);
  });

  it('passes over who has entered', () => {
    const line = late();
    line.spend(2);
    line.settle(20);
    line.spend(0);
    expect([line.waiting(), line.callable()]).toEqual([3, 3]);
    expect(line.promise(1)).toBeCloseTo(1.4, 9);
    expect(line.called(99)).toBe(1);
    expect(line.called(99)).toBe(4);
  });

  it('knows whether somebody stands before, in buckets complete or not', () => {
    const line = late();
    expect(line.somebodyBefore(line.placeOf(2), 0)).toBe(false);
    expect(line.somebodyBefore(line.placeOf(1), 0)).toBe(true);
    expect(line.somebodyBefore(line.placeOf(4), 1.9)).toBe(false);
    expect(line.somebodyBefore(line.placeOf(3), 1.9)).toBe(true);
    line.spend(4);
    expect(line.somebodyBefore(line.placeOf(3), 1.9)).toBe(false);
  });

  it('is called as a whole, those of the bucket that is not complete among them, and whoever comes in it afterwards', () => {
    const line = late();
    expect(line.promiseAll(19)).toBe(3);
    expect([line.waiting(), line.callable()]).toEqual([0, 0]);
    const calledUpTo = (front: number) => {
      const called: number[] = [];
      for (let person = line.called(front); person >= 0; person = line.called(front)) called.push(person);
      return called;
    };
    expect(calledUpTo(3)).toEqual([2, 1, 0, 4, 3]);
    line.give(5, line.placeAt(19, 0.5));
    expect(line.waiting()).toBe(0);
    line.settle(20);
    line.give(6, line.placeAt(20, 0.5));
    expect([line.waiting(), line.callable()]).toEqual([1, 0]);
    line.settle(30);
    expect(line.callable()).toBe(1);
    expect(line.promise(9)).toBeCloseTo(3.5, 9);
    expect(calledUpTo(3.5)).toEqual([5, 6]);
  });
});
