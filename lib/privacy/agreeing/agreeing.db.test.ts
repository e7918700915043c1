import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openCaseFor } from '@/lib/desk/commands';
import { searchPeople } from '@/lib/desk/queries';
import { startSession } from '@/lib/identity/commands';
import { mintAgent, mintBeneficiary, mintCitizen } from '@/lib/identity/proof';
import { personOfSession } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { issueTicket } from '@/lib/line/commands';
import { saveWishes } from '@/lib/notice/commands';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { somebody } from '@/test/booking';
import { lineRound } from '@/test/line';
import { agree, agreeAtDesk, changeMind } from './commands';
import { wordsOf } from './queries';

async function signedIn(name = '홍길동') {
  const personId = await somebody();
  await database().person.update({
    where: { id: personId },
    data: { name: encrypt(name, 'person.name'), phone: encrypt('01000000000', 'person.phone') },
  });
  const sessionId = sessionIdOf(await startSession(personId, 'test', true));
  const facts = { name, birthDate: '1980-01-01', onRoll: true, createdAt: new Date(), verified: true };
  return mintCitizen({ personId, sessionId, ...facts });
}

/** As the gate mints it. */
async function proof(sessionId: string, personId: string) {
  const found = await personOfSession(sessionId, personId);
  if (!found) throw new Error('nobody');
  return mintBeneficiary({ ...found, sessionId });
}

const said = async (who: Awaited<ReturnType<typeof signedIn>>) =>
  Object.fromEntries((await wordsOf(who)).map(({ purpose, given }) => [purpose, given]));

test('without a word there is no place, with a yes there is, whatever was said of the rest', async () => {
  const round = await lineRound(1);
  const who = await signedIn();
  const take = async () => await issueTicket(await proof(who.sessionId, who.personId), round.id);
  expect(await take()).toEqual({ ok: false, code: 'consent-missing' });
  await agree(who, [], []);
  expect(await take()).toMatchObject({ ok: true });
  expect(await said(who)).toEqual({ booking: true, channels: false, statistics: false });
});

test('a yes to a text that does not count any more is none', async () => {
  const round = await lineRound(1);
  const who = await signedIn();
  await agree(who, [], []);
  await database().$executeRaw`UPDATE privacy_consent SET text_version = 'v0' WHERE person_id = ${who.personId}::uuid`;
  expect(await issueTicket(await proof(who.sessionId, who.personId), round.id)).toMatchObject({ code: 'consent-missing' });
});

test('a helper answers for whom they help and nobody else, and that stands in the record', async () => {
  const round = await lineRound(1, { helpersAllowed: true });
  const [daughter, mother, stranger] = [await signedIn('이서연'), await signedIn('박순자'), await signedIn('남')];
  const helps = { beneficiaryId: mother.personId, helperId: daughter.personId };
  await database().consent.create({ data: { ...helps, relation: 'daughter', textVersion: '1' } });
  const take = async () => await issueTicket(await proof(daughter.sessionId, mother.personId), round.id);
  await agree(daughter, ['statistics'], []);
  expect(await take()).toMatchObject({ code: 'consent-missing' });
  await agree(daughter, ['statistics'], [mother.personId, stranger.personId]);
  expect(await take()).toMatchObject({ ok: true });
  expect(await wordsOf(mother)).toMatchObject([{ purpose: 'booking', given: true, channel: 'helper' }]);
  expect(await wordsOf(stranger)).toEqual([]);
  const entries = await database().accessRecord.findMany({ where: { action: 'privacy.agreed' } });
  expect(entries).toMatchObject([{ actorId: daughter.personId, role: 'helper', subjects: [mother.personId] }]);
});

test('an agent notes it in an open case alone, with the way by which the person was told', async () => {
  const who = await signedIn('김하늘');
  const clerk = await signedIn();
  await database().staffRole.create({ data: { personId: clerk.personId, role: 'agent' } });
  const agent = mintAgent({ personId: clerk.personId, sessionId: clerk.sessionId });
  expect(await agreeAtDesk(agent, who.personId)).toBe(false);
  expect(await searchPeople(agent, { name: '김하늘', birthDate: '1980-01-01' }, '전화 문의')).toHaveLength(1);
  expect(await openCaseFor(agent, { personId: who.personId, channel: 'phone', reason: '전화 문의' })).toEqual({ ok: true });
  expect(await agreeAtDesk(agent, who.personId)).toBe(true);
  expect(await wordsOf(who)).toMatchObject([{ purpose: 'booking', given: true, channel: 'phone' }]);
  expect(await agreeAtDesk(mintAgent({ personId: randomUUID(), sessionId: randomUUID() }), who.personId)).toBe(false);
});

test('asking for calls or e-mail agrees to them, and withdrawing that forgets the address', async () => {
  const who = await signedIn();
  await agree(who, [], []);
  await saveWishes(who, { way: 'text', email: '', language: 'en' });
  expect(await said(who)).toMatchObject({ channels: false });
  await saveWishes(who, { way: 'voice', email: 'someone@example.com', language: 'en' });
  expect(await said(who)).toMatchObject({ channels: true });
  await changeMind(who, 'channels', false);
  expect(await said(who)).toMatchObject({ booking: true, channels: false });
  expect(await database().contact.findUnique({ where: { personId: who.personId } })).toMatchObject({
    voice: false,
    email: null,
    locale: 'en',
  });
});
