import { randomUUID } from 'node:crypto';
import { reapHolds } from '@/lib/booking/worker';
import { mintOperator } from '@/lib/identity/proof';
import { pauseRound, resumeRound } from '@/lib/line/commands';
import { mintPass, type PassProof } from '@/lib/line/proof';
import { readToken, signToken } from '@/lib/line/token';
import { lead } from '@/lib/line/worker';
import { connect, type Database, database } from '@/lib/platform/database';
import { limiter } from '@/lib/platform/limits';
import { type Server, type Session, type Someone, signingKey, type World } from './history';
import { bucketSeconds, later } from './later';

export type Personal = 'ticket' | 'enter' | 'leave' | 'extend' | 'take over' | 'agree' | 'confirm' | 'forge' | 'fault';
export type Bare = 'pause' | 'resume' | 'flush' | 'hurry' | 'leaders' | 'reap' | 'crash' | 'rotate' | 'retire';
export type Step =
  | { do: Personal; who: number; session: number }
  | { do: 'hold'; who: number; session: number; slot: number }
  /** Time passes, with a leader or without. */
  | { do: 'wait' | 'sleep'; tens: number }
  | { do: Bare }
  /** The clock of the servers jumps; the database's does not. */
  | { do: 'clock'; seconds: number }
  | { do: 'burst'; steps: Step[] };

/** What came of a step. */
export type Outcome =
  | { was: 'ticket'; who: Someone; number: string }
  | { was: 'entry'; who: Someone; session: Session; answer: Awaited<ReturnType<Server['enter']>> }
  | { was: 'let in'; who: Someone; session: Session; passId: string }
  | { was: 'handed over' | 'extended' | 'left'; who: Someone; session: Session; passId: string }
  | { was: 'held' | 'confirmed'; who: Someone; session: Session; passId: string; bookingId: string };

const operator = mintOperator({ sessionId: 'operator', personId: 'operator' });

