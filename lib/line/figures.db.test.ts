import { expect, test } from 'vitest';
import { confirmHold, holdSlot } from '@/lib/booking/commands';
import { mintOperator } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { clinicWith, databaseNow, heldBy, openRound, passOf, type World } from '@/test/booking';
import { moveFront, person } from '@/test/line';
import { pauseRound, resumeRound } from './commands';
import { leaderOf, roundFigures } from './queries';
import { lead } from './worker';

const operator = mintOperator({ sessionId: 'session', personId: 'operator' });

const figuresOf = async ({ roundId, campaignId }: World) => (await roundFigures(operator, campaignId)).find(({ id }) => id === roundId);

async function ticket(roundId: string, latePosition: number | null = null) {
  const { personId } = await person();
  await database().ticket.create({ data: { roundId, personId, latePosition } });
}

test('the figures of a round count its own tickets, seats, calls, holds and bookings, and no other round’s', async () => {
  const [world, other, stranger] = [await openRound(), await openRound(), await openRound()];
  await database().round.update({ where: { id: other.roundId }, data: { campaignId: world.campaignId } });
  const none = { tickets: 0, seatsInUse: 0, front: 0, lateWaiting: 0, held: 0, confirmed: 0 };
  expect(await figuresOf(world)).toEqual({ id: world.roundId, ...none });
  await moveFront(world.roundId, 'drawn', 0.25);
  await moveFront(world.roundId, 'late', 100.5);
  await ticket(world.roundId);
  await ticket(world.roundId, 100.2);
  await ticket(world.roundId, 101.1);
  await ticket(other.roundId, 7);

  const { slots } = await clinicWith(world, [9]);
  const [slot = 0] = slots;
  const lapsing = await passOf(world);
  await heldBy(lapsing, slot);
  await heldBy(await passOf(world), slot);
  await passOf(world);
  const done = await passOf(world);
  await confirmHold(done, await heldBy(done, slot));
  await database().booking.updateMany({ where: { personId: lapsing.personId }, data: { heldUntil: await databaseNow() } });
  await database().seat.update({ where: { passId: lapsing.passId }, data: { expiresAt: await databaseNow() } });

  const busy = { tickets: 3, seatsInUse: 2, front: 0.25, lateWaiting: 1, held: 1, confirmed: 1 };
  expect(await figuresOf(world)).toEqual({ id: world.roundId, ...busy });
  expect(await figuresOf({ ...other, campaignId: world.campaignId })).toEqual({ id: other.roundId, ...none, tickets: 1, lateWaiting: 1 });
  expect(await roundFigures(operator, stranger.campaignId)).toEqual([{ id: stranger.roundId, ...none }]);
});

test('a round is paused once and resumed once, and nobody books meanwhile', async () => {
  const world = await openRound();
  const { slots } = await clinicWith(world, [9]);
  const [slot = 0] = slots;
  const pass = await passOf(world);
  expect(await resumeRound(operator, world.roundId)).toBe(false);
  expect(await pauseRound(operator, world.roundId, '점검하고 있어요')).toBe(true);
  expect(await pauseRound(operator, world.roundId, '다른 까닭')).toBe(false);
  expect(await database().round.findUnique({ where: { id: world.roundId } })).toMatchObject({ pauseReason: '점검하고 있어요' });
  expect(await holdSlot(pass, slot)).toMatchObject({ ok: false, code: 'pass-gone' });
  expect(await resumeRound(operator, world.roundId)).toBe(true);
  expect(await resumeRound(operator, world.roundId)).toBe(false);
  expect(await holdSlot(pass, slot)).toMatchObject({ ok: true });
});

test('a round that is over is not paused', async () => {
  const world = await openRound({ closesAt: await databaseNow() });
  expect(await pauseRound(operator, world.roundId, '점검하고 있어요')).toBe(false);
});

test('the leader is alive while its lease holds', async () => {
  expect(await leaderOf(operator)).toBeNull();
  await lead('server-1');
  expect(await leaderOf(operator)).toMatchObject({ holder: 'server-1', alive: true });
  await database().lease.update({ where: { name: 'controller' }, data: { until: await databaseNow() } });
  expect(await leaderOf(operator)).toMatchObject({ holder: 'server-1', alive: false });
});
