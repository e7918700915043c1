import { expect, test } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { personFor, startSession } from '@/lib/identity/commands';
import { type CitizenProof, mintBeneficiary, mintCitizen } from '@/lib/identity/proof';
import { personOfSession, signedIn } from '@/lib/identity/queries';
import { claims } from '@/lib/identity/schema';
import { sessionIdOf } from '@/lib/identity/token';
import { issueTicket } from '@/lib/line/commands';
import { saveWishes } from '@/lib/notice/commands';
import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { keepPlace } from '@/lib/roll/commands';
import { clinicWith, heldBy, openRound, passOf } from '@/test/booking';
import { lineRound } from '@/test/line';
import { agree } from '../agreeing/commands';
import { wordsOf } from '../agreeing/queries';
import { erase, withdrawBooking } from './commands';
import { wasErased } from './queries';

let people = 0;

/** Somebody with a record on the roll, through the sign-in. */
async function somebody() {
  people += 1;
  const said = claims.parse({
    sub: `${people}`,
    ci: `ci-${people}`,
    name: `김하늘${people}`,
    birthdate: '1961-05-09',
    phone_number: `0101234${String(people).padStart(4, '0')}`,
  });
  const known = await signIn(said);
  await database().person.update({ where: { id: known.personId }, data: { onRoll: true, createdAt: new Date(0) } });
  await agree(known, ['channels', 'statistics'], []);
  return { said, citizen: known };
}

async function signIn(said: ReturnType<typeof claims.parse>): Promise<CitizenProof> {
  const personId = await personFor(said, { issuer: 'https://id.example', verifying: true });
  const found = await signedIn(sessionIdOf(await startSession(personId, 'test', true, { device: 'Windows · Edge' })));
  if (!found) throw new Error('no session');
  return mintCitizen(found);
}

async function proof({ sessionId, personId }: CitizenProof) {
  const found = await personOfSession(sessionId, personId);
  if (!found) throw new Error('nobody');
  return mintBeneficiary({ ...found, sessionId });
}

/** Every text, number and hash of the database that could tell who it was, where it stands. */
async function traces(words: string[], hashes: Uint8Array[]): Promise<string[]> {
  const columns = await database().$queryRaw<{ table_name: string; column_name: string; data_type: string }[]>`
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'bytea', 'date') AND table_name <> '_prisma_migrations'`;
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const [at, of] = [Prisma.raw(`"${column}"`), Prisma.raw(`"${table}"`)];
    const rows = await database().$queryRaw<{ value: unknown }[]>`SELECT ${at} AS value FROM ${of} WHERE ${at} IS NOT NULL`;
    for (const { value } of rows) if (tells(value, words, hashes)) found.push(`${table}.${column}`);
  }
  return [...new Set(found)].sort();
}

function opened(value: Uint8Array, context: string): string {
  try {
    return decrypt(value, context);
  } catch {
    return 'sealed for something else, or a hash';
  }
}

function tells(value: unknown, words: string[], hashes: Uint8Array[]): boolean {
  if (value instanceof Uint8Array) {
    if (hashes.some((hash) => Buffer.from(hash).equals(value))) return true;
    const texts = ['person.name', 'person.phone', 'contact.email', 'notice.body'].map((context) => opened(value, context));
    return words.some((word) => texts.some((text) => text.includes(word)));
  }
  const text = value instanceof Date ? value.toISOString() : JSON.stringify(value);
  return words.some((word) => text.includes(word));
}

