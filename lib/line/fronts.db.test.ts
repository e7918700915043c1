import { describe, expect, it } from 'vitest';
import { revealDraws } from '@/lib/draw/worker';
import { admissionOf } from '@/lib/platform/busy';
import { database } from '@/lib/platform/database';
import { databaseNow } from '@/test/booking';
import { aSecondLater, lineRound, moveFront, person, standingOf } from '@/test/line';
import { enter, issueTicket } from './commands';
import { documentOf } from './queries';
import { advanceFronts, lead } from './worker';

const attempt = async (who: Awaited<ReturnType<typeof person>>, roundId: string) => {
  const answer = await enter(who, roundId, (await standingOf(who.personId, roundId)).number);
  return answer.ok ? 'entered' : answer.code;
};

/** People with tickets, in the order of their places. */
async function inOrder(roundId: string, count: number) {
  const people = await Promise.all(
    Array.from({ length: count }, async () => {
      const who = await person();
      await issueTicket(who, roundId);
      return { who, ...(await standingOf(who.personId, roundId)) };
    }),
  );
  return people.sort((a, b) => a.place - b.place);
}

describe('the drawn line', () => {
  it('lets in whom the front has passed, and nobody else', async () => {
    const round = await lineRound(10);
    const people = await inOrder(round.id, 6);
    await moveFront(round.id, 'drawn', ((people[2]?.place ?? 0) + (people[3]?.place ?? 0)) / 2);
    const answers = await Promise.all(people.map(({ who }) => attempt(who, round.id)));
    expect(answers).toEqual(['entered', 'entered', 'entered', 'not-called', 'not-called', 'not-called']);
  });

  it('calls nobody ahead of what it promised for later', async () => {
    const round = await lineRound(10);
    const [somebody] = await inOrder(round.id, 1);
    if (!somebody) throw new Error('one person');
    await moveFront(round.id, 'drawn', 0);
    await moveFront(round.id, 'drawn', 1, -60);
    expect(await attempt(somebody.who, round.id)).toBe('not-called');
  });

  it('holds a call for its time; afterwards one enters by the late line, at once when nobody waits there', async () => {
    const round = await lineRound(1, { callHold: 600 });
    const [early, waiting, last] = await inOrder(round.id, 3);
    if (!early || !waiting || !last) throw new Error('three people');
    await moveFront(round.id, 'drawn', 1, 601);
    expect(await attempt(early.who, round.id)).toBe('entered');
    expect(await attempt(waiting.who, round.id)).toBe('no-seat');
    // The one who waits has a late place now; who comes a bucket later stands behind, also when a seat is free.
    await database()
      .$executeRaw`UPDATE ticket SET late_position = late_position - 1, retry_at = now() WHERE person_id = ${waiting.who.personId}::uuid`;
    await database().$executeRaw`UPDATE seat SET expires_at = now() - interval '1 s' WHERE round_id = ${round.id}`;
    expect(await attempt(last.who, round.id)).toBe('not-called');
    expect(await attempt(waiting.who, round.id)).toBe('entered');
  });

  it('asking again and again does not change the late place', async () => {
    const round = await lineRound(1);
    const [first, hammering] = await inOrder(round.id, 2);
    if (!first || !hammering) throw new Error('two people');
    await moveFront(round.id, 'drawn', 1, 3_600);
    await attempt(first.who, round.id);
    await attempt(hammering.who, round.id);
    const where = { roundId_personId: { roundId: round.id, personId: hammering.who.personId } };
    const place = (await database().ticket.findUniqueOrThrow({ where })).latePosition;
    expect(place).not.toBeNull();
    for (let time = 0; time < 4; time += 1) await attempt(hammering.who, round.id);
    expect((await database().ticket.findUniqueOrThrow({ where })).latePosition).toBe(place);
  });

  it('gives somebody whose record was made after the draw a late place only', async () => {
    const round = await lineRound(1);
    const inside = await person();
    await issueTicket(inside, round.id);
    const made = await person({ createdAt: new Date((await databaseNow()).getTime() + 60_000) });
    await issueTicket(made, round.id);
    const { latePosition } = await database().ticket.findUniqueOrThrow({
      where: { roundId_personId: { roundId: round.id, personId: made.personId } },
    });
    expect(latePosition).toBeGreaterThan(1e8);
    await moveFront(round.id, 'drawn', 1);
    await attempt(inside, round.id);
    expect(await attempt(made, round.id)).toBe('no-seat');
  });

  it('keeps the late place of whoever asks for the ticket again', async () => {
    const round = await lineRound(1, { lineOrder: 'arrival' });
    const who = await person();
    const where = { roundId_personId: { roundId: round.id, personId: who.personId } };
    await issueTicket(who, round.id);
    await database().$executeRaw`UPDATE ticket SET late_position = late_position - 100 WHERE round_id = ${round.id}`;
    const before = await database().ticket.findUniqueOrThrow({ where });
    await issueTicket(who, round.id);
    expect(await database().ticket.findUniqueOrThrow({ where })).toEqual(before);
  });

  it('puts nobody in the late line who is inside or has booked, however many windows they open', async () => {
    const round = await lineRound(1, { lineOrder: 'arrival' });
    const who = await person();
    const where = { roundId_personId: { roundId: round.id, personId: who.personId } };
    await issueTicket(who, round.id);
    expect(await attempt(who, round.id)).toBe('entered');
    await issueTicket(who, round.id);
    expect((await database().ticket.findUniqueOrThrow({ where })).latePosition).toBeNull();
    await database().$executeRaw`UPDATE seat SET expires_at = now() - interval '1 s' WHERE round_id = ${round.id}`;
    await issueTicket(who, round.id);
    expect((await database().ticket.findUniqueOrThrow({ where })).latePosition).not.toBeNull();
  });

  it('by arrival, the earlier bucket goes first', async () => {
    const round = await lineRound(1, { lineOrder: 'arrival' });
    const [one, two] = [await person(), await person()];
    await issueTicket(one, round.id);
    await database().$executeRaw`UPDATE ticket SET late_position = late_position - 1 WHERE person_id = ${one.personId}::uuid`;
    await issueTicket(two, round.id);
    expect(await attempt(two, round.id)).toBe('not-called');
    expect(await attempt(one, round.id)).toBe('entered');
  });
});

