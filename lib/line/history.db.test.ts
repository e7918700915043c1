import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Facts, factsOf } from '@/test/facts';
import { type Day, twice } from '@/test/hammering';
import { honest, type Server, type Setting, worldOf } from '@/test/history';
import { later } from '@/test/later';
import { type History, live } from '@/test/living';
import {
  cachedFront,
  callThatNeverEnds,
  confirmWithoutPass,
  countedDocument,
  failingOpen,
  frontMovedBack,
  leaderThatSleeps,
  type Mutant,
  placePerMember,
  placePerTab,
  seatForWhoAsksMost,
  seatPerMember,
  withoutSeats,
} from '@/test/mutants';
import { Broken, type Statement } from '@/test/statements';
import { type Bare, lastSession, type Personal, perform, type Step } from '@/test/steps';

/** Those who are refused come back after what they were told, spread at random; here, after just that. */
vi.mock('node:crypto', async (original) => ({ ...(await original<typeof import('node:crypto')>()), randomInt: () => 100 }));

/** How many histories; a long run by hand says more: `CHARYE_HISTORIES=500 npm test -- database`. */
const histories = Number(process.env.CHARYE_HISTORIES ?? 10);

const seed = 20210712;
const who = fc.nat(5);
const session = fc.constantFrom(0, 1, 2, lastSession, lastSession);
const tens = fc.integer({ min: 1, max: 8 });
const personal = (what: Personal) => fc.record({ do: fc.constant(what), who, session });
const bare = (what: Bare) => fc.record({ do: fc.constant(what) });
const ofPeople = [
  { weight: 3, arbitrary: personal('ticket') },
  { weight: 10, arbitrary: personal('enter') },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold' as const), who, session, slot: fc.nat(1) }) },
  { weight: 4, arbitrary: personal('confirm') },
  { weight: 2, arbitrary: personal('leave') },
  { weight: 3, arbitrary: personal('extend') },
  { weight: 4, arbitrary: personal('take over') },
  { weight: 4, arbitrary: personal('agree') },
];
const atOnce = fc.array(
  fc.oneof(...ofPeople, { weight: 1, arbitrary: fc.oneof(bare('pause'), bare('resume'), bare('leaders'), bare('reap'), bare('flush')) }),
  { minLength: 2, maxLength: 6 },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  ...ofPeople,
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), tens }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sleep' as const), tens: fc.integer({ min: 1, max: 16 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('burst' as const), steps: atOnce }) },
  { weight: 2, arbitrary: bare('pause') },
  { weight: 3, arbitrary: bare('resume') },
  {
    weight: 5,
    arbitrary: fc.oneof(
      personal('fault'),
      personal('forge'),
      ...(['flush', 'hurry', 'leaders', 'reap', 'crash', 'rotate', 'retire'] as const).map(bare),
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clock' as const), seconds: fc.constantFrom(-86_400, -300, 300, 86_400) }) },
);
const history: fc.Arbitrary<History> = fc.record({
  setting: fc.record({
    seats: fc.integer({ min: 1, max: 3 }),
    people: fc.integer({ min: 2, max: 5 }),
    newcomer: fc.boolean(),
    places: fc.constantFrom([9, 9], [9, 9], [1, 1], [2, 0]),
    order: fc.constantFrom('drawn' as const, 'drawn' as const, 'arrival' as const),
    helpers: fc.boolean(),
    opensInTens: fc.constantFrom(0, 0, 0, 2),
    closesInMinutes: fc.constantFrom(2_000, 2_000, 2_000, 10),
    front: fc.constantFrom(1, 1, 0.9, 0.5, 0),
    early: fc.boolean(),
    household: fc.constantFrom(0, 0, 2, 3),
  }),
  steps: fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }),
});

/** The servers' clock, which may be wrong; the database's decides. */
const realNow = Date.now;
const clock = (seconds: number) => void vi.spyOn(Date, 'now').mockImplementation(() => realNow() + seconds * 1_000);
afterEach(() => vi.restoreAllMocks());

