import { expect, it } from 'vitest';
import { confirmHold, holdSlot, holdTogether, releaseHold } from '@/lib/booking/commands';
import { roundById } from '@/lib/campaign/queries';
import { closeCase } from '@/lib/desk/commands';
import { insideNow } from '@/lib/desk/queries';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { withSeatsBeside } from '@/lib/line/beside/queries';
import { endPass, extendPass } from '@/lib/line/commands';
import { mintPass, type PassProof } from '@/lib/line/proof';
import { partyMemberOf, seatOfPass } from '@/lib/line/queries';
import { database } from '@/lib/platform/database';
import { clinicWith, expectCountersToHold } from '@/test/booking';
import { caller, deskWith, reason, recordOf } from '@/test/desk';
import { lineRound, moveFront, standingOf } from '@/test/line';
import { enterForAll } from './enter-for-all';

async function campaignOf(roundId: string) {
  const found = await roundById(roundId);
  if (!found) throw new Error('no round');
  return found.campaign;
}

/** A mother and her sister, each with a ticket and a call of their own, at the desk of one agent. */
async function twoCalled() {
  const { id, campaignId } = await lineRound(10, { helpersAllowed: false });
  await moveFront(id, 'drawn', 1);
  const { regionCode } = await database().clinic.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const { slots } = await clinicWith({ campaignId, roundId: id, regionCode }, [1, 1]);
  const desk = await deskWith([await caller('심청자'), await caller('심봉사')]);
  return { roundId: id, campaignId, campaign: await campaignOf(id), slots, ...desk };
}

/** The pass as the gate mints it for the browser that carries the first one's. */
async function passOf({ people: [first], campaignId }: { people: BeneficiaryProof[]; campaignId: string }): Promise<PassProof> {
  if (!first) throw new Error('nobody');
  const seat = await database().seat.findFirstOrThrow({ where: { personId: first.personId } });
  const found = await seatOfPass(seat.passId ?? '', first.sessionId);
  if (!found) throw new Error('no seat');
  const { actorId, sessionId, relation, personId, birthDate, name } = first;
  const facts = {
    ...{ passId: seat.passId ?? '', roundId: seat.roundId, campaignId, personId, actorId, sessionId, relation, birthDate },
    ...{ beneficiaryName: name, party: found.party.map(partyMemberOf), expiresAt: found.expires_at, now: found.now },
    ...{ extensionsLeft: found.extensions_left, wanted: found.wanted },
  };
  return mintPass(await withSeatsBeside(facts));
}

const seatsOf = async (world: Awaited<ReturnType<typeof twoCalled>>) =>
  await database().seat.count({ where: { personId: { in: world.people.map(({ personId }) => personId) }, expiresAt: { gt: new Date() } } });

it('books two people with a call each in adjacent half hours, with the agent and the reason for each; their seats are free again', async () => {
  const world = await twoCalled();
  expect((await enterForAll(world.people, world.campaign)).map(({ answer }) => answer.ok)).toEqual([true, true]);
  const pass = await passOf(world);
  expect(pass.party.map(({ name }) => name)).toEqual(['심청자', '심봉사']);
  const ids = world.people.map(({ personId }) => personId);
  expect(await holdTogether(pass, world.slots[0] ?? 0, ids)).toEqual({ ok: true });
  const held = await database().booking.findMany({ where: { personId: { in: ids } }, orderBy: { slotId: 'asc' } });
  expect(held.map(({ slotId, personId }) => [slotId, personId])).toEqual(ids.map((id, index) => [world.slots[index], id]));
  expect(await confirmHold(pass, held[0]?.id ?? '')).toMatchObject({ ok: true });
  expect((await database().booking.findMany({ where: { personId: { in: ids } } })).map(({ status }) => status)).toEqual([
    'confirmed',
    'confirmed',
  ]);
  expect(await seatsOf(world)).toBe(0);
  for (const id of ids) {
    expect((await recordOf(id)).slice(2)).toEqual(
      ['ticket.taken', 'pass.taken', 'booking.held', 'booking.confirmed'].map((action) => [action, 'agent', reason]),
    );
  }
  await expectCountersToHold();
});

