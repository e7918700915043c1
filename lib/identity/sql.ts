import { Prisma } from '@/lib/platform/database';

/** Half an hour after the last page of the desk an agent's cases are over. */
const caseIdle = Prisma.sql`interval '30 minutes'`;

/** A case in which the agent of this session may act now. Whoever works here no longer has none from that instant on. */
export const openCase = Prisma.sql`agent_case.closed_at IS NULL AND agent_case.active_at > now() - ${caseIdle}
  AND EXISTS (SELECT FROM staff_role WHERE staff_role.person_id = agent_case.agent_id AND staff_role.role = 'agent')`;

/**
 * The agent may print a letter to `personId`, an expression: in an open case, or from the list of letters that wait, which they were
 * shown a moment ago with a reason.
 */
export const mayPrint = (agent: { personId: string; sessionId: string }, personId: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  EXISTS (SELECT FROM agent_case WHERE session_id = ${agent.sessionId} AND agent_id = ${agent.personId}::uuid AND agent_case.person_id = ${personId} AND ${openCase})
  OR EXISTS (SELECT FROM access_record listed WHERE listed.subjects @> ARRAY[${personId}] AND listed.action = 'letters.listed'
    AND listed.actor_id = ${agent.personId}::uuid AND listed.session_id = ${agent.sessionId} AND listed.at > now() - ${caseIdle}))`;

/**
 * True while the actor may act for the person: themself, by a consent that has not ended, or an agent in an open case. For
 * statements that change something: what was asked a statement ago may have been withdrawn since.
 */
export const mayAct = ({ personId, actorId, sessionId }: { personId: string; actorId: string; sessionId: string }): Prisma.Sql =>
  personId === actorId
    ? Prisma.sql`true`
    : Prisma.sql`(
  EXISTS (SELECT FROM consent WHERE beneficiary_id = ${personId}::uuid AND helper_id = ${actorId}::uuid AND ended_at IS NULL)
  OR EXISTS (SELECT FROM agent_case WHERE session_id = ${sessionId} AND person_id = ${personId}::uuid AND ${openCase}))`;

/**
 * A part of a statement, named `name`: counts an attempt of `kind` by `key` (a query of one column of bytes; no row, no attempt)
 * and answers with one row of `ok` and `since`, when the counting began. The row of the counter serialises those who try at once, so `most` in `window` is exact.
 */
export const countAttempt = (name: Prisma.Sql, kind: string, key: Prisma.Sql, most: number, window: string): Prisma.Sql => Prisma.sql`
  ${name} AS (
    INSERT INTO attempt (kind, key) SELECT ${kind}, asked.key FROM (${key}) AS asked (key)
    ON CONFLICT (kind, key) DO UPDATE SET
      count = CASE WHEN attempt.since > now() - ${window}::interval THEN attempt.count + 1 ELSE 1 END,
      since = CASE WHEN attempt.since > now() - ${window}::interval THEN attempt.since ELSE now() END
    RETURNING attempt.count <= ${most} AS ok, attempt.since
  )`;

/** The record of the roll that a name, birth date and telephone mean: the one that a first sign-in would find, too. */
export const personMatching = (matchHash: Uint8Array<ArrayBuffer>): Prisma.Sql => Prisma.sql`
  SELECT id FROM person WHERE match_hash = ${matchHash} AND erased_at IS NULL ORDER BY ci_hash IS NULL, on_roll DESC, created_at, id LIMIT 1`;
