import { matchParts, plainPhone } from '@/lib/identity/match';
import { nearNameParts, nearPhoneParts } from '@/lib/identity/near';
import { encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import type { Database } from '@/lib/platform/database';
import { type Citizen, citizenAt, personIdAt } from './citizens';

/** Before every draw there is: who is on the roll has a drawn place. */
const createdAt = '2021-07-01T00:00:00+09:00';
const batchSize = 4_000;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Every other person is known by CI already; the others are found by name, birth date and telephone at their first sign-in. */
const ciHashOf = ({ index, ci }: Citizen): string | null => (index % 2 === 0 ? hex(lookupHash('ci', ci)) : null);

async function missing(db: Database, ids: string[]): Promise<boolean> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM person WHERE id = ANY(${ids}::uuid[])`;
  return row?.count !== ids.length;
}

function insert(db: Database, ids: string[], people: Citizen[]): Promise<number> {
  const columns = {
    ciHash: people.map(ciHashOf),
    matchHash: people.map(({ name, birthDate, phone }) => hex(lookupHash('match', ...matchParts(name, birthDate, phone)))),
    nearName: people.map(({ name, birthDate }) => hex(shortHash('near-name', ...nearNameParts(name, birthDate)))),
    nearPhone: people.map(({ phone, birthDate }) => hex(shortHash('near-phone', ...nearPhoneParts(phone, birthDate)))),
    birthDate: people.map(({ birthDate }) => birthDate),
    name: people.map(({ name }) => hex(encrypt(name, 'person.name'))),
    phone: people.map(({ phone }) => hex(encrypt(plainPhone(phone), 'person.phone'))),
    region: people.map(({ regionCode }) => regionCode),
  };
  return db.$executeRaw`
    INSERT INTO person (id, ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, region_code, on_roll, created_at)
    SELECT id, decode(ci_hash, 'hex'), decode(match_hash, 'hex'), decode(near_name, 'hex'), decode(near_phone, 'hex'), birth_date, decode(name, 'hex'), decode(phone, 'hex'), region, true,
      ${createdAt}::timestamptz
    FROM unnest(
      ${ids}::uuid[], ${columns.ciHash}::text[], ${columns.matchHash}::text[], ${columns.nearName}::text[],
      ${columns.nearPhone}::text[], ${columns.birthDate}::date[], ${columns.name}::text[], ${columns.phone}::text[], ${columns.region}::text[]
    ) AS one (id, ci_hash, match_hash, near_name, near_phone, birth_date, name, phone, region)
    ON CONFLICT DO NOTHING`;
}

/** Puts the first `size` made-up people on the roll. Who is there already stays as they are. */
export async function loadRoll(db: Database, size: number, progress: (done: number) => void): Promise<void> {
  for (let from = 0; from < size; from += batchSize) {
    const indexes = Array.from({ length: Math.min(batchSize, size - from) }, (_, step) => from + step);
    const ids = indexes.map(personIdAt);
    if (!(await missing(db, ids))) continue;
    await insert(db, ids, indexes.map(citizenAt));
    progress(from + indexes.length);
  }
}
