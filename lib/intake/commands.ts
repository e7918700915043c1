import { randomUUID } from 'node:crypto';
import { addDays, seoulInstant } from '@/lib/campaign/seoul';
import type { OperatorProof } from '@/lib/identity/proof';
import type { Database, Prisma } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { type Announced, bookingsWithin, holidayStatement, linesWithPeople, lockClinics, lockHalfHours } from '@/lib/recall/announcing/sql';
import { closureStatement } from '@/lib/recall/opening/sql';
import { type Slip, slipOf } from './figures';
import type { Kind, Problem, Row } from './rows';
import { bookedOutside, earlyPlaces, judgements, lockEarly, writers } from './sql';

export interface Staged {
  line: number;
  row: Row;
}

export interface Doubt extends Slip {
  line: number;
  value: number;
}

/** People who are booked at half hours of a clinic that are closed, since its hours don't have them any more. */
export interface Outside {
  clinic: string;
  fromAt: Date;
  toAt: Date;
  bookings: number;
}

/**
 * `concerned`: so many bookings are at half hours that are shut by it. Their people are found, moved and told by the worker; those
 * `outside` are left to whoever closes the clinic for that time.
 */
export type Outcome =
  | { ok: true; doubts: Doubt[]; written: number; concerned: number; outside: Outside[] }
  | { ok: false; problems: Problem[] };

/** Thrown to undo everything: what was found out is worth telling, and nothing of it may stay. */
class Undone extends Error {
  constructor(readonly outcome: Outcome) {
    super('nothing was changed');
  }
}

const batch = 2_000;

/** Into a table of the transaction's own, so that a million lines are judged and written by a few statements. */
async function stage(db: Prisma.TransactionClient, lines: readonly Staged[]): Promise<void> {
  await db.$executeRaw`CREATE TEMPORARY TABLE staged (line int PRIMARY KEY, body jsonb NOT NULL) ON COMMIT DROP`;
  for (let from = 0; from < lines.length; from += batch) {
    const part = lines.slice(from, from + batch);
    await db.$executeRaw`
      INSERT INTO staged SELECT * FROM unnest(${part.map(({ line }) => line)}::int[], ${part.map(({ row }) => JSON.stringify(row))}::jsonb[])`;
  }
  await db.$executeRaw`ANALYZE staged`;
}

