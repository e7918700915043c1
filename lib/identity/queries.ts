import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { agreedTo } from '@/lib/privacy/agreeing/sql';
import { recordAccess } from '@/lib/record/sql';
import { checkMinutes } from './check';
import type { CitizenProof, PersonFacts, Relation } from './proof';
import { openCase } from './sql';

interface PersonRow {
  person_id: string;
  name: Uint8Array;
  birth_date: string;
  on_roll: boolean;
  created_at: Date;
  agreed: boolean;
}

const personColumns = Prisma.sql`
  p.id AS person_id, p.name, to_char(p.birth_date, 'YYYY-MM-DD') AS birth_date, p.on_roll, p.created_at,
  ${agreedTo(Prisma.sql`p.id`, 'booking')} AS agreed`;

const personOf = (row: PersonRow): PersonFacts => ({
  personId: row.person_id,
  name: decrypt(row.name, 'person.name'),
  birthDate: row.birth_date,
  onRoll: row.on_roll,
  createdAt: row.created_at,
  ...(!row.agreed && { consentMissing: true }),
});

/** How long a session that has opened a page of staff lives on without another one. */
export const staffIdle = Prisma.sql`interval '30 minutes'`;

/** Neither revoked nor past its time, by the database's clock. */
const live = Prisma.sql`
  s.revoked_at IS NULL AND s.expires_at > now() AND (s.staff_seen_at IS NULL OR s.staff_seen_at > now() - ${staffIdle})`;

export interface SignedIn extends PersonFacts {
  sessionId: string;
  verified: boolean;
}

export async function signedIn(sessionId: string): Promise<SignedIn | null> {
  const [row] = await rowsOf<PersonRow & { verified: boolean }>(Prisma.sql`
    SELECT ${personColumns}, s.verified
    FROM session s JOIN person p ON p.id = s.person_id
    WHERE s.id = ${sessionId} AND ${live}`);
  return row ? { ...personOf(row), sessionId, verified: row.verified } : null;
}

export interface Represented extends PersonFacts {
  relation: Relation;
  /** What the helper is to the person, as the consent says: `daughter`. Empty for oneself and for an agent. */
  kinship: string;
  /** The helper whom the person named first. */
  lead: boolean;
  verified: boolean;
}

type RepresentedRow = PersonRow & { kinship: string; lead: boolean; verified: boolean; standing: Relation; actor_id: string };

/** Session, consent, case and person in one statement: a consent that ends is gone with the next proof. */
const represented = (sessionId: string) => Prisma.sql`
  SELECT ${personColumns}, r.standing, r.kinship, r.lead, r.granted_at, s.verified, s.person_id AS actor_id
  FROM session s
  CROSS JOIN LATERAL (
    SELECT s.person_id AS id, 'self' AS standing, '' AS kinship, false AS lead, NULL::timestamptz AS granted_at
    UNION ALL
    SELECT beneficiary_id, 'helper', relation, lead, granted_at FROM consent WHERE helper_id = s.person_id AND ended_at IS NULL
    UNION ALL
    SELECT person_id, 'agent', '', false, opened_at FROM agent_case
    WHERE session_id = s.id AND ${openCase} AND NOT EXISTS (
      SELECT FROM consent WHERE helper_id = s.person_id AND beneficiary_id = agent_case.person_id AND ended_at IS NULL)
  ) r
  JOIN person p ON p.id = r.id
  WHERE s.id = ${sessionId} AND ${live}`;

const representedOf = (row: RepresentedRow): Represented => ({
  ...personOf(row),
  relation: row.standing,
  kinship: row.kinship,
  lead: row.lead,
  verified: row.verified,
});

/** Read again within this time, on the next page, it is one reading. */
const oneReading = Prisma.sql`interval '10 minutes'`;

/**
 * Oneself, everybody who agreed to be acted for, and whom an agent has a case open for; oneself first. That others were read
 * stands in the record of accesses; an agent's reading stands there with the opening of the case.
 */
export async function peopleOf(citizen: CitizenProof): Promise<Represented[]> {
  const { sessionId, personId } = citizen;
  const others = Prisma.sql`SELECT people.person_id FROM people WHERE people.standing = 'helper'`;
  const anew = Prisma.sql`EXISTS (${others}) AND NOT EXISTS (
    SELECT FROM access_record earlier
    WHERE earlier.actor_id = ${personId}::uuid AND earlier.at > now() - ${oneReading} AND earlier.session_id = ${sessionId}
      AND earlier.action = 'people.read' AND earlier.subjects @> ARRAY(${others}))`;
  const access = { action: 'people.read', objectKind: 'people', objectId: '' };
  const rows = await rowsOf<RepresentedRow>(Prisma.sql`
    WITH people AS (${represented(sessionId)}),
    recorded AS (${recordAccess({ role: 'helper', personId, sessionId }, access, others, anew)})
    SELECT * FROM people ORDER BY standing = 'self' DESC, granted_at, person_id`);
  return rows.map(representedOf);
}

