import { describe, expect, it } from 'vitest';
import { giveCode } from '@/lib/helping/commands';
import { helpersOf } from '@/lib/helping/queries';
import { startSession } from '@/lib/identity/commands';
import { matchParts, plainName } from '@/lib/identity/match';
import { type AgentProof, mintAgent, mintBeneficiary, mintCitizen } from '@/lib/identity/proof';
import { personOfSession, signedIn } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { enter, issueTicket } from '@/lib/line/commands';
import { encrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { takeOver } from '@/lib/takeover/commands';
import { agreed } from '@/test/agreed';
import { lineRound, moveFront } from '@/test/line';
import { closeCase, consentAtOffice, openCaseFor, printLetter, settlePass } from './commands';
import { casesOf, searchPeople } from './queries';

let people = 0;

async function somebody(name = '심청자', birthDate = '1944-03-02') {
  people += 1;
  const phone = `0100${String(people).padStart(7, '0')}`;
  const data = {
    matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)),
    birthDate: new Date(birthDate),
    name: encrypt(name, 'person.name'),
    phone: encrypt(phone, 'person.phone'),
    onRoll: true,
    createdAt: new Date(0),
  };
  const { id } = await database().person.create({ data });
  await agreed(id);
  return { id, name, birthDate, phone };
}

async function signIn(personId: string) {
  const session = await signedIn(sessionIdOf(await startSession(personId, 'test', true)));
  if (!session) throw new Error('no session');
  return session;
}

async function agentOf(personId?: string): Promise<AgentProof> {
  const signed = await signIn(personId ?? (await somebody('상담원', '1985-01-01')).id);
  await database().staffRole.create({ data: { personId: signed.personId, role: 'agent' } });
  return mintAgent(signed);
}
const about = { channel: 'phone' as const, reason: '전화 예약 요청' };
const visit = { channel: 'counter' as const, reason: '두 사람의 신분증 확인함' };
const mayAct = (agent: AgentProof, personId: string) => personOfSession(agent.sessionId, personId);

async function caseOf(
  agent: AgentProof,
  person: { id: string; name: string; birthDate: string },
  asked: typeof about | typeof visit = about,
) {
  await searchPeople(agent, person, asked.reason);
  expect(await openCaseFor(agent, { personId: person.id, ...asked })).toEqual({ ok: true });
}

const recordOf = async (personId: string) =>
  (await database().accessRecord.findMany({ where: { subjects: { has: personId } }, orderBy: { id: 'asc' } })).map(
    ({ action, role, reason }) => [action, role, reason],
  );

it.each([
  ['소나래', '소나래'.normalize('NFD'), 'as a provider wrote it, taken apart'],
  ['NGUYỄN VĂN AN', 'NGUYỄN  VĂN AN '.normalize('NFD'), 'with spaces too many'],
  ['\u91d1\u7f85', '\uf90a\uf90f', 'in Hanja of which Unicode has two'],
])('finds %s %s: %s', async (asked, written) => {
  const agent = await agentOf();
  const { id } = await somebody(written, '1931-03-02');
  expect(
    (await searchPeople(agent, { name: plainName(asked), birthDate: '1931-03-02' }, about.reason)).map(({ personId }) => personId),
  ).toEqual([id]);
});

