/*
 * One second of the leader, as arithmetic: what it saw, what it knew, what it calls. The state goes through the database
 * from tick to tick, so any server may lead the next one.
 */
import { type Calls, callsOf, easeOf, type OriginLoad } from './controller';
import type { Pace } from './document';
import { coarse } from './estimate';
import {
  frontSpeed,
  isSteady,
  type Learned,
  lateEntriesPerSecond,
  learn,
  newcomersPerSecond,
  releasedPerSecond,
  releaseRateOf,
  showUpOf,
  unlearned,
  waitingOf,
} from './learned';
import { firstRate, nextRate, type ReportRate, reportSeconds } from './presence';

/** What one server process has counted since its start: reports, people, newcomers. */
export type Counters = [reports: number, people: number, newcomers: number];

/** What goes into the line document. */
export interface Published {
  drawnWaiting: number;
  lateWaiting: number;
  pace: Pace;
  report: number;
}

export interface LineState {
  learned: Learned;
  rate: ReportRate;
  /** Reports of the last ten seconds. */
  recent: number[];
  /** Of every server process, as last seen. */
  nodes: Record<string, Counters>;
  ease: number;
  /** The part of a late person that has not been called yet. */
  lateCredit: number;
  active: number;
  front: number;
  published: Published;
}

/** What the database says of a round, now and since the last tick. */
export interface Seen {
  seats: number;
  minSweepSeconds: number;
  lateShare: number;
  /** An operator's cap on the calls, in people per second. */
  most: number | null;
  active: number;
  /** Seats taken since the last tick; of them those of late people whom no front had called. */
  granted: number;
  uncalled: number;
  /** First at the gate since their call. */
  came: number;
  /** New late places. */
  lateNewcomers: number;
  retrying: number;
  drawnTickets: number;
  lateWaiting: number;
  /** Where the drawn front stands, and the end of what it has promised. */
  front: number;
  promised: number;
  nodes: Record<string, Counters>;
  load: OriginLoad;
}

export interface Tick {
  state: LineState;
  calls: Calls;
  /** Seconds that the calls are for. */
  seconds: number;
  /** False for a tick that came too soon to learn anything: the state is the old one. */
  learned: boolean;
}

/** A gap of calls is filled no further than this: what came back meanwhile is seen as free seats. */
const catchUpSeconds = 30;
const rateSeconds = 10;

/** `elapsedSeconds` since the last tick, which may have been another server's; null before the first. */
export function tickOf(before: LineState | null, elapsedSeconds: number | null, seen: Seen): Tick {
  // Whole seconds: never for more time than has passed, and what is lost of it is seen as free seats.
  const elapsed = Math.max(1, Math.floor(elapsedSeconds ?? 1));
  const old = before ?? firstState(seen);
  const tooSoon = before !== null && (elapsedSeconds ?? 1) < 0.5;
  const state = tooSoon ? old : next(old, elapsed, seen);
  const waiting = waitingBeyond(state.learned, seen.promised, seen.drawnTickets);
  const calls = callsOf({
    seats: seen.seats,
    active: seen.active,
    retrying: seen.retrying,
    releasedPerSecond: releasedPerSecond(state.learned),
    lateEntriesPerSecond: lateEntriesPerSecond(state.learned),
    waiting,
    showUp: 1,
    lateWaiting: seen.lateWaiting,
    front: seen.promised,
    minSweepSeconds: seen.minSweepSeconds,
    lateShare: seen.lateShare,
    ease: state.ease,
    most: seen.most,
  });
  return { state, calls, seconds: tooSoon ? 0 : Math.min(catchUpSeconds, elapsed), learned: !tooSoon };
}

const firstState = (seen: Seen): LineState => ({
  learned: unlearned(seen.seats),
  rate: firstRate(seen.drawnTickets),
  recent: [],
  nodes: seen.nodes,
  ease: 1,
  lateCredit: 0,
  active: seen.active,
  front: seen.front,
  published: publishedOf(unlearned(seen.seats), firstRate(seen.drawnTickets), seen),
});

/**
 * κŴ: people who wait beyond `front`. As many as have a ticket while nobody has been heard for a whole minute,
 * and never more.
 */
function waitingBeyond(learned: Learned, front: number, tickets: number): number {
  const beyond = tickets * (1 - front);
  const heard = learned.densities.length < reportSeconds ? 0 : waitingOf(learned, front);
  return heard > 0 ? Math.min(showUpOf(learned) * heard, beyond) : beyond;
}

function next(old: LineState, elapsed: number, seen: Seen): LineState {
  const [reports, people, newcomers] = growth(old.nodes, seen.nodes);
  const released = Math.max(0, seen.granted - (seen.active - old.active));
  // What was expected rests on the minute's reports: in the first minute there are fewer, and nothing can be said without any.
  const heardShare = waitingOf(old.learned, 0) > 0 ? Math.min(1, old.learned.densities.length / reportSeconds) : 0;
  const second = {
    active: seen.active,
    released: released / elapsed,
    came: (seen.came / elapsed) * heardShare,
    lateEntries: seen.uncalled / elapsed,
    newcomers: (newcomers + seen.lateNewcomers) / elapsed,
    reported: people / elapsed,
    front: seen.front,
    moved: Math.max(0, seen.front - old.front) / elapsed,
  };
  let { learned, rate, recent } = old;
  for (let step = 0; step < Math.min(reportSeconds, elapsed); step += 1) {
    learned = learn(learned, second);
    recent = [...recent, reports / elapsed].slice(-rateSeconds);
    rate = nextRate(rate, recent.reduce((sum, count) => sum + count, 0) / recent.length);
  }
  return {
    learned,
    rate,
    recent: rate.level === old.rate.level ? recent : [],
    nodes: seen.nodes,
    ease: easeOf(old.ease, seen.load, seen.seats),
    lateCredit: old.lateCredit,
    active: seen.active,
    front: seen.front,
    published: publishedOf(learned, rate, seen),
  };
}

/** Server by server, so that one which began, or is gone, never counts backwards. */
function growth(before: Record<string, Counters>, now: Record<string, Counters>): Counters {
  const sum: Counters = [0, 0, 0];
  for (const [node, counters] of Object.entries(now)) {
    for (const index of [0, 1, 2] as const) sum[index] += counters[index] - (before[node]?.[index] ?? 0);
  }
  return sum;
}

const threeDigits = (value: number): number => Number(value.toPrecision(3));

function publishedOf(learned: Learned, rate: ReportRate, seen: Seen): Published {
  const goFirst = seen.retrying + seen.lateWaiting;
  return {
    drawnWaiting: waitingBeyond(learned, seen.front, seen.drawnTickets),
    lateWaiting: seen.lateWaiting,
    pace: {
      before: goFirst < 100 ? 0 : coarse(goFirst),
      releases: threeDigits(releaseRateOf(learned, seen.seats)),
      newcomers: threeDigits(newcomersPerSecond(learned)),
      speed: threeDigits(frontSpeed(learned)),
      steady: isSteady(learned),
    },
    report: rate.level,
  };
}
