import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { EntryRow } from '@/lib/line/entry';
import { enterStatement } from '@/lib/line/sql';
import { database } from '@/lib/platform/database';
import { databaseNow, somebody } from '@/test/booking';
import { lineRound, moveFront } from '@/test/line';
import { judge } from './entry';
import { chanceOf } from './random';

const lateOrder = 0.625;

/** A situation at the gate; late places and fronts in ten-second buckets before now. */
function situation(chance: ReturnType<typeof chanceOf>) {
  const pick = <Value>(...values: Value[]): Value => values[Math.floor(chance.next() * values.length)] as Value;
  return {
    phase: pick('open', 'open', 'open', 'open', 'open', 'open', 'before', 'after'),
    place: pick(0.1, 0.4, 0.8),
    front: pick(0, 0.2, 0.5, 1),
    frontHeld: pick(0, 0.2, 0.5),
    late: pick(null, null, 90.5, 60.25, 30.125, 10.5),
    other: pick(null, 70.5, 40.5, 20.5, 5.5),
    lateFront: pick(null, 80, 50, 25),
    lateHeld: pick(null, 85, 55),
    seats: pick(1, 1, 0),
  };
}

const chance = chanceOf(5, 5);
const situations = Array.from({ length: 40 }, () => situation(chance));
const title =
  'the statement decides like the simulated gate: $phase, $place of $frontHeld to $front, late $late and $other of $lateHeld to $lateFront';

it.each(situations)(title, async (facts) => {
  const minutes = { before: [5, 60], open: [-60, 60], after: [-60, -1] }[facts.phase] ?? [];
  const round = await lineRound(1, { opensInMinutes: minutes[0], closesInMinutes: minutes[1] });
  const now = await databaseNow();
  const bucket = Math.floor(now.getTime() / 10_000);
  const [personId, otherId, insideId] = [await somebody(), await somebody(), await somebody()];
  const frontHeld = Math.min(facts.frontHeld, facts.front);
  const lateFront = facts.lateFront === null ? 0 : bucket - facts.lateFront;
  const lateHeld = facts.lateHeld === null || facts.lateFront === null ? 0 : bucket - Math.max(facts.lateHeld, facts.lateFront);
  const latePlace = facts.late === null ? 0 : bucket - facts.late;
  const other = facts.other === null ? null : bucket - facts.other;
  await database().ticket.createMany({
    data: [
      { roundId: round.id, personId, latePosition: latePlace || null },
      { roundId: round.id, personId: otherId, latePosition: other },
    ],
  });
  for (const [line, held, reached] of [['drawn', frontHeld, facts.front] as const, ['late', lateHeld, lateFront] as const]) {
    if (held > 0) await moveFront(round.id, line, held, 700);
    if (reached > held) await moveFront(round.id, line, reached, 1);
  }
  if (facts.seats === 0) {
    const taken = {
      personId: insideId,
      sessionId: 'other',
      passId: randomUUID(),
      grantedAt: now,
      seenAt: now,
      expiresAt: new Date(now.getTime() + 600_000),
    };
    await database().seat.updateMany({ where: { roundId: round.id }, data: taken });
  }

  const attempt = {
    roundId: round.id,
    ...{ personId, headId: personId, actorId: personId },
    sessionId: 's',
    passId: randomUUID(),
    place: facts.place,
    lateOrder,
    lateOnly: false,
    relation: 'self' as const,
    spread: 1,
  };
  const [row] = await database().$queryRaw<EntryRow[]>(enterStatement(attempt));
  const verdict = judge({
    now: facts.phase === 'before' ? -300 : 3_600,
    closesAt: facts.phase === 'after' ? 3_540 : 7_200,
    booked: false,
    inside: false,
    place: facts.place,
    front: facts.front,
    frontHeld,
    lateFront,
    lateHeld,
    latePlace,
    newLatePlace: () => bucket + lateOrder,
    somebodyBefore: (late) => other !== null && other > lateFront && other < late,
    soldOut: false,
  });

  const taken = facts.seats > 0 ? 'entered' : 'no-seat';
  expect(row?.code).toBe(verdict.code === 'called' ? taken : verdict.code);
  if (facts.phase !== 'open') return;
  const { latePosition } = await database().ticket.findUniqueOrThrow({ where: { roundId_personId: { roundId: round.id, personId } } });
  const kept = row?.code === 'entered' ? 0 : verdict.latePlace;
  // The statement ran in this ten-second bucket or in the next.
  expect([kept, kept === bucket + lateOrder ? kept + 1 : kept]).toContain(latePosition ?? 0);
  const seat = await database().seat.findFirst({ where: { roundId: round.id, personId } });
  const via = verdict.calledDrawn ? 'drawn' : verdict.latePlace <= lateFront ? 'late' : null;
  expect(seat?.via ?? null).toBe(row?.code === 'entered' ? via : null);
});