describe('a case', () => {
  it('opens after a search that found the person, and is what lets the agent act; each step stands in the record', async () => {
    const agent = await agentOf();
    const mother = await somebody();
    expect(await openCaseFor(agent, { personId: mother.id, ...about })).toEqual({ ok: false, code: 'no-case' });
    expect(await mayAct(agent, mother.id)).toBeNull();
    expect(
      (await searchPeople(agent, { name: '심청', birthDate: mother.birthDate }, about.reason)).map(({ personId }) => personId),
    ).toEqual([]);
    await caseOf(agent, mother);
    expect(await mayAct(agent, mother.id)).toMatchObject({ relation: 'agent', lead: false, actorId: agent.personId });
    expect(await casesOf(agent)).toMatchObject([{ personId: mother.id, ...about }]);
    expect(await closeCase(agent, mother.id)).toBe(true);
    expect(await closeCase(agent, mother.id)).toBe(false);
    expect(await mayAct(agent, mother.id)).toBeNull();
    expect(await recordOf(mother.id)).toEqual([
      ['desk.searched', 'agent', about.reason],
      ['case.opened', 'agent', about.reason],
      ['case.closed', 'agent', about.reason],
    ]);
  });

  it('is of one sign-in, of one agent, ends after half an hour of nothing, and is never for oneself', async () => {
    const person = await somebody();
    const own = await somebody('상담원', '1985-01-01');
    const [agent, elsewhere, other] = [await agentOf(own.id), await agentOf(own.id), await agentOf()];
    await caseOf(agent, person);
    for (const stranger of [elsewhere, other]) {
      expect(await mayAct(stranger, person.id)).toBeNull();
      expect(await casesOf(stranger)).toEqual([]);
      expect(await openCaseFor(stranger, { personId: person.id, ...about })).toMatchObject({ ok: false });
    }
    await searchPeople(agent, own, about.reason);
    expect(await openCaseFor(agent, { personId: own.id, ...about })).toEqual({ ok: false, code: 'no-case' });
    await database().$executeRaw`UPDATE agent_case SET active_at = now() - interval '31 minutes'`;
    expect(await mayAct(agent, person.id)).toBeNull();
    expect(await casesOf(agent)).toEqual([]);
  });

  it('is over with the role: whoever works here no longer acts for nobody', async () => {
    const round = await lineRound(5, { helpersAllowed: false });
    await moveFront(round.id, 'drawn', 1);
    const [agent, person] = [await agentOf(), await somebody()];
    await caseOf(agent, person);
    const found = await mayAct(agent, person.id);
    if (!found) throw new Error('no case');
    const proof = mintBeneficiary({ ...found, sessionId: agent.sessionId });
    await database().staffRole.deleteMany({ where: { personId: agent.personId } });
    expect(await mayAct(agent, person.id)).toBeNull();
    expect(await casesOf(agent)).toEqual([]);
    expect(await settlePass(agent, proof, round.id, '확인')).toEqual({ ok: false, code: 'nothing-to-settle' });
  });

  it('of the same name and birth date finds all, each told apart by the end of the telephone number', async () => {
    const agent = await agentOf();
    const twice = [await somebody('홍판서', '1950-05-05'), await somebody('홍판서', '1950-05-05')];
    const found = await searchPeople(agent, { name: '홍판서', birthDate: '1950-05-05' }, about.reason);
    expect(found.map(({ phoneEnd }) => phoneEnd)).toEqual(twice.map(({ phone }) => phone.slice(-4)));
  });
});

