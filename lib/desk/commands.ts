import { randomBytes, randomUUID } from 'node:crypto';
import { letterCode, plainCode } from '@/lib/helping/code';
import type { Kinship } from '@/lib/helping/kinship';
import { letterDays, textVersion } from '@/lib/helping/limits';
import { consentGiven, freePlace, tellAgreed } from '@/lib/helping/sql';
import { headOf } from '@/lib/household/sql';
import { matchParts } from '@/lib/identity/match';
import type { AgentProof, BeneficiaryProof } from '@/lib/identity/proof';
import { mayPrint, openCase, personMatching } from '@/lib/identity/sql';
import { decrypt, lookupHash } from '@/lib/platform/crypto';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { refuse } from '@/lib/platform/refusal';
import { recordAccess } from '@/lib/record/sql';

const by = (agent: AgentProof) => ({ role: 'agent' as const, ...agent });

/** The agent's open case for this person, as the body of a CTE; nothing without one. */
const caseFor = (agent: AgentProof, personId: string) => Prisma.sql`
  SELECT agent_case.id, agent_case.person_id, agent_case.reason, agent_case.channel FROM agent_case
  WHERE session_id = ${agent.sessionId} AND agent_id = ${agent.personId}::uuid AND person_id = ${personId}::uuid AND ${openCase}`;

/**
 * From now on the agent may act for the person, until they close it, sign out or are away for half an hour. Only for whom a
 * search of theirs has found a moment ago, and never for themself.
 */
export async function openCaseFor(agent: AgentProof, about: { personId: string; channel: 'phone' | 'counter'; reason: string }) {
  const { personId, channel, reason } = about;
  const caseId = randomUUID();
  const [row] = await database().$queryRaw<{ opened: boolean }[]>`
    WITH opened AS (
      INSERT INTO agent_case (id, agent_id, session_id, person_id, channel, reason)
      SELECT ${caseId}::uuid, ${agent.personId}::uuid, ${agent.sessionId}, person.id, ${channel}, ${reason} FROM person
      WHERE person.id = ${personId}::uuid AND person.id <> ${agent.personId}::uuid AND EXISTS (
        SELECT FROM access_record found WHERE found.subjects @> ARRAY[${personId}::uuid] AND found.action = 'desk.searched'
          AND found.actor_id = ${agent.personId}::uuid AND found.session_id = ${agent.sessionId} AND found.at > now() - interval '30 minutes')
      ON CONFLICT (session_id, person_id) WHERE closed_at IS NULL
        DO UPDATE SET active_at = now(), reason = EXCLUDED.reason, channel = EXCLUDED.channel
      RETURNING person_id
    ), recorded AS (${recordAccess(
      by(agent),
      { action: 'case.opened', objectKind: 'case', objectId: channel, reason },
      Prisma.sql`SELECT person_id FROM opened`,
      Prisma.sql`EXISTS (SELECT FROM opened)`,
    )})
    SELECT EXISTS (SELECT FROM opened) AS opened`;
  return row?.opened ? { ok: true as const } : refuse('no-case');
}

export async function closeCase(agent: AgentProof, personId: string): Promise<boolean> {
  const [row] = await database().$queryRaw<{ closed: boolean }[]>`
    WITH closed AS (
      UPDATE agent_case SET closed_at = now()
      WHERE session_id = ${agent.sessionId} AND agent_id = ${agent.personId}::uuid AND person_id = ${personId}::uuid AND closed_at IS NULL
      RETURNING person_id
    ), recorded AS (${recordAccess(
      by(agent),
      { action: 'case.closed', objectKind: 'case', objectId: '' },
      Prisma.sql`SELECT person_id FROM closed`,
      Prisma.sql`EXISTS (SELECT FROM closed)`,
    )})
    SELECT EXISTS (SELECT FROM closed) AS closed`;
  return row?.closed ?? false;
}

/**
 * Several hold on to a person's pass: the agent gives it to the person's own device that asks for it, else to themself, to go
 * on for whoever stands before them or is on the telephone. At once, with the reason in the record.
 */
export async function settlePass(agent: AgentProof, person: BeneficiaryProof, roundId: string, reason: string) {
  const [row] = await database().$queryRaw<{ settled: boolean }[]>`
    WITH mine AS (${caseFor(agent, person.personId)}), settled AS (
      UPDATE seat SET session_id = CASE WHEN claimed_at IS NOT NULL AND wanted_by IS NOT NULL THEN wanted_by ELSE ${agent.sessionId} END,
        wanted_by = NULL, claimed_at = NULL, takeovers = takeovers + 1, seen_at = now()
      FROM mine
      WHERE seat.round_id = ${roundId} AND seat.person_id = ${headOf(roundId, person.personId)} AND seat.expires_at > now()
      RETURNING mine.person_id
    ), recorded AS (${recordAccess(
      by(agent),
      { action: 'pass.settled', objectKind: 'round', objectId: roundId, reason },
      Prisma.sql`SELECT person_id FROM settled`,
      Prisma.sql`EXISTS (SELECT FROM settled)`,
    )})
    SELECT EXISTS (SELECT FROM settled) AS settled`;
  return row?.settled ? { ok: true as const } : refuse('nothing-to-settle');
}

