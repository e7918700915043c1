import { beforeAll, describe, expect, it } from 'vitest';
import { postponeRound } from '@/lib/draw/commands';
import { mintOperator } from '@/lib/identity/proof';
import { issueTicket } from '@/lib/line/commands';
import { database } from '@/lib/platform/database';
import { databaseNow } from '@/test/booking';
import { person } from '@/test/line';
import { createRound } from '../commands';
import { importPlan } from './commands';
import type { Plan } from './plan';
import { readPlan } from './schema';

const operator = mintOperator({ sessionId: 'console', personId: 'console' });
const regions = [
  { code: '11', nameKo: '서울특별시', nameEn: 'Seoul', population: 1 },
  { code: '11110', parentCode: '11', nameKo: '종로구', nameEn: 'Jongno-gu', population: 1 },
];
let now: Date;
const inMinutes = (minutes: number) =>
  new Date(now.getTime() + minutes * 60_000)
    .toISOString()
    .replace('.000Z', 'Z')
    .replace(/\.\d+Z$/, 'Z');
const times = (opens: number) => ({ drawAt: inMinutes(opens - 30), opensAt: inMinutes(opens), closesAt: inMinutes(opens + 600) });
const rule = (validFrom: string) => ({ validFrom, minAge: 18, doses: 2, interval: 21, intervalMin: 21, intervalMax: 42 });
const round = (id: string, sequence: number, opens: number) => ({
  ...{ id, sequence, nameKo: id, nameEn: id, cohort: { bornTo: '1999-12-31' }, cohortSize: 100, seatCount: 3 },
  ...times(opens),
});

/** A campaign of two rounds, tomorrow and the day after. */
const stated = (id: string, product = `${id}-p`) => ({
  campaign: { id, nameKo: '사업', nameEn: 'Campaign', phone: '1339', products: [product], firstDay: '2027-01-01', lastDay: '2027-12-31' },
  products: [{ code: product, nameKo: '백신', nameEn: 'Vaccine', cvx: '208', rules: [rule('2021-01-01')] }],
  rounds: [round(`${id}-1`, 1, 1_440), { ...round(`${id}-2`, 2, 2_880), tranches: [{ at: inMinutes(2_880), permille: 500 }] }],
});

function planOf(statement: object): Plan {
  const read = readPlan(JSON.stringify(statement));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}

const take = (statement: object, dry = false) => importPlan(database(), operator, planOf(statement), { dry, regions });
const refusals = async (statement: object) => {
  const done = await take(statement);
  return done.ok ? done.changes.map(({ what }) => what) : done.problems.map(({ path, code }) => `${path} ${code}`);
};
/** Everything that an import may touch. */
const standing = async () => {
  const db = database();
  const all = { orderBy: { id: 'asc' } } as const;
  return JSON.stringify([
    await db.region.count(),
    await db.campaign.findMany(all),
    await db.product.findMany({ include: { rules: true }, orderBy: { code: 'asc' } }),
    await db.round.findMany({ ...all, include: { tranches: true } }),
    await db.seat.count(),
    await db.drawRecord.count(),
    await db.accessRecord.count(),
  ]);
};

beforeAll(async () => {
  now = await databaseNow();
});

describe('a plan', () => {
  it('makes the country and its campaign, once, and says beforehand what it would do', async () => {
    const empty = await standing();
    const wanted = ['regions', 'product one-p', 'product one-p: from 2021-01-01', 'campaign one', 'round one-1', 'round one-2'];
    const dry = await take(stated('one'), true);
    expect(dry.ok && dry.changes.map(({ what }) => what)).toEqual(wanted);
    expect(await standing()).toBe(empty);

    expect(await refusals(stated('one'))).toEqual(wanted);
    expect(await database().seat.count({ where: { roundId: 'one-1' } })).toBe(3);
    expect(await database().drawRecord.count({ where: { roundId: 'one-2', kind: 'commit' } })).toBe(1);
    expect(await database().tranche.findMany({ where: { roundId: 'one-2' } })).toMatchObject([{ permille: 500 }]);
    expect(await database().accessRecord.findMany({ where: { objectId: 'one' } })).toMatchObject([
      { action: 'plan.imported', role: 'console', objectKind: 'campaign' },
    ]);

    const made = await standing();
    expect(await refusals(stated('one'))).toEqual([]);
    expect(await standing()).toBe(made);
  });

  it('leaves out what a round by itself leaves out, too', async () => {
    const { id: _, ...made } = await database().round.findUniqueOrThrow({ where: { id: 'one-1' } });
    await createRound(database(), { ...round('one-9', 9, 1_440), ...datesOf('one-9', made), campaignId: 'one' });
    const { id: __, ...plain } = await database().round.findUniqueOrThrow({ where: { id: 'one-9' } });
    expect({ ...made, sequence: 0, createdAt: 0, nameKo: '', nameEn: '' }).toEqual({
      ...plain,
      sequence: 0,
      createdAt: 0,
      nameKo: '',
      nameEn: '',
    });
    const again = await take(stated('one'));
    expect(again.ok && again.left).toEqual(['one-9']);
  });

  it('is refused as a whole, and nothing of it stays', async () => {
    await take(stated('two'));
    await database().campaign.create({ data: { id: 'demo-1', nameKo: '', nameEn: '', phone: '1', products: [], demo: true } });
    const before = await standing();
    const base = stated('three');
    const table: [statement: object, said: string][] = [
      [{ ...base, rounds: [...base.rounds, round('three-3', 3, 20)] }, 'rounds[2].drawAt past'],
      [{ ...base, rounds: [...base.rounds, { ...round('two-1', 3, 1_440) }] }, 'rounds[2].id of-another-campaign'],
      [{ ...stated('two'), rounds: [round('two-new', 2, 1_440)] }, 'rounds[0].sequence sequence-taken'],
      [{ ...base, campaign: { ...base.campaign, products: ['three-p', 'unheard'] } }, 'campaign.products[1] unknown-product'],
      [{ ...base, campaign: { ...base.campaign, id: 'demo-1' } }, 'campaign.id demo'],
    ];
    for (const [statement, said] of table) expect(await refusals(statement), said).toEqual([said]);
    expect(await standing()).toBe(before);
  });
});

