/*
 * The gate's decision in the order of the statement in lib/line/sql.ts, which alone decides in the running program;
 * entry.db.test.ts holds the two against each other.
 */
export interface EntryFacts {
  /** Seconds since the opening. */
  now: number;
  closesAt: number;
  booked: boolean;
  inside: boolean;
  place: number;
  front: number;
  /** Where the fronts stood when a call began that is over now. */
  frontHeld: number;
  lateFront: number;
  lateHeld: number;
  /** 0: none. */
  latePlace: number;
  /** A late place from now on. */
  newLatePlace: () => number;
  somebodyBefore: (latePlace: number) => boolean;
  soldOut: boolean;
}

export type EntryCode = 'round-not-open' | 'round-closed' | 'already-booked' | 'inside' | 'not-called' | 'sold-out' | 'called';

export interface Judgement {
  code: EntryCode;
  calledDrawn: boolean;
  /** 0: none. */
  latePlace: number;
}

export function judge(facts: EntryFacts): Judgement {
  const verdict = (code: EntryCode, calledDrawn = false, latePlace = facts.latePlace) => ({ code, calledDrawn, latePlace });
  if (facts.now < 0) return verdict('round-not-open');
  if (facts.now >= facts.closesAt) return verdict('round-closed');
  if (facts.booked) return verdict('already-booked');
  if (facts.inside) return verdict('inside');
  const calledDrawn = facts.place < facts.front && facts.place >= facts.frontHeld;
  const goesLate = facts.place < facts.frontHeld;
  const stillLate = facts.latePlace !== 0 && facts.latePlace > facts.lateHeld;
  const late = !goesLate || stillLate ? facts.latePlace : facts.newLatePlace();
  if (!calledDrawn && (late === 0 || (late > facts.lateFront && facts.somebodyBefore(late)))) return verdict('not-called', false, late);
  return verdict(facts.soldOut ? 'sold-out' : 'called', calledDrawn, late);
}