interface Office {
  personId: string;
  helper: { name: string; birthDate: string; phone: string };
  kinship: Kinship;
  way: 'office' | 'guardian';
}

/**
 * Both stand before the agent with their IDs, or with what a court has decided: the agent writes it down, with the reason of the
 * case. Nobody has shown anything over the telephone.
 */
export async function consentAtOffice(agent: AgentProof, { personId, helper, kinship, way }: Office) {
  const hash = lookupHash('match', ...matchParts(helper.name, helper.birthDate, helper.phone));
  const [known] = await database().$queryRaw<{ id: string }[]>(personMatching(hash));
  const helperId = known?.id;
  if (!helperId || helperId === personId) return refuse('helper-unknown');
  // Nobody gives themself leave to act: a colleague writes it down.
  if (helperId === agent.personId) return refuse('helper-self');
  const place = way === 'guardian' ? Prisma.sql`SELECT NULL::smallint AS place` : freePlace(helperId, env().CHARYE_PEOPLE_PER_HELPER);
  const attempt = () => database().$queryRaw<{ given: boolean; open: boolean; here: boolean }[]>`
    WITH mine AS (${caseFor(agent, personId)}), room AS (${place}), given AS (${consentGiven(
      Prisma.sql`
        SELECT mine.person_id AS beneficiary_id, ${helperId}::uuid AS helper_id, ${kinship} AS relation, ${way} AS way, room.place,
          ${agent.personId}::uuid AS granted_by, mine.reason FROM mine, room WHERE mine.channel = 'counter'`,
      textVersion,
    )}), told AS (${tellAgreed(Prisma.sql`true`)}), recorded AS (${recordAccess(
      by(agent),
      { action: 'consent.given', objectKind: 'consent', objectId: way },
      Prisma.sql`SELECT beneficiary_id FROM given UNION ALL SELECT helper_id FROM given`,
      Prisma.sql`EXISTS (SELECT FROM given)`,
    )})
    SELECT EXISTS (SELECT FROM given) AS given, EXISTS (SELECT FROM mine) AS open,
      EXISTS (SELECT FROM mine WHERE channel = 'counter') AS here`;
  const [row] = await attempt().catch((fault) => (isCollision(fault) ? attempt() : Promise.reject(fault)));
  if (row?.given) return { ok: true as const };
  if (!row?.open) return refuse('no-case');
  return refuse(row.here ? 'too-many-people' : 'not-at-counter');
}

/**
 * The letter's code is made while it is printed and stands nowhere but on the paper. Printed once, and not by the helper who waits for
 * it; who has asked for it again gets one. Without a `reason` it is that of the person's open case.
 */
export async function printLetter(agent: AgentProof, askingId: string, reason?: string) {
  const code = letterCode(randomBytes(12));
  const [row] = await database().$queryRaw<{ name: Uint8Array; helper: Uint8Array; until: Date }[]>`
    WITH printed AS (
      UPDATE asking SET code_hash = ${lookupHash('helper-code', askingId, plainCode(code))}, printed_at = now(),
        expires_at = now() + make_interval(days => ${letterDays})
      WHERE id = ${askingId}::uuid AND way = 'letter' AND printed_at IS NULL AND expires_at > now()
        AND helper_id <> ${agent.personId}::uuid AND ${mayPrint(agent, Prisma.sql`asking.beneficiary_id`)}
      RETURNING beneficiary_id, helper_id, expires_at
    ), again AS (
      UPDATE asking SET expires_at = now() FROM printed
      WHERE asking.beneficiary_id = printed.beneficiary_id AND asking.helper_id = printed.helper_id AND asking.id <> ${askingId}::uuid
        AND asking.way = 'letter' AND asking.printed_at IS NULL AND asking.expires_at > now()
    ), recorded AS (${recordAccess(
      by(agent),
      { action: 'letter.printed', objectKind: 'asking', objectId: askingId, ...(reason && { reason }) },
      Prisma.sql`SELECT beneficiary_id FROM printed`,
      Prisma.sql`EXISTS (SELECT FROM printed)`,
    )})
    SELECT person.name, helper.name AS helper, printed.expires_at AS until
    FROM printed JOIN person ON person.id = printed.beneficiary_id JOIN person helper ON helper.id = printed.helper_id`;
  if (!row) return refuse('no-letter');
  return { ok: true as const, code, name: decrypt(row.name, 'person.name'), helper: decrypt(row.helper, 'person.name'), until: row.until };
}
