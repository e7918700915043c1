import { mayHave, type ProductRule } from '@/lib/supply/product-rule';
import type { Wish } from './wish';

/** What is free at one clinic on one day. */
export interface OpenDay {
  clinicId: string;
  /** Code of its 시군구. */
  district: string;
  day: string;
  /** In the order in which they are to be used up. */
  shares: { id: number; product: string; free: number }[];
  /** Half hours by the minute of the day at which they start. */
  slots: { id: number; minute: number; free: number }[];
}

/** Whose turn it is: one person, or all of a household, who come together or not at all. */
export interface Waiting {
  listId: string;
  wishes: readonly Wish[];
  members: readonly { personId: string; birthDate: string }[];
}

export interface Given {
  personId: string;
  clinicId: string;
  product: string;
  shareId: number;
  slotId: number;
}

interface Option {
  open: OpenDay;
  share: OpenDay['shares'][number];
  /** Of the first half hour, in `open.slots`. */
  from: number;
}

const halfHour = 30;

/** The first half hour of the window from which on so many people find adjacent places; -1 when there is none. */
function firstStart({ slots }: OpenDay, { fromMinute, toMinute }: Wish, people: number): number {
  for (let from = 0; from < slots.length; from += 1) {
    let found = 0;
    let next = slots[from]?.minute ?? 0;
    if (next < fromMinute) continue;
    for (let index = from; index < slots.length && slots[index]?.minute === next && next < toMinute; index += 1) {
      const free = slots[index]?.free ?? 0;
      // Nobody of a household waits while the others are through.
      if (free <= 0) break;
      found += free;
      if (found >= people) return from;
      next += halfHour;
    }
  }
  return -1;
}

function optionOn(open: OpenDay, wish: Wish, members: Waiting['members'], supply: Supply): Option | null {
  const fitting = (product: string) =>
    open.shares.find(
      (share) =>
        share.product === product &&
        share.free >= members.length &&
        members.every(({ birthDate }) => mayHave(supply.rules, product, 1, birthDate, open.day)),
    );
  for (const product of wish.product ? [wish.product] : supply.products) {
    const share = fitting(product);
    if (!share) continue;
    const from = firstStart(open, wish, members.length);
    return from < 0 ? null : { open, share, from };
  }
  return null;
}

const startOf = ({ open, from }: Option): number => open.slots[from]?.minute ?? 0;
const placesOf = ({ open, from }: Option): number => open.slots[from]?.free ?? 0;

/** The earlier start; of equal ones the emptier half hour, so that no clinic fills up beside an empty one. */
const isBetter = (one: Option, other: Option): boolean =>
  (startOf(one) - startOf(other) || placesOf(other) - placesOf(one) || (one.open.clinicId < other.open.clinicId ? -1 : 1)) < 0;

export interface Supply {
  open: OpenDay[];
  /** The campaign's, in order of preference. */
  products: readonly string[];
  rules: readonly ProductRule[];
}

const keyOf = (where: { clinic: string } | { district: string }, day: string): string =>
  'clinic' in where ? `clinic ${where.clinic} ${day}` : `district ${where.district} ${day}`;

function indexed(open: OpenDay[]): Map<string, OpenDay[]> {
  const found = new Map<string, OpenDay[]>();
  const add = (key: string, one: OpenDay) => {
    const there = found.get(key);
    if (there) there.push(one);
    else found.set(key, [one]);
  };
  for (const one of open) {
    add(keyOf({ clinic: one.clinicId }, one.day), one);
    add(keyOf({ district: one.district }, one.day), one);
  }
  return found;
}

function best(
  wish: Wish,
  members: Waiting['members'],
  supply: Supply,
  index: Map<string, OpenDay[]>,
  days: readonly string[],
): Option | null {
  for (const day of days) {
    if (day < wish.fromDay || day > wish.toDay) continue;
    let found: Option | null = null;
    for (const open of index.get(keyOf(wish.where, day)) ?? []) {
      const option = optionOn(open, wish, members, supply);
      if (option && (!found || isBetter(option, found))) found = option;
    }
    if (found) return found;
  }
  return null;
}

/** Takes the places of an option away from what is free. */
function take({ open, share, from }: Option, members: Waiting['members']): Given[] {
  share.free -= members.length;
  let at = from;
  return members.map(({ personId }) => {
    while ((open.slots[at]?.free ?? 1) <= 0) at += 1;
    const slot = open.slots[at];
    if (!slot) throw new Error('an option has a place for everybody');
    slot.free -= 1;
    return { personId, clinicId: open.clinicId, product: share.product, shareId: share.id, slotId: slot.id };
  });
}

/**
 * Gives each in turn the first of their wishes that can still be met, and of what meets it the earliest. One after the other
 * and each with what those before left over: so nobody behind gets what somebody before wished for and could have had.
 * Empty for whose wishes can't be met. What is free in `supply` shrinks by what is given.
 */
export function meetWishes(waiting: readonly Waiting[], supply: Supply): Given[][] {
  const index = indexed(supply.open);
  const days = [...new Set(supply.open.map(({ day }) => day))].sort();
  return waiting.map(({ wishes, members }) => {
    for (const wish of wishes) {
      const option = best(wish, members, supply, index, days);
      if (option) return take(option, members);
    }
    return [];
  });
}
