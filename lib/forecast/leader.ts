import { aimedSeats, type Calls, type LineFigures } from '@/lib/line/controller';
import { coarse, type Wait, type WaitFacts, waitOf } from '@/lib/line/estimate';
import { callAllLate, nextLateStretch, positionAt, type Stretch } from '@/lib/line/front';
import * as learned from '@/lib/line/learned';
import type { LateLine } from './late-line';
import type { Setting } from './setting';

/** The functions of the running program that move fronts; the tests put broken ones in their place. */
export interface FrontRules {
  callsOf(figures: LineFigures): Calls;
  nextStretch(last: Stretch | null, now: number, perSecond: number, limit: number): Stretch | null;
}

/** What the leader sees in one second. */
export interface Seen {
  active: number;
  released: number;
  came: number;
  lateEntries: number;
  newcomers: number;
  reported: number;
  retrying: number;
}

/** The leader among the servers, with what it has learned and promised. */
export interface Leader {
  /** Where the gate sees the fronts at a second. */
  front(second: number): number;
  lateFront(second: number): number;
  step(second: number, seen: Seen, late: LateLine): void;
  /** Whether the front moves as fast as the shortest sweep allows. */
  atFullSweep(): boolean;
  /** R, as published. */
  releaseRate(): number;
  /** The estimate that a page shows now for a place. */
  wait(place: number): Wait | null;
}

/** Longest chain that is kept: what is promised, and the stretch before. */
const kept = 10;

export function leaderOf(setting: Setting, rules: FrontRules): Leader {
  const { seats, minSweepSeconds, lateShare } = setting;
  let state = learned.unlearned(seats);
  const chain: Stretch[] = [];
  const lateChain: Stretch[] = [];
  let lateCredit = 0;
  let pace = 0;
  let before = 0;
  let facts: Omit<WaitFacts, 'place'> | null = null;
  const extend = (stretches: Stretch[], next: Stretch) => {
    stretches.push(next);
    if (stretches.length > kept) stretches.shift();
  };

  return {
    front: (second) => positionAt(chain, second * 1000),
    lateFront: (second) => positionAt(lateChain, second * 1000),
    atFullSweep: () => pace >= 0.999 / minSweepSeconds,
    releaseRate: () => learned.releaseRateOf(state, aimedSeats(seats)),
    step(second, seen, late) {
      const now = second * 1000;
      const front = positionAt(chain, now);
      state = learned.learn(state, { ...seen, front, moved: front - before });
      before = front;
      if (second < 0) return;
      const promised = chain.at(-1)?.to ?? 0;
      const showUp = learned.showUpOf(state);
      const calls = rules.callsOf({
        seats,
        active: seen.active,
        retrying: seen.retrying,
        releasedPerSecond: learned.releasedPerSecond(state),
        lateEntriesPerSecond: learned.lateEntriesPerSecond(state),
        waiting: learned.waitingOf(state, promised),
        showUp,
        lateWaiting: late.callable(),
        front: promised,
        minSweepSeconds,
        lateShare,
        ease: 1,
      });
      pace = calls.frontPerSecond;
      const next = rules.nextStretch(chain.at(-1) ?? null, now, calls.frontPerSecond, 1);
      if (next) extend(chain, next);
      if (late.waiting() > 0 && late.waiting() <= calls.lateAtOnce) {
        extend(lateChain, callAllLate(lateChain.at(-1) ?? null, now, late.promiseAll(second)));
        lateCredit = 0;
      }
      lateCredit = late.callable() > 0 ? lateCredit + calls.latePerSecond : 0;
      const people = Math.floor(lateCredit);
      const to = people > 0 ? late.promise(people) : null;
      if (to !== null) {
        lateCredit -= people;
        extend(lateChain, nextLateStretch(lateChain.at(-1) ?? null, now, to));
      }
      const goFirst = seen.retrying + late.waiting();
      facts = {
        front,
        waiting: coarse(showUp * learned.waitingOf(state, front)),
        before: goFirst < 100 ? 0 : coarse(goFirst),
        releasesPerSecond: learned.releaseRateOf(state, aimedSeats(seats)),
        newcomersPerSecond: learned.newcomersPerSecond(state),
        frontPerSecond: learned.frontSpeed(state),
        minSweepSeconds,
        openSeconds: second,
        steady: learned.isSteady(state),
      };
    },
    wait: (place) => (facts ? waitOf({ ...facts, place }) : null),
  };
}
