import { expect, it } from 'vitest';
import { roundById } from '@/lib/campaign/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { withdrawWishes } from '@/lib/wish/commands';
import type { Wish } from '@/lib/wish/wish';
import { meetDueWishes } from '@/lib/wish/worker';
import { clinicWith } from '@/test/booking';
import { caller, deskWith, reason, recordOf } from '@/test/desk';
import { drawAndOpen, householdOf } from '@/test/household';
import { lineRound, moveFront } from '@/test/line';
import { ticketAtDesk, wishForAll } from './wish-for-all';

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

it('a couple who call before they are called get tickets and wishes in one form, and are booked without calling again', async () => {
  const callers = [await caller('심청자'), await caller('심봉사')];
  const ids = callers.map(({ id: one }) => one);
  const { id, wish, campaign, clinicId } = await world();
  const { people: couple } = await deskWith(callers);
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
  const callers = [await caller('심청자'), await caller('심봉사', { createdAt: new Date(Date.now() + 86_400_000) })];
  const { id, wish, campaign } = await world();
  const { people: couple } = await deskWith(callers);
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
  const callers = [await caller('심청자'), await caller('심봉사')];
  const { id, wish, campaign } = await world();
  const { people: couple } = await deskWith(callers);
  // Helpers may not act in this round: an agent is none.
  await householdOf(id, couple);
  for (const { answer } of await wishForAll(couple, wish, campaign)) expect(answer).toEqual({ ok: true });
  expect(await database().wishList.findMany({ where: { roundId: id } })).toMatchObject([{ wishes: [wish] }]);
});
