import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { cancelBooking, confirmHold, holdSlot } from '@/lib/booking/commands';
import { startSession } from '@/lib/identity/commands';
import { mintBeneficiary, mintCitizen, mintOperator } from '@/lib/identity/proof';
import { peopleOf } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { enter, issueTicket, pauseRound, resumeRound, setCallRate } from '@/lib/line/commands';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { clinicWith, openRound, passOf } from '@/test/booking';
import { lineRound, moveFront } from '@/test/line';
import { entriesOf, monthReviewed } from './queries';

const whence = { hash: new Uint8Array([9, 9]), network: '198.51.100.0/24' };

async function person(): Promise<string> {
  const sealed = { name: encrypt('홍길동', 'person.name'), phone: encrypt('01012345678', 'person.phone') };
  const data = { matchHash: new Uint8Array([1]), birthDate: new Date('1980-01-01'), onRoll: true, createdAt: new Date(0), ...sealed };
  return (await database().person.create({ data })).id;
}

/** A helper, signed in, with somebody who agreed. */
async function pair() {
  const [helperId, beneficiaryId] = [await person(), await person()];
  await database().consent.create({ data: { helperId, beneficiaryId, relation: 'daughter', textVersion: '1' } });
  const sessionId = sessionIdOf(await startSession(helperId, 'identity', true, { whence, device: 'Android · Chrome' }));
  const facts = { name: '홍길동', birthDate: '1980-01-01', onRoll: true, createdAt: new Date(0), verified: true, sessionId };
  return {
    helperId,
    sessionId,
    helper: mintCitizen({ ...facts, personId: helperId }),
    beneficiary: mintBeneficiary({ ...facts, personId: beneficiaryId, actorId: helperId, relation: 'helper', lead: false }),
    oneself: mintBeneficiary({ ...facts, personId: helperId, actorId: helperId, relation: 'self', lead: false }),
  };
}

const recorded = async (actorId: string) => {
  const rows = await database().accessRecord.findMany({ where: { actorId }, orderBy: { id: 'asc' } });
  return rows.map(({ action, subjects, role, network, objectId }) => ({ action, subjects, role, network, objectId }));
};

test('reading the people one acts for is recorded once, and one’s own record never', async () => {
  const { helper, helperId, beneficiary } = await pair();
  await peopleOf(helper);
  await peopleOf(helper);
  expect(await recorded(helperId)).toEqual([
    { action: 'people.read', subjects: [beneficiary.personId], role: 'helper', network: whence.network, objectId: '' },
  ]);
  const another = await person();
  await database().consent.create({ data: { helperId, beneficiaryId: another, relation: 'son', textVersion: '1' } });
  await peopleOf(helper);
  expect(await recorded(helperId), 'one more person is another reading').toHaveLength(2);
});

test('a ticket and the entry for somebody else are recorded, and one’s own are not', async () => {
  const round = await lineRound(5, { helpersAllowed: true });
  await moveFront(round.id, 'drawn', 1);
  const { helperId, beneficiary, oneself } = await pair();
  for (const one of [beneficiary, oneself]) {
    const ticket = await issueTicket(one, round.id);
    if (!ticket.ok) throw new Error(ticket.code);
    expect(await enter(one, round.id, ticket.number)).toMatchObject({ ok: true });
  }
  const by = { subjects: [beneficiary.personId], role: 'helper', network: whence.network, objectId: round.id };
  expect(await recorded(helperId)).toEqual([
    { ...by, action: 'ticket.taken' },
    { ...by, action: 'pass.taken' },
  ]);
});

test('what is done to somebody’s booking is recorded, by whichever statement', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [5]);
  const { helperId, sessionId, beneficiary } = await pair();
  const pass = { ...(await passOf(world, { personId: beneficiary.personId })), actorId: helperId, sessionId };
  await database().seat.updateMany({ where: { passId: pass.passId }, data: { sessionId } });
  const held = await holdSlot(pass, slots[0] ?? 0);
  if (!held.ok) throw new Error(held.code);
  await confirmHold(pass, held.bookingId);
  await cancelBooking(beneficiary, held.bookingId);
  const by = { subjects: [beneficiary.personId], role: 'helper', network: whence.network, objectId: held.bookingId };
  const [taken, ...done] = await recorded(helperId);
  expect(taken).toMatchObject({ action: 'pass.taken' });
  expect(done).toEqual(['held', 'confirmed', 'cancelled'].map((kind) => ({ ...by, action: `booking.${kind}` })));
});

test('one’s own booking is nobody’s access', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [5]);
  const own = await passOf(world);
  expect(await holdSlot(own, slots[0] ?? 0)).toMatchObject({ ok: true });
  expect(await recorded(own.personId)).toEqual([]);
});

test('what an operator changes is recorded with the reason, and what changed nothing is not', async () => {
  const { id } = await lineRound(1);
  const operator = mintOperator({ personId: randomUUID(), sessionId: 'o', whence });
  await resumeRound(operator, id);
  await pauseRound(operator, id, '점검');
  await pauseRound(operator, id, '점검 다시');
  await setCallRate(operator, id, 5);
  await resumeRound(operator, id);
  const rows = await database().accessRecord.findMany({ where: { actorId: operator.personId }, orderBy: { id: 'asc' } });
  expect(rows.map(({ action, reason, role, network }) => [action, reason, role, network])).toEqual([
    ['round.paused', '점검', 'operator', whence.network],
    ['round.rate-set', '5', 'operator', whence.network],
    ['round.resumed', null, 'operator', whence.network],
  ]);
});

test('a month is reviewed: who, how many people, exports, nights; and the review is recorded', async () => {
  const operator = mintOperator({ personId: randomUUID(), sessionId: 'o', whence });
  const actorId = randomUUID();
  const [one, two] = [randomUUID(), randomUUID()];
  const add = async (at: string, action: string, subjects: string[], network: string) =>
    await database().accessRecord.create({
      data: { at: new Date(at), actorId, role: 'clinic', action, objectKind: 'clinic-day', objectId: 'c', subjects, network },
    });
  await add('2025-02-28T23:59:59+09:00', 'list.read', [one], 'a');
  await add('2025-03-01T00:00:00+09:00', 'list.read', [one, two], 'a');
  await add('2025-03-10T14:00:00+09:00', 'list.exported', [one], 'b');
  await add('2025-04-01T00:00:00+09:00', 'list.read', [one], 'a');
  const { accounts } = await monthReviewed(operator, '2025-03');
  expect(accounts).toEqual([{ actorId, role: 'clinic', accesses: 2, people: 2, exports: 1, nights: 1, networks: 2 }]);
  expect((await entriesOf(operator, '2025-03', actorId)).map(({ action }) => action)).toEqual(['list.exported', 'list.read']);
  const rows = await database().accessRecord.findMany({ where: { actorId: operator.personId }, orderBy: { id: 'asc' } });
  expect(rows.map(({ action, objectId }) => [action, objectId])).toEqual([
    ['record.read', '2025-03'],
    ['record.read', actorId],
  ]);
});
