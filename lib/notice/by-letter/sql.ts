import { Prisma } from '@/lib/platform/database';
import { codeTemplates } from '../template';

/** Condition: no telephone takes what this `notice` of the last month says, and nobody has printed it. A code is worth nothing by then. */
export const unreached = Prisma.sql`
  notice.dead_at IS NOT NULL AND notice.sent_at IS NULL AND notice.last_problem = 'no-address' AND NOT notice.by_mail
  AND notice.created_at > now() - interval '30 days' AND notice.template NOT IN (${Prisma.join([...codeTemplates])})`;
