import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { holdSlot } from '@/lib/booking/commands';
import type { PassProof } from '@/lib/line/proof';
import { connect, type Database, database } from '@/lib/platform/database';
import { Children } from '@/scripts/ground/children.mjs';
import { migrate } from '@/scripts/ground/database.mjs';
import { startPostgres } from '@/scripts/ground/postgres.mjs';
import { secrets } from '@/scripts/ground/secrets.mjs';
import { bareClaim, crowdedBy, entered, givenBack, poolOf, prismaClaim, rate, supplyOf } from './measure/claiming';
import { ownDatabase } from './measure/crowd';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { processorOfDatabase } from './measure/processor';

export const name = 'claims';

const root = new URL('..', import.meta.url).pathname;
const seconds = 1;
const repeats = 5;
const people = 12_000;
/** `--large` is what a nation has: it takes some ten minutes and 15 GB. */
const size = process.argv.includes('--large') ? { bookings: 2_000_000, people: 17_000_000 } : { bookings: 200_000, people: 200_000 };
const small = 10_000;

type Kind = 'bare' | 'prisma' | 'program' | 'refusal';
type Claim = (pass: PassProof, slotId: number) => Promise<void>;

const programClaim: Claim = async (pass, slotId) => {
  const held = await holdSlot(pass, slotId);
  if (!held.ok) throw new Error(`the claim said ${held.code}`);
};

const programRefusal: Claim = async (pass, slotId) => {
  const held = await holdSlot(pass, slotId);
  if (held.ok || held.code !== 'slot-full') throw new Error('a full half hour was not refused');
};

/** Connections, of the program and of the bare minimum alike: callers beyond them queue in the pool, as they do in a server. */
const connections = (callers: number) => Math.min(callers, 32);

/** Everything that the program asks goes through a pool for so many callers from now on. */
async function programWith(url: string, callers: number): Promise<void> {
  const shared = globalThis as { charyeDatabase?: Database };
  await shared.charyeDatabase?.$disconnect();
  shared.charyeDatabase = connect(url, connections(callers));
}

interface Slice {
  perSecond: number;
  /** Milliseconds of processor of a claim: the database's and this process's. Not a number where there is no /proc. */
  cost: number;
}

const processorMs = async () => {
  const { user, system } = process.cpuUsage();
  return ((await processorOfDatabase()) ?? Number.NaN) + (user + system) / 1_000;
};

async function measured(passes: PassProof[], slots: number[], callers: number, claim: Claim): Promise<Slice> {
  await givenBack();
  let turn = 0;
  const before = await processorMs();
  const perSecond = await rate(callers, seconds, async () => {
    const pass = passes[turn];
    const slot = slots[turn % slots.length];
    turn += 1;
    if (!pass || slot === undefined) return false;
    await claim(pass, slot);
    return true;
  });
  return { perSecond, cost: ((await processorMs()) - before) / Math.max(1, turn) };
}

