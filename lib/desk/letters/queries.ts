import type { AgentProof } from '@/lib/identity/proof';
import { unreached } from '@/lib/notice/by-letter/sql';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';
import type { LetterKind } from './schema';

export interface WaitingLetter {
  id: string;
  kind: LetterKind;
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  /** The person has waited for it since then. */
  since: Date;
  now: Date;
}

const mostListed = 50;

/** One a person and kind, however often it was asked for; to a helper of whom the person is to decide, one each. */
const waiting = (agent: AgentProof): Prisma.Sql => Prisma.sql`
  SELECT (array_agg(id ORDER BY asked_at DESC))[1] AS id, 'helper' AS kind, beneficiary_id AS person_id, min(asked_at) AS since
  FROM asking WHERE way = 'letter' AND printed_at IS NULL AND expires_at > now() AND beneficiary_id IS NOT NULL AND helper_id <> ${agent.personId}::uuid
  GROUP BY beneficiary_id, helper_id
  UNION ALL
  SELECT (array_agg(id ORDER BY asked_at DESC))[1], 'sign-in', person_id, min(asked_at)
  FROM sign_in_code WHERE way = 'letter' AND printed_at IS NULL AND expires_at > now() AND person_id IS NOT NULL GROUP BY person_id
  UNION ALL
  SELECT notice.person_id, 'notices', notice.person_id, min(notice.created_at)
  FROM notice WHERE notice.person_id IS NOT NULL AND ${unreached} GROUP BY notice.person_id`;

/**
 * The letters that wait for people of a district, those who have waited longest first. Whom the list names stands in the record, with
 * the reason, before anybody reads it; for a while the agent may print what it names.
 */
export async function letterQueue(agent: AgentProof, region: string, reason: string): Promise<WaitingLetter[]> {
  const rows = await database().$queryRaw<(Omit<WaitingLetter, 'name'> & { name: Uint8Array })[]>`
    WITH listed AS MATERIALIZED (
      SELECT waiting.id, waiting.kind, waiting.since, person.id AS person_id, person.name, person.birth_date
      FROM (${waiting(agent)}) AS waiting JOIN person ON person.id = waiting.person_id
      WHERE person.region_code IS NOT DISTINCT FROM ${region || null} AND person.erased_at IS NULL AND person.id <> ${agent.personId}::uuid
      ORDER BY waiting.since, waiting.id LIMIT ${mostListed}
    ), recorded AS (${recordAccess(
      { role: 'agent', ...agent },
      { action: 'letters.listed', objectKind: 'region', objectId: region, reason },
      Prisma.sql`SELECT person_id FROM listed`,
    )})
    SELECT id::text, kind, since, name, to_char(birth_date, 'YYYY-MM-DD') AS "birthDate", now() AS now FROM listed ORDER BY since, id`;
  return rows.map((row) => ({ ...row, name: decrypt(row.name, 'person.name') }));
}
