/** Seconds of a bucket of late places. */
const bucketSeconds = 10;

/** The late line: places in the order of ten-second buckets and of the hash within each. */
export interface LateLine {
  /** A late place for who comes at `second`, with the hash's `order`. */
  placeAt(second: number, order: number): number;
  give(person: number, place: number): void;
  /** 0: none. */
  placeOf(person: number): number;
  /** Entering uses a late place up. */
  spend(person: number): void;
  /** Puts the buckets that are complete at `second` in order. */
  settle(second: number): void;
  /** Late places beyond the end of the chain: all, and those of complete buckets. */
  waiting(): number;
  callable(): number;
  /** The place of the `people`-th who waits beyond the chain's end, in complete buckets; moves that end. */
  promise(people: number): number | null;
  /** Moves the chain's end to that of the bucket of `second`, which it gives: all who wait, and whoever comes within it. */
  promiseAll(second: number): number;
  /** The next person called by a front at `front`, or −1. */
  called(front: number): number;
  /** Whether somebody uncalled stands before `place`. */
  somebodyBefore(place: number, front: number): boolean;
}

export function lateLineOf(people: number): LateLine {
  const place = new Float64Array(people);
  const nextInBucket = new Int32Array(people);
  let queue = new Int32Array(1_024);
  let places = new Float64Array(1_024);
  let length = 0;
  /** Up to where the fronts of the gate and of the chain's end have come. */
  let calledTo = 0;
  let promisedTo = 0;
  let promisedPlace = 0;
  let bucket = 0;
  let bucketHead = -1;
  let beyond = 0;
  let settled = 0;

  const holds = (at: number) => place[queue[at] as number] === places[at];
  function append(person: number): void {
    if (length === queue.length) {
      const more = new Int32Array(2 * length);
      more.set(queue);
      queue = more;
      const morePlaces = new Float64Array(2 * length);
      morePlaces.set(places);
      places = morePlaces;
    }
    queue[length] = person;
    places[length] = place[person] as number;
    length += 1;
  }
  function forget(): void {
    const gone = Math.min(calledTo, promisedTo);
    if (gone < 65_536 || gone < length / 2) return;
    queue.copyWithin(0, gone, length);
    places.copyWithin(0, gone, length);
    length -= gone;
    calledTo -= gone;
    promisedTo -= gone;
  }
  /** Those of the bucket go on the queue, in the order of their places. */
  function queueBucket(): void {
    const all: number[] = [];
    for (let person = bucketHead; person >= 0; person = nextInBucket[person] as number) if (place[person] !== 0) all.push(person);
    all.sort((one, other) => (place[one] as number) - (place[other] as number));
    for (const person of all) append(person);
    settled += all.filter((person) => (place[person] as number) > promisedPlace).length;
    bucketHead = -1;
  }
  const bucketAt = (second: number) => Math.floor(second / bucketSeconds) + 1;

  return {
    placeAt: (second, order) => bucketAt(second) + order,
    give(person, given) {
      place[person] = given;
      nextInBucket[person] = bucketHead;
      bucketHead = person;
      if (given > promisedPlace) beyond += 1;
    },
    placeOf: (person) => place[person] as number,
    spend(person) {
      const own = place[person] as number;
      if (own > promisedPlace) {
        beyond -= 1;
        if (own < bucket) settled -= 1;
      }
      place[person] = 0;
    },
    settle(second) {
      if (bucketAt(second) === bucket) return;
      queueBucket();
      bucket = bucketAt(second);
      forget();
    },
    waiting: () => beyond,
    callable: () => settled,
    promise(people) {
      let left = people;
      const before = promisedPlace;
      for (; left > 0 && promisedTo < length; promisedTo += 1) {
        if (!holds(promisedTo) || (places[promisedTo] as number) <= promisedPlace) continue;
        promisedPlace = places[promisedTo] as number;
        left -= 1;
        beyond -= 1;
        settled -= 1;
      }
      return promisedPlace > before ? promisedPlace : null;
    },
    promiseAll(second) {
      promisedPlace = bucketAt(second) + 1;
      beyond = 0;
      settled = 0;
      return promisedPlace;
    },
    called(front) {
      // Everybody is called, those of the bucket that is not complete among them.
      if (front > bucket) queueBucket();
      while (calledTo < length && (places[calledTo] as number) <= front) {
        calledTo += 1;
        if (holds(calledTo - 1)) return queue[calledTo - 1] as number;
      }
      return -1;
    },
    somebodyBefore(own, front) {
      let at = calledTo;
      while (at < length && (places[at] as number) < own) {
        if (holds(at) && (places[at] as number) > front) return true;
        at += 1;
      }
      for (let person = bucketHead; person >= 0; person = nextInBucket[person] as number) {
        const other = place[person] as number;
        if (other > front && other < own) return true;
      }
      return false;
    },
  };
}