/** Another server: the same program, started anew, with nothing in its memory. */
async function anotherServer(): Promise<Server> {
  vi.resetModules();
  return (await import('@/test/history')).honest;
}

const enters = (...people: number[]): Step[] => people.map((one) => ({ do: 'enter', who: one, session: 0 }));
const sleeps = (ten: number): Step => ({ do: 'sleep', tens: ten });
const does = (what: Personal, one: number, from = 0): Step => ({ do: what, who: one, session: from });
const open = { order: 'drawn' as const, opensInTens: 0, closesInMinutes: 2_000, places: [9, 9] };

describe('time that passes', () => {
  it('moves all that a round knows by the same seconds, and changes nothing else', async () => {
    const world = await worldOf(
      { ...open, places: [1], seats: 2, people: 2, newcomer: false, helpers: true, front: 1, early: false, household: 0 },
      [honest],
    );
    for (const one of [...enters(0), does('take over', 0, 1), sleeps(16), ...enters(1)]) await perform(world, one);
    await perform(world, { do: 'hold', who: 1, session: 0, slot: 0 });
    await perform(world, { do: 'pause' });
    /** The facts with all their times so many seconds later, to the millisecond. */
    const moved = (facts: Facts, by: number) =>
      JSON.parse(JSON.stringify(facts), (key, value) => {
        if (key === 'now') return 0;
        if (key === 'late' && value !== null) return (value + by / 10).toFixed(6);
        return ['opens', 'closes', 'pausedAt', 'until', 'retry', 'starts', 'ends'].includes(key) && value !== null
          ? (value + by).toFixed(3)
          : value;
      });
    const before = await factsOf(world.id);
    await later(world.id, 7);
    expect(moved(await factsOf(world.id), 70)).toEqual(moved(before, 0));
    expect(before).toMatchObject({ segments: [{ line: 'drawn' }], bookings: [{ status: 'held' }] });
    expect(before.pausedAt).not.toBeNull();
  });
});

/** What was found once is lived through again, whatever the seed. */
const found: [History][] = [
  // A second pause within the time of a call took the time of the first one away.
  [
    {
      setting: { ...open, seats: 3, people: 2, newcomer: true, helpers: true, front: 1, early: true, household: 0 },
      steps: [
        sleeps(5),
        { do: 'pause' },
        sleeps(6),
        { do: 'resume' },
        sleeps(2),
        { do: 'pause' },
        sleeps(6),
        { do: 'resume' },
        ...enters(0),
      ],
    },
  ],
];

/** Milliseconds, on a machine that does other things beside; what has shrunk until then is told. */
const limits = { interruptAfterTimeLimit: 900_000 + histories * 60_000, markInterruptAsFailure: true };
const timeout = limits.interruptAfterTimeLimit + 20_000;

describe('random histories', () => {
  it(`${histories} of them keep what the line promises`, { timeout }, async () => {
    const servers = [honest, await anotherServer()];
    const property = fc.asyncProperty(history, (one) => live(one, servers, clock));
    await fc.assert(property, { ...limits, seed, numRuns: histories, examples: found });
  });
});

/** One seat, and three who are refused for lack of it while the fourth hammers. */
const crowdedDay: Day = {
  setting: { ...open, places: [20], seats: 1, people: 5, newcomer: true, helpers: true, front: 0.8, early: false, household: 0 },
  comes: [0, 1, 2, 3, 17],
  stays: [5, 4, 1, 2, 3].map((steps) => ({ steps, books: steps === 1 })),
  hammers: 3,
};

