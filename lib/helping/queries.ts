import type { CitizenProof } from '@/lib/identity/proof';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { type Kinship, kinshipOf } from './kinship';

/** The day in Seoul, by the database's clock. */
export async function today(): Promise<string> {
  const [row] = await database().$queryRaw<{ day: string }[]>`SELECT to_char(now() AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day`;
  if (!row) throw new Error('no clock');
  return row.day;
}

export interface Helper {
  personId: string;
  name: string;
  kinship: Kinship;
  lead: boolean;
  way: 'entered' | 'phone' | 'letter' | 'office' | 'guardian';
  since: Date;
}

type HelperRow = Omit<Helper, 'name' | 'kinship'> & { name: Uint8Array; relation: string };

const helperOf = ({ name, relation, ...row }: HelperRow): Helper => ({
  ...row,
  name: decrypt(name, 'person.name'),
  kinship: kinshipOf(relation),
});

/** Who may act for the person who is signed in, the lead first. */
export async function helpersOf(citizen: CitizenProof): Promise<Helper[]> {
  const rows = await database().$queryRaw<HelperRow[]>`
    SELECT p.id AS "personId", p.name, c.relation, c.lead, c.way, c.granted_at AS since
    FROM consent c JOIN person p ON p.id = c.helper_id
    WHERE c.beneficiary_id = ${citizen.personId}::uuid AND c.ended_at IS NULL ORDER BY c.lead DESC, c.granted_at, p.id`;
  return rows.map(helperOf);
}

/** For whom the person who is signed in may act by consent. */
export async function helpedBy(citizen: CitizenProof): Promise<Helper[]> {
  const rows = await database().$queryRaw<HelperRow[]>`
    SELECT p.id AS "personId", p.name, c.relation, c.lead, c.way, c.granted_at AS since
    FROM consent c JOIN person p ON p.id = c.beneficiary_id
    WHERE c.helper_id = ${citizen.personId}::uuid AND c.ended_at IS NULL ORDER BY c.granted_at, p.id`;
  return rows.map(helperOf);
}

export interface PendingAsking {
  id: string;
  kinship: Kinship;
  way: 'phone' | 'letter';
  askedAt: Date;
  expiresAt: Date;
  /** The database's clock. */
  now: Date;
}

/** What the helper has asked for and still waits for: the same whether anybody answers to it or not. */
export async function pendingAskings(citizen: CitizenProof): Promise<PendingAsking[]> {
  const rows = await database().$queryRaw<(Omit<PendingAsking, 'kinship'> & { relation: string })[]>`
    SELECT id, relation, way, asked_at AS "askedAt", expires_at AS "expiresAt", now() AS now FROM asking
    WHERE helper_id = ${citizen.personId}::uuid AND used_at IS NULL AND expires_at > now() ORDER BY asked_at DESC, id`;
  return rows.map(({ relation, ...row }) => ({ ...row, kinship: kinshipOf(relation) }));
}

export type ActKind = 'ticket' | 'wished' | 'held' | 'confirmed' | 'moved' | 'cancelled' | 'agreed' | 'ended';

/** What somebody did for a person, or they themself. */
export interface Act {
  personId: string;
  kind: ActKind;
  at: Date;
  who: 'self' | 'helper' | 'agent';
  actorId: string;
  name: string;
  kinship: Kinship;
  /** The database's clock. */
  now: Date;
}

type ActRow = Omit<Act, 'name' | 'kinship'> & { name: Uint8Array; relation: string | null };

/** Days for which the relatives see what the others did, and how much of it. */
const shownDays = 30;
const shownActs = 8;

/**
 * What happened for each of these people lately, the newest first: all who may act for somebody see the same. The caller has
 * proven that they may. Who is no helper, then or now, is an agent or nobody's business: agents have no name here.
 */
export async function recentActs(personIds: string[]): Promise<Act[]> {
  const rows = await rowsOf<ActRow>(Prisma.sql`
    WITH happened AS (
      SELECT t.person_id, 'ticket' AS kind, t.first_at AS at, t.actor_id FROM ticket_try t WHERE t.person_id = ANY (${personIds}::uuid[])
      UNION ALL
      SELECT b.person_id, CASE e.kind WHEN 'cancelled-late' THEN 'cancelled' ELSE e.kind END, e.at, e.actor_id
      FROM booking b JOIN booking_event e ON e.booking_id = b.id
      WHERE b.person_id = ANY (${personIds}::uuid[]) AND e.kind IN ('held', 'confirmed', 'moved', 'cancelled', 'cancelled-late')
        AND e.actor_id IS NOT NULL
      UNION ALL
      SELECT w.person_id, 'wished', w.changed_at, w.actor_id FROM wish_list w
      WHERE w.person_id = ANY (${personIds}::uuid[]) AND w.state <> 'withdrawn'
      UNION ALL
      SELECT c.beneficiary_id, 'agreed', c.granted_at, c.helper_id FROM consent c WHERE c.beneficiary_id = ANY (${personIds}::uuid[])
      UNION ALL
      SELECT c.beneficiary_id, 'ended', c.ended_at, c.helper_id FROM consent c
      WHERE c.beneficiary_id = ANY (${personIds}::uuid[]) AND c.ended_at IS NOT NULL
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY at DESC) AS rank FROM happened
      WHERE at > now() - make_interval(days => ${shownDays})
    )
    SELECT r.person_id AS "personId", r.kind, r.at, r.actor_id AS "actorId", p.name, c.relation, now() AS now,
      CASE WHEN r.actor_id = r.person_id THEN 'self' WHEN c.relation IS NULL THEN 'agent' ELSE 'helper' END AS who
    FROM ranked r JOIN person p ON p.id = r.actor_id
    LEFT JOIN LATERAL (
      SELECT relation FROM consent WHERE beneficiary_id = r.person_id AND helper_id = r.actor_id ORDER BY granted_at DESC LIMIT 1
    ) c ON true
    WHERE r.rank <= ${shownActs} ORDER BY r.at DESC`);
  return rows.map(({ name, relation, ...row }) => ({
    ...row,
    name: row.who === 'agent' ? '' : decrypt(name, 'person.name'),
    kinship: kinshipOf(relation ?? ''),
  }));
}

/**
 * For the forecast: how many people of a round others tried for, and how many others each, on average and at most. Numbers alone.
 */
export async function triesFor(roundId: string): Promise<{ people: number; mean: number; most: number }> {
  const [row] = await database().$queryRaw<{ people: number; mean: number; most: number }[]>`
    SELECT count(*)::int AS people, coalesce(avg(helpers), 0)::float8 AS mean, coalesce(max(helpers), 0)::int AS most
      FROM (SELECT count(*) AS helpers FROM ticket_try WHERE round_id = ${roundId} GROUP BY person_id) AS one`;
  return row ?? { people: 0, mean: 0, most: 0 };
}
