import type { Relation } from '@/lib/identity/proof';

export interface EntryAttempt {
  roundId: string;
  personId: string;
  /** Whose ticket and seat it is: the person's own, or the head's of their household. The statement checks it. */
  headId: string;
  /** Who is signed in. */
  actorId: string;
  sessionId: string;
  relation: Relation;
  /** Id of the pass, if a seat is given. */
  passId: string;
  /** Null before the draw. */
  place: number | null;
  lateOrder: number | null;
  lateOnly: boolean;
  /** Around 1: those who are refused together do not come back together. */
  spread: number;
}

export type EntryCode =
  | 'entered'
  | 'round-not-open'
  | 'round-closed'
  | 'round-paused'
  | 'ticket-changed'
  | 'ticket-unknown'
  | 'helpers-not-allowed'
  | 'helper-of-another'
  | 'already-booked'
  | 'in-use-elsewhere'
  | 'not-drawn'
  | 'not-called'
  | 'sold-out'
  | 'no-seat';

export interface EntryRow {
  code: EntryCode;
  pass_id: string;
  opens_at: Date;
  closes_at: Date;
  /** Until a seat is likely to be free, if the code is `no-seat`. */
  seconds: number;
}
