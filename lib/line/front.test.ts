import { describe, expect, it } from 'vitest';
import { callAllLate, nextStretch, paceOf, positionAt, type Stretch } from './front';

const chain: Stretch[] = [
  { startsAt: 1_000, endsAt: 6_000, from: 0, to: 0.1 },
  { startsAt: 6_000, endsAt: 7_000, from: 0.1, to: 0.3 },
];

describe('a front', () => {
  it.each([
    [0, 0],
    [1_000, 0],
    [3_500, 0.05],
    [6_000, 0.1],
    [6_500, 0.2],
    [7_000, 0.3],
    [99_000, 0.3],
  ])('at %d ms stands at %d', (now, position) => expect(positionAt(chain, now)).toBeCloseTo(position, 12));

  it('stands at 0 before its first stretch', () => expect(positionAt([], 5_000)).toBe(0));

  it('has the pace of its last stretch, and none when that is over', () => {
    expect(paceOf(chain, 6_500)).toBeCloseTo(0.2, 12);
    expect(paceOf(chain, 7_000)).toBe(0);
  });
});

describe('the next stretch', () => {
  it('begins where the last one promised to end and reaches five seconds ahead', () => {
    expect(nextStretch(chain[1] ?? null, 3_000, 0.01, 1)).toEqual({ startsAt: 7_000, endsAt: 8_000, from: 0.3, to: 0.31 });
  });

  it('begins now when the chain had stopped: the time without a controller calls nobody', () => {
    expect(nextStretch(chain[1] ?? null, 60_000, 0.01, 1)).toEqual({ startsAt: 60_000, endsAt: 65_000, from: 0.3, to: 0.35 });
  });

  it.each([
    ['nobody is called', 0, 1],
    ['the rate is negative', -1, 1],
    ['the line has ended', 1, 0.3],
  ])('is none when %s', (_, perSecond, limit) => expect(nextStretch(chain[1] ?? null, 8_000, perSecond, limit)).toBeNull());

  it('never passes the end of the line', () => expect(nextStretch(null, 0, 10, 1)?.to).toBe(1));

  it('never goes back, whatever the rates and the pauses between ticks', () => {
    const chain: Stretch[] = [];
    let now = 0;
    let seen = 0;
    for (let tick = 0; tick < 500; tick += 1) {
      now += tick % 7 === 0 ? 30_000 : 1_000;
      const next = nextStretch(chain.at(-1) ?? null, now, ((tick * 37) % 11) / 5_000, 1);
      if (next) chain.push(next);
      const position = positionAt(chain, now);
      expect(position).toBeGreaterThanOrEqual(seen);
      seen = position;
    }
    expect(seen).toBeGreaterThan(0.1);
  });
});

describe('the stretch that calls all late people', () => {
  const last = { startsAt: 1_000, endsAt: 7_000, from: 3, to: 3.5 };

  it('is at the end of the ten seconds at once', () => {
    const all = callAllLate(last, 12_000, 5);
    expect(all).toEqual({ startsAt: 12_000, endsAt: 12_001, from: 5, to: 5 });
    expect([positionAt([last, all], 11_999), positionAt([last, all], 12_000)]).toEqual([3.5, 5]);
  });

  it('comes after what is promised already, and never goes back', () =>
    expect(callAllLate(last, 5_000, 2)).toEqual({ startsAt: 7_000, endsAt: 7_001, from: 3.5, to: 3.5 }));
});