const day: fc.Arbitrary<Day> = fc.integer({ min: 3, max: 5 }).chain((people) =>
  fc.record({
    setting: fc.record({
      seats: fc.integer({ min: 1, max: 2 }),
      people: fc.constant(people),
      newcomer: fc.boolean(),
      places: fc.constant([20]),
      order: fc.constantFrom('drawn' as const, 'drawn' as const, 'arrival' as const),
      helpers: fc.constant(true),
      opensInTens: fc.constant(0),
      closesInMinutes: fc.constant(2_000),
      front: fc.constantFrom(0.8, 1),
      early: fc.constant(false),
      household: fc.constant(0),
    }),
    comes: fc.uniqueArray(fc.nat(20), { minLength: people, maxLength: people }),
    stays: fc.array(fc.record({ steps: fc.integer({ min: 1, max: 6 }), books: fc.boolean() }), { minLength: people, maxLength: people }),
    hammers: fc.nat(people - 1),
  }),
);

/** Each mutant lives through random histories; what comes before them makes it meet its occasion early. */
const mutants: [string, Mutant, Statement, Partial<Setting>, Step[]][] = [
  ['a place per tab', placePerTab, 1, {}, [does('ticket', 0), does('ticket', 0, 1)]],
  ['a place per member', placePerMember, 1, { ...open, people: 4, household: 2, newcomer: false }, [does('ticket', 0), does('ticket', 1)]],
  ['a seat per member', seatPerMember, 1, { ...open, front: 1, seats: 3, people: 4, household: 2, newcomer: false }, enters(0, 1)],
  ['a front moved back', frontMovedBack, 2, { ...open, front: 0.5 }, [{ do: 'wait', tens: 2 }]],
  ['a cached front at the gate', cachedFront, 2, { ...open, front: 0.5 }, [...enters(0), { do: 'wait', tens: 12 }, ...enters(0, 1, 2)]],
  [
    'a call that never ends',
    callThatNeverEnds,
    2,
    { ...open, front: 1 },
    [...enters(0), sleeps(16), does('ticket', 1, 1), sleeps(2), ...enters(0)],
  ],
  ['a gate failing open', failingOpen, 3, {}, [does('ticket', 0), does('fault', 0)]],
  ['no K', withoutSeats, 3, { ...open, seats: 1, front: 1, people: 4 }, enters(0, 1)],
  [
    'confirming without a pass',
    confirmWithoutPass,
    4,
    { ...open, front: 1 },
    [...enters(0), { do: 'hold', who: 0, session: 0, slot: 0 }, does('leave', 0), does('confirm', 0)],
  ],
  ['a leader that moves nothing', leaderThatSleeps, 5, { ...open, people: 2, seats: 3, front: 0 }, []],
  ['a document that counts', countedDocument, 6, {}, []],
];

describe('a broken rule is found out:', () => {
  it.each(mutants)('%s', { timeout }, async (_, mutant, statement, setting, first) => {
    const found = new Set<Statement>();
    for (const one of fc.sample(history, { seed, numRuns: 40 })) {
      if (found.has(statement)) break;
      const life = { setting: { ...one.setting, ...setting }, steps: [...first, ...one.steps] };
      const broken = await live(life, [mutant(honest)], clock, statement === 5).catch((fault) => fault);
      if (broken instanceof Broken) found.add(broken.statement);
      else if (broken) throw broken;
    }
    expect([...found]).toContain(statement);
  });

  it('a seat for whoever asks most', { timeout }, async () => {
    // Each day has a draw of its own; where the one who hammers stands first, or last of few, there is nothing to gain.
    let gained = 0;
    for (let days = 0; days < 8 && gained <= 0; days += 1) {
      const { calm, hammered } = await twice(crowdedDay, seatForWhoAsksMost(honest));
      gained = (calm[crowdedDay.hammers] ?? 0) - (hammered[crowdedDay.hammers] ?? 0);
    }
    expect(gained).toBeGreaterThan(0);
  });
});

describe('hammering', () => {
  it('changes nobody’s entry, neither one’s own nor that of others', { timeout }, async () => {
    const property = fc.asyncProperty(day, async (one) => {
      const { calm, hammered } = await twice(one, honest);
      expect(hammered, 'statement 7').toEqual(calm);
    });
    await fc.assert(property, {
      seed: 20210718,
      numRuns: Math.ceil(histories / 4),
      examples: [[crowdedDay]],
      ...limits,
    });
  });
});
