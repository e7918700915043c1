import { Prisma } from '@/lib/platform/database';
import { type Purpose, texts } from './purposes';

/** Whether the person's newest word on this purpose is a yes to a text that still counts. */
export const agreedTo = (personId: Prisma.Sql, purpose: Purpose): Prisma.Sql => Prisma.sql`
  coalesce((
    SELECT said.given AND said.text_version = ANY (${[...texts[purpose].valid]}) FROM privacy_consent said
    WHERE said.person_id = ${personId} AND said.purpose = ${purpose} ORDER BY said.id DESC LIMIT 1
  ), false)`;

/** INSERT body: a yes or no of now to today's text. `rows` is a query of (person_id, channel, actor_id). */
export const noteConsent = (purpose: Purpose, given: boolean, rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO privacy_consent (person_id, purpose, text_version, given, channel, actor_id)
  SELECT heard.person_id, ${purpose}, ${texts[purpose].version}, ${given}, heard.channel, heard.actor_id
  FROM (${rows}) AS heard (person_id, channel, actor_id)`;

/** `rows` of `noteConsent`: the person's own word on a page. */
export const ownWord = (personId: string): Prisma.Sql => Prisma.sql`SELECT ${personId}::uuid, 'web'::text, ${personId}::uuid`;