test('nothing is left that tells who it was, and a new record after the draw has a late place only', async () => {
  const round = await lineRound(5);
  const { said, citizen } = await somebody();
  expect(await issueTicket(await proof(citizen), round.id)).toMatchObject({ ok: true });
  await saveWishes(citizen, { way: 'voice', email: 'haneul@example.com', language: 'ko' });
  const before = await database().person.findUniqueOrThrow({ where: { id: citizen.personId } });
  const hashes = [before.ciHash, before.matchHash, before.nearName, before.nearPhone].flatMap((hash) => hash ?? []);
  const words = [said.name, said.phone_number, said.birthdate, 'haneul@example.com'];
  expect(await traces(words, hashes)).toEqual([
    'contact.email',
    'person.birth_date',
    'person.ci_hash',
    'person.match_hash',
    'person.name',
    'person.near_name',
    'person.near_phone',
    'person.phone',
  ]);
  expect(await erase(citizen)).toEqual({ ok: true });
  expect(await traces(words, hashes)).toEqual([]);
  expect(await signedIn(citizen.sessionId)).toBeNull();
  expect((await wordsOf(citizen)).map(({ given }) => given)).toEqual([false, false, false]);
  expect(await database().ticket.count({ where: { personId: citizen.personId } })).toBe(0);
  expect(await database().accessRecord.count({ where: { action: 'privacy.erased', actorId: citizen.personId } })).toBe(1);

  // Back again: another record, which no draw knows.
  expect(await wasErased(said.ci)).toBe(false);
  const again = await signIn(said);
  expect(again.personId).not.toBe(citizen.personId);
  await agree(again, [], []);
  expect(await keepPlace(await proof(again), round.id)).toMatchObject({ code: 'provisional' });
  await database().person.update({ where: { id: again.personId }, data: { onRoll: true } });
  expect(await issueTicket(await proof(again), round.id)).toMatchObject({ ok: true });
  const ticket = await database().ticket.findFirstOrThrow({ where: { personId: again.personId } });
  expect(ticket.latePosition).not.toBeNull();
});

test('a booking that stands has to be cancelled first, and until then nothing is changed', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [1]);
  const { citizen } = await somebody();
  const pass = await passOf(world, { personId: citizen.personId });
  const bookingId = await heldBy(pass, slots[0] ?? 0);
  expect(await erase(citizen)).toEqual({ ok: false, code: 'booked' });
  expect(await withdrawBooking(citizen)).toEqual({ ok: false, code: 'booked' });
  expect(await confirmHold(pass, bookingId)).toMatchObject({ ok: true });
  expect(await erase(citizen)).toEqual({ ok: false, code: 'booked' });
  expect(await signedIn(citizen.sessionId)).toMatchObject({ name: citizen.name });
});

test('of whoever confirms and deletes at the same moment either the booking stands or the deletion', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [20]);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { citizen } = await somebody();
    const pass = await passOf(world, { personId: citizen.personId });
    const bookingId = await heldBy(pass, slots[0] ?? 0);
    await database()
      .$executeRaw`UPDATE booking SET held_until = now() + interval '40 ms' WHERE id = ${bookingId}::uuid AND ${attempt % 2 === 0}`;
    const [erased, confirmed] = await Promise.all([
      expect
        .poll(
          async () => (await erase(citizen)).ok || (await database().booking.count({ where: { id: bookingId, status: 'confirmed' } })) > 0,
        )
        .toBe(true),
      confirmHold(pass, bookingId),
    ]).then(async () => [
      (await database().person.findUniqueOrThrow({ where: { id: citizen.personId } })).erasedAt !== null,
      (await database().booking.findUniqueOrThrow({ where: { id: bookingId } })).status === 'confirmed',
    ]);
    expect([erased, confirmed].filter(Boolean)).toHaveLength(1);
  }
});

test('a vaccination stays with whom it was given to, who is known and told at the next sign-in', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [1]);
  const { said, citizen } = await somebody();
  const pass = await passOf(world, { personId: citizen.personId });
  const bookingId = await heldBy(pass, slots[0] ?? 0);
  await confirmHold(pass, bookingId);
  await database().$executeRaw`UPDATE booking SET vaccinated_at = now() WHERE id = ${bookingId}::uuid`;
  expect(await erase(citizen)).toEqual({ ok: true });
  const person = await database().person.findUniqueOrThrow({ where: { id: citizen.personId } });
  expect(decrypt(person.name, 'person.name')).toBe(said.name);
  expect(person).toMatchObject({ nearName: null, nearPhone: null, regionCode: null, onRoll: false, erasedAt: expect.any(Date) });
  expect(await wasErased(said.ci)).toBe(true);
  expect(await signedIn(citizen.sessionId)).toBeNull();
});

test('without the consent to booking the place is given back, and can be had again with it', async () => {
  const round = await lineRound(5);
  const { citizen } = await somebody();
  await issueTicket(await proof(citizen), round.id);
  expect(await withdrawBooking(citizen)).toEqual({ ok: true });
  expect(await database().ticket.count({ where: { personId: citizen.personId } })).toBe(0);
  expect(await issueTicket(await proof(citizen), round.id)).toMatchObject({ code: 'consent-missing' });
  await agree(citizen, [], []);
  expect(await issueTicket(await proof(citizen), round.id)).toMatchObject({ ok: true });
});
