import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { printSignInLetter, takeCode } from '@/lib/bycode/commands';
import { database } from '@/lib/platform/database';
import { caller, deskWith, recordOf } from '@/test/desk';
import { printLetter } from '../commands';
import { letterQueue } from './queries';

const reason = '편지 발송';
let region = '';

beforeEach(async () => {
  region = String(10_000 + Math.floor(Math.random() * 89_999));
  await database().region.create({ data: { code: region, parentCode: null, nameKo: '구', nameEn: 'x', population: 1 } });
});

async function livesHere(name: string) {
  const person = await caller(name);
  await database().person.update({ where: { id: person.id }, data: { regionCode: region } });
  return person;
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const later = () => new Date(Date.now() + 86_400_000);

async function asksForLetter(personId: string, askedAt: Date) {
  const id = randomUUID();
  const target = new Uint8Array(Buffer.from(personId));
  await database().signInCode.create({ data: { id, personId, target, way: 'letter', askedAt, expiresAt: later() } });
  return id;
}

it('names who waits for a letter in the district, each once, with the reason in the record; none of it is printed before', async () => {
  const { agent } = await deskWith([]);
  const [mother, helper, elsewhere] = [await livesHere('심청자'), await caller('성나래'), await caller('박바다')];
  const first = await asksForLetter(mother.id, ago(30));
  const second = await asksForLetter(mother.id, ago(10));
  await asksForLetter(elsewhere.id, ago(60));
  const asking = {
    helperId: helper.id,
    beneficiaryId: mother.id,
    target: new Uint8Array([1]),
    relation: 'daughter',
    way: 'letter',
    expiresAt: later(),
  };
  const asked = [randomUUID(), randomUUID()] as const;
  for (const [index, id] of asked.entries()) await database().asking.create({ data: { id, askedAt: ago(20 - index), ...asking } });

  expect(await printSignInLetter(agent, second, reason), 'not before the list').toMatchObject({ code: 'no-letter' });
  expect(await printLetter(agent, asked[1], reason)).toMatchObject({ code: 'no-letter' });

  const queue = await letterQueue(agent, region, reason);
  expect(queue.map(({ id, kind, name, birthDate }) => [id, kind, name, birthDate])).toEqual([
    [second, 'sign-in', '심청자', mother.birthDate],
    [asked[1], 'helper', '심청자', mother.birthDate],
  ]);
  const { agent: colleague } = await deskWith([]);
  expect(await printSignInLetter(colleague, second, reason), 'who was shown no list').toMatchObject({ code: 'no-letter' });

  const letter = await printSignInLetter(agent, second, reason);
  if (!letter.ok) throw new Error(letter.code);
  expect(await printSignInLetter(agent, first, reason), 'who asked again gets one').toMatchObject({ code: 'no-letter' });
  expect(await printLetter(agent, asked[1], reason)).toMatchObject({ ok: true, name: '심청자', helper: '성나래' });
  expect(await printLetter(agent, asked[0], reason)).toMatchObject({ code: 'no-letter' });
  expect(await letterQueue(agent, region, reason)).toEqual([]);
  expect(await recordOf(mother.id)).toEqual([
    ['letters.listed', 'agent', reason],
    ['letter.printed', 'agent', reason],
    ['letter.printed', 'agent', reason],
  ]);
  expect(await recordOf(elsewhere.id)).toEqual([]);
  expect(await takeCode(new Uint8Array(Buffer.from(mother.id)), letter.code, 'letter'), 'the code on the paper opens').toBe(mother.id);
});

it('names nobody to whom the letter would go themself, and not the agent’s own askings', async () => {
  const { agent } = await deskWith([]);
  await database().person.update({ where: { id: agent.personId }, data: { regionCode: region } });
  const own = await asksForLetter(agent.personId, ago(10));
  const mother = await livesHere('심청자');
  const asking = { helperId: agent.personId, beneficiaryId: mother.id, target: new Uint8Array([1]), relation: 'other', way: 'letter' };
  await database().asking.create({ data: { id: randomUUID(), ...asking, expiresAt: later() } });
  expect(await letterQueue(agent, region, reason)).toEqual([]);
  expect(await printSignInLetter(agent, own, reason)).toMatchObject({ code: 'no-letter' });
});

it('names people of whom no district is known, where that is asked for', async () => {
  const { agent } = await deskWith([]);
  const stranger = await caller('홍길동');
  const id = await asksForLetter(stranger.id, ago(10_000));
  expect((await letterQueue(agent, region, reason)).map((one) => one.id)).not.toContain(id);
  expect((await letterQueue(agent, '', reason)).map((one) => one.id)).toContain(id);
});
