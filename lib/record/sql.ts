import type { Whence } from '@/lib/identity/whence';
import { Prisma } from '@/lib/platform/database';

/** Facts of a proof, and in which role it acts. */
export interface Accessor {
  role: 'self' | 'helper' | 'clinic' | 'agent' | 'operator';
  /** Whose session; what is no id is the console of a server. */
  personId: string;
  sessionId: string;
  /** Of this request; else where the session signed in from. */
  whence?: Whence;
}

export interface Access {
  /** `list.read`: see codes.ts. */
  action: string;
  objectKind: string;
  objectId: string;
  reason?: string;
}

const isId = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/**
 * INSERT body: this access, for the statement that reads or changes. `people` is a query of one column, the ids of those whose
 * data it is; `when`, a condition, tells whether anything was done at all.
 */
export const recordAccess = (
  by: Accessor,
  access: Access,
  people: Prisma.Sql,
  when: Prisma.Sql = Prisma.sql`true`,
): Prisma.Sql => Prisma.sql`
  INSERT INTO access_record (actor_id, role, session_id, from_hash, network, subjects, action, object_kind, object_id, reason)
  SELECT ${isId(by.personId) ? by.personId : null}::uuid, ${isId(by.personId) ? by.role : 'console'}, ${by.sessionId},
    coalesce(${by.whence?.hash ?? null}, known.from_hash), coalesce(${by.whence?.network ?? null}, known.network),
    touched.ids, ${access.action}, ${access.objectKind}, ${access.objectId}, ${access.reason ?? null}
  FROM (SELECT coalesce(array_agg(DISTINCT one.id ORDER BY one.id), '{}') AS ids FROM (${people}) AS one (id)) AS touched
  LEFT JOIN session AS known ON known.id = ${by.sessionId}
  WHERE ${when}`;

/** `people` of what is nobody's data: a round, the record itself. */
export const nobody = Prisma.sql`SELECT NULL::uuid WHERE false`;
