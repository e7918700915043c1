import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { startSession } from '@/lib/identity/commands';
import { mintCitizen } from '@/lib/identity/proof';
import { sessionIdOf } from '@/lib/identity/token';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { clinicWith, heldBy, openRound, passOf, somebody } from '@/test/booking';
import { agree, changeMind } from './agreeing/commands';
import { daysOf, type Kept, retention } from './retention';
import { forgetPast } from './worker';

/** Also what other tests made: each begins with nothing to forget. */
beforeEach(async () => {
  await closed(new Date(Date.now() + 86_400_000));
  await forgetPast(1_000);
});

const citizen = async (personId: string) =>
  mintCitizen({
    personId,
    sessionId: sessionIdOf(await startSession(personId, 'test', true)),
    ...{ name: '김하늘', birthDate: '1961-05-09', onRoll: true, createdAt: new Date(0), verified: true },
  });

/** So many days ago; a minute more or less is far from the limit. */
const ago = (what: Kept, days = 1) => new Date(Date.now() - (daysOf(what) + days) * 86_400_000);

/** The round, or each of them, was over then. */
const closed = (at: Date, roundId: string | null = null) => database().$executeRaw`
  UPDATE round SET closes_at = ${at}, opens_at = ${at}::timestamptz - interval '1 day', draw_at = ${at}::timestamptz - interval '2 days'
  WHERE ${roundId}::text IS NULL OR id = ${roundId}`;

test('places go when their round is long over, and of those who agreed the numbers stay', async () => {
  const { roundId } = await openRound();
  const province = roundId.slice(-2);
  await database().region.create({ data: { code: `${province}${roundId}`, nameKo: '구', nameEn: 'District', population: 1 } });
  const [yes, no, withdrew] = [await somebody(), await somebody(), await somebody()];
  for (const personId of [yes, no, withdrew]) {
    await database().person.update({
      where: { id: personId },
      data: { regionCode: `${province}${roundId}`, birthDate: new Date('1961-05-09') },
    });
    await database().ticket.create({ data: { roundId, personId, enteredAt: new Date() } });
  }
  await agree(await citizen(yes), ['statistics'], []);
  await agree(await citizen(no), [], []);
  await agree(await citizen(withdrew), ['statistics'], []);
  await changeMind(await citizen(withdrew), 'statistics', false);
  await closed(ago('line', -1), roundId);
  expect((await forgetPast()).places).toBe(0);
  await closed(ago('line'), roundId);
  expect((await forgetPast()).places).toBe(3);
  expect(await database().roundStatistic.findMany({ where: { roundId } })).toEqual([
    { roundId, decade: 1960, province, people: 1, entered: 1, booked: 0 },
  ]);
});

test('it goes on where it was stopped, also when two do it at once', async () => {
  const { roundId } = await openRound();
  await database().$executeRaw`
    WITH people AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT gen_random_uuid(), '\\x00', '1980-01-01', '\\x00', '\\x00', true FROM generate_series(1, 4500) RETURNING id
    ) INSERT INTO ticket (round_id, person_id) SELECT ${roundId}, id FROM people`;
  await closed(ago('line'), roundId);
  expect((await forgetPast(1)).places).toBe(2_000);
  const [first, second] = await Promise.all([forgetPast(), forgetPast()]);
  expect((first.places ?? 0) + (second.places ?? 0)).toBe(2_500);
  expect(await database().ticket.count({ where: { roundId } })).toBe(0);
});

test('notices, sign-ins, cases and answers go after their days and not before', async () => {
  const [person, agent] = [await somebody(), await somebody()];
  const sessionId = sessionIdOf(await startSession(agent, 'test', true));
  const own = await citizen(person);
  await agree(own, ['statistics'], []);
  await changeMind(own, 'statistics', false);
  const notice = await database().notice.create({ data: { personId: person, template: 'booking-cancelled', subject: randomUUID() } });
  const agentCase = { id: randomUUID(), agentId: agent, sessionId, personId: person, channel: 'phone', reason: '전화 문의' };
  await database().agentCase.create({ data: agentCase });
  const age = async (days: number) => {
    await database().notice.updateMany({ where: { id: notice.id }, data: { createdAt: ago('notice', days) } });
    await database().agentCase.updateMany({ where: { id: agentCase.id }, data: { activeAt: ago('case', days) } });
    await database().session.updateMany({ where: { id: sessionId }, data: { expiresAt: ago('session', days) } });
    await database().privacyConsent.updateMany({ where: { personId: person }, data: { at: ago('consent', days) } });
  };
  await age(-1);
  expect(await forgetPast()).toMatchObject({ notices: 0, cases: 0, sessions: 0, consents: 0 });
  await age(1);
  // Of the words said that newest ones stay: they are what is so.
  expect(await forgetPast()).toMatchObject({ notices: 1, cases: 1, sessions: 1, consents: 1 });
  expect(
    (await database().privacyConsent.findMany({ where: { personId: person, purpose: 'statistics' } })).map(({ given }) => given),
  ).toEqual([false]);
});

