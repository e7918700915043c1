import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { personFor, startSession } from '@/lib/identity/commands';
import { matchParts } from '@/lib/identity/match';
import { nearNameParts, nearPhoneParts } from '@/lib/identity/near';
import { mintAgent, mintBeneficiary, mintCitizen } from '@/lib/identity/proof';
import { personOfSession, signedIn } from '@/lib/identity/queries';
import { claims } from '@/lib/identity/schema';
import { sessionIdOf } from '@/lib/identity/token';
import { enter, issueTicket } from '@/lib/line/commands';
import { decrypt, encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { agreed } from '@/test/agreed';
import { lineRound, moveFront, standingOf } from '@/test/line';
import { addPerson, addRecord, apply, joinRecord, keepPlace, refusePerson } from './commands';
import { keptPlaces, likelyPeople, refusedPeople } from './queries';

const verifying = { issuer: 'http://provider.example', verifying: true };
const agent = () => mintAgent({ sessionId: randomUUID(), personId: randomUUID() });
const reason = '여권을 보았음';
let round: { id: string };
let birthDay = 1;
let birthDate = '';

beforeEach(async () => {
  round = await lineRound(3);
  // Nobody of one test is near anybody of another.
  birthDay += 1;
  birthDate = `1950-01-${String(birthDay).padStart(2, '0')}`;
});

async function onTheRoll(name: string, phone: string) {
  const { id } = await database().person.create({
    data: {
      matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)),
      nearName: shortHash('near-name', ...nearNameParts(name, birthDate)),
      nearPhone: shortHash('near-phone', ...nearPhoneParts(phone, birthDate)),
      birthDate: new Date(birthDate),
      name: encrypt(name, 'person.name'),
      phone: encrypt(phone, 'person.phone'),
      onRoll: true,
      createdAt: new Date(0),
    },
  });
  return id;
}

async function comes(name: string, phone: string) {
  const said = claims.parse({
    sub: '1',
    ci: `${name}-${birthDate}`.replace(/[^a-z0-9-]/g, 'x') + phone,
    name,
    birthdate: birthDate,
    phone_number: phone,
  });
  const personId = await personFor(said, verifying);
  await agreed(personId);
  const sessionId = sessionIdOf(await startSession(personId, 'identity', true));
  return { personId, sessionId };
}

async function proofOf(sessionId: string) {
  const citizen = await signedIn(sessionId);
  const found = citizen && (await personOfSession(sessionId, citizen.personId));
  if (!citizen || !found) throw new Error('nobody is signed in');
  return { citizen: mintCitizen(citizen), own: mintBeneficiary({ ...found, sessionId }) };
}

