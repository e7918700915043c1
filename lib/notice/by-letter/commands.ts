import type { AgentProof } from '@/lib/identity/proof';
import { mayPrint } from '@/lib/identity/sql';
import { encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';
import { compose } from '../compose';
import { mattersOf } from '../queries';
import { bodyContext } from '../sql';
import { unreached } from './sql';

/**
 * The text of a letter to somebody whom no message reaches: all that they should have been told, oldest first. From then on it
 * was told, by letter, and the person finds it among what was sent to them. What is pointless by now is left out for good.
 */
export async function printUnreached(agent: AgentProof, personId: string, reason?: string): Promise<string[]> {
  const db = database();
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT notice.id FROM notice WHERE notice.person_id = ${personId}::uuid AND ${unreached} AND ${mayPrint(agent, Prisma.sql`notice.person_id`)}
    ORDER BY notice.created_at, notice.id LIMIT 50`;
  if (rows.length === 0) return [];
  const matters = await mattersOf(
    db,
    rows.map(({ id }) => id),
  );
  const written = rows.map(({ id }) => {
    const due = matters.get(id);
    const composed = due && 'matter' in due ? compose(due.locale, due.matter) : null;
    return { id, locale: due && 'matter' in due ? due.locale : 'ko', text: composed?.ok ? composed.text : null };
  });
  const bodies = written.map(({ text }) => text && Buffer.from(encrypt(text, bodyContext)).toString('hex'));
  const printed = await db.$queryRaw<{ id: string }[]>`
    WITH told AS (
      UPDATE notice SET sent_at = CASE WHEN one.body IS NOT NULL THEN now() END, channel = CASE WHEN one.body IS NOT NULL THEN 'letter' END,
        locale = one.locale, body = decode(one.body, 'hex'), dead_at = CASE WHEN one.body IS NULL THEN notice.dead_at END,
        last_problem = CASE WHEN one.body IS NULL THEN 'overtaken' END
      FROM unnest(${written.map(({ id }) => id)}::uuid[], ${bodies}::text[], ${written.map(({ locale }) => locale)}::text[]) AS one (id, body, locale)
      -- Two desks at once: what one has printed the other has not.
      WHERE notice.id = one.id AND ${unreached}
      RETURNING notice.id, notice.person_id, notice.sent_at
    ), recorded AS (${recordAccess(
      { role: 'agent', ...agent },
      { action: 'letter.printed', objectKind: 'notice', objectId: '', ...(reason && { reason }) },
      Prisma.sql`SELECT person_id FROM told`,
      Prisma.sql`EXISTS (SELECT FROM told)`,
    )})
    SELECT id FROM told WHERE sent_at IS NOT NULL`;
  const ids = new Set(printed.map(({ id }) => id));
  return written.flatMap(({ id, text }) => (text && ids.has(id) ? [text] : []));
}
