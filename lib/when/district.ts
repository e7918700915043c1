/** A day (`YYYY-MM-DD`, in Seoul) and how many on it. */
export type OfDay = readonly [day: string, count: number];

/** A round in one district. */
export interface Part {
  round: string;
  opensOn: string;
  /** Nobody books in it any more. */
  over: boolean;
  /** 0 to 1: how much of the drawn line has been called. */
  front: number;
  /** Of those who may book, the district's part by its population. */
  people: number;
  /** First doses booked so far. */
  taken: number;
  /** Of its places, those that rounds before had left to it. */
  received: number;
  /** First doses on days ahead that nobody has yet, released or not; by day. */
  free: OfDay[];
  /** The round's part of doses that no day was planned for yet, as first doses; by the day of their arrival. */
  announced: OfDay[];
  /** Places on days ahead that can't be had: the clinic is shut, the vaccine not to be used. */
  shut: number;
  /** Which round gets what this one leaves, and after which day. */
  heir: string | null;
  handsOn: string;
}

/** Of those who may book, the share that does: between these, as it is known. */
export interface Uptake {
  low: number;
  high: number;
  /** Rounds that it was seen in; 0 where it is an assumption. */
  rounds: number;
}

/** All that an answer rests on, of one district. */
export interface District {
  /** When it was written down. */
  today: string;
  uptake: Uptake;
  parts: Part[];
}

/** How much of a round has booked, over all districts. */
export interface Seen {
  over: boolean;
  front: number;
  people: number;
  taken: number;
  /** It had no place left: more would have booked. */
  full: boolean;
}

/** In August 2021 three fifths of every digit booked; how many it will be of another age, nobody knows. */
const assumed: Uptake = { low: 0.4, high: 0.8, rounds: 0 };
/** Before so much of a line has been called, what has been booked says nothing of the rest. */
const calledLeast = 0.3;

/** From rounds that are over, and from those that are well under way; never narrower than a tenth. */
export function uptakeOf(seen: readonly Seen[]): Uptake {
  const telling = seen.filter(({ over, front, people }) => people >= 1 && (over || front >= calledLeast));
  const shares = telling.map(({ over, front, people, taken }) => Math.min(1, taken / (people * (over ? 1 : front))));
  if (shares.length === 0) return assumed;
  const margin = shares.length < 3 ? 0.1 : 0.05;
  const high = Math.min(1, Math.max(...shares) + margin);
  return {
    low: Math.max(0, Math.min(...shares) - margin),
    high: telling.some(({ full }) => full) ? Math.max(assumed.high, high) : high,
    rounds: shares.length,
  };
}