test('what an office has written of an application goes after its days; what nobody settled, with the last round', async () => {
  const { roundId } = await openRound();
  const [settled, open] = [await somebody(), await somebody()];
  const place = { create: { roundId } };
  const about = { settledBy: randomUUID(), outcome: 'refused', reason: '다른 사람의 신분증이었음' };
  await database().provisional.create({ data: { personId: settled, ...about, settledAt: ago('application', -1), places: place } });
  await database().provisional.create({ data: { personId: open, askedAt: ago('application'), places: place } });
  expect(await forgetPast()).toMatchObject({ applications: 0, keptPlaces: 0 });
  await database().provisional.update({ where: { personId: settled }, data: { settledAt: ago('application') } });
  expect(await forgetPast()).toMatchObject({ applications: 1, keptPlaces: 0 });
  const left = await database().provisional.findMany({ where: { personId: { in: [settled, open] } }, include: { places: true } });
  expect(left.map(({ personId, places }) => [personId, places.length])).toEqual([[open, 1]]);
  await closed(ago('application'));
  expect((await forgetPast()).applications).toBe(1);
  expect(await database().provisionalPlace.count({ where: { personId: { in: [settled, open] } } })).toBe(0);
});

test('a kept place goes with its round, while another round is still to come', async () => {
  const [{ roundId: past }, { roundId: coming }] = [await openRound(), await openRound()];
  const personId = await somebody();
  await database().provisional.create({ data: { personId, places: { create: [{ roundId: past }, { roundId: coming }] } } });
  await closed(ago('line'), past);
  expect(await forgetPast()).toMatchObject({ applications: 0, keptPlaces: 1 });
  expect((await database().provisionalPlace.findMany({ where: { personId } })).map(({ roundId }) => roundId)).toEqual([coming]);
});

test('a year after the last round nobody is left by name, save those who were vaccinated: they for ten years', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [2]);
  const ids: string[] = [];
  for (const given of [true, false]) {
    const personId = await somebody();
    await database().person.update({ where: { id: personId }, data: { name: encrypt('김하늘', 'person.name'), createdAt: ago('person') } });
    const id = await heldBy(await passOf(world, { personId }), slots[0] ?? 0);
    await database().booking.update({
      where: { id },
      data: { status: 'confirmed', number: randomUUID(), confirmedAt: ago('person'), ...(given && { vaccinatedAt: ago('person') }) },
    });
    ids.push(personId);
  }
  const named = async () =>
    (await database().person.findMany({ where: { id: { in: ids }, birthDate: { not: new Date('1900-01-01') } } })).map(({ id }) => id);
  await forgetPast();
  expect(await named()).toHaveLength(2);
  await closed(ago('person'));
  await forgetPast();
  expect(await named()).toEqual([ids[0]]);
  await database().$executeRaw`UPDATE booking SET vaccinated_at = ${ago('vaccination')} WHERE vaccinated_at IS NOT NULL`;
  await forgetPast();
  expect(await named()).toEqual([]);
});

test('every table that names a person is in the table of what is kept, or stays without a name', () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const known = retention.flatMap(({ tables }): readonly string[] => tables);
  /** Ids alone: of who is inside at this moment, of those who work here, of one import. */
  const nameless = ['seat', 'staff_role', 'draw_record', 'roll_seen'];
  const naming = [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) =>
    /_id"\) @db\.Uuid|session_id/.test(body) && /(person|actor|helper|beneficiary|head|agent)_id/.test(body)
      ? [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? '']
      : [],
  );
  expect(naming.length).toBeGreaterThan(10);
  expect(naming.filter((table) => !known.includes(table) && !nameless.includes(table))).toEqual([]);
  expect(nameless.filter((table) => !naming.includes(table) || known.includes(table))).toEqual([]);
});
