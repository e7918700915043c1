import { beforeEach, describe, expect, it } from 'vitest';
import { decrypt, encrypt, lookupHash } from '@/lib/platform/crypto';
import { connect, database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { personFor, revokeAllSessions, revokeSession, startSession, touchStaffSession } from './commands';
import { matchParts } from './match';
import { mintCitizen } from './proof';
import { isFresh, sessionsOf, signedIn } from './queries';
import { type Claims, claims } from './schema';
import { sessionIdOf } from './token';

const verifying = { issuer: 'http://provider.example', verifying: true };
const hearsay = { issuer: 'http://provider.example', verifying: false };

const saidOf = (changes: Partial<Record<keyof Claims, string>> = {}): Claims =>
  claims.parse({ sub: '1', ci: 'ci-1', name: '김하늘', birthdate: '1983-02-09', phone_number: '010-1234-5678', ...changes });

async function onTheRoll(name = '김하늘', birthDate = '1983-02-09', phone = '01012345678') {
  const { id } = await database().person.create({
    data: {
      matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)),
      birthDate: new Date(birthDate),
      name: encrypt(name, 'person.name'),
      phone: encrypt(phone, 'person.phone'),
      onRoll: true,
    },
  });
  return id;
}

/** Holds the table until all of them wait for it, and then lets them loose together. */
async function allAtOnce<Result>(count: number, act: () => Promise<Result>): Promise<Result[]> {
  const aside = connect(env().DATABASE_URL, 1);
  const [results] = await aside.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE person IN SHARE MODE`;
      const acts = Promise.all(Array.from({ length: count }, act));
      const waiting = () => transaction.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_locks WHERE relation = 'person'::regclass AND NOT granted`;
      await expect.poll(async () => (await waiting())[0]?.count, { timeout: 60_000 }).toBe(count);
      return [acts];
    },
    { timeout: 90_000 },
  );
  await aside.$disconnect();
  return results;
}

beforeEach(async () => {
  await database().session.deleteMany();
  await database().person.deleteMany();
});

describe('the person behind a sign-in', () => {
  it('is the record of the roll with the same name, birth date and telephone, from then on known by CI', async () => {
    const id = await onTheRoll();
    expect(await personFor(saidOf({ phone_number: '+82 10-1234-5678', name: '김하늘'.normalize('NFD') }), verifying)).toBe(id);
    expect(await personFor(saidOf({ name: '김새이름', phone_number: '010-9999-0000' }), verifying)).toBe(id);
    expect(await database().person.count()).toBe(1);
  });

  it('is made when nobody is found, and stands on no roll', async () => {
    await onTheRoll();
    const id = await personFor(saidOf({ phone_number: '010-0000-0000' }), verifying);
    const person = await database().person.findUniqueOrThrow({ where: { id } });
    expect(person).toMatchObject({ onRoll: false, birthDate: new Date('1983-02-09') });
    expect(decrypt(person.name, 'person.name')).toBe('김하늘');
    expect(decrypt(person.phone, 'person.phone')).toBe('01000000000');
    expect(Buffer.from(person.ciHash ?? []).toString(), 'no CI in the database').not.toContain('ci-1');
  });

  it('is never a record that somebody else has signed in for', async () => {
    const id = await onTheRoll();
    expect(await personFor(saidOf(), verifying)).toBe(id);
    expect(await personFor(saidOf({ ci: 'ci-2' }), verifying)).not.toBe(id);
  });

  it('is nobody of the roll and nobody verified when the provider proves nothing', async () => {
    const id = await onTheRoll();
    const stranger = await personFor(saidOf(), hearsay);
    expect(stranger).not.toBe(id);
    expect(await personFor(saidOf({ ci: 'another' }), hearsay), 'known by the account').toBe(stranger);
    expect(await personFor(saidOf({ sub: '2' }), hearsay)).not.toBe(stranger);
    expect(await personFor(saidOf(), verifying), 'the roll is still free for the real one').toBe(id);
  });

  it.each(['on the roll', 'new'])('is one person when ten windows sign in at the same instant: %s', async (kind) => {
    const onRoll = kind === 'new' ? null : await onTheRoll();
    const ids = await allAtOnce(10, () => personFor(saidOf(), verifying));
    expect(new Set(ids).size).toBe(1);
    if (onRoll) expect(ids[0]).toBe(onRoll);
    expect(await database().person.count()).toBe(1);
  });
});

async function citizenOn(sessionId: string) {
  const citizen = await signedIn(sessionId);
  if (!citizen) throw new Error('nobody');
  return mintCitizen(citizen);
}