const at = <Item>(items: Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

const serverOf = (world: World, session: number) => at(world.servers, session);

async function takeTicket(world: World, who: Someone, index: number): Promise<Outcome[]> {
  const session = at(who.sessions, index);
  const answer = await serverOf(world, index).issueTicket(session.proof, world.id);
  if (!answer.ok) return [];
  const claims = { sub: who.personId, round: world.id, number: answer.number };
  session.token = signToken('ticket', claims, answer.expiresAt, world.keys);
  return [{ was: 'ticket', who, number: answer.number }];
}

/** What this browser holds, read as a gate reads it. */
async function numberIn(world: World, session: Session): Promise<string | null> {
  const claims = session.token ? readToken('ticket', session.token, world.keys, new Date(Date.now())) : 'forged';
  return typeof claims === 'string' ? null : claims.number;
}

/** Asks at the gate; without a ticket that counts, the browser is sent for one first. */
export async function ask(world: World, who: Someone, index: number): Promise<Outcome[]> {
  const session = at(who.sessions, index);
  const ticket = (await numberIn(world, session)) === null ? await takeTicket(world, who, index) : [];
  const number = await numberIn(world, session);
  if (number === null) return ticket;
  const answer = await serverOf(world, index).enter(session.proof, world.id, number);
  if (answer.ok) {
    session.pass = proofOf(world, session, answer.passId);
    world.last = { who: world.people.indexOf(who), session: index };
  }
  return [...ticket, { was: 'entry', who, session, answer }];
}

/** All who book on one pass with this person, as the gate reads them with it. */
const partyWith = ({ people }: World, personId: string): Someone[] => {
  const headId = people.find((who) => who.personId === personId)?.headId;
  return people.filter((who) => who.headId === headId);
};

const proofOf = (world: World, { proof }: Session, passId: string): PassProof =>
  mintPass({
    ...{ passId, roundId: world.id, campaignId: world.campaignId, personId: proof.personId, actorId: proof.actorId },
    party: partyWith(world, proof.personId).map(({ personId }) => ({ personId, name: proof.name, birthDate: proof.birthDate })),
    ...{ sessionId: proof.sessionId, beneficiaryName: proof.name, birthDate: proof.birthDate, relation: proof.relation },
    ...{ expiresAt: new Date(0), now: new Date(0), extensionsLeft: 1, wanted: false },
  });

/** A server whose database is gone for this one question. */
async function askWithoutDatabase(world: World, who: Someone, index: number): Promise<Outcome[]> {
  const shared = globalThis as { charyeDatabase?: Database; charyeNoDatabase?: Database };
  const session = at(who.sessions, index);
  const number = await numberIn(world, session);
  if (number === null) return [];
  const working = database();
  shared.charyeNoDatabase ??= connect('postgresql://nobody@127.0.0.1:1/nothing', 1);
  shared.charyeDatabase = shared.charyeNoDatabase;
  try {
    const answer = await serverOf(world, index).enter(session.proof, world.id, number);
    return answer.ok ? [{ was: 'let in', who, session, passId: answer.passId }] : [];
  } catch {
    return [];
  } finally {
    shared.charyeDatabase = working;
  }
}

/** The fourth session stands for the one that entered last, so that something comes of an entry. */
export const lastSession = 3;

function resolved<Asked extends Extract<Step, { who: number }>>(world: World, step: Asked): Asked {
  if (step.session < lastSession) return step;
  const { who, session } = world.last;
  return { ...step, who, session: step.do === 'take over' ? (session + 1) % lastSession : session };
}

async function personal(world: World, asked: Extract<Step, { who: number }>): Promise<Outcome[]> {
  const step = resolved(world, asked);
  const who = at(world.people, step.who);
  const session = at(who.sessions, step.session);
  const server = serverOf(world, step.session);
  // Somebody without a pass tries with one that they made up.
  const pass = session.pass ?? proofOf(world, session, randomUUID());
  const about = { who, session, passId: pass.passId };
  switch (step.do) {
    case 'ticket':
      return await takeTicket(world, who, step.session);
    case 'enter':
      return await ask(world, who, step.session);
    case 'forge': {
      const other = world.people.find(({ headId }) => headId !== who.headId);
      const number = (other && (await numberIn(world, at(other.sessions, 0)))) ?? 'AAAAAAAAAAAAAAAA';
      const answer = await server.enter(session.proof, world.id, number);
      return answer.ok ? [{ was: 'let in', who, session, passId: answer.passId }] : [];
    }
    case 'fault':
      return await askWithoutDatabase(world, who, step.session);
    case 'leave':
      await server.endPass(pass);
      return [{ was: 'left', ...about }];
    case 'extend':
      return (await server.extendPass(pass)) ? [{ was: 'extended', ...about }] : [];
    case 'take over': {
      const answer = await server.takeOver(session.proof, world.id);
      if (!answer.ok) return [];
      session.pass = proofOf(world, session, answer.passId);
      return [{ was: 'handed over', ...about, passId: answer.passId }];
    }
    case 'agree':
      return (await server.agreeToTakeOver(pass)) ? [{ was: 'handed over', ...about }] : [];
    case 'hold': {
      const answer = await server.holdSlot(pass, at(world.slots, step.slot));
      return answer.ok ? [{ was: 'held', ...about, bookingId: answer.bookingId }] : [];
    }
    case 'confirm': {
      const where = { personId: who.personId, roundId: world.id, status: { in: ['held' as const, 'confirmed' as const] } };
      const booking = await database().booking.findFirst({ where });
      const answer = booking && (await server.confirmHold(pass, booking.id));
      return answer?.ok ? [{ was: 'confirmed', ...about, bookingId: booking?.id ?? '' }] : [];
    }
  }
}

/** Limits count in the memory of a process here, and that is empty again. */
export const flushLimits = () => void Object.assign(globalThis, { charyeLimiter: limiter(undefined) });

/** Ten seconds later, with somebody who leads or without. */
export async function pass10s(world: World, led: boolean): Promise<void> {
  await later(world.id, 1);
  world.elapsed += bucketSeconds;
  flushLimits();
  if (led) await tick(world);
}

/** Whoever has the lease, or gets it, moves the line. */
export async function tick(world: World): Promise<void> {
  const [first, ...rest] = world.workers;
  if (!first) return;
  if (await lead(first.holder)) await at(world.servers, 0).advanceFronts();
  else world.workers = [...rest, first];
}

export async function perform(world: World, step: Step): Promise<Outcome[]> {
  switch (step.do) {
    case 'wait':
    case 'sleep':
      for (let ten = 0; ten < step.tens; ten += 1) await pass10s(world, step.do === 'wait');
      return [];
    case 'pause':
      await pauseRound(operator, world.id, '점검');
      return [];
    case 'resume':
      await resumeRound(operator, world.id);
      return [];
    case 'flush':
      flushLimits();
      return [];
    case 'hurry':
      for (let time = 0; time < 40; time += 1) await tick(world);
      return [];
    case 'leaders':
      await Promise.all(world.workers.map((_, index) => at(world.servers, index).advanceFronts()));
      return [];
    case 'reap':
      await reapHolds(database());
      return [];
    case 'crash':
      // The lease stays with the dead until it runs out.
      world.workers = [...world.workers.slice(1), { holder: randomUUID() }];
      return [];
    case 'rotate':
      world.keys = [signingKey(), ...world.keys];
      return [];
    case 'retire':
      world.keys = world.keys.slice(0, 1);
      return [];
    case 'clock':
      world.serverClock(step.seconds);
      return [];
    case 'burst':
      return (await Promise.all(step.steps.map((one) => perform(world, one)))).flat();
    default:
      return await personal(world, step);
  }
}

export const tell = (step: Step): string => {
  if (step.do === 'burst') return `at once: ${step.steps.map(tell).join(' + ')}`;
  return Object.values(step).join(' ');
};
