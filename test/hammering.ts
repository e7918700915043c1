import { randomUUID } from 'node:crypto';
import { database, Prisma } from '@/lib/platform/database';
import { type Server, type Setting, type World, worldOf } from './history';
import { bucketSeconds, later } from './later';
import { moveFront } from './line';
import { ask, flushLimits, type Outcome, perform, tick } from './steps';

/** A day in the line where everybody does as they are told, step by step of ten seconds. */
export interface Day {
  setting: Setting;
  /** When each of the people comes; no two at once, so that the order of arrival is sure. */
  comes: number[];
  /** How many steps each stays inside, and whether they book then. */
  stays: { steps: number; books: boolean }[];
  /** Who asks at every step from each session, and again after everybody else, and for a new ticket each time. */
  hammers: number;
}

const stepsMax = 150;

/** At which step each of the people gets in, first on a calm day and then on the same day with the hammering. */
export async function twice(day: Day, server: Server): Promise<{ calm: number[]; hammered: number[] }> {
  const world = await worldOf(day.setting, [server]);
  const calm = await spend(world, day, false);
  await rewind(world);
  return { calm, hammered: await spend(world, day, true) };
}

async function spend(world: World, { comes, stays, hammers }: Day, hammering: boolean): Promise<number[]> {
  const entered = new Map<number, number>();
  const due = new Map<number, number>();
  const one = async (index: number, session: number, step: number) => {
    const who = world.people[index];
    if (!who) return;
    flushLimits();
    const [answer] = (await ask(world, who, session)).flatMap((outcome: Outcome) => (outcome.was === 'entry' ? [outcome.answer] : []));
    if (answer?.ok && !entered.has(index)) entered.set(index, step);
    const told = answer && !answer.ok ? Number(answer.facts?.seconds ?? bucketSeconds) : bucketSeconds;
    if (session === 0) due.set(index, step + Math.ceil(told / bucketSeconds));
  };
  for (let step = 0; step < stepsMax && entered.size < world.people.length; step += 1) {
    await tick(world);
    await later(world.id, 1);
    world.elapsed += bucketSeconds;
    for (const [index, since] of entered) {
      const stay = stays[index];
      if (stay && step === since + stay.steps) await goes(world, index, stay.books);
    }
    // The one who hammers comes first on both days.
    const order = [hammers, ...world.people.keys()].filter((index, at) => at === 0 || index !== hammers);
    const hammer = async () => {
      // Who has left and comes back takes a seat like anybody else, so they stop then.
      const gone = (entered.get(hammers) ?? stepsMax) + (stays[hammers]?.steps ?? 0) <= step;
      if (hammering && !gone && step >= (comes[hammers] ?? 0))
        for (const session of [0, 1, 2]) await again(world, hammers, session, () => one(hammers, session, step));
    };
    for (const index of order) {
      if (step >= (comes[index] ?? 0) && step >= (due.get(index) ?? 0) && !entered.has(index)) await one(index, 0, step);
      await hammer();
    }
  }
  return world.people.map((_, index) => entered.get(index) ?? stepsMax);
}

async function again(world: World, index: number, session: number, asks: () => Promise<void>): Promise<void> {
  flushLimits();
  await perform(world, { do: 'ticket', who: index, session });
  await asks();
}

async function goes(world: World, who: number, books: boolean): Promise<void> {
  if (books) {
    await perform(world, { do: 'hold', who, session: 0, slot: 0 });
    await perform(world, { do: 'confirm', who, session: 0 });
  } else await perform(world, { do: 'leave', who, session: 0 });
}

/** The same round, with the same draw, as it was at the beginning. What happened is taken out of the record that can only be added to. */
async function rewind(world: World): Promise<void> {
  const bookings = Prisma.sql`SELECT id FROM booking WHERE round_id = ${world.id}`;
  await database().$transaction([
    database().$executeRaw`SET LOCAL session_replication_role = replica`,
    database().$executeRaw`DELETE FROM booking_event WHERE booking_id IN (${bookings})`,
    database().$executeRaw`DELETE FROM booking WHERE round_id = ${world.id}`,
    database().$executeRaw`DELETE FROM ticket WHERE round_id = ${world.id}`,
    database().$executeRaw`DELETE FROM front_segment WHERE round_id = ${world.id}`,
    database().$executeRaw`DELETE FROM line_state WHERE round_id = ${world.id}`,
    database()
      .$executeRaw`UPDATE seat SET person_id = NULL, session_id = NULL, pass_id = NULL, via = NULL, granted_at = NULL, seen_at = NULL,
      expires_at = 'epoch', extensions = 0, takeovers = 0, wanted_by = NULL WHERE round_id = ${world.id}`,
    database().$executeRaw`UPDATE slot SET taken = 0 WHERE id IN (${Prisma.join(world.slots)})`,
    database().$executeRaw`UPDATE share SET taken = 0 WHERE round_id = ${world.id}`,
    database().$executeRaw`DELETE FROM lease`,
  ]);
  await later(world.id, -world.elapsed / bucketSeconds);
  if (world.setting.front > 0) await moveFront(world.id, 'drawn', world.setting.front);
  world.elapsed = 0;
  world.workers = world.workers.map(() => ({ holder: randomUUID() }));
  for (const { sessions } of world.people) for (const session of sessions) Object.assign(session, { token: null, pass: null });
}
