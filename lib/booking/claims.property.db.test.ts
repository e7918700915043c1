import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { connect, database } from '@/lib/platform/database';
import { type Bookings, faultsOf, type Ground, groundFor, groundForAll, honest, perform, type Step, Told } from '@/test/claim-history';
import { blind, mutants, passing, withoutConstraints } from '@/test/claim-mutants';
import { checkEachCommit, isCountedWrongly, uncheckedUntilTheEnd } from '@/test/each-commit';

beforeAll(() => checkEachCommit(database()));

const callers = 50;
const who = fc.nat({ max: callers - 1 });
const slot = fc.nat({ max: 2 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hold' as const), who, slot }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('confirm' as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), who, slot }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'cancel' as const, 'cancel second' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lapse' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('reap' as const, 'seconds' as const) }) },
);

/** With those who come together, wait for a place or have left wishes; and some time, perhaps, a recall of what many are booked on. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: step },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hold together' as const), who: fc.nat({ max: 9 }).map((head) => head * 5), slot }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('accept' as const, 'decline' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('offer' as const, 'meet wishes' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('recall' as const, 'see to displaced' as const, 'see to displaced' as const) }) },
);

/** Bursts of steps at once, one caller each; between them everything must be in order. */
const historyOf = (one: fc.Arbitrary<Step>) =>
  fc.array(fc.array(one, { minLength: 5, maxLength: callers }), { minLength: 3, maxLength: 6 });

/**
 * Null when all was well, else the first thing that was not: at a commit, as the database says, or after a burst. Any other fault of one
 * caller is what a lost answer is.
 */
async function play(server: Bookings, ground: Ground, bursts: Step[][]): Promise<string | null> {
  const told = new Told();
  for (const burst of bursts) {
    const answers = await Promise.allSettled(burst.map((one) => perform(server, ground, told, one)));
    for (const answer of answers) if (answer.status === 'rejected' && isCountedWrongly(answer.reason)) return String(answer.reason);
    const [fault] = await faultsOf(told);
    if (fault) return fault;
  }
  return null;
}

const emptied = () =>
  database().$transaction([
    database().$executeRaw`UPDATE booking SET status = 'expired' WHERE status IN ('held', 'confirmed', 'offered')`,
    database().$executeRaw`UPDATE slot SET taken = 0 WHERE taken <> 0`,
    database().$executeRaw`UPDATE share SET taken = 0, kept = 0 WHERE taken <> 0`,
    database().$executeRaw`UPDATE waiting SET state = 'left', ended_at = now() WHERE state = 'waiting'`,
    database().$executeRaw`UPDATE wish_list SET state = 'withdrawn', decided_at = now() WHERE state = 'waiting'`,
    database().$executeRaw`UPDATE displaced SET state = 'declined', settled_at = now() WHERE settled_at IS NULL`,
    database().$executeRaw`UPDATE disruption SET sweep_at = 'infinity'`,
  ]);

const unchecked = (work: () => Promise<void>) => uncheckedUntilTheEnd(database(), work);

test('in random histories of fifty callers nothing is promised twice, lost or miscounted', async () => {
  await fc.assert(
    fc.asyncProperty(historyOf(step), async (bursts) => {
      await emptied();
      expect(await play(honest, await groundFor(callers), bursts)).toBeNull();
    }),
    { numRuns: 12 },
  );
}, 1_200_000);

const each = (heads: number[], step: (who: number) => Step): Step[] => heads.map(step);
const everybody = Array.from({ length: callers }, (_, who) => who);
/** Of everything something, in an order in which it comes about; what follows is at random. */
const someOfEach: Step[][] = [
  each([0, 5], (who) => ({ do: 'hold together', who, slot: 0 })),
  [{ do: 'meet wishes' }],
  [{ do: 'offer' }],
  each(everybody, (who) => ({ do: who % 2 ? 'accept' : 'decline', who })),
  [{ do: 'recall' }, ...each(everybody, (who): Step => ({ do: who % 2 ? 'hold' : 'confirm', who, slot: who }))],
  [{ do: 'see to displaced' }, { do: 'offer' }, { do: 'see to displaced' }, ...each([4, 9, 14], (who): Step => ({ do: 'cancel', who }))],
];