describe('whoever is not found under this very name and number', () => {
  it('gets the same answer and the same rows, whether somebody like them is on the roll or not', async () => {
    await onTheRoll('류현진', '01011111111');
    const near = await comes('유현진', '01022222222');
    const stranger = await comes('마동석', '01033333333');
    const answers = [];
    for (const { sessionId } of [near, stranger]) answers.push(await keepPlace((await proofOf(sessionId)).own, round.id));
    expect(answers).toEqual([
      { ok: false, code: 'provisional' },
      { ok: false, code: 'provisional' },
    ]);
    expect(await keptPlaces([near.personId, stranger.personId])).toHaveLength(2);
    expect(await database().ticket.count({ where: { roundId: round.id } }), 'no place in the draw yet').toBe(0);
    const { own } = await proofOf(near.sessionId);
    expect(await issueTicket(own, round.id)).toMatchObject({ code: 'not-on-roll' });
    const { number } = await standingOf(near.personId, round.id);
    expect(await enter(own, round.id, number), 'nobody enters before it is settled').toMatchObject({ ok: false });
  });

  it('is, once an office has joined them, the record with its own place, on every session', async () => {
    const record = await onTheRoll('류현진', '01011111111');
    const { personId, sessionId } = await comes('유현진', '01022222222');
    await keepPlace((await proofOf(sessionId)).own, round.id);
    expect((await likelyPeople(agent(), { name: '유현진', birthDate, reason })).map(({ id, kind }) => [id, kind])).toEqual([
      [personId, 'name-or-number'],
      [record, null],
    ]);
    expect(await joinRecord(agent(), { person: personId, record, reason })).toEqual({ ok: true });
    const { citizen, own } = await proofOf(sessionId);
    expect(citizen).toMatchObject({ personId: record, onRoll: true, name: '류현진' });
    const ticket = await issueTicket(own, round.id);
    expect(ticket).toMatchObject({ ok: true, number: (await standingOf(record, round.id)).number });
    expect(await comes('유현진', '01022222222'), 'at the next sign-in, too').toMatchObject({ personId: record });
    const { phone } = await database().person.findUniqueOrThrow({ where: { id: record } });
    expect(decrypt(phone, 'person.phone')).toBe('01022222222');
    expect((await likelyPeople(agent(), { name: '유현진', birthDate, reason })).map(({ kind, signedIn }) => [kind, signedIn])).toEqual([
      [null, true],
    ]);
    expect(await database().ticket.count({ where: { roundId: round.id } })).toBe(1);
    expect(await database().accessRecord.count({ where: { action: 'roll.joined', objectId: record, reason } })).toBe(1);
  });

  it('loses nothing by waiting: a call that lapsed meanwhile gives the late place of when they asked', async () => {
    const record = await onTheRoll('홍길동', '01011111111');
    const { personId, sessionId } = await comes('홍길동', '01022222222');
    await keepPlace((await proofOf(sessionId)).own, round.id);
    await database().$executeRaw`UPDATE provisional_place SET asked_at = now() - interval '20 minutes' WHERE person_id = ${personId}::uuid`;
    await moveFront(round.id, 'drawn', 1, 1_200);
    await joinRecord(agent(), { person: personId, record, reason });
    const [row] = await database().$queryRaw<{ bucket: number }[]>`
      SELECT (floor(late_position) - floor(extract(epoch FROM now() - interval '20 minutes') / 10))::float8 AS bucket FROM ticket
      WHERE round_id = ${round.id} AND person_id = ${record}::uuid`;
    expect(Math.abs(row?.bucket ?? 99)).toBeLessThanOrEqual(1);
  });

  it('is joined once: to a record of another birth date, of somebody signed in, or a second time, never', async () => {
    const record = await onTheRoll('홍길동', '01011111111');
    const first = await comes('홍길동', '01022222222');
    const second = await comes('홍길동', '01033333333');
    for (const { sessionId } of [first, second]) await keepPlace((await proofOf(sessionId)).own, round.id);
    const answers = await Promise.all([first, second].map(({ personId }) => joinRecord(agent(), { person: personId, record, reason })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const joined = answers[0]?.ok ? first : second;
    expect(await joinRecord(agent(), { person: joined.personId, record, reason })).toMatchObject({ code: 'not-joinable' });
    birthDay += 1;
    birthDate = `1950-01-${String(birthDay).padStart(2, '0')}`;
    const other = await onTheRoll('홍길동', '01011111111');
    const left = answers[0]?.ok ? second : first;
    expect(await joinRecord(agent(), { person: left.personId, record: other, reason })).toMatchObject({ code: 'not-joinable' });
  });
});

describe('whoever an office refuses', () => {
  const why = '다른 사람의 신분증이었음';

  it('waits no longer, keeps no place, reads why, and may apply again', async () => {
    const { personId, sessionId } = await comes('홍길동', '01022222222');
    const { own, citizen } = await proofOf(sessionId);
    await keepPlace(own, round.id);
    const office = agent();
    expect(await refusePerson(office, { person: personId, reason: why })).toEqual({ ok: true });
    expect(await keptPlaces([personId])).toEqual([]);
    expect(await database().provisionalPlace.count({ where: { personId } })).toBe(0);
    expect(await likelyPeople(office, { name: '홍길동', birthDate, reason })).toEqual([]);
    expect(await refusedPeople([personId])).toEqual([{ personId, reason: why }]);
    expect(
      await database().accessRecord.findMany({
        where: { action: 'roll.refused' },
        select: { subjects: true, reason: true, actorId: true },
      }),
    ).toContainEqual({ subjects: [personId], reason: why, actorId: office.personId });

    expect(await refusePerson(office, { person: personId, reason: why }), 'once').toMatchObject({ code: 'not-refusable' });
    expect(await addPerson(office, { person: personId, region: '99998', reason })).toMatchObject({ code: 'not-addable' });
    expect(await keepPlace(own, round.id), 'no place without applying anew').toMatchObject({ code: 'provisional-refused' });
    expect(await database().provisionalPlace.count({ where: { personId } })).toBe(0);

    expect(await apply(citizen, 'newly-eligible')).toEqual({ ok: true });
    expect(await refusedPeople([personId])).toEqual([]);
    expect(await keepPlace(own, round.id)).toMatchObject({ code: 'provisional' });
    expect(await keptPlaces([personId])).toHaveLength(1);
    expect((await likelyPeople(office, { name: '홍길동', birthDate, reason })).map(({ id, kind }) => [id, kind])).toEqual([
      [personId, 'newly-eligible'],
    ]);
  });

  it('is either refused or joined, when two offices settle it at once', async () => {
    const record = await onTheRoll('홍길동', '01011111111');
    const { personId, sessionId } = await comes('홍길동', '01022222222');
    await keepPlace((await proofOf(sessionId)).own, round.id);
    const [refused, joined] = await Promise.all([
      refusePerson(agent(), { person: personId, reason: why }),
      joinRecord(agent(), { person: personId, record, reason }),
    ]);
    expect([refused.ok, joined.ok].sort()).toEqual([false, true]);
    const { outcome } = await database().provisional.findUniqueOrThrow({ where: { personId } });
    expect(outcome).toBe(joined.ok ? 'joined' : 'refused');
    expect(await database().ticket.count({ where: { roundId: round.id } })).toBe(joined.ok ? 1 : 0);
  });
});

describe('whoever is on no roll', () => {
  const region = async () =>
    (await database().region.create({ data: { code: '99999', parentCode: null, nameKo: '시', nameEn: 'x', population: 1 } })).code;

  it('is added by an office with a reason, and has a late place only after the draw', async () => {
    const parentCode = await region();
    await database().region.create({ data: { code: '99998', parentCode, nameKo: '구', nameEn: 'x', population: 1 } });
    const { personId, sessionId } = await comes('Maria Schmidt', '01044444444');
    const { citizen, own } = await proofOf(sessionId);
    expect(await apply(citizen, 'no-number')).toEqual({ ok: true });
    await keepPlace(own, round.id);
    expect(await addPerson(agent(), { person: personId, region: '99999', reason }), 'no 시군구').toMatchObject({ code: 'not-addable' });
    expect(await addPerson(agent(), { person: personId, region: '99998', reason })).toEqual({ ok: true });
    expect(await addPerson(agent(), { person: personId, region: '99998', reason })).toMatchObject({ code: 'not-addable' });
    const ticket = await database().ticket.findUniqueOrThrow({ where: { roundId_personId: { roundId: round.id, personId } } });
    expect(ticket.latePosition).not.toBeNull();
    expect(await issueTicket((await proofOf(sessionId)).own, round.id)).toMatchObject({ ok: true });
    expect(await apply((await proofOf(sessionId)).citizen, 'foreign')).toMatchObject({ code: 'nothing-to-apply' });

    const row = { name: 'Nguyễn Thị Hoa', birthDate, phone: '01055555555', region: '99998', reason, different: false };
    const answers = await Promise.all([addRecord(agent(), row), addRecord(agent(), row)]);
    expect(
      answers.filter(({ ok }) => ok),
      'two offices at once make one record',
    ).toHaveLength(1);
    expect((await comes('Nguyễn Thị Hoa', '01055555555')).personId).toBeTruthy();
    expect(await database().person.count({ where: { birthDate: new Date(birthDate) } })).toBe(2);
    const moved = { ...row, phone: '01066666666' };
    expect(await addRecord(agent(), moved), 'perhaps the same person with a new number').toMatchObject({ code: 'namesake' });
    expect(await addRecord(agent(), { ...moved, different: true })).toEqual({ ok: true });
  });
});

it('nobody who works at an office makes themself somebody of the roll, or puts themself on it', async () => {
  const record = await onTheRoll('유관순', '01022223333');
  const { personId, sessionId } = await comes('류관순', '01022223333');
  const { own, citizen } = await proofOf(sessionId);
  expect(await keepPlace(own, round.id)).toMatchObject({ code: 'provisional' });
  expect(await apply(citizen, 'name-or-number')).toEqual({ ok: true });
  const themself = mintAgent({ sessionId, personId });
  expect(await joinRecord(themself, { person: personId, record, reason })).toEqual({ ok: false, code: 'not-joinable' });
  expect(await addPerson(themself, { person: personId, region: '', reason })).toEqual({ ok: false, code: 'not-addable' });
  expect(await joinRecord(agent(), { person: personId, record, reason })).toEqual({ ok: true });
});