export async function run({ say }: Context): Promise<Figure[]> {
  const folder = join(root, '.charye-bench');
  mkdirSync(folder, { recursive: true });
  const children = new Children(folder);
  await children.endLeftOvers();
  const { env, drop, other } = await ground(children, folder);
  const before = process.env.DATABASE_URL;
  Object.assign(process.env, env);
  try {
    await migrate(root, env.DATABASE_URL);
    const figures = await measure(env.DATABASE_URL, say);
    say(`claims: ${size.bookings} bookings and ${size.people} people`);
    return [...figures, await costOfSize(env.DATABASE_URL, other)];
  } finally {
    await database().$disconnect();
    await drop();
    await children.stop();
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}

async function ground(children: Children, folder: string) {
  const own = secrets(join(folder, 'secrets.env'));
  const { url } = await startPostgres({ root, folder, password: own.CHARYE_POSTGRES_PASSWORD, children });
  const { url: DATABASE_URL, drop } = await ownDatabase(url);
  const other = () => ownDatabase(url);
  const provider = { OIDC_ISSUER: 'http://localhost:1', OIDC_CLIENT_ID: 'bench', OIDC_CLIENT_SECRET: own.CHARYE_SESSION_SECRET ?? '' };
  const env = { ...own, ...provider, OIDC_VERIFYING: 'true', CHARYE_DEPLOYMENT: 'test', CHARYE_URL: 'http://localhost:1', DATABASE_URL };
  return { env, drop, other };
}

async function measure(url: string, say: Context['say']): Promise<Figure[]> {
  const figures: Figure[] = [];
  await programWith(url, 8);
  const { slots, full } = await supplyOf(database());
  const passes = await entered(database(), people);
  await crowdedBy(url, small, small);
  const hot = slots.slice(0, 1);
  for (const callers of [8, 64]) {
    await programWith(url, callers);
    const pool = poolOf(url, connections(callers));
    const kinds: [kind: Kind, claim: Claim, full?: boolean][] = [
      ['bare', bareClaim(pool)],
      ['prisma', prismaClaim],
      ['program', programClaim],
      ['refusal', programRefusal, true],
    ];
    try {
      for (const [where, places] of Object.entries({ spread_over_200: slots, on_one: hot })) {
        say(`claims: ${callers} callers, ${where}`);
        const slices: Record<Kind, Slice[]> = { bare: [], prisma: [], program: [], refusal: [] };
        for (let repeat = 0; repeat <= repeats; repeat += 1) {
          for (const [kind, claim, none] of repeat % 2 ? kinds : kinds.toReversed()) {
            const found = await measured(passes, none ? [full] : places, callers, claim);
            // The first of each warms up.
            if (repeat > 0) slices[kind].push(found);
          }
        }
        figures.push(...figuresOf(`${where}_with_${callers}_callers`, slices));
      }
    } finally {
      await pool.end();
    }
  }
  return figures;
}

function figuresOf(key: string, { bare, prisma, program, refusal }: Record<Kind, Slice[]>): Figure[] {
  const rates = (slices: Slice[]) => slices.map(({ perSecond }) => perSecond);
  const costs = (slices: Slice[]) => slices.map(({ cost }) => cost);
  const each = (slices: Slice[]) => `${rounded(median(rates(slices)))}/s, ${rounded(median(costs(slices)))} ms`;
  const ratio = (name: string, of: number[], by: number[], against: string, least?: number): Figure => {
    const all = of.map((value, index) => value / (by[index] ?? Number.NaN));
    const value = rounded(median(all));
    const reach = least === undefined ? {} : { reach: `≥ ${least}`, reached: value >= least };
    return { key: `${name}_${key}_ratio`, value, unit: 'times', against, ...reach, repeats: all.map(rounded) };
  };
  const least = 'two conditional updates and one insert by pg';
  return [
    {
      ...{ key: `claims_per_second_${key}`, value: rounded(median(rates(program))), unit: '/s', against: 'itself' },
      ...{ repeats: rates(program).map(rounded) },
      note: `${each(program)} of processor; the bare minimum ${each(bare)}; its statement by Prisma's client ${each(prisma)}`,
    },
    ratio('program', rates(program), rates(bare), least, 0.5),
    ratio('program_processor', costs(bare), costs(program), `the processor time of ${least}`),
    ratio('prisma', rates(prisma), rates(bare), `${least}; here the program's statement by Prisma's client`, 0.5),
    ratio(
      'prisma_processor',
      costs(bare),
      costs(prisma),
      `the processor time of ${least}; here the program's statement by Prisma's client`,
    ),
    ratio('refusal', rates(refusal), rates(program), 'a claim', 1),
  ];
}

/** In two databases of one server in turn, a small one and one that fills up; with eight callers, over 200 half hours. */
async function costOfSize(url: string, other: () => ReturnType<typeof ownDatabase>): Promise<Figure> {
  const few = await other();
  try {
    await migrate(root, few.url);
    await crowdedBy(url, size.bookings - small, size.people - small);
    await programWith(few.url, 8);
    const there = { url: few.url, slots: (await supplyOf(database())).slots, passes: await entered(database(), people) };
    await crowdedBy(few.url, small, small);
    await programWith(url, 8);
    const passes = await entered(database(), people);
    const here = {
      url,
      passes,
      slots: (await database().slot.findMany({ where: { clinicId: { startsWith: 'claims-' }, capacity: { gt: 0 } } })).map(({ id }) => id),
    };
    const rates = { few: [] as number[], many: [] as number[] };
    const shared = globalThis as { charyeDatabase?: Database };
    await shared.charyeDatabase?.$disconnect();
    // Both stay connected: what a first statement costs a connection is not what is measured.
    const sides = [
      { rates: rates.few, ...there, db: connect(there.url, 8) },
      { rates: rates.many, ...here, db: connect(here.url, 8) },
    ];
    for (let repeat = 0; repeat <= 2 * repeats; repeat += 1) {
      for (const { db, rates, passes, slots } of repeat % 2 ? sides : [...sides].reverse()) {
        shared.charyeDatabase = db;
        const found = await measured(passes, slots, 8, programClaim);
        if (repeat > 0) rates.push(found.perSecond);
      }
    }
    for (const { db } of sides) await db.$disconnect();
    await programWith(url, 1);
    const ratios = rates.few.map((rate, index) => rate / (rates.many[index] ?? Number.NaN));
    const value = rounded(median(ratios));
    return {
      ...{
        key: 'cost_of_a_claim_by_size_ratio',
        value,
        unit: 'times',
        reach: '≤ 1.2',
        reached: value <= 1.2,
        repeats: ratios.map(rounded),
      },
      against: `a claim with ${small} bookings and people, in turn; here ${size.bookings} bookings and ${size.people} people`,
      note: `${rates.few.map(rounded).join(', ')} claims/s and ${rates.many.map(rounded).join(', ')} claims/s`,
    };
  } finally {
    await database().$disconnect();
    await few.drop();
  }
}