test('something of everything comes about, and is in order', async () => {
  await emptied();
  const ground = await groundForAll(callers);
  expect(await play(honest, ground, someOfEach)).toBeNull();
  const people = ground.passes.map(({ personId }) => personId);
  const found = await database().booking.findMany({ where: { personId: { in: people } }, include: { displaced: true } });
  const happened = [
    found.some(({ togetherId }) => togetherId),
    found.some(({ origin }) => origin === 'wish'),
    found.some(({ origin, status }) => origin === 'waiting_list' && status === 'confirmed'),
    found.some(({ origin, status }) => origin === 'waiting_list' && status === 'cancelled'),
    found.some(({ displaced }) => displaced.length > 0),
  ];
  expect(happened).toEqual([true, true, true, true, true]);
});

test('nor in random histories that go on from there, of all that can happen', async () => {
  await fc.assert(
    fc.asyncProperty(historyOf(anyStep), async (bursts) => {
      await emptied();
      expect(await play(honest, await groundForAll(callers), [...someOfEach, ...bursts])).toBeNull();
    }),
    { numRuns: 12 },
  );
}, 1_200_000);

/** Everybody wants everything at once: whatever a broken server can do wrong, it does here. */
const crowd: Step[][] = Array.from({ length: 8 }, (_, round) =>
  Array.from({ length: callers }, (__, index): Step[] => {
    const at = { who: index, slot: index + round };
    return [
      [{ do: 'hold' as const, ...at }],
      // The others keep a mere hold.
      [index % 2 ? { do: 'hold' as const, ...at } : { do: 'confirm' as const, who: index }],
      [{ do: 'move' as const, ...at }],
      [{ do: index % 2 ? ('lapse' as const) : ('cancel' as const), who: index }],
      [{ do: 'reap' as const }],
      [{ do: 'hold' as const, ...at }],
      [{ do: 'confirm' as const, who: index }],
      [{ do: 'move' as const, who: index, slot: index + 1 }],
    ][round] as Step[];
  }).flat(),
);

test('the crowd itself is no fault: an honest server passes it', async () => {
  await emptied();
  expect(await play(honest, await groundFor(callers), crowd)).toBeNull();
});

test.each(Object.entries(mutants))('a server that %s is found out, at a commit and after a burst', async (_, broken) => {
  await emptied();
  expect(await play(broken(honest), await groundFor(callers), crowd)).toContain('at a commit');
  await emptied();
  const ground = await groundFor(callers);
  await unchecked(async () => {
    expect(await play(broken(honest), ground, crowd)).toContain('counts');
    await emptied();
  });
});

test('a server that is wrong for a moment alone is found out at a commit, and by nothing else', async () => {
  await emptied();
  const ground = await groundFor(callers);
  await unchecked(async () => expect(await play(passing(honest), ground, crowd)).toBeNull());
  await emptied();
  expect(await play(passing(honest), await groundFor(callers), crowd)).toContain('at a commit');
});

test('a server that counts without looking is stopped by the constraints, and found out without them', async () => {
  await emptied();
  expect(await play(blind(honest), await groundFor(callers), crowd)).toBeNull();
  await emptied();
  await withoutConstraints(async () => {
    expect(await play(blind(honest), await groundFor(callers), crowd)).toContain('at a commit');
    const ground = await groundFor(callers);
    await unchecked(async () => {
      expect(await play(blind(honest), ground, crowd)).toContain('counts');
      await emptied();
    });
  });
});

test('connections that die in the middle lose nobody’s booking, double none and leave every counter right', async () => {
  await emptied();
  const ground = await groundFor(callers);
  const killer = connect(process.env.DATABASE_URL ?? '', 1);
  const told = new Told();
  const killing = (async () => {
    for (let time = 0; time < 15; time += 1) {
      await killer.$executeRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5`;
    }
  })();
  const answers: PromiseSettledResult<void>[] = [];
  for (const burst of crowd) answers.push(...(await Promise.allSettled(burst.map((one) => perform(honest, ground, told, one)))));
  await killing;
  await killer.$disconnect();
  expect(answers.filter((answer) => answer.status === 'rejected' && isCountedWrongly(answer.reason))).toEqual([]);
  expect(await faultsOf(told)).toEqual([]);
});
