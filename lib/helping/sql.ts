import { queueNotices, template } from '@/lib/notice/sql';
import { Prisma } from '@/lib/platform/database';

/** The lowest free one of a helper's numbered places, as `place`; no row when all are taken. */
export const freePlace = (helperId: string, most: number): Prisma.Sql => Prisma.sql`
  SELECT place FROM generate_series(1, ${most}::int) AS place
  WHERE NOT EXISTS (SELECT FROM consent WHERE consent.helper_id = ${helperId}::uuid AND consent.place = place.place AND consent.ended_at IS NULL)
  ORDER BY place LIMIT 1`;

/**
 * INSERT body: people agree. `agreed` is a query of beneficiary_id, helper_id, relation, way, place, granted_by and reason.
 * The first helper of a person leads until the person names another. Who has agreed already has agreed.
 */
export const consentGiven = (agreed: Prisma.Sql, textVersion: string): Prisma.Sql => Prisma.sql`
  INSERT INTO consent (id, beneficiary_id, helper_id, relation, lead, text_version, way, place, granted_by, reason)
  SELECT uuidv7(), agreed.beneficiary_id, agreed.helper_id, agreed.relation,
    NOT EXISTS (SELECT FROM consent first WHERE first.beneficiary_id = agreed.beneficiary_id AND first.lead AND first.ended_at IS NULL),
    ${textVersion}, agreed.way, agreed.place, agreed.granted_by, agreed.reason
  FROM (${agreed}) AS agreed
  ON CONFLICT (beneficiary_id, helper_id) WHERE ended_at IS NULL DO UPDATE SET relation = EXCLUDED.relation
  RETURNING id, beneficiary_id, helper_id`;

/**
 * INSERT body: the person is told who may act for them from now on, where no code on their own telephone was asked of them. `given`
 * is the name of a CTE of `consentGiven`, `when` a condition on it.
 */
export const tellAgreed = (when: Prisma.Sql): Prisma.Sql =>
  queueNotices(Prisma.sql`
    SELECT given.beneficiary_id AS person_id, ${template('helper-agreed')} AS template, given.id::text AS subject,
      jsonb_build_object('helperId', given.helper_id) AS facts FROM given WHERE ${when}`);
