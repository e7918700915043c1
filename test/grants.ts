import type { Facts } from './facts';
import { must } from './statements';
import type { Outcome } from './steps';

/** A pass that somebody was given. */
export interface Grant {
  /** Whose place it is: of a household, its head’s. */
  headId: string;
  sessions: Set<string>;
  /** Until when the pass lives at least, and at most. */
  atLeast: number;
  atMost: number;
  ended: boolean;
}

/** Of several windows that confirm at once one has the pass; the others are told what is so by then, and change nothing. */
export function bookedWithPasses(outcomes: Outcome[], before: Facts, grants: Map<string, Grant>): void {
  for (const outcome of outcomes) {
    if (outcome.was !== 'held' && outcome.was !== 'confirmed') continue;
    if (before.bookings.some(({ id, status }) => id === outcome.bookingId && status === 'confirmed')) continue;
    const passed = outcomes.some((one) => {
      if (one.was !== outcome.was || one.bookingId !== outcome.bookingId) return false;
      const grant = grants.get(one.passId);
      return grant?.headId === one.who.headId && grant.sessions.has(one.session.proof.sessionId);
    });
    must(4, `${outcome.was} without a pass of this person and session`, passed);
  }
}
