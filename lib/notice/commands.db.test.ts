import { beforeEach, expect, test } from 'vitest';
import { type CitizenProof, mintCitizen, mintOperator } from '@/lib/identity/proof';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { somebody } from '@/test/booking';
import { markSeen, retryDead, saveWishes, setNoticeRate, startNotices, stopNotices } from './commands';
import { contactOf, deadNotices, noticeFigures, noticeSwitch, toldTo } from './queries';
import { bodyContext } from './sql';

const operator = mintOperator({ sessionId: 's', personId: 'console' });

async function citizen(): Promise<CitizenProof> {
  const personId = await somebody();
  const facts = { personId, name: '홍길동', birthDate: '1980-01-01', onRoll: true, createdAt: new Date(0) };
  return mintCitizen({ ...facts, sessionId: 's', verified: true });
}

let subjects = 0;
const notice = (personId: string, more: object = {}) => {
  subjects += 1;
  return database().notice.create({ data: { personId, template: 'programme-paused', subject: String(subjects), ...more } });
};
const sent = (personId: string, text: string, more: object = {}) =>
  notice(personId, { sentAt: new Date(), channel: 'text', body: encrypt(text, bodyContext), ...more });
const dead = (personId: string, lastProblem: string, more: object = {}) =>
  notice(personId, { deadAt: new Date(), lastProblem, attempts: 8, ...more });

beforeEach(async () => {
  await database().notice.deleteMany();
});

test('the address is kept encrypted; saved again, the last wish holds, and an empty address is none', async () => {
  const who = await citizen();
  expect(await contactOf(who)).toBeNull();
  await saveWishes(who, { way: 'voice', email: 'hong@example.kr', language: 'en' });
  expect(await contactOf(who)).toEqual({ voice: true, email: 'hong@example.kr', locale: 'en' });
  const row = await database().contact.findUniqueOrThrow({ where: { personId: who.personId } });
  expect(Buffer.from(row.email ?? []).toString('latin1')).not.toContain('hong');
  await saveWishes(who, { way: 'text', email: '', language: 'ko' });
  expect(await contactOf(who)).toEqual({ voice: false, email: null, locale: 'ko' });
});

test('people see what was sent to them and to nobody else, newest first, and as new once', async () => {
  const [who, other] = [await citizen(), await citizen()];
  await sent(who.personId, '[차례] 먼저', { sentAt: new Date(Date.now() - 60_000) });
  const last = await sent(who.personId, '[차례] 나중');
  await sent(who.personId, 'by mail', { byMail: true, subject: last.subject, channel: 'email' });
  await notice(who.personId);
  await notice(who.personId, { notBefore: new Date(Date.now() + 60_000) });
  await dead(who.personId, 'expired');
  await dead(who.personId, 'no-address');
  await sent(other.personId, '[차례] 남의 것');
  const { told } = await toldTo(who);
  const shown = told.filter(({ text }) => text).map(({ text, isNew, alsoMail }) => [text, isNew, alsoMail]);
  expect(shown).toEqual([
    ['[차례] 나중', true, true],
    ['[차례] 먼저', true, false],
  ]);
  expect(told.map(({ state }) => state).sort()).toEqual(['sent', 'sent', 'unreached', 'waiting']);
  await markSeen(
    other,
    told.map(({ id }) => id),
  );
  expect((await toldTo(who)).told.filter(({ isNew }) => isNew)).toHaveLength(2);
  await markSeen(
    who,
    told.map(({ id }) => id),
  );
  expect((await toldTo(who)).told.filter(({ isNew }) => isNew)).toEqual([]);
});

test('the switch is thrown once, says why, and holds one reason; so does the rate', async () => {
  expect(await stopNotices(operator, 'a reason for all')).toBe(true);
  expect(await stopNotices(operator, 'another reason')).toBe(false);
  expect(await noticeSwitch()).toMatchObject({ reason: 'a reason for all', stoppedAt: expect.any(Date) });
  expect(await startNotices(operator)).toBe(true);
  expect(await startNotices(operator)).toBe(false);
  expect(await noticeSwitch()).toMatchObject({ reason: null, stoppedAt: null });
  expect([await setNoticeRate(operator, 120), await setNoticeRate(operator, 120)]).toEqual([true, false]);
  await expect(setNoticeRate(operator, 0)).rejects.toThrow(/notice_switch_rate/);
});

test('dead ones are counted by their reason, listed without people, and tried again, save for what is pointless', async () => {
  const { personId } = await citizen();
  await dead(personId, '500-internal-error');
  await dead(personId, 'solapi-1010');
  await dead(personId, 'solapi-1010', { expiresAt: new Date(0) });
  await dead(personId, 'solapi-1010', { urgent: true });
  await dead(personId, 'overtaken');
  await notice(personId);
  await sent(personId, 'x');
  const figures = await noticeFigures(operator);
  expect(figures).toMatchObject({ queued: 1, sent: 1, dead: 4 });
  expect(figures.problems).toEqual([
    { problem: 'solapi-1010', count: 3 },
    { problem: '500-internal-error', count: 1 },
  ]);
  const listed = await deadNotices(operator);
  expect(listed).toHaveLength(4);
  expect(JSON.stringify(listed)).not.toContain(personId);
  expect(await retryDead(operator)).toBe(2);
  expect(await noticeFigures(operator)).toMatchObject({ queued: 3, dead: 2 });
});

test('a problem is a code: a sentence of a provider, which may name people, can’t be kept', async () => {
  const { personId } = await citizen();
  await expect(dead(personId, 'to 010-1234-5678')).rejects.toThrow(/notice_problem_is_a_code/);
});
