import { plainName } from '@/lib/identity/match';
import { nearNameParts } from '@/lib/identity/near';
import type { AgentProof } from '@/lib/identity/proof';
import { decrypt, shortHash } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';
import type { OfficeSearch } from './schema';

/** The rounds in which a place is kept for people who are not found on the roll. */
export async function keptPlaces(personIds: string[]): Promise<{ personId: string; roundId: string }[]> {
  return await rowsOf(Prisma.sql`
    SELECT place.person_id AS "personId", place.round_id AS "roundId" FROM provisional_place place
    JOIN provisional ON provisional.person_id = place.person_id AND provisional.settled_at IS NULL
    WHERE place.person_id = ANY(${personIds}::uuid[])`);
}

/** Whom an office has told that they are not of the roll, and why. */
export const refusedPeople = (personIds: string[]): Promise<{ personId: string; reason: string }[]> =>
  rowsOf(Prisma.sql`
    SELECT person_id AS "personId", reason FROM provisional WHERE person_id = ANY(${personIds}::uuid[]) AND outcome = 'refused'`);

export interface Likely {
  id: string;
  name: string;
  /** Enough to tell people apart by their papers. */
  phoneEnd: string;
  regionKo: string | null;
  regionEn: string | null;
  /** Waits to be settled; else a record of the roll that nobody has signed in for. */
  kind: string | null;
  /** Somebody has shown that this record of the roll is theirs: nobody is joined to it any more, save another record. */
  signedIn: boolean;
  /** The name is written just so. */
  exact: boolean;
}

interface LikelyRow {
  id: string;
  name: Uint8Array;
  phone: Uint8Array;
  name_ko: string | null;
  name_en: string | null;
  kind: string | null;
  signed_in: boolean;
}

/**
 * For an office with somebody's papers before it: who waits under a name like this with this birth date, and the records of
 * the roll that may be theirs, by name or by the number that they have shown; also where one person stands there twice. All who are found are recorded.
 */
export async function likelyPeople(office: AgentProof, { name, birthDate, reason }: OfficeSearch): Promise<Likely[]> {
  const near = shortHash('near-name', ...nearNameParts(name, birthDate));
  const found = Prisma.sql`
    SELECT person.id FROM person
    WHERE person.erased_at IS NULL AND NOT person.hearsay AND (person.near_name = ${near} OR person.near_phone IN (
        SELECT waits.near_phone FROM person waits JOIN provisional ON provisional.person_id = waits.id
        WHERE waits.near_name = ${near} AND provisional.settled_at IS NULL))
      AND ((person.on_roll AND (person.ci_hash IS NULL OR person.near_name = ${near}))
        OR EXISTS (SELECT FROM provisional WHERE provisional.person_id = person.id AND provisional.settled_at IS NULL))
    ORDER BY person.id LIMIT 50`;
  const access = { action: 'roll.searched', objectKind: 'search', objectId: 'near', reason };
  const rows = await database().$queryRaw<LikelyRow[]>`
    WITH found AS MATERIALIZED (${found}), recorded AS (${recordAccess({ ...office, role: 'agent' }, access, Prisma.sql`SELECT id FROM found`)})
    SELECT person.id, person.name, person.phone, region.name_ko, region.name_en,
      CASE WHEN NOT person.on_roll THEN provisional.kind END AS kind, person.ci_hash IS NOT NULL AS signed_in
    FROM found JOIN person ON person.id = found.id
    LEFT JOIN region ON region.code = person.region_code
    LEFT JOIN provisional ON provisional.person_id = person.id AND provisional.settled_at IS NULL
    ORDER BY person.on_roll, person.id`;
  return rows.map((row) => {
    const written = decrypt(row.name, 'person.name');
    return {
      ...{ id: row.id, name: written, phoneEnd: decrypt(row.phone, 'person.phone').slice(-4), kind: row.kind, signedIn: row.signed_in },
      ...{ regionKo: row.name_ko, regionEn: row.name_en, exact: plainName(written) === plainName(name) },
    };
  });
}

/** 시군구 with the name of its 시도 in front. */
export async function districts(): Promise<{ code: string; nameKo: string; nameEn: string }[]> {
  return await database().$queryRaw`
    SELECT part.code, whole.name_ko || ' ' || part.name_ko AS "nameKo", part.name_en || ', ' || whole.name_en AS "nameEn"
    FROM region part JOIN region whole ON whole.code = part.parent_code ORDER BY part.code`;
}