describe('at the desk', () => {
  it('the way in is everybody’s: the same ticket and gate, also where helpers are not allowed; and only while the case is open', async () => {
    const round = await lineRound(5, { helpersAllowed: false });
    const agent = await agentOf();
    const mother = await somebody();
    await caseOf(agent, mother);
    const found = await mayAct(agent, mother.id);
    if (!found) throw new Error('no case');
    const proof = mintBeneficiary({ ...found, sessionId: agent.sessionId });
    const ticket = await issueTicket(proof, round.id);
    if (!ticket.ok) throw new Error(ticket.code);
    expect(await enter(proof, round.id, ticket.number)).toMatchObject({ ok: false, code: 'not-called' });
    await moveFront(round.id, 'drawn', 1);
    expect(await enter(proof, round.id, ticket.number)).toMatchObject({ ok: true });
  });

  it('an agent settles who goes on: the person who waits for their pass, at once', async () => {
    const round = await lineRound(5, { helpersAllowed: true });
    await moveFront(round.id, 'drawn', 1);
    const [agent, mother, son] = [await agentOf(), await somebody(), await somebody('심봉사', '1970-01-01')];
    await database().consent.create({ data: { beneficiaryId: mother.id, helperId: son.id, relation: 'son', textVersion: '1' } });
    const acting = async (sessionId: string) => {
      const found = await personOfSession(sessionId, mother.id);
      if (!found) throw new Error('may not act');
      return mintBeneficiary({ ...found, sessionId });
    };
    const helper = await acting((await signIn(son.id)).sessionId);
    const ticket = await issueTicket(helper, round.id);
    await enter(helper, round.id, ticket.ok ? ticket.number : '');
    const self = await acting((await signIn(mother.id)).sessionId);
    expect(await takeOver(self, round.id)).toMatchObject({ ok: false, code: 'takeover-claimed' });
    await caseOf(agent, mother);
    const person = await acting(agent.sessionId);
    expect(await settlePass(await agentOf(), person, round.id, '본인 확인함')).toMatchObject({ ok: false });
    expect(await settlePass(agent, person, round.id, '본인 확인함')).toEqual({ ok: true });
    const seat = await database().seat.findFirstOrThrow({ where: { personId: mother.id } });
    expect({ session: seat.sessionId, agent: agent.sessionId, helper: helper.sessionId }).toMatchObject({ session: self.sessionId });
    expect(await recordOf(mother.id)).toContainEqual(['pass.settled', 'agent', '본인 확인함']);
  });

  it('writes down who agreed before it, with the reason; a guardian is not counted among a helper’s people', async () => {
    const [agent, mother, helper] = [await agentOf(), await somebody(), await somebody('성나래', '1971-05-16')];
    const wish = { personId: mother.id, helper, kinship: 'daughter' as const };
    expect(await consentAtOffice(agent, { ...wish, way: 'office' })).toEqual({ ok: false, code: 'no-case' });
    await caseOf(agent, mother, visit);
    const unknown = { ...helper, phone: '01099999999' };
    expect(await consentAtOffice(agent, { ...wish, helper: unknown, way: 'office' })).toEqual({ ok: false, code: 'helper-unknown' });
    expect(await consentAtOffice(agent, { ...wish, way: 'guardian' })).toEqual({ ok: true });
    const [row] = await database().consent.findMany({ where: { beneficiaryId: mother.id } });
    const told = await database().notice.findMany({ where: { personId: mother.id, template: 'helper-agreed' } });
    expect(told, 'who did not enter a code of their own hears of it').toMatchObject([{ subject: row?.id, facts: { helperId: helper.id } }]);
    expect(row).toMatchObject({ way: 'guardian', place: null, grantedBy: agent.personId, reason: visit.reason, lead: true });
  });

  it('over the telephone nobody has shown an ID, and no court’s paper: nothing is written down until they come', async () => {
    const [agent, mother, helper] = [await agentOf(), await somebody(), await somebody('성나래', '1971-05-16')];
    const wish = { personId: mother.id, helper, kinship: 'daughter' as const };
    await caseOf(agent, mother);
    for (const way of ['office', 'guardian'] as const) {
      expect(await consentAtOffice(agent, { ...wish, way })).toEqual({ ok: false, code: 'not-at-counter' });
    }
    expect(await database().consent.count({ where: { beneficiaryId: mother.id } })).toBe(0);
    expect((await recordOf(mother.id)).map(([action]) => action)).not.toContain('consent.given');
    await caseOf(agent, mother, visit);
    expect(await consentAtOffice(agent, { ...wish, way: 'office' })).toEqual({ ok: true });
  });

  it('no agent lets themself act for anybody: not at the counter, and not by a letter', async () => {
    const own = await somebody('상담원', '1985-01-01');
    const [agent, mother] = [await agentOf(own.id), await somebody()];
    await caseOf(agent, mother);
    const wish = { personId: mother.id, helper: own, kinship: 'other' as const };
    for (const way of ['office', 'guardian'] as const) {
      expect(await consentAtOffice(agent, { ...wish, way })).toEqual({ ok: false, code: 'helper-self' });
    }
    const id = '0199aaaa-0000-7000-8000-000000000002';
    const data = { id, helperId: own.id, beneficiaryId: mother.id, target: new Uint8Array([1]), relation: 'other', way: 'letter' };
    await database().asking.create({ data: { ...data, expiresAt: new Date(Date.now() + 86_400_000) } });
    expect(await printLetter(agent, id)).toEqual({ ok: false, code: 'no-letter' });
    const colleague = await agentOf();
    await caseOf(colleague, mother, visit);
    expect(await consentAtOffice(colleague, { ...wish, way: 'office' })).toEqual({ ok: true });
  });

  it('prints a letter’s code once; on the paper alone it stands, and it opens as any other', async () => {
    const [agent, mother, helper] = [await agentOf(), await somebody(), await somebody('성나래', '1971-05-16')];
    const session = mintCitizen(await signIn(helper.id));
    const id = '0199aaaa-0000-7000-8000-000000000001';
    const data = { id, helperId: helper.id, beneficiaryId: mother.id, target: new Uint8Array([1]), relation: 'daughter', way: 'letter' };
    await database().asking.create({ data: { ...data, expiresAt: new Date(Date.now() + 86_400_000) } });
    expect(await printLetter(agent, id)).toEqual({ ok: false, code: 'no-letter' });
    await caseOf(agent, mother);
    expect((await casesOf(agent))[0]?.letters).toEqual([id]);
    const letter = await printLetter(agent, id);
    if (!letter.ok) throw new Error(letter.code);
    expect(letter).toMatchObject({
      name: '심청자',
      helper: '성나래',
      code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
    });
    expect(await printLetter(agent, id)).toEqual({ ok: false, code: 'no-letter' });
    expect(await giveCode(session, id, letter.code.toLowerCase().replaceAll('-', ' '))).toEqual({ ok: true });
    expect(await database().notice.count({ where: { personId: mother.id, template: 'helper-agreed' } })).toBe(1);
    expect((await helpersOf(mintCitizen(await signIn(mother.id)))).map(({ name, way }) => [name, way])).toEqual([['성나래', 'letter']]);
  });
});
