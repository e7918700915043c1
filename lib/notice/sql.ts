import { encrypt } from '@/lib/platform/crypto';
import { Prisma } from '@/lib/platform/database';
import { codeTemplates, type Template } from './template';

/** A template's name inside a statement, so that the compiler knows it. */
export const template = (name: Template): Prisma.Sql => Prisma.sql`${name}::text`;

const carriesCode = Prisma.sql`queued.template IN (${Prisma.join([...codeTemplates])})`;

/**
 * INSERT body: tells people something, exactly when the statement that composes it commits. `rows` is a query of the columns
 * `person_id` uuid, `template` (see `template()`), `subject` text, `facts` jsonb: what template.ts says the template needs.
 * The same template about the same subject is told once, however often it is queued: a subject is the id of what happened
 * (a booking; where that can happen again, with what tells the times apart, as `<booking>/<event>`).
 * `more` names expressions over `queued`, a row of `rows`.
 */
export const queueNotices = (
  rows: Prisma.Sql,
  more: { notBefore?: Prisma.Sql; expiresAt?: Prisma.Sql; sealed?: Prisma.Sql } = {},
): Prisma.Sql => Prisma.sql`
  INSERT INTO notice (person_id, template, subject, facts, by_mail, urgent, not_before, expires_at, next_at, sealed)
  SELECT queued.person_id, queued.template, queued.subject, queued.facts, way.by_mail, ${carriesCode},
         due.not_before, (${more.expiresAt ?? Prisma.sql`NULL`})::timestamptz, greatest(now(), due.not_before),
         (${more.sealed ?? Prisma.sql`NULL`})::bytea
    FROM (${rows}) AS queued
   CROSS JOIN LATERAL (SELECT (${more.notBefore ?? Prisma.sql`NULL`})::timestamptz AS not_before) AS due
    LEFT JOIN contact ON contact.person_id = queued.person_id
    JOIN (VALUES (false), (true)) AS way (by_mail)
      ON NOT way.by_mail OR (contact.email IS NOT NULL AND NOT ${carriesCode})
  ON CONFLICT DO NOTHING`;

/** INSERT body: the same to clinics. `rows` is a query of the columns `clinic_id`, `template`, `subject`, `facts`. */
export const queueClinicNotices = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO notice (clinic_id, template, subject, facts)
  SELECT queued.clinic_id, queued.template, queued.subject, queued.facts FROM (${rows}) AS queued
  ON CONFLICT DO NOTHING`;

/** UPDATE body: what is not on its way yet is never sent. `rows` is a query of (person_id, subject). */
export const withdrawNotices = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE notice SET dead_at = now(), last_problem = 'overtaken'
    FROM (${rows}) AS outdated (person_id, subject)
   WHERE notice.person_id = outdated.person_id AND notice.subject = outdated.subject AND notice.sent_at IS NULL AND notice.dead_at IS NULL
     AND notice.sending_at IS NULL`;

export const sealedContext = 'notice.sealed';

/** A one-time code for `sealed` of a notice: `queueNotices(rows, { sealed: sealCode('123456') })`. */
export const sealCode = (code: string): Prisma.Sql => Prisma.sql`${encrypt(code, sealedContext)}`;

/** What AES-GCM authenticates with the bytes: table and column. */
export const bodyContext = 'notice.body';
export const emailContext = 'contact.email';

/** UPDATE body: by text message alone from now on. `when` is a condition. */
export const noVoiceNorMail = (personId: string, when: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE contact SET voice = false, email = NULL, changed_at = now()
   WHERE person_id = ${personId}::uuid AND ${when} AND (voice OR email IS NOT NULL)`;
