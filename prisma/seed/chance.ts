/**
 * Chance without state: the same seed, index and purpose give the same number for ever. Changing a constant here
 * changes every made-up person, so it never happens.
 */
const seed = 0x2021_0809;

/** The finalizer of MurmurHash3: every bit of the input reaches every bit of the output. */
function scramble(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const purposes = new Map<string, number>();

function purposeBits(purpose: string): number {
  let bits = purposes.get(purpose);
  if (bits === undefined) {
    bits = seed;
    for (const character of purpose) bits = scramble(bits ^ Math.imul(character.charCodeAt(0), 0x9e3779b1));
    purposes.set(purpose, bits);
  }
  return bits;
}

/** A number in [0, 1). */
export const chance = (purpose: string, index: number): number =>
  scramble(scramble(index ^ purposeBits(purpose)) + Math.imul(index, 0x9e3779b1)) / 2 ** 32;

export const pick = <Item>(items: readonly Item[], purpose: string, index: number): Item => {
  const item = items[Math.floor(chance(purpose, index) * items.length)];
  if (item === undefined) throw new Error(`nothing to pick from for ${purpose}`);
  return item;
};

/** Chooses items in proportion to their weights. */
export function weighted<Item>(items: readonly Item[], weight: (item: Item) => number): (at: number) => Item {
  const ends: number[] = [];
  let sum = 0;
  for (const item of items) {
    sum += weight(item);
    ends.push(sum);
  }
  return (at) => {
    const wanted = at * sum;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    const item = items[low];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
}
