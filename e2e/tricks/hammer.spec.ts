import { setInterval } from 'node:timers/promises';
import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { askGate, Citizen, type Said } from './citizen';

const t = words('ko', 'line');
const everyMs = 100;
const tries = 60;

/** Presses "enter" every 100 ms, whatever the answer. */
async function hammer(citizen: Citizen, times = tries): Promise<Said[]> {
  const answers: Promise<Said>[] = [];
  for await (const _ of setInterval(everyMs)) {
    answers.push(askGate(citizen.visitor, citizen.round.id));
    if (answers.length === times) break;
  }
  return await Promise.all(answers);
}

const countOf = (answers: Said[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { code, to } of answers) counts[to ?? code] = (counts[to ?? code] ?? 0) + 1;
  return counts;
};

test('a retry every 100 ms gets no seat sooner, and locks nobody else out', async ({ world, people }) => {
  const [holder, eager, calm] = await people(3);
  if (!holder || !eager || !calm) throw new Error('nobody');
  const round = await world.round([holder, eager, calm], { seatCount: 1 });
  const inside = await Citizen.inside(holder, round);
  const hammerer = await Citizen.waiting(eager, round);
  const patient = await Citizen.waiting(calm, round);

  const hammering = hammer(hammerer);
  const answers = await hammering;
  const counts = countOf(answers);
  expect(Object.keys(counts).sort()).toEqual(['no-seat', 'too-often']);
  // Ten in ten seconds, wherever the window of the limit began.
  expect(counts['no-seat']).toBeLessThanOrEqual(20);
  for (const { status, retryAfter, sentence } of answers.filter(({ code }) => code === 'too-often')) {
    expect(status).toBe(429);
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(20);
    expect(sentence).toBe(t('refusal.too-often', { seconds: retryAfter ?? 0 }));
  }
  // Behind the same address, at the same moment, the calm one is answered as if nobody hammered.
  expect(await patient.enter()).toMatchObject({ status: 503, code: 'no-seat' });
  await inside.visitor.post(`/line/${round.id}/leave`, {});
  expect((await hammerer.enter()).code).toBe('too-often');
  // The calm one comes again when they were told to.
  await database().$executeRaw`UPDATE ticket SET retry_at = now() WHERE round_id = ${round.id} AND person_id = ${calm.personId}::uuid`;
  expect((await patient.enter()).to).toBe('/book');
  expect(await world.seatsInUse(round)).toBe(1);
});

test('a retry every 100 ms gets no late place sooner', async ({ world, people }) => {
  const [holder, calm, eager] = await people(3);
  if (!holder || !calm || !eager) throw new Error('nobody');
  const round = await world.round([holder, calm, eager], { lineOrder: 'arrival', seatCount: 1 });
  const inside = await Citizen.inside(holder, round);
  const patient = await Citizen.waiting(calm, round);
  const hammerer = await Citizen.waiting(eager, round);
  // The calm one came a minute before.
  await database().$executeRaw`
    UPDATE ticket SET late_position = late_position - 6 WHERE round_id = ${round.id} AND person_id = ${calm.personId}::uuid`;
  const latePlaces = async () =>
    (await database().ticket.findMany({ where: { roundId: round.id, latePosition: { not: null } }, orderBy: { latePosition: 'asc' } })).map(
      ({ personId, latePosition }) => ({ personId, latePosition }),
    );
  const before = await latePlaces();
  expect(before.map(({ personId }) => personId)).toEqual([calm.personId, eager.personId]);

  const counts = countOf(await hammer(hammerer));
  expect(counts['too-often']).toBeGreaterThan(tries / 2);
  expect(counts['/book']).toBeUndefined();
  expect(await latePlaces()).toEqual(before);

  await inside.visitor.post(`/line/${round.id}/leave`, {});
  expect((await hammerer.enter()).code).toBe('too-often');
  expect((await patient.enter()).to).toBe('/book');
});

test('whoever is not called yet is not called for asking', async ({ world, people }) => {
  const [eager, calm] = await people(2);
  if (!eager || !calm) throw new Error('nobody');
  // A front that takes a day: it stands at the very beginning while the test runs.
  const round = await world.round([eager, calm], { calledAgo: null, minSweep: 86_400, opensIn: -1 });
  const hammerer = await Citizen.waiting(eager, round);
  const patient = await Citizen.waiting(calm, round);
  const counts = countOf(await hammer(hammerer));
  // Some at the gate, most on the doorstep, which counts nothing.
  expect(counts['not-called']).toBeGreaterThan(0);
  expect((counts['not-called'] ?? 0) + (counts['too-often'] ?? 0)).toBe(tries);
  expect((await patient.enter()).code).toBe('not-called');
  const tickets = await database().ticket.findMany({ where: { roundId: round.id } });
  expect(tickets.map(({ latePosition, enteredAt }) => ({ latePosition, enteredAt }))).toEqual(
    Array(2).fill({ latePosition: null, enteredAt: null }),
  );
  expect(await world.seatsInUse(round)).toBe(0);
});