describe('a session', () => {
  async function begin(verified = true) {
    const personId = await onTheRoll();
    const token = await startSession(personId, 'identity', verified);
    return { personId, token, sessionId: sessionIdOf(token) };
  }

  it('is read with its person, and the row does not hold the token', async () => {
    const { personId, token, sessionId } = await begin();
    expect(await signedIn(sessionId)).toMatchObject({
      sessionId,
      personId,
      name: '김하늘',
      birthDate: '1983-02-09',
      onRoll: true,
      verified: true,
    });
    expect(JSON.stringify(await database().session.findMany())).not.toContain(token);
    expect(await signedIn(token)).toBeNull();
  });

  it('says so when the provider proves nothing', async () => {
    expect(await signedIn((await begin(false)).sessionId)).toMatchObject({ verified: false });
  });

  it('lasts eight hours', async () => {
    const { sessionId } = await begin();
    const [row] = await database().$queryRaw<{ hours: number }[]>`
      SELECT extract(epoch FROM expires_at - created_at)::float / 3600 AS hours FROM session WHERE id = ${sessionId}`;
    expect(row?.hours).toBeCloseTo(8, 2);
    await database().$executeRaw`UPDATE session SET expires_at = now() - interval '1 second' WHERE id = ${sessionId}`;
    expect(await signedIn(sessionId)).toBeNull();
  });

  it('is over at once when it is revoked, and no other', async () => {
    const { personId, sessionId } = await begin();
    const other = sessionIdOf(await startSession(personId, 'identity', true));
    await revokeSession(sessionId);
    expect(await signedIn(sessionId)).toBeNull();
    expect(await signedIn(other)).not.toBeNull();
  });

  it('begins anew with each sign-in: no token that was there before is ever used', async () => {
    const { personId, token } = await begin();
    const again = await startSession(personId, 'identity', true);
    expect(again).not.toBe(token);
    expect(again).toMatch(/^[\w-]{43}$/);
  });

  it('is over everywhere at once, and only that person’s', async () => {
    const { personId, sessionId } = await begin();
    await database().session.updateMany({ where: { id: sessionId }, data: { createdAt: new Date(Date.now() - 60_000) } });
    const other = sessionIdOf(await startSession(personId, 'identity', true, { device: 'Windows · Edge' }));
    const stranger = sessionIdOf(
      await startSession(await personFor(saidOf({ ci: 'stranger', name: '남', phone_number: '01000001111' }), verifying), 'identity', true),
    );
    const citizen = await citizenOn(sessionId);
    expect((await sessionsOf(citizen)).map(({ current, device }) => [current, device])).toEqual([
      [false, 'Windows · Edge'],
      [true, ''],
    ]);
    await revokeAllSessions(citizen);
    expect([await signedIn(sessionId), await signedIn(other)]).toEqual([null, null]);
    expect(await signedIn(stranger)).not.toBeNull();
    expect(await sessionsOf(citizen)).toEqual([]);
  });

  it('of staff is over half an hour after its last page of staff, for everything', async () => {
    const { sessionId } = await begin();
    expect(await touchStaffSession(sessionId)).toBe(true);
    await database()
      .$executeRaw`UPDATE session SET created_at = created_at - interval '7 hours', staff_seen_at = now() - interval '29 minutes'`;
    expect(await touchStaffSession(sessionId), 'each page counts anew').toBe(true);
    await database().$executeRaw`UPDATE session SET staff_seen_at = now() - interval '31 minutes' WHERE id = ${sessionId}`;
    expect(await touchStaffSession(sessionId)).toBe(false);
    expect(await signedIn(sessionId)).toBeNull();
  });

  it('that has been a citizen’s for half an hour opens no page of staff', async () => {
    const { sessionId } = await begin();
    await database().$executeRaw`UPDATE session SET created_at = now() - interval '31 minutes' WHERE id = ${sessionId}`;
    expect(await touchStaffSession(sessionId)).toBe(false);
    expect(await signedIn(sessionId), 'a citizen stays').not.toBeNull();
  });

  it('is fresh for ten minutes from when the provider asked, whatever the clock of the provider says', async () => {
    const { personId, sessionId } = await begin();
    const asked = async (minutesAgo: number) => {
      const facts = { authenticatedAt: new Date(Date.now() - minutesAgo * 60_000) };
      return await isFresh({ sessionId: sessionIdOf(await startSession(personId, 'identity', true, facts)) });
    };
    expect(await isFresh({ sessionId })).toBe(true);
    expect(await asked(9)).toBe(true);
    expect(await asked(11), 'it remembered').toBe(false);
    await asked(-600);
    const [row] = await database().$queryRaw<
      { ahead: number }[]
    >`SELECT count(*)::int AS ahead FROM session WHERE authenticated_at > now()`;
    expect(row?.ahead, 'no time to come').toBe(0);
    await revokeSession(sessionId);
    expect(await isFresh({ sessionId })).toBe(false);
  });
});