describe('the controller', () => {
  it('moves the front of an open round a second further with each tick, at most five seconds ahead, never back', async () => {
    const round = await lineRound(10, { minSweep: 60 });
    await inOrder(round.id, 3);
    for (let tick = 0; tick < 4; tick += 1) await advanceFronts();
    const segments = await database().frontSegment.findMany({ where: { roundId: round.id, line: 'drawn' }, orderBy: { sequence: 'asc' } });
    expect(segments.length).toBeGreaterThan(1);
    const now = await databaseNow();
    for (const [index, segment] of segments.entries()) {
      const before = segments[index - 1];
      if (before) expect(segment).toMatchObject({ fromPosition: before.toPosition, startsAt: before.endsAt });
      expect(segment.endsAt.getTime()).toBeLessThanOrEqual(now.getTime() + 5_000);
    }
    // The first reach of five seconds, at one sixtieth a second.
    expect(segments[0]?.toPosition).toBeCloseTo(5 / 60, 2);
  });

  it('stands still in a round that is paused, not open, or not drawn', async () => {
    const rounds = [await lineRound(5, { opensInMinutes: 1 }), await lineRound(5, { opensInMinutes: -60, closesInMinutes: -1 })];
    const paused = await lineRound(5);
    await database().round.update({ where: { id: paused.id }, data: { pausedAt: await databaseNow() } });
    await advanceFronts();
    expect(await database().frontSegment.count({ where: { roundId: { in: [...rounds, paused].map((round) => round.id) } } })).toBe(0);
  });

  it('two of them at once write one future', async () => {
    const round = await lineRound(10, { minSweep: 60 });
    await Promise.all(Array.from({ length: 8 }, () => advanceFronts()));
    const segments = await database().frontSegment.findMany({ where: { roundId: round.id, line: 'drawn' }, orderBy: { sequence: 'asc' } });
    for (const [index, segment] of segments.slice(1).entries())
      expect(segment.startsAt >= (segments[index]?.endsAt ?? segment.endsAt)).toBe(true);
    expect(segments.at(-1)?.toPosition).toBeLessThan(0.2);
  });

  it('calls late people in order, of complete buckets alone, and ends on nobody’s place', async () => {
    const round = await lineRound(60, { lineOrder: 'arrival' });
    await database().round.update({ where: { id: round.id }, data: { callRate: 10 } });
    const people = await Promise.all(Array.from({ length: 3 }, () => person()));
    for (const who of people) await issueTicket(who, round.id);
    for (let tick = 0; tick < 4; tick += 1) await advanceFronts();
    expect(await database().frontSegment.count({ where: { roundId: round.id, line: 'late' } })).toBe(0);
    await database().$executeRaw`UPDATE ticket SET late_position = late_position - 2 WHERE round_id = ${round.id}`;
    for (let tick = 0; tick < 8; tick += 1) {
      await aSecondLater(round.id);
      await advanceFronts();
    }
    const called = await database().frontSegment.findFirst({ where: { roundId: round.id, line: 'late' }, orderBy: { sequence: 'desc' } });
    const { _max: last } = await database().ticket.aggregate({ where: { roundId: round.id }, _max: { latePosition: true } });
    const beyond = (called?.toPosition ?? 0) - (last.latePosition ?? 0);
    expect(beyond).toBeGreaterThan(0);
    expect(beyond).toBeLessThanOrEqual(0.0011);
  });

  it('calls all late people at once while seats are clearly free, and nobody so when they are not', async () => {
    const round = await lineRound(60, { lineOrder: 'arrival' });
    const people = await Promise.all(Array.from({ length: 3 }, () => person()));
    for (const who of people) await issueTicket(who, round.id);
    await database().$executeRaw`UPDATE seat SET expires_at = now() + interval '10 min' WHERE round_id = ${round.id} AND number > 5`;
    const called = () => database().frontSegment.findFirst({ where: { roundId: round.id, line: 'late' } });
    await advanceFronts();
    expect(await called()).toBeNull();
    await database().$executeRaw`UPDATE seat SET expires_at = now() WHERE round_id = ${round.id}`;
    await aSecondLater(round.id);
    await advanceFronts();
    const { _max: last } = await database().ticket.aggregate({ where: { roundId: round.id }, _max: { latePosition: true } });
    expect((await called())?.fromPosition).toBeGreaterThanOrEqual(last.latePosition ?? 0);
    // Of the last of them, too: nobody waits for the end of ten seconds.
    for (const who of people) expect((await enter(who, round.id, (await standingOf(who.personId, round.id)).number)).ok).toBe(true);
    expect(await database().seat.count({ where: { roundId: round.id, via: 'late' } })).toBe(3);
  });

  it('is one server at a time, and another one when the lease runs out', async () => {
    expect(await lead('a')).toBe(true);
    expect(await lead('b')).toBe(false);
    expect(await lead('a')).toBe(true);
    await database().$executeRaw`UPDATE lease SET until = now() - interval '1 s'`;
    expect(await lead('b')).toBe(true);
    expect(await lead('a')).toBe(false);
  });
});

