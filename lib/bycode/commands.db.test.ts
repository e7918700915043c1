import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startSession } from '@/lib/identity/commands';
import { matchParts } from '@/lib/identity/match';
import { mintAgent } from '@/lib/identity/proof';
import { sessionIdOf } from '@/lib/identity/token';
import { sealedContext } from '@/lib/notice/sql';
import { decrypt, encrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { statementsOf } from '@/test/sent';
import { askForCode, asksPerAddress, asksPerTarget, printSignInLetter, takeCode, triesPerCode } from './commands';
import { forgetOldCodes } from './worker';

let people = 0;
const targetOf = (phone: string) => lookupHash('match', ...matchParts('심청자', '1944-03-02', phone));

/** Somebody with a number that nobody else has. */
async function somebody(more: { onRoll?: boolean; hearsay?: boolean } = {}) {
  people += 1;
  const phone = `0100${String(people).padStart(7, '0')}`;
  const target = targetOf(phone);
  const { id } = await database().person.create({
    data: {
      matchHash: target,
      birthDate: new Date('1944-03-02'),
      name: encrypt('심청자', 'person.name'),
      phone: encrypt(phone, 'person.phone'),
      onRoll: true,
      ...more,
    },
  });
  return { id, target };
}

/** What stands in the last message to the person. */
async function codeSentTo(personId: string): Promise<string> {
  const notice = await database().notice.findFirstOrThrow({
    where: { personId, template: 'one-time-code' },
    orderBy: { createdAt: 'desc' },
  });
  return decrypt(notice.sealed ?? new Uint8Array(), sealedContext);
}
type Target = Awaited<ReturnType<typeof somebody>>['target'];
const home = '192.0.2.1';

/** As a browser asks that then knows what it asked for. */
async function asked(target: Target, from = home): Promise<string> {
  const answer = await askForCode(target, 'phone', from);
  if (!answer.ok) throw new Error(answer.code);
  return answer.id;
}

const sentTo = (personId: string) => database().notice.count({ where: { personId } });
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

test('a code goes to the number on the roll and signs in that record, once, and makes nobody new', async () => {
  const { id, target } = await somebody();
  const before = await database().person.count();
  const ids = [await asked(target)];
  const code = await codeSentTo(id);
  expect(code).toMatch(/^\d{6}$/);
  expect(await takeCode(target, wrong(code), ids)).toBeNull();
  expect(await takeCode(target, ` ${code.slice(0, 3)} ${code.slice(3)}`, ids)).toBe(id);
  expect(await takeCode(target, code, ids)).toBeNull();
  expect(await database().person.count()).toBe(before);
});

test('known and unknown: the same statements, the same answers, and nothing is sent to nobody', async () => {
  const { target } = await somebody();
  const sent: string[][] = [];
  const answers: unknown[] = [];
  for (const one of [target, targetOf('01099999999')]) {
    for (const way of ['phone', 'letter'] as const) {
      sent.push(await statementsOf(async () => answers.push({ ...(await askForCode(one, way, home)), id: '' })));
    }
    const ids = (await database().signInCode.findMany({ where: { target: one } })).map(({ id }) => id);
    sent.push(await statementsOf(async () => answers.push(await takeCode(one, 'no code', ids))));
    sent.push(await statementsOf(async () => answers.push(await takeCode(one, 'no code', 'letter'))));
  }
  expect(sent.slice(4)).toEqual(sent.slice(0, 4));
  expect(sent.map((statements) => statements.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  expect(answers.slice(4)).toEqual(answers.slice(0, 4));
});

test('whoever is not on the roll, only said to be somebody, erased, or works here gets no code', async () => {
  const stranger = await somebody({ onRoll: false });
  const hearsay = await somebody({ hearsay: true, onRoll: false });
  const erased = await somebody();
  await database().person.update({ where: { id: erased.id }, data: { erasedAt: new Date() } });
  const operator = await somebody();
  await database().staffRole.create({ data: { personId: operator.id, role: 'operator' } });
  for (const { id, target } of [stranger, hearsay, erased, operator]) {
    await asked(target);
    expect(await sentTo(id)).toBe(0);
  }
});

test('a code of before signs nobody in who works here since', async () => {
  const { id, target } = await somebody();
  const ids = [await asked(target)];
  await database().staffRole.create({ data: { personId: id, role: 'agent' } });
  expect(await takeCode(target, await codeSentTo(id), ids)).toBeNull();
});

test('a code is tried five times, however many try at once', async () => {
  const { id, target } = await somebody();
  const ids = [await asked(target)];
  const code = await codeSentTo(id);
  await Promise.all(Array.from({ length: triesPerCode }, () => takeCode(target, wrong(code), ids)));
  expect(await takeCode(target, code, ids)).toBeNull();
});

test('whoever knows somebody’s facts uses up neither their codes nor the tries of one', async () => {
  const { id, target } = await somebody();
  const elsewhere = '198.51.100.7';
  const answers = await Promise.all(Array.from({ length: asksPerTarget + 3 }, () => askForCode(target, 'phone', elsewhere)));
  const strangers = answers.flatMap((answer) => (answer.ok ? [answer.id] : []));
  expect(strangers).toHaveLength(asksPerAddress);
  const ids = [await asked(target)];
  const code = await codeSentTo(id);
  for (const tried of [strangers, 'letter', []] as const) {
    for (let n = 0; n <= triesPerCode; n += 1) await takeCode(target, wrong(code), tried);
    expect(await takeCode(target, code, tried), 'not where it was not asked for').toBeNull();
  }
  expect(await takeCode(target, code, ids)).toBe(id);
});

test('codes are sent so often in a day to one name and number, known or not, and letters apart from them', async () => {
  for (const target of [(await somebody()).target, targetOf('01088888888')]) {
    const answers = await Promise.all(
      Array.from({ length: asksPerTarget + 3 }, (_, at) => askForCode(target, 'phone', `203.0.113.${Math.floor(at / asksPerAddress)}`)),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(asksPerTarget);
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'asked-too-often' });
    expect((await askForCode(target, 'letter', home)).ok).toBe(true);
  }
});

test('a code of somebody else, and one that is over, sign nobody in', async () => {
  const one = await somebody();
  const other = await somebody();
  const ids = [await asked(one.target), await asked(other.target)];
  const code = await codeSentTo(one.id);
  if (code !== (await codeSentTo(other.id))) expect(await takeCode(other.target, code, ids)).toBeNull();
  await database().$executeRaw`UPDATE sign_in_code SET expires_at = now() WHERE person_id = ${one.id}::uuid`;
  expect(await takeCode(one.target, code, ids)).toBeNull();
});

test('a letter is printed once, in the person’s open case, and its code can’t be used up by guesses', async () => {
  const { id, target } = await somebody();
  await askForCode(target, 'letter', home);
  expect(await sentTo(id)).toBe(0);
  const { id: letter } = await database().signInCode.findFirstOrThrow({ where: { personId: id } });
  const { id: agentId } = await somebody();
  const sessionId = sessionIdOf(await startSession(agentId, 'identity', true));
  await database().staffRole.create({ data: { personId: agentId, role: 'agent' } });
  const agent = mintAgent({ sessionId, personId: agentId });
  expect(await printSignInLetter(agent, letter)).toEqual({ ok: false, code: 'no-letter' });
  await database().agentCase.create({ data: { id: randomUUID(), agentId, sessionId, personId: id, channel: 'counter', reason: 'asked' } });
  const printed = await printSignInLetter(agent, letter);
  if (!printed.ok) throw new Error(printed.code);
  expect(printed.name).toBe('심청자');
  expect(await printSignInLetter(agent, letter)).toEqual({ ok: false, code: 'no-letter' });
  expect(await database().accessRecord.count({ where: { action: 'letter.printed', objectId: letter } })).toBe(1);
  await Promise.all(Array.from({ length: 4 * triesPerCode }, () => takeCode(target, '0000-0000-0000', 'letter')));
  expect(await takeCode(target, printed.code.toLowerCase().replaceAll('-', ' '), 'letter')).toBe(id);
});

test('what is long over is forgotten', async () => {
  const { id, target } = await somebody();
  await asked(target);
  await database().$executeRaw`UPDATE sign_in_code SET expires_at = now() - interval '31 days' WHERE person_id = ${id}::uuid`;
  await forgetOldCodes();
  expect(await database().signInCode.count({ where: { personId: id } })).toBe(0);
});
