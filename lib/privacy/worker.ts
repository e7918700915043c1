import { encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { agreedTo } from './agreeing/sql';
import { blottedOut, vaccinated } from './erasing/sql';
import { daysOf, type Kept } from './retention';

/** One statement's worth: rows stay locked for some milliseconds. */
const batch = 2_000;
/** Of each kind in one turn; the rest waits for the next. */
const batchesMax = 10;

const before = (what: Kept): Prisma.Sql => Prisma.sql`now() - make_interval(days => ${daysOf(what)})`;
const most = Prisma.sql`LIMIT ${batch}`;

const overRounds = Prisma.sql`SELECT id FROM round WHERE closes_at < ${before('line')}`;

/** Whoever agreed is counted before: a decade, a province, whether they got in and booked. */
const places = Prisma.sql`
  WITH gone AS (
    DELETE FROM ticket WHERE (round_id, person_id) IN (SELECT round_id, person_id FROM ticket WHERE round_id IN (${overRounds}) ${most})
    RETURNING round_id, person_id, entered_at
  ), counted AS (
    INSERT INTO round_statistic AS known (round_id, decade, province, people, entered, booked)
    SELECT gone.round_id, floor(extract(year FROM person.birth_date) / 10) * 10, coalesce(left(person.region_code, 2), ''),
      count(*), count(gone.entered_at), count(*) FILTER (WHERE EXISTS (
        SELECT FROM booking WHERE booking.person_id = person.id AND booking.round_id = gone.round_id AND booking.status = 'confirmed'))
    FROM gone JOIN person ON person.id = gone.person_id
    WHERE ${agreedTo(Prisma.sql`person.id`, 'statistics')}
    GROUP BY 1, 2, 3
    ON CONFLICT (round_id, decade, province) DO UPDATE SET
      people = known.people + EXCLUDED.people, entered = known.entered + EXCLUDED.entered, booked = known.booked + EXCLUDED.booked
  )
  SELECT count(*)::int AS gone FROM gone`;

const counted = (deletion: Prisma.Sql): Prisma.Sql => Prisma.sql`
  WITH gone AS (${deletion} RETURNING 1) SELECT count(*)::int AS gone FROM gone`;

const tries = counted(Prisma.sql`
  DELETE FROM ticket_try WHERE ctid IN (SELECT ctid FROM ticket_try WHERE round_id IN (${overRounds}) ${most})`);
const wishes = counted(Prisma.sql`
  DELETE FROM wish_list WHERE ctid IN (SELECT ctid FROM wish_list WHERE round_id IN (${overRounds}) ${most})`);
const waitings = counted(Prisma.sql`
  DELETE FROM waiting WHERE id IN (SELECT id FROM waiting WHERE round_id IN (${overRounds}) ${most})`);
const answers = counted(Prisma.sql`
  DELETE FROM when_answer WHERE ctid IN (SELECT ctid FROM when_answer WHERE round_id IN (${overRounds}) ${most})`);
const households = counted(Prisma.sql`
  DELETE FROM household WHERE id IN (SELECT id FROM household WHERE round_id IN (${overRounds}) ${most})`);
/** With the places that were kept, and what the office has written. */
const applications = counted(Prisma.sql`
  DELETE FROM provisional WHERE person_id IN (
    SELECT person_id FROM provisional WHERE coalesce(settled_at, asked_at) < ${before('application')}
      AND (settled_at IS NOT NULL OR NOT EXISTS (SELECT FROM round WHERE closes_at > ${before('application')})) ${most})`);
const keptPlaces = counted(Prisma.sql`
  DELETE FROM provisional_place WHERE ctid IN (SELECT ctid FROM provisional_place WHERE round_id IN (${overRounds}) ${most})`);
const codes = counted(Prisma.sql`DELETE FROM household_code WHERE expires_at < ${before('asking')}`);
const signInCodes = counted(Prisma.sql`DELETE FROM sign_in_code WHERE expires_at < ${before('asking')}`);
const notices = counted(Prisma.sql`
  DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE created_at < ${before('notice')} ${most})`);
const cases = counted(Prisma.sql`
  DELETE FROM agent_case WHERE id IN (SELECT id FROM agent_case WHERE coalesce(closed_at, active_at) < ${before('case')} ${most})`);
const sessions = counted(Prisma.sql`
  DELETE FROM session WHERE id IN (
    SELECT id FROM session WHERE least(revoked_at, expires_at) < ${before('session')}
      AND NOT EXISTS (SELECT FROM agent_case WHERE agent_case.session_id = session.id) ${most})`);
const consents = counted(Prisma.sql`
  DELETE FROM privacy_consent WHERE id IN (
    SELECT said.id FROM privacy_consent said WHERE said.at < ${before('consent')} AND (
      EXISTS (SELECT FROM privacy_consent newer WHERE newer.person_id = said.person_id AND newer.purpose = said.purpose AND newer.id > said.id)
      OR EXISTS (SELECT FROM person WHERE person.id = said.person_id AND person.erased_at IS NOT NULL)) ${most})`);

/** Nobody is left by name: those whom no round is for any more, and whose vaccination is long ago. */
const people = (): Prisma.Sql => Prisma.sql`
  WITH past AS (
    SELECT person.id FROM person
    WHERE person.birth_date <> '1900-01-01' AND NOT EXISTS (SELECT FROM staff_role WHERE staff_role.person_id = person.id)
      AND EXISTS (SELECT FROM round) AND NOT EXISTS (SELECT FROM round WHERE closes_at > ${before('person')})
      AND person.created_at < ${before('person')}
      AND (NOT ${vaccinated(Prisma.sql`person.id`)} OR NOT EXISTS (
        SELECT FROM booking given WHERE given.person_id = person.id AND given.vaccinated_at > ${before('vaccination')}))
    ${most} FOR UPDATE OF person SKIP LOCKED
  ), contacts AS (
    DELETE FROM contact USING past WHERE contact.person_id = past.id
  ), helping AS (
    DELETE FROM consent USING past WHERE past.id IN (consent.helper_id, consent.beneficiary_id)
  ), signed_in AS (
    UPDATE session SET revoked_at = now() FROM past WHERE session.person_id = past.id AND session.revoked_at IS NULL
  ), gone AS (
    UPDATE person SET ${blottedOut(encrypt('—', 'person.name'), encrypt('—', 'person.phone'))}, on_roll = false,
      erased_at = coalesce(person.erased_at, now())
    FROM past WHERE person.id = past.id RETURNING 1
  )
  SELECT count(*)::int AS gone FROM gone`;

/** Deletes what is kept no longer, in batches: stopped in between it goes on where it was. Returns how much of each kind. */
export async function forgetPast(mostBatches = batchesMax): Promise<Record<string, number>> {
  const statements = {
    places,
    tries,
    wishes,
    waitings,
    answers,
    households,
    applications,
    keptPlaces,
    codes,
    signInCodes,
    notices,
    cases,
    sessions,
    consents,
    people: people(),
  };
  const gone: Record<string, number> = {};
  for (const [kind, statement] of Object.entries(statements)) {
    gone[kind] = 0;
    for (let turn = 0; turn < mostBatches; turn += 1) {
      const [row] = await database().$queryRaw<{ gone: number }[]>(statement);
      gone[kind] += row?.gone ?? 0;
      if ((row?.gone ?? 0) < batch) break;
    }
  }
  return gone;
}

const turnMs = 3_600_000;
let turnAt = 0;

/** Once an hour; more often while there is more than one turn can do. */
export async function forgetWhatIsPast(): Promise<void> {
  if (performance.now() < turnAt) return;
  const gone = await forgetPast();
  if (Object.values(gone).every((count) => count < batch * batchesMax)) turnAt = performance.now() + turnMs;
}
