import { plainName } from '@/lib/identity/match';
import type { AgentProof } from '@/lib/identity/proof';
import { openCase } from '@/lib/identity/sql';
import { unreached } from '@/lib/notice/by-letter/sql';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';

export interface FoundPerson {
  personId: string;
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  /** The last four digits. */
  phoneEnd: string;
  region: string;
}

interface FoundRow {
  id: string;
  name: Uint8Array;
  birth_date: string;
  phone: Uint8Array;
  region: string | null;
}

const mostFound = 20;
const found = Prisma.sql`
  SELECT p.id, p.name, to_char(p.birth_date, 'YYYY-MM-DD') AS birth_date, p.phone, r.name_ko AS region
  FROM person p LEFT JOIN region r ON r.code = p.region_code`;

/** An agent's search. Whom it found stands in the record, with the reason, before anybody reads it; a case needs such an entry. */
export async function searchPeople(
  agent: AgentProof,
  by: { name: string; birthDate: string } | { number: string },
  reason: string,
): Promise<FoundPerson[]> {
  const rows = await database().$queryRaw<FoundRow[]>(
    'number' in by
      ? Prisma.sql`${found} WHERE p.id = (SELECT person_id FROM booking WHERE number = ${by.number}) AND p.erased_at IS NULL`
      : Prisma.sql`${found} WHERE p.birth_date = ${by.birthDate}::date AND p.erased_at IS NULL ORDER BY p.created_at, p.id`,
  );
  const people = rows
    .map((row) => ({
      personId: row.id,
      name: decrypt(row.name, 'person.name'),
      birthDate: row.birth_date,
      phoneEnd: decrypt(row.phone, 'person.phone').slice(-4),
      region: row.region ?? '',
    }))
    .filter(({ name }) => 'number' in by || plainName(name) === by.name)
    .slice(0, mostFound);
  const access = { action: 'desk.searched', objectKind: 'person', objectId: '', reason };
  const ids = Prisma.sql`SELECT unnest(${people.map(({ personId }) => personId)}::uuid[])`;
  await database().$executeRaw(recordAccess({ role: 'agent', ...agent }, access, ids));
  return people;
}

export interface DeskCase {
  id: string;
  personId: string;
  reason: string;
  channel: 'phone' | 'counter';
  openedAt: Date;
  now: Date;
  /** Letters that wait to be printed for this person. */
  letters: string[];
  /** What they should have been told, and no message reaches them. */
  unreached: number;
}

/** The agent's open cases, on this sign-in alone. Looking at them keeps them open. */
export const casesOf = (agent: AgentProof): Promise<DeskCase[]> => database().$queryRaw<DeskCase[]>`
  WITH seen AS (
    UPDATE agent_case SET active_at = now() WHERE session_id = ${agent.sessionId} AND agent_id = ${agent.personId}::uuid AND ${openCase}
    RETURNING id, person_id, reason, channel, opened_at
  )
  SELECT seen.id, seen.person_id AS "personId", seen.reason, seen.channel, seen.opened_at AS "openedAt", now() AS now,
    ARRAY(SELECT asking.id::text FROM asking WHERE asking.beneficiary_id = seen.person_id AND asking.way = 'letter'
      AND asking.printed_at IS NULL AND asking.expires_at > now() ORDER BY asking.asked_at)
    || ARRAY(SELECT code.id::text FROM sign_in_code code WHERE code.person_id = seen.person_id AND code.way = 'letter'
      AND code.printed_at IS NULL AND code.expires_at > now() ORDER BY code.asked_at) AS letters,
    (SELECT count(*)::int FROM notice WHERE notice.person_id = seen.person_id AND ${unreached}) AS unreached
  FROM seen ORDER BY seen.opened_at, seen.id`;

/** In whose names this agent is inside now: of several rounds one is booked after the other. */
export async function insideNow(agent: AgentProof): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT person_id::text AS id FROM seat WHERE session_id = ${agent.sessionId} AND expires_at > now() ORDER BY round_id, number`;
  return rows.map(({ id }) => id);
}

/** Letters that anybody waits for: what the desk has to do, without names. */
export async function lettersWaiting(_agent: AgentProof): Promise<number> {
  const [row] = await database().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT beneficiary_id FROM asking WHERE way = 'letter' AND printed_at IS NULL AND beneficiary_id IS NOT NULL AND expires_at > now()
      UNION ALL
      SELECT person_id FROM sign_in_code WHERE way = 'letter' AND printed_at IS NULL AND person_id IS NOT NULL AND expires_at > now()
      UNION ALL
      SELECT DISTINCT notice.person_id FROM notice WHERE notice.person_id IS NOT NULL AND ${unreached}
    ) AS waiting`;
  return row?.count ?? 0;
}
