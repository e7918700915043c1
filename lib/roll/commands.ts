import { decide } from '@/lib/campaign/eligibility';
import { roundById } from '@/lib/campaign/queries';
import { matchParts } from '@/lib/identity/match';
import { nearNameParts, nearPhoneParts } from '@/lib/identity/near';
import type { AgentProof, BeneficiaryProof, CitizenProof } from '@/lib/identity/proof';
import { drawOf } from '@/lib/line/queries';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import { encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import { type Database, database, isCollision, Prisma } from '@/lib/platform/database';
import { refuse } from '@/lib/platform/refusal';
import { recordAccess } from '@/lib/record/sql';
import type { kinds, NewRecord } from './schema';
import { addToRoll, joinRecords, keptTicket, namesakes, newOnRoll, settleAs, whoWaits } from './sql';

/**
 * Keeps a place for somebody who is not found on the roll, and says what to bring where. The same for whoever it may turn
 * out to be and for a stranger to the roll: nobody learns here whether a similar record exists.
 */
export async function keepPlace(beneficiary: BeneficiaryProof, roundId: string) {
  if (!beneficiary.verified) return refuse('not-verified');
  if (beneficiary.consentMissing) return refuse('consent-missing');
  const found = await roundById(roundId);
  if (!found) return refuse('no-such-round');
  const { rounds, now } = found.campaign;
  const { relation, personId } = beneficiary;
  const answer = decide({ person: { ...beneficiary, onRoll: true }, rounds, now, wantedRoundId: roundId, relation });
  if (!answer.ok) return answer;
  const [kept] = await database().$queryRaw<{ refused: boolean }[]>`
    WITH waits AS (
      INSERT INTO provisional (person_id) SELECT id FROM person WHERE id = ${personId}::uuid AND NOT on_roll
      ON CONFLICT (person_id) DO UPDATE SET kind = provisional.kind RETURNING person_id, outcome
    ), place AS (
      INSERT INTO provisional_place (person_id, round_id)
      SELECT person_id, ${roundId} FROM waits WHERE outcome IS DISTINCT FROM 'refused' ON CONFLICT DO NOTHING
    )
    SELECT outcome = 'refused' AS refused FROM waits`;
  return refuse(kept?.refused ? 'provisional-refused' : 'provisional');
}

/** What somebody who is not found says of themselves; an office reads it. Said again it is said anew, also after a refusal. */
export async function apply(citizen: CitizenProof, kind: (typeof kinds)[number]) {
  if (!citizen.verified) return refuse('not-verified');
  const changed = await database().$executeRaw`
    INSERT INTO provisional (person_id, kind) SELECT id, ${kind} FROM person WHERE id = ${citizen.personId}::uuid AND NOT on_roll
    ON CONFLICT (person_id) DO UPDATE SET kind = EXCLUDED.kind, settled_at = NULL, settled_by = NULL, outcome = NULL, reason = NULL,
      asked_at = CASE WHEN provisional.settled_at IS NULL THEN provisional.asked_at ELSE now() END
    WHERE provisional.settled_at IS NULL OR provisional.outcome = 'refused'`;
  return changed > 0 ? { ok: true as const } : refuse('nothing-to-apply');
}

/** Of rounds that a person waited for, or has a ticket of another record in; the record's own id decides on the place, as it would have. */
export async function giveTickets(
  db: Pick<Database, '$queryRaw' | '$executeRaw'>,
  recordId: string,
  kept: { roundId: string; askedAt: Date }[],
): Promise<void> {
  const [record] = await db.$queryRaw<{ createdAt: Date }[]>`SELECT created_at AS "createdAt" FROM person WHERE id = ${recordId}::uuid`;
  if (!record) throw new Error('a record is not there');
  for (const { roundId, askedAt } of kept) {
    const draw = await drawOf(roundId);
    if (!draw) throw new Error(`round ${roundId} has no draw`);
    const number = ticketNumber(draw.ticketKey, recordId, roundId);
    const stands = draw.seed ? standingAt(draw.seed, number) : { place: null, lateOrder: null };
    const lateOnly = draw.drawnAt !== null && record.createdAt > draw.drawnAt;
    await db.$executeRaw(keptTicket({ ...stands, roundId, personId: recordId, askedAt, lateOnly }));
  }
}

const placesOf = (db: Pick<Database, '$queryRaw'>, personId: string) => db.$queryRaw<{ roundId: string; askedAt: Date }[]>`
  SELECT round_id AS "roundId", asked_at AS "askedAt" FROM provisional_place WHERE person_id = ${personId}::uuid`;

/** Within one transaction, and once more when somebody else held one of the two records. */
export async function settling<Outcome>(work: (db: Pick<Database, '$queryRaw' | '$executeRaw'>) => Promise<Outcome>): Promise<Outcome> {
  const attempt = () => database().$transaction(work);
  return await attempt().catch((fault) => (isCollision(fault) ? attempt() : Promise.reject(fault)));
}

const done = { ok: true } as const;

/** Two offices at once: the second waits here, and finds it settled. */
const waits = async (db: Pick<Database, '$queryRaw'>, personId: string): Promise<boolean> =>
  (await db.$queryRaw<object[]>(whoWaits(personId))).length > 0;

/**
 * Whoever waits is the record: the office has seen it on paper. What they signed in with, and what they agreed to, goes over to
 * the record, and of the two one is left, with the record's place. Nobody settles who they are themself: a colleague does.
 */
export async function joinRecord(office: AgentProof, { person, record, reason }: { person: string; record: string; reason: string }) {
  if (office.personId === person || office.personId === record) return refuse('not-joinable');
  return await settling(async (db) => {
    if (!(await waits(db, person))) return refuse('not-joinable');
    const nameless = encrypt('', 'person.name');
    const numberless = encrypt('', 'person.phone');
    const [joined] = await db.$queryRaw<{ id: string }[]>(joinRecords(person, record, nameless, numberless));
    if (!joined) return refuse('not-joinable');
    await giveTickets(db, record, await placesOf(db, person));
    await db.$executeRaw(settleAs('joined', { personId: person, recordId: record, by: office.personId, reason }));
    const access = { action: 'roll.joined', objectKind: 'person', objectId: record, reason };
    await db.$executeRaw(recordAccess({ ...office, role: 'agent' }, access, Prisma.sql`VALUES (${person}::uuid), (${record}::uuid)`));
    return done;
  });
}

/** Whoever waits comes onto the roll, as of now: after a draw the place is a late one, from when they asked for it. */
export async function addPerson(office: AgentProof, { person, region, reason }: { person: string; region: string; reason: string }) {
  if (office.personId === person) return refuse('not-addable');
  return await settling(async (db) => {
    if (!(await waits(db, person))) return refuse('not-addable');
    const [added] = await db.$queryRaw<{ id: string }[]>(addToRoll(person, region));
    if (!added) return refuse('not-addable');
    await giveTickets(db, person, await placesOf(db, person));
    await db.$executeRaw(settleAs('added', { personId: person, recordId: null, by: office.personId, reason }));
    const access = { action: 'roll.added', objectKind: 'person', objectId: person, reason };
    await db.$executeRaw(recordAccess({ ...office, role: 'agent' }, access, Prisma.sql`SELECT ${person}::uuid`));
    return done;
  });
}

/**
 * Whoever waits is not of the roll, by what the office has seen: the place that was kept is given up. They read the reason, and
 * may apply again.
 */
export async function refusePerson(office: AgentProof, { person, reason }: { person: string; reason: string }) {
  return await settling(async (db) => {
    if (!(await waits(db, person))) return refuse('not-refusable');
    await db.$executeRaw`DELETE FROM provisional_place WHERE person_id = ${person}::uuid`;
    await db.$executeRaw(settleAs('refused', { personId: person, recordId: null, by: office.personId, reason }));
    const access = { action: 'roll.refused', objectKind: 'person', objectId: person, reason };
    await db.$executeRaw(recordAccess({ ...office, role: 'agent' }, access, Prisma.sql`SELECT ${person}::uuid`));
    return done;
  });
}

/**
 * A record for somebody who can't sign in: they are found by name, birth date and number, or act through a helper or an office. Where
 * somebody of that name and birth date stands on the roll, the office has to say that this is somebody else.
 */
export async function addRecord(office: AgentProof, { name, birthDate, phone, region, reason, different }: NewRecord) {
  return await settling(async (db) => {
    const row = {
      matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)),
      nearName: shortHash('near-name', ...nearNameParts(name, birthDate)),
      nearPhone: shortHash('near-phone', ...nearPhoneParts(phone, birthDate)),
      ...{ birthDate, region, name: encrypt(name, 'person.name'), phone: encrypt(phone, 'person.phone') },
    };
    // Two offices at once: the second waits here, and its next statement sees the first one's record.
    await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(encode(${row.nearName}, 'hex'), 0))::text`;
    if (!different && (await db.$queryRaw<object[]>(namesakes(row.nearName))).length > 0) return refuse('namesake');
    const [added] = await db.$queryRaw<{ id: string }[]>(newOnRoll(row));
    if (!added) return refuse('not-addable');
    const access = { action: 'roll.added', objectKind: 'person', objectId: added.id, reason };
    await db.$executeRaw(recordAccess({ ...office, role: 'agent' }, access, Prisma.sql`SELECT ${added.id}::uuid`));
    return done;
  });
}