async function judged(db: Prisma.TransactionClient, kind: Kind): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const [column, code, wrong] of judgements[kind]) {
    const rows = await db.$queryRaw<{ line: number; value: string }[]>`
      SELECT line, body->>${column} AS value FROM staged WHERE ${wrong} ORDER BY line`;
    found.push(...rows.map(({ line, value }) => ({ line, column, code, value })));
  }
  if (kind === 'deliveries') {
    const early = await db.$queryRaw<(NonNullable<Problem['booked']> & { line: number })[]>(earlyPlaces);
    found.push(...early.map(({ line, ...booked }) => ({ line, column: 'arrives_at', code: 'booked-before-arrival' as const, booked })));
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Figures to ask about: against the clinic's own deliveries of the product, else everybody's; rooms against all clinics'. */
async function doubtful(db: Prisma.TransactionClient, kind: Kind): Promise<Doubt[]> {
  if (kind !== 'deliveries' && kind !== 'clinics') return [];
  const rows = await (kind === 'deliveries'
    ? db.$queryRaw<{ line: number; value: number; own: number[]; product: string }[]>`
        SELECT line, (body->>'doses')::int AS value, body->>'product' AS product, coalesce((
          SELECT array_agg(delivery.doses) FROM delivery JOIN lot ON lot.number = delivery.lot_number
           WHERE delivery.clinic_id = body->>'clinic_id' AND lot.product_code = body->>'product'), '{}') AS own
          FROM staged ORDER BY line`
    : db.$queryRaw<{ line: number; value: number; own: number[]; product: string }[]>`
        SELECT line, (body->>'places')::int AS value, '' AS product, '{}'::int[] AS own FROM staged ORDER BY line`);
  const known = await (kind === 'deliveries'
    ? db.$queryRaw<{ product: string; value: number }[]>`
        SELECT lot.product_code AS product, percentile_disc(0.5) WITHIN GROUP (ORDER BY delivery.doses) AS value
          FROM delivery JOIN lot ON lot.number = delivery.lot_number GROUP BY lot.product_code, delivery.clinic_id`
    : db.$queryRaw<{ product: string; value: number }[]>`SELECT '' AS product, max(capacity)::int AS value FROM slot GROUP BY clinic_id`);
  return rows.flatMap(({ line, value, own, product }) => {
    const others = [...known, ...rows].filter((one) => one.product === product).map((one) => one.value);
    const slip = slipOf(value, own, others);
    return slip ? [{ line, value, ...slip }] : [];
  });
}

/** What the lines shut: half hours of a clinic, or a day of all of them. */
function announcedBy(kind: Kind, lines: readonly Staged[]): Announced[] {
  if (kind === 'closures')
    return lines.map(({ line, row }) => {
      return { line, clinic: String(row.clinic_id), fromAt: new Date(String(row.from)), toAt: new Date(String(row.to)) };
    });
  if (kind !== 'holidays') return [];
  return lines.map(({ line, row }) => {
    const day = String(row.day);
    return { line, clinic: null, fromAt: seoulInstant(day, '00:00'), toAt: seoulInstant(addDays(day, 1), '00:00') };
  });
}

/** Opens a closure for every line that shuts half hours in which somebody has a place. Gives how many bookings are concerned. */
async function openClosures(
  db: Prisma.TransactionClient,
  by: OperatorProof,
  announced: readonly Announced[],
  lines: readonly Staged[],
): Promise<number> {
  const found = await db.$queryRaw<{ line: number }[]>(linesWithPeople(announced));
  const peopled = new Set(found.map(({ line }) => line));
  const rows = new Map(lines.map(({ line, row }) => [line, row]));
  const opening = announced.filter(({ line }) => peopled.has(line));
  for (const { line, clinic, fromAt, toAt } of opening) {
    const stretch = { id: randomUUID(), fromAt, toAt };
    if (clinic === null) {
      const names = rows.get(line);
      await db.$queryRaw(holidayStatement(by, { ...stretch, reasonKo: String(names?.name_ko), reasonEn: String(names?.name_en) }));
      continue;
    }
    const reasons = { reasonKo: words('ko', 'intake')('closed'), reasonEn: words('en', 'intake')('closed') };
    await db.$queryRaw(closureStatement(by, { ...stretch, ...reasons, clinic, move: true }));
  }
  const [row] = opening.length > 0 ? await db.$queryRaw<{ bookings: number }[]>(bookingsWithin(opening)) : [];
  return row?.bookings ?? 0;
}

/**
 * Takes the lines of one file in, all of them or none. `confirmed` are the lines whose doubtful figures somebody has looked at; with
 * others in doubt, or dry, it finds out everything and changes nothing.
 */
export async function takeIn(
  db: Database,
  kind: Kind,
  lines: readonly Staged[],
  { by, dry, confirmed }: { by: OperatorProof; dry: boolean; confirmed: ReadonlySet<number> },
): Promise<Outcome> {
  try {
    return await db.$transaction(
      async (tx) => {
        await stage(tx, lines);
        const announced = announcedBy(kind, lines);
        const locks = announced.length > 0 ? [lockClinics(announced), lockHalfHours(announced)] : kind === 'deliveries' ? [lockEarly] : [];
        for (const lock of locks) await tx.$executeRaw(lock);
        const problems = await judged(tx, kind);
        if (problems.length > 0) throw new Undone({ ok: false, problems });
        const doubts = await doubtful(tx, kind);
        for (const statement of writers[kind]) await tx.$executeRaw(statement);
        const concerned = announced.length > 0 ? await openClosures(tx, by, announced, lines) : 0;
        const outside = kind === 'clinics' ? await tx.$queryRaw<Outside[]>(bookedOutside) : [];
        const done: Outcome = { ok: true, doubts, written: lines.length, concerned, outside };
        if (dry || doubts.some(({ line }) => !confirmed.has(line))) throw new Undone({ ...done, written: 0 });
        return done;
      },
      { timeout: 600_000, maxWait: 30_000 },
    );
  } catch (fault) {
    if (fault instanceof Undone) return fault.outcome;
    throw fault;
  }
}