it('is for all or nobody, and only while the seats and the cases of all are', async () => {
  const world = await twoCalled();
  await enterForAll(world.people, world.campaign);
  const pass = await passOf(world);
  const [first, second] = world.people;
  if (!first || !second) throw new Error('two people');
  const ids = [first.personId, second.personId];
  expect(await holdTogether(pass, world.slots[1] ?? 0, ids), 'the day ends').toEqual({ ok: false, code: 'not-adjacent' });
  expect(await database().booking.count({ where: { personId: { in: ids } } })).toBe(0);
  expect(await holdTogether(pass, world.slots[0] ?? 0, ids)).toEqual({ ok: true });
  const seat = { roundId: world.roundId, personId: second.personId };
  const { expiresAt } = await database().seat.findFirstOrThrow({ where: seat });
  await database().seat.updateMany({ where: seat, data: { expiresAt: new Date(0) } });
  const { id } = await database().booking.findFirstOrThrow({ where: { personId: first.personId } });
  expect(await confirmHold(pass, id)).toEqual({ ok: false, code: 'pass-gone' });
  await database().seat.updateMany({ where: { ...seat }, data: { expiresAt } });
  await closeCase(world.agent, second.personId);
  expect(await confirmHold(pass, id)).toEqual({ ok: false, code: 'pass-gone' });
  expect(
    (await passOf(world)).party.map(({ personId }) => personId),
    'who is left goes on alone',
  ).toEqual([first.personId]);
});

it('is extended and left as one', async () => {
  const world = await twoCalled();
  await enterForAll(world.people, world.campaign);
  await database().seat.updateMany({ where: { roundId: world.roundId, personId: { not: null } }, data: { extensions: 1 } });
  const pass = await passOf(world);
  const extended = await extendPass(pass);
  expect(extended?.extensionsLeft).toBe(pass.extensionsLeft - 1);
  expect(
    (await database().seat.findMany({ where: { roundId: world.roundId, personId: { not: null } } })).map((one) => one.extensions),
  ).toEqual([2, 2]);
  await releaseHold(pass);
  await endPass(pass);
  expect(await seatsOf(world)).toBe(0);
});

it('says for each who was not called, and lets the other in', async () => {
  const { id } = await lineRound(10, { helpersAllowed: false });
  const { people } = await deskWith([await caller('심청자'), await caller('심봉사')]);
  const places = await Promise.all(people.map(async ({ personId }) => (await standingOf(personId, id)).place));
  const [one = 0, two = 0] = places;
  await moveFront(id, 'drawn', (one + two) / 2);
  expect((await enterForAll(people, await campaignOf(id))).map(({ step, answer }) => [step, answer.ok || answer.code])).toEqual(
    places.map((place) => ['entry', place === Math.min(one, two) || 'not-called']),
  );
});

it('lets people of different rounds in with one press, each by their own gate; who is not called is told so, and the others are booked', async () => {
  const born = (day: number) => ({ birthDate: new Date(`1950-05-0${day}`) });
  const first = await lineRound(10, { cohort: { dayDigits: [5] } });
  const { campaignId } = first;
  const second = await lineRound(10, { campaignId, sequence: 2, cohort: { dayDigits: [6] } });
  const third = await lineRound(10, { campaignId, sequence: 3, cohort: { dayDigits: [7] } });
  const callers = [await caller('심청자', born(5)), await caller('심봉사', born(6)), await caller('뺑덕', born(7))];
  for (const { id } of [first, second]) await moveFront(id, 'drawn', 1);
  const { agent, people } = await deskWith(callers);
  const campaign = await campaignOf(first.id);
  expect((await enterForAll(people, campaign)).map(({ step, answer }) => [step, answer.ok ? answer.roundId : answer.code])).toEqual([
    ['entry', first.id],
    ['entry', second.id],
    ['entry', 'not-called'],
  ]);
  expect(await database().seat.count({ where: { roundId: third.id, personId: { not: null } } })).toBe(0);
  const ids = people.slice(0, 2).map(({ personId }) => personId);
  expect((await insideNow(agent)).toSorted()).toEqual(ids.toSorted());
  for (const one of people.slice(0, 2)) {
    const pass = await passOf({ people: [one], campaignId });
    expect(
      pass.party.map(({ personId }) => personId),
      'nobody of another round',
    ).toEqual([one.personId]);
    const { clinicId } = await database().share.findFirstOrThrow({ where: { roundId: pass.roundId } });
    const slot = await database().slot.findFirstOrThrow({ where: { clinicId }, orderBy: { id: 'asc' } });
    const held = await holdSlot(pass, slot.id);
    if (!held.ok) throw new Error(held.code);
    expect(await confirmHold(pass, held.bookingId)).toMatchObject({ ok: true });
    // Pressed once more: who is booked is told so, the other goes on.
    await enterForAll(people, campaign);
  }
  const booked = await database().booking.findMany({ where: { personId: { in: ids }, status: 'confirmed' } });
  expect(booked.map(({ roundId }) => roundId).sort()).toEqual([first.id, second.id].sort());
  expect(await insideNow(agent)).toEqual([]);
});
