import type { RoundPhase } from '@/lib/campaign/round';
import { coarse } from './estimate';
import type { Stretch } from './front';

/** The public document of a round's line: the same for everybody, and nobody is in it. Times in milliseconds since 1970. */
export interface LineDocument {
  /** Also the version: a browser ignores an older one. */
  now: number;
  round: string;
  state: RoundPhase | 'sold-out';
  order: 'drawn' | 'arrival';
  drawAt: number;
  opensAt: number;
  closesAt: number;
  draw: {
    secretHash: string;
    ticketKeyHash: string;
    beaconSource: string | null;
    secret: string | null;
    beacon: string | null;
    seed: string | null;
  };
  /** What each front is promised to do in the next seconds. */
  fronts: { drawn: Stretch[]; late: Stretch[] };
  /** Where the drawn front stood when a call lapsed that is over now. */
  held: number;
  /** People of the drawn line who wait beyond the front, and of the late line, to two digits and never below 100. */
  waiting: { drawn: number; late: number };
  /** What the controller has learned; null before it has begun. */
  pace: Pace | null;
  /** Tickets of this level and above report that they wait, about once a minute: one in 2^level. */
  report: number;
  seats: number;
  minSweep: number;
  callHold: number;
  /** 시도 codes where places are left. */
  districts: string[];
  /** Over how many seconds those who want to sign in now should spread themselves, as the server that made this sees it. */
  signIn: { state: 'calm' | 'busy' | 'full'; seconds: number };
  /** Why the round is paused, or was cancelled. */
  notice: string | null;
}

export interface Pace {
  /** People who go first wherever one stands: refused a seat, or in the late line; 0 below 100, to two digits above. */
  before: number;
  /** Seats given back per second. */
  releases: number;
  /** People who join per second. */
  newcomers: number;
  /** Movement of the drawn front per second. */
  speed: number;
  /** Newcomers come about as they did before. */
  steady: boolean;
}

export interface LineFacts {
  id: string;
  now: Date;
  phase: RoundPhase;
  order: 'drawn' | 'arrival';
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  draw: LineDocument['draw'];
  drawn: Stretch[];
  late: Stretch[];
  held: number;
  drawnWaiting: number;
  lateWaiting: number;
  pace: Pace | null;
  report: number;
  seats: number;
  minSweep: number;
  callHold: number;
  places: { provinces: string[]; soldOut: boolean };
  signIn: LineDocument['signIn'];
  notice: string | null;
}

export function lineDocument(facts: LineFacts): LineDocument {
  return {
    now: facts.now.getTime(),
    round: facts.id,
    state: facts.phase === 'open' && facts.places.soldOut ? 'sold-out' : facts.phase,
    order: facts.order,
    drawAt: facts.drawAt.getTime(),
    opensAt: facts.opensAt.getTime(),
    closesAt: facts.closesAt.getTime(),
    draw: facts.draw,
    fronts: { drawn: facts.drawn, late: facts.late },
    held: facts.held,
    waiting: { drawn: coarse(facts.drawnWaiting), late: coarse(facts.lateWaiting) },
    pace: facts.pace,
    report: facts.report,
    seats: facts.seats,
    minSweep: facts.minSweep,
    callHold: facts.callHold,
    districts: facts.places.provinces,
    signIn: facts.signIn,
    notice: facts.notice,
  };
}

/** What a page says of the state. Of a round that is over no notice is given but why it was cancelled. */
export const saidState = ({ state, notice }: Pick<LineDocument, 'state' | 'notice'>) => {
  if (state === 'sold-out') return 'soldOut';
  return state === 'closed' && notice !== null ? 'cancelled' : state;
};
