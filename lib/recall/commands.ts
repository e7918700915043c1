import type { BeneficiaryProof, OperatorProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { type IntervalOutcome, intervalStatement } from './interval/sql';
import { liftStatement } from './lifting/sql';
import { closureStatement, endStatement, pauseStatement, recallStatement } from './opening/sql';
import type { Closure, IntervalChange, Lifting, Pause, Recall } from './schema';

/** Quarantines the vaccine that is meant and opens its recall, in one statement. The rest is done by the worker. */
export async function openRecall(
  operator: OperatorProof,
  recall: Recall,
): Promise<{ ok: true; deliveries: number } | Refusal<'nothing-meant' | 'recalled-already'>> {
  const [row] = await database().$queryRaw<{ deliveries: number; opened: boolean }[]>(recallStatement(operator, recall));
  if (row?.opened) return { ok: true, deliveries: row.deliveries };
  return refuse(row?.deliveries ? 'recalled-already' : 'nothing-meant');
}

type Opened = Promise<{ ok: true } | Refusal<'paused-already'>>;

/** The other one of two at once is told so by the constraint. */
const openedOnce = async (search: PromiseLike<{ opened: boolean }[]>): Opened => {
  const rows = await Promise.resolve(search).catch((fault: unknown) => (isCollision(fault) ? [] : Promise.reject(fault)));
  return rows[0]?.opened ? { ok: true } : refuse('paused-already');
};

/** Nobody is booked, nobody comes, until it ends. */
export const pauseProgramme = (operator: OperatorProof, pause: Pause): Opened =>
  openedOnce(database().$queryRaw<{ opened: boolean }[]>(pauseStatement(operator, pause)));

/** What begins or ends at one clinic, or on a holiday at all of them, does so one after the other: a statement sees what was committed before it began, and no more. */
const inTurn = <Row>(clinics: Prisma.Sql, statement: Prisma.Sql): Promise<Row[]> =>
  database().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT FROM clinic WHERE ${clinics} ORDER BY clinic.id FOR NO KEY UPDATE`;
    return transaction.$queryRaw<Row[]>(statement);
  });

export const closeClinic = (operator: OperatorProof, closure: Closure): Opened =>
  openedOnce(inTurn<{ opened: boolean }>(Prisma.sql`clinic.id = ${closure.clinic}`, closureStatement(operator, closure)));

/** A recall was a false alarm. Who was moved keeps the new place; the rest is done by the worker. */
export async function liftRecall(
  operator: OperatorProof,
  lifting: Lifting,
): Promise<{ ok: true; deliveries: number } | Refusal<'not-open'>> {
  const [row] = await database().$queryRaw<{ lifted: boolean; deliveries: number }[]>(liftStatement(operator, lifting));
  return row?.lifted ? { ok: true, deliveries: row.deliveries } : refuse('not-open');
}

/** The second dose of a product is due so many days after the first one from a day on. Who is booked outside of that is moved by the worker. */
export async function changeInterval(
  operator: OperatorProof,
  change: IntervalChange,
): Promise<{ ok: true } | Refusal<Exclude<IntervalOutcome, 'changed'>>> {
  const [row] = await database().$queryRaw<{ outcome: IntervalOutcome }[]>(intervalStatement(operator, change));
  return row?.outcome === 'changed' ? { ok: true } : refuse(row?.outcome ?? 'no-second-dose');
}

/** A pause or a closure is over. False when it was already. */
export async function endDisruption(operator: OperatorProof, id: string): Promise<boolean> {
  const clinics = Prisma.sql`EXISTS (
    SELECT FROM disruption WHERE disruption.id = ${id}::uuid AND disruption.kind = 'closure' AND clinic.id = coalesce(disruption.clinic_id, clinic.id))`;
  const [row] = await inTurn<{ ended: boolean }>(clinics, endStatement(operator, id));
  return row?.ended ?? false;
}

/** Somebody for whom a place is still looked for needs none any more. False when nothing is looked for. */
export async function stopLooking(person: BeneficiaryProof, bookingId: string): Promise<boolean> {
  const stopped = await database().$executeRaw`
    UPDATE displaced SET state = 'declined', settled_at = now() FROM booking
     WHERE displaced.booking_id = ${bookingId}::uuid AND displaced.state = 'waiting' AND booking.id = displaced.booking_id
       AND booking.person_id = ${person.personId}::uuid AND ${mayAct(person)}`;
  return stopped > 0;
}