describe('a plan that has changed', () => {
  it('changes what is still to come: sizes, seats, tranches, rules', async () => {
    await take(stated('four'));
    const [first, second] = stated('four').rounds;
    const changed = {
      ...stated('four'),
      products: [{ ...stated('four').products[0], nameEn: 'Other', rules: [rule('2021-01-01'), rule('2099-01-01')] }],
      rounds: [
        { ...first, seatCount: 5, cohortSize: 200 },
        { ...second, seatCount: 1, tranches: [], cohort: {} },
      ],
    };
    expect(await refusals(changed)).toEqual([
      'product four-p: nameEn',
      'product four-p: from 2099-01-01',
      ...[
        'round four-1: cohortSize',
        'round four-1: seatCount',
        'round four-2: cohort',
        'round four-2: seatCount',
        'round four-2: tranches',
      ],
    ]);
    const seats = await database().seat.groupBy({
      by: ['roundId'],
      where: { round: { campaignId: 'four' } },
      _count: true,
      _max: { number: true },
    });
    expect(seats.map((one) => [one.roundId, one._count, one._max.number]).sort()).toEqual([
      ['four-1', 5, 5],
      ['four-2', 1, 1],
    ]);
    expect(await database().tranche.count({ where: { roundId: 'four-2' } })).toBe(0);
    expect(await refusals(changed)).toEqual([]);
  });

  it('leaves who has a ticket what they were told; a postponed round is the one of the file', async () => {
    await take(stated('five'));
    const ticket = await issueTicket(await person(), 'five-1');
    expect(ticket.ok).toBe(true);
    const [first, second] = stated('five').rounds;
    expect(await refusals({ ...stated('five'), rounds: [{ ...first, cohort: {} }, second] })).toEqual(['rounds[0].cohort has-tickets']);
    const by = await database().person.findFirstOrThrow();
    const postponer = mintOperator({ sessionId: 'console', personId: by.id });
    expect(await postponeRound(postponer, 'five-1', new Date(inMinutes(3_000)), new Date(inMinutes(4_000)), '준비')).toMatchObject({
      ok: true,
    });
    expect(await refusals(stated('five'))).toEqual([]);
    expect(await refusals({ ...stated('five'), rounds: [{ ...first, ...times(1_500) }, second] })).toEqual(
      ['drawAt', 'opensAt', 'closesAt'].map((field) => `rounds[0].${field} times-fixed`),
    );
  });

  it('is refused where it is too late: a round that is drawn, open, over', async () => {
    await take(stated('six'));
    const [first, second] = stated('six').rounds;
    const at = (draw: number, opens: number, closes: number) =>
      database()
        .$executeRaw`UPDATE round SET draw_at = date_trunc('second', now()) + make_interval(mins => ${draw}), opens_at = date_trunc('second', now()) + make_interval(mins => ${opens}),
        closes_at = date_trunc('second', now()) + make_interval(mins => ${closes}) WHERE id = 'six-1'`;
    const asked = async (change: object) => {
      const { drawAt, opensAt, closesAt } = await database().round.findUniqueOrThrow({ where: { id: 'six-1' } });
      return await refusals({ ...stated('six'), rounds: [{ ...first, ...bare({ drawAt, opensAt, closesAt }), ...change }, second] });
    };
    await at(-1, 60, 120);
    expect(await asked({ cohort: {} })).toEqual(['rounds[0].cohort has-tickets']);
    expect(await asked({ seatCount: 4 })).toEqual(['round six-1: seatCount']);
    await at(-60, -1, 120);
    expect(await asked({ seatCount: 5 })).toEqual(['rounds[0].seatCount open-already']);
    expect(await asked({ seatCount: 4, helpersAllowed: true })).toEqual(['round six-1: helpersAllowed']);
    expect(await refusals({ ...stated('six', 'other-p'), rounds: [] })).toEqual(['campaign.products open-already']);
    await at(-60, -30, -1);
    expect(await asked({ seatCount: 4 })).toEqual(['rounds[0].helpersAllowed over']);
  });
});

type Times = { drawAt: Date; opensAt: Date; closesAt: Date };
/** As a file says them, to the second. */
const bare = (window: Times) =>
  Object.fromEntries(Object.entries(window).map(([name, at]) => [name, at.toISOString().replace(/\.\d+Z$/, 'Z')]));
const datesOf = (_: string, { drawAt, opensAt, closesAt }: Times): Times => ({ drawAt, opensAt, closesAt });