/** Whoever is signed in on this session, if nobody else may be read on it; else null, and `peopleOf` reads them all and writes it down. */
export async function aloneOn(sessionId: string): Promise<Represented | null> {
  const [row, another] = await rowsOf<RepresentedRow>(Prisma.sql`${represented(sessionId)} LIMIT 2`);
  return row && !another ? representedOf(row) : null;
}

/**
 * One of the people whom whoever is signed in on this session may act for, or nothing: for a session that is over, for a
 * stranger and for an id that nobody has, alike.
 */
export async function personOfSession(sessionId: string, personId: string): Promise<(Represented & { actorId: string }) | null> {
  const [row] = await rowsOf<RepresentedRow>(Prisma.sql`${represented(sessionId)} AND p.id = ${personId}::uuid`);
  return row ? { ...representedOf(row), actorId: row.actor_id } : null;
}

export interface Roles {
  /** Where the person works; the first by id, if at several. */
  clinicId: string | null;
  operator: boolean;
  agent: boolean;
}

export async function rolesOf(personId: string): Promise<Roles> {
  const [row] = await rowsOf<{ clinic_id: string | null; operator: boolean | null; agent: boolean | null }>(Prisma.sql`
    SELECT (array_agg(clinic_id ORDER BY id) FILTER (WHERE role = 'clinic'))[1] AS clinic_id, bool_or(role = 'operator') AS operator,
      bool_or(role = 'agent') AS agent
    FROM staff_role WHERE person_id = ${personId}::uuid`);
  return { clinicId: row?.clinic_id ?? null, operator: row?.operator ?? false, agent: row?.agent ?? false };
}

/** The name of whoever acted for this person, when the person has agreed to it, then or now. */
export async function helperName(personId: string, helperId: string): Promise<string | null> {
  const [row] = await database().$queryRaw<{ name: Uint8Array }[]>`
    SELECT p.name FROM consent c JOIN person p ON p.id = c.helper_id
    WHERE c.beneficiary_id = ${personId}::uuid AND c.helper_id = ${helperId}::uuid LIMIT 1`;
  return row ? decrypt(row.name, 'person.name') : null;
}

export interface OwnSession {
  /** It is the one that asks. */
  current: boolean;
  startedAt: Date;
  endsAt: Date;
  provider: string;
  device: string;
  network: string | null;
}

/** Where else one is signed in; the newest first. */
export async function sessionsOf(citizen: CitizenProof): Promise<OwnSession[]> {
  return await database().$queryRaw<OwnSession[]>`
    SELECT s.id = ${citizen.sessionId} AS current, s.created_at AS "startedAt", s.expires_at AS "endsAt", s.provider, s.device, s.network
    FROM session s WHERE s.person_id = ${citizen.personId}::uuid AND ${live} ORDER BY s.created_at DESC`;
}

const oneCheck = Prisma.sql`make_interval(mins => ${checkMinutes})`;

/** The provider has asked who it is within the time of one check: for what may leave the house only then. */
export async function isFresh({ sessionId }: { sessionId: string }): Promise<boolean> {
  const [row] = await database().$queryRaw<{ fresh: boolean }[]>`
    SELECT s.authenticated_at > now() - ${oneCheck} AS fresh FROM session s WHERE s.id = ${sessionId} AND ${live}`;
  return row?.fresh ?? false;
}

export interface StandingCheck {
  /** It was made for this session, not on another device. */
  here: boolean;
  /** From then on there may be another. */
  again: Date;
}

/** The last check of whoever is signed in on this session, while they need no other; a code that was sent is none. */
export async function standingCheck(sessionId: string): Promise<StandingCheck | null> {
  const [row] = await database().$queryRaw<StandingCheck[]>`
    SELECT bool_or(made.id = s.id) AS here, max(made.authenticated_at) + ${oneCheck} AS again
    FROM session s JOIN session made ON made.person_id = s.person_id
    WHERE s.id = ${sessionId} AND s.verified AND ${live}
      AND made.verified AND made.provider <> 'code' AND made.authenticated_at > now() - ${oneCheck}
    GROUP BY s.id`;
  return row ?? null;
}