describe('the draw', () => {
  it('is revealed when it is due and not before, once, and to what was committed', async () => {
    const early = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 20 });
    const due = await lineRound(1);
    const records = (roundId: string) => database().drawRecord.findMany({ where: { roundId }, orderBy: { id: 'asc' } });
    expect((await records(early.id)).map((record) => record.kind)).toEqual(['commit']);
    expect((await documentOf(early.id))?.draw).toMatchObject({ secret: null, seed: null });
    const before = await records(due.id);
    expect(before.map((record) => record.kind)).toEqual(['commit', 'reveal']);
    await revealDraws();
    expect(await records(due.id)).toEqual(before);
    const { draw } = (await documentOf(due.id)) ?? {};
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(draw?.secret ?? '', 'hex'));
    expect(Buffer.from(hash).toString('hex')).toBe(draw?.secretHash);
  });

  it('can be added to and never changed', async () => {
    const round = await lineRound(1);
    await expect(database().$executeRaw`UPDATE draw_record SET body = '{}' WHERE round_id = ${round.id}`).rejects.toThrow(/append-only/);
    await expect(database().$executeRaw`DELETE FROM draw_record`).rejects.toThrow(/append-only/);
    await expect(database().$executeRaw`TRUNCATE draw_record`).rejects.toThrow();
  });

  it('shows in the document that there is a place, and nobody’s', async () => {
    const round = await lineRound(1);
    const people = await inOrder(round.id, 3);
    const text = JSON.stringify(await documentOf(round.id));
    for (const { who, number } of people) {
      expect(text).not.toContain(number);
      expect(text).not.toContain(who.personId);
    }
    expect(JSON.parse(text).waiting).toEqual({ drawn: 100, late: 100 });
  });
});

it('the document says over how many seconds sign-ins are to be spread', async () => {
  const [calm, busy] = [await lineRound(1), await lineRound(1)];
  expect((await documentOf(calm.id))?.signIn).toEqual({ state: 'calm', seconds: 0 });
  const admission = admissionOf('sign-in');
  const now = performance.now();
  for (let index = 0; index < admission.settings.most + 400; index += 1) admission.ask(now, 0.5);
  const document = await documentOf(busy.id);
  expect(document?.signIn.state).not.toBe('calm');
  expect(document?.signIn.seconds).toBeGreaterThan(0);
});
