import { expect, it } from 'vitest';
import { roundById } from '@/lib/campaign/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { openCaseFor } from '@/lib/desk/commands';
import { searchPeople } from '@/lib/desk/queries';
import { startSession } from '@/lib/identity/commands';
import { mintAgent, mintBeneficiary } from '@/lib/identity/proof';
import { personOfSession } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { withdrawWishes } from '@/lib/wish/commands';
import type { Wish } from '@/lib/wish/wish';
import { meetDueWishes } from '@/lib/wish/worker';
import { agreed } from '@/test/agreed';
import { clinicWith } from '@/test/booking';
import { drawAndOpen, householdOf } from '@/test/household';
import { lineRound, moveFront } from '@/test/line';
import { ticketAtDesk, wishForAll } from './wish-for-all';

async function somebody(name: string, more: { createdAt?: Date } = {}) {
  const data = {
    matchHash: new Uint8Array([1]),
    birthDate: new Date('1950-05-05'),
    name: encrypt(name, 'person.name'),
    phone: encrypt('01012345678', 'person.phone'),
    onRoll: true,
    createdAt: new Date(0),
    ...more,
  };
  const { id } = await database().person.create({ data });
  await agreed(id);
  return id;
}

const reason = '전화로 부부 예약 요청';

/** An agent with a case for each of these people, as the desk's forms open them. */
async function deskWith(ids: string[]) {
  const personId = await somebody('상담원');
  const sessionId = sessionIdOf(await startSession(personId, 'test', true));
  const agent = mintAgent({ personId, sessionId });
  for (const id of ids) {
    const row = await database().person.findUniqueOrThrow({ where: { id } });
    const name = id === ids[0] ? '심청자' : '심봉사';
    await searchPeople(agent, { name, birthDate: row.birthDate.toISOString().slice(0, 10) }, reason);
    expect(await openCaseFor(agent, { personId: id, channel: 'phone', reason })).toEqual({ ok: true });
  }
  return await Promise.all(
    ids.map(async (id) => {
      const found = await personOfSession(sessionId, id);
      if (!found) throw new Error('no case');
      return mintBeneficiary({ ...found, sessionId });
    }),
  );
}

async function world() {
  const round = await lineRound(10, { drawInMinutes: 120, opensInMinutes: 150, closesInMinutes: 1_000, helpersAllowed: false });
  const { regionCode } = await database().clinic.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const { clinicId } = await clinicWith({ campaignId: round.campaignId, roundId: round.id, regionCode }, [5, 5]);
  const days = { fromDay: seoulDate(new Date(Date.now() - 86_400_000)), toDay: seoulDate(new Date(Date.now() + 30 * 86_400_000)) };
  const wish: Wish = { where: { clinic: clinicId }, ...days, fromMinute: 0, toMinute: 1440 };
  const found = await roundById(round.id);
  if (!found) throw new Error('no round');
  return { ...round, wish, campaign: found.campaign, clinicId };
}

const recordOf = async (personId: string) =>
  (await database().accessRecord.findMany({ where: { subjects: { has: personId } }, orderBy: { id: 'asc' } })).map(
    ({ action, role, reason: why }) => [action, role, why],
  );

it('a couple who call before they are called get tickets and wishes in one form, and are booked without calling again', async () => {
  const ids = [await somebody('심청자'), await somebody('심봉사')];
  const { id, wish, campaign, clinicId } = await world();
  const couple = await deskWith(ids);
  for (const { answer } of await wishForAll(couple, wish, campaign)) expect(answer).toEqual({ ok: true });
  // Sent twice, a form leaves one wish.
  for (const { answer } of await wishForAll(couple, wish, campaign)) expect(answer).toEqual({ ok: true });
  expect((await database().wishList.findMany({ where: { roundId: id } })).map(({ wishes }) => wishes)).toEqual([[wish], [wish]]);
  for (const personId of ids) {
    expect(await recordOf(personId)).toEqual(
      ['desk.searched', 'case.opened', 'ticket.taken', 'wishes.left', 'ticket.taken'].map((action) => [action, 'agent', reason]),
    );
  }
  await drawAndOpen(id);
  await moveFront(id, 'drawn', 1);
  await meetDueWishes(database());
  const booked = await database().booking.findMany({ where: { personId: { in: ids }, status: 'confirmed' } });
  expect(booked.map((one) => [one.clinicId, one.actorId])).toEqual(couple.map(({ actorId }) => [clinicId, actorId]));
  const told = await database().notice.findMany({ where: { personId: { in: ids } } });
  expect(told.map(({ template, personId }) => [template, personId]).sort()).toEqual(ids.map((one) => ['wish-booked', one]).sort());
});

it('answers for each: whoever was called already books now, and the other’s wish is kept; it can be taken back with the reason', async () => {
  const ids = [await somebody('심청자'), await somebody('심봉사', { createdAt: new Date(Date.now() + 86_400_000) })];
  const { id, wish, campaign } = await world();
  const couple = await deskWith(ids);
  const [called, late] = couple;
  if (!called || !late) throw new Error('a couple');
  for (const one of couple) expect(await ticketAtDesk(one, campaign)).toMatchObject({ ok: true });
  await drawAndOpen(id);
  await moveFront(id, 'drawn', 1);
  expect((await wishForAll(couple, wish, campaign)).map(({ person, answer }) => [person.name, answer])).toEqual([
    ['심청자', { ok: false, code: 'called-already' }],
    ['심봉사', { ok: true }],
  ]);
  expect(await withdrawWishes(late, id)).toEqual({ ok: true });
  expect((await recordOf(late.personId)).at(-1)).toEqual(['wishes.withdrawn', 'agent', reason]);
  expect((await recordOf(called.personId)).map(([action]) => action)).not.toContain('wishes.left');
});

it('of a household, whose wishes are one list, the form leaves one', async () => {
  const ids = [await somebody('심청자'), await somebody('심봉사')];
  const { id, wish, campaign } = await world();
  const couple = await deskWith(ids);
  // Helpers may not act in this round: an agent is none.
  await householdOf(id, couple);
  for (const { answer } of await wishForAll(couple, wish, campaign)) expect(answer).toEqual({ ok: true });
  expect(await database().wishList.findMany({ where: { roundId: id } })).toMatchObject([{ wishes: [wish] }]);
});
