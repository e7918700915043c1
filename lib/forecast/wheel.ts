/** What happens when: at most one event per person is ahead, so each second is a list through one array. */
export interface Wheel {
  /** Beyond the end it is forgotten; in the past it is due in the next second taken. */
  add(person: number, second: number): void;
  /** Everybody whose event is due now; the array is reused by the next call. */
  take(second: number): Int32Array;
}

export function wheelOf(people: number, from: number, to: number): Wheel {
  const heads = new Int32Array(to - from).fill(-1);
  const next = new Int32Array(people);
  let due = new Int32Array(1_024);
  let taken = from - 1;
  return {
    add(person, second) {
      const at = Math.max(second, taken + 1) - from;
      if (at >= heads.length) return;
      next[person] = heads[at] as number;
      heads[at] = person;
    },
    take(second) {
      taken = second;
      let count = 0;
      for (let person = heads[second - from] as number; person >= 0; person = next[person] as number) {
        if (count === due.length) {
          const more = new Int32Array(2 * count);
          more.set(due);
          due = more;
        }
        due[count] = person;
        count += 1;
      }
      return due.subarray(0, count);
    },
  };
}
