import { describe, expect, it } from 'vitest';
import { nextStretch } from '@/lib/line/front';
import { placeOf } from '@/lib/line/place';
import { crowdOf } from './crowd';
import { type Day, type Rules, simulate } from './day';
import { judge } from './entry';
import { type Figures, figuresOf } from './figures';
import { day, news, type Setting } from './setting';
import { targetsOf } from './targets';

const figures = async (setting: Setting, change?: (rules: Rules) => Rules): Promise<Figures> => figuresOf(await simulate(setting, change));

/** What must never happen, with how often it did. */
const broken = ({ frontsMovedBack, entriesAboveSeats, entriesUncalled, entriesOnLapsedCall, entriesTwice }: Figures) => ({
  frontsMovedBack,
  entriesAboveSeats,
  entriesUncalled,
  entriesOnLapsedCall,
  entriesTwice,
});
const nothing = { frontsMovedBack: 0, entriesAboveSeats: 0, entriesUncalled: 0, entriesOnLapsedCall: 0, entriesTwice: 0 };

/** A round that ends early: the line of these sizes is gone by then, and whoever would come later is not looked at. */
const until = (hours: number, setting: Setting): Setting => ({ ...setting, closesAt: hours * 3_600 });
/** More than the seats that are free by then, so that a line forms. */
const returning = { at: 3_600, people: 6_000 };

describe.each([
  ['20 thousand people, 400 seats', until(2, day(20_000, 0.02, 3))],
  ['a line of three hours', until(4, day(10_000, 0.01, 3))],
  ['the return of many who were passed over', until(2.5, { ...news(20_000, 0.02, 3), return: returning })],
])('%s', (_, setting) => {
  let lived: Promise<Day> | undefined;
  const once = () => {
    lived ??= simulate(setting);
    return lived;
  };

  it('reaches every figure', async () => {
    expect(targetsOf(figuresOf(await once())).filter((row) => !row.reached)).toEqual([]);
  });

  it('breaks nothing', async () => expect(broken(figuresOf(await once()))).toEqual(nothing));

  it('lets everybody in who keeps looking, or answers them', async () => {
    const { crowd, record } = await once();
    const came = crowd.arrival.filter((second) => second < setting.closesAt).length;
    // Half of a tenth leave the line.
    expect(record.entries + record.answered).toBeGreaterThanOrEqual(came * 0.94);
    expect(record.answered).toBeLessThan(came * 0.01);
  });
});

describe('a simulated day', () => {
  it('is the same with the same seed, and another with another', async () => {
    const one = await figures(until(2, day(2_000, 0.02, 7)));
    expect(await figures(until(2, day(2_000, 0.02, 7)))).toEqual(one);
    expect((await figures(until(2, day(2_000, 0.02, 8)))).waitFirstWaveMedianSeconds).not.toBe(one.waitFirstWaveMedianSeconds);
  });

  it('has the places of the draw', async () => {
    const seed = new Uint8Array(32).fill(9);
    const crowd = crowdOf(day(200, 0.02, 1), seed, (person) => `TICKET-${person}`);
    expect(crowd.place).toEqual(crowd.place.slice().sort());
    for (const rank of [0, 50, 119]) {
      expect(crowd.place[rank]).toBe(await placeOf(seed, `TICKET-person-${crowd.id[rank]}`));
    }
  });

  it('lets late people in at once while seats are free, and would have them wait for each other without that', async () => {
    const { behaviour, ...setting } = until(2, day(20_000, 0.05, 3));
    // A late person each second, as with a million people over a day.
    const busy = { ...setting, behaviour: { ...behaviour, restSeconds: 5_400 } };
    const waits = async (change?: (rules: Rules) => Rules) => (await figures(busy, change)).waitLaterMedianSeconds;
    expect(await waits()).toBeLessThan(1);
    expect(await waits((rules) => ({ ...rules, callsOf: (seen) => ({ ...rules.callsOf(seen), lateAtOnce: 0 }) }))).toBeGreaterThan(5);
  });

  it('learns that a third of those who wait do not report', async () => {
    const setting = until(2, day(20_000, 0.02, 3));
    const { seatsInUsePercent, estimatesInRangePercent } = await figures({
      ...setting,
      behaviour: { ...setting.behaviour, silent: 1 / 3 },
    });
    expect(seatsInUsePercent).toBeGreaterThanOrEqual(95);
    expect(estimatesInRangePercent).toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['wait from the opening on', 'waveHammering', until(2, day(10_000, 0.02, 3))],
    ['were passed over and come back', 'returnHammering', until(2.5, { ...news(10_000, 0.02, 3), return: { at: 3_600, people: 3_000 } })],
  ] as const)('changes by less than a twentieth by hammering: the wait of those who %s', async (_, group, setting) => {
    const [hammering, calm] = [await simulate(setting), await simulate({ ...setting, hammering: false })];
    const middleOf = ({ record }: Day) => middleHalf(record.delays[group].counts);
    expect(middleOf(calm)).toBeGreaterThan(300);
    expect(Math.abs(middleOf(hammering) / middleOf(calm) - 1)).toBeLessThan(0.05);
  });
});

/** The mean of the middle half: steadier than the median in small groups. */
function middleHalf(counts: Int32Array): number {
  const waits = [...counts].flatMap((people, seconds) => Array<number>(people).fill(seconds));
  const middle = waits.slice(Math.floor(waits.length / 4), Math.ceil((waits.length * 3) / 4));
  return middle.reduce((sum, wait) => sum + wait, 0) / middle.length;
}

describe('broken rules are caught by the statement that they break', () => {
  const setting = until(2, day(10_000, 0.02, 3));

  it('a front that moves back', async () => {
    let tick = 0;
    const back: Rules['nextStretch'] = (last, now, perSecond, limit) => {
      const next = nextStretch(last, now, perSecond, limit);
      tick += 1;
      return next && tick % 100 === 0 ? { ...next, from: next.from - 0.01, to: next.to - 0.01 } : next;
    };
    expect((await figures(setting, (rules) => ({ ...rules, nextStretch: back }))).frontsMovedBack).toBeGreaterThan(0);
  });

  it('a gate that fails open', async () => {
    const open: Rules['judge'] = (facts) => ({ ...judge(facts), code: 'called' });
    expect((await figures(setting, (rules) => ({ ...rules, judge: open }))).entriesUncalled).toBeGreaterThan(0);
  });

  it('no K', async () => {
    expect((await figures(setting, (rules) => ({ ...rules, seatIsFree: () => true }))).entriesAboveSeats).toBeGreaterThan(0);
  });

  it('a call that never ends', async () => {
    const endless: Rules['judge'] = (facts) => judge({ ...facts, frontHeld: 0 });
    expect((await figures(until(2, news(10_000, 0.02, 3)), (rules) => ({ ...rules, judge: endless }))).entriesOnLapsedCall).toBeGreaterThan(
      0,
    );
  });

  it('a place for every tab', async () => {
    const perTab = await figures(setting, (rules) => ({
      ...rules,
      ticketNumber: (person, window) => `${rules.ticketNumber(person, 0)}-${window}`,
    }));
    expect(Math.abs(perTab.correlationPlaceHammering)).toBeGreaterThan(2 * perTab.correlationByChanceMost);
    expect(perTab.hammeringChangesMedianWaitPercent).toBeLessThan(-30);
  });
});
