import { addDays } from '@/lib/campaign/seoul';
import { aimOf, type CourseRule, mayHave, reachOf, standingOf } from '@/lib/supply/product-rule';

/** A booking whose place can't be kept, and what its next place must be. Instants in milliseconds. */
export interface Homeless {
  bookingId: string;
  clinicId: string;
  roundId: string;
  product: string;
  dose: 1 | 2;
  birthDate: string;
  /** The half hour that it has or had. */
  slotId: number;
  day: string;
  startsAt: number;
  /** It still has that half hour, and only the vaccine is to change. */
  ownSlot: boolean;
  /** No place before that. */
  notBefore: number;
  /** Of a second dose: the day of its first. */
  firstDay: string | null;
  /** The interval has changed: another day of the same weekday before all others, as near as can be to the announced interval. */
  anew: boolean;
  /** Those who come together have one in common. */
  togetherId: string | null;
  /** Of a second dose whose interval has changed: the dose that is kept for it, which can go along to another day of its clinic. */
  setAside: SetAside | null;
}

/** Days as `YYYY-MM-DD`. */
export interface SetAside {
  deliveryId: number;
  from: string;
  to: string;
}

/** What is free at one clinic on one day, of one product and dose. */
export interface OpenDay {
  clinicId: string;
  day: string;
  /** In the order in which they are to be used up. */
  shares: { id: number; roundId: string; product: string; dose: number; free: number }[];
  slots: { id: number; startsAt: number; free: number }[];
  /** Places of its half hours of which no round has a share. */
  spare?: number;
}

export interface NewPlace {
  bookingId: string;
  clinicId: string;
  /** Null: the dose that was set aside for it goes along, to the day `along`. */
  shareId: number | null;
  slotId: number;
  along?: string;
}

const daysBetween = (one: string, other: string): number => (Date.parse(other) - Date.parse(one)) / 86_400_000;

/** The nearest day first; of two as near the later one, for which there is more time. */
export const byNearness =
  (wanted: string) =>
  (one: string, other: string): number => {
    const [a, b] = [daysBetween(wanted, one), daysBetween(wanted, other)];
    return Math.abs(a) - Math.abs(b) || b - a;
  };

/** Days of the weekday of `day` first, then all others; of both the nearest to `aim`. */
export const byWeekday = (day: string, aim: string) => {
  const near = byNearness(aim);
  const other = (one: string): number => (daysBetween(day, one) % 7 === 0 ? 0 : 1);
  return (one: string, another: string): number => other(one) - other(another) || near(one, another);
};

type Share = OpenDay['shares'][number];

function shareOn(open: OpenDay, { roundId, product, dose }: Homeless): Share | undefined {
  const fitting = open.shares.filter((share) => share.product === product && share.dose === dose && share.free > 0);
  return fitting.find((share) => share.roundId === roundId) ?? fitting[0];
}

/** The half hour nearest to the time of day that the booking had; the own one before all others. */
function slotOn(open: OpenDay, one: Homeless): { id: number; free: number } | undefined {
  const own = one.ownSlot && open.clinicId === one.clinicId && open.day === one.day && one.startsAt >= one.notBefore;
  if (own) return { id: one.slotId, free: 1 };
  const wanted = one.startsAt + daysBetween(one.day, open.day) * 86_400_000;
  let best: OpenDay['slots'][number] | undefined;
  for (const slot of open.slots) {
    if (slot.free <= 0 || slot.startsAt < one.notBefore) continue;
    if (!best || Math.abs(slot.startsAt - wanted) < Math.abs(best.startsAt - wanted)) best = slot;
  }
  return best;
}

const goesAlong = ({ clinicId, day, spare = 0 }: OpenDay, { clinicId: home, setAside }: Homeless): boolean =>
  spare > 0 && clinicId === home && setAside !== null && setAside.from <= day && day <= setAside.to;

function placeOn(open: OpenDay, one: Homeless, rules: readonly CourseRule[]): NewPlace | null {
  const { bookingId, product, dose, birthDate, firstDay } = one;
  if (firstDay && standingOf(rules, product, firstDay, open.day) !== 'within') return null;
  if (!mayHave(rules, product, dose, birthDate, open.day)) return null;
  const share = shareOn(open, one);
  const slot = share || goesAlong(open, one) ? slotOn(open, one) : undefined;
  if (!slot) return null;
  slot.free -= 1;
  const place = { bookingId, clinicId: open.clinicId, slotId: slot.id };
  if (!share) {
    open.spare = (open.spare ?? 0) - 1;
    return { ...place, shareId: null, along: open.day };
  }
  share.free -= 1;
  return { ...place, shareId: share.id };
}

/** All of them on this day at this clinic, or nobody: then nothing is taken. */
function allOn(open: OpenDay, party: readonly Homeless[], rules: readonly CourseRule[]): NewPlace[] | null {
  const before = { shares: open.shares.map(({ free }) => free), slots: open.slots.map(({ free }) => free), spare: open.spare ?? 0 };
  const places: NewPlace[] = [];
  for (const one of party) {
    const place = placeOn(open, one, rules);
    if (!place) {
      for (const [index, share] of open.shares.entries()) share.free = before.shares[index] ?? 0;
      for (const [index, slot] of open.slots.entries()) slot.free = before.slots[index] ?? 0;
      open.spare = before.spare;
      return null;
    }
    places.push(place);
  }
  return places;
}

/** Those who come together from the same place stay together in the order of the list; everybody else is alone. */
export function partiesOf(homeless: readonly Homeless[]): Homeless[][] {
  const parties = new Map<string, Homeless[]>();
  for (const one of homeless) {
    const key = one.togetherId ? `${one.togetherId} ${one.dose} ${one.clinicId} ${one.day}` : one.bookingId;
    parties.set(key, [...(parties.get(key) ?? []), one]);
  }
  return [...parties.values()];
}

/**
 * The nearest new place for each, in the order of the list: at their own clinic (the same time of another delivery, then the
 * nearest day), else at the clinics of `near`, the nearest first. Who comes together is moved together where that can be, else
 * one by one. What is free in `open` shrinks by what is given. Who is not in the answer finds nothing in `open`.
 */
export function nearestPlaces(
  homeless: readonly Homeless[],
  open: readonly OpenDay[],
  near: (clinicId: string) => readonly string[],
  rules: readonly CourseRule[],
): Map<string, NewPlace> {
  const byClinic = new Map<string, OpenDay[]>();
  for (const one of open) byClinic.set(one.clinicId, [...(byClinic.get(one.clinicId) ?? []), one]);
  const places = new Map<string, NewPlace>();
  const settle = (party: readonly Homeless[]): boolean => {
    const [first] = party;
    if (!first) return true;
    const { day, firstDay, anew } = first;
    const order = anew && firstDay ? byWeekday(day, aimOf(rules, first.product, firstDay, day)) : byNearness(day);
    for (const clinicId of near(first.clinicId)) {
      const days = [...(byClinic.get(clinicId) ?? [])].sort((a, b) => order(a.day, b.day));
      for (const open of days) {
        const found = allOn(open, party, rules);
        if (!found) continue;
        for (const place of found) places.set(place.bookingId, place);
        return true;
      }
    }
    return false;
  };
  for (const party of partiesOf(homeless)) {
    if (!settle(party) && party.length > 1) for (const one of party) settle([one]);
  }
  return places;
}

/** What is open, with what is spare: days of which no round has a share are added, the others have their figure. */
export function withSpare(open: readonly OpenDay[], spare: readonly OpenDay[]): OpenDay[] {
  const keyOf = ({ clinicId, day }: OpenDay): string => `${clinicId} ${day}`;
  const places = new Map(spare.map((one) => [keyOf(one), one]));
  const known = new Set(open.map(keyOf));
  return [...open.map((one) => ({ ...one, spare: places.get(keyOf(one))?.spare ?? 0 })), ...spare.filter((one) => !known.has(keyOf(one)))];
}

/** Days before and after the old one on which a place is looked for; for a second dose its range. */
const daysBefore = 7;
const daysAfter = 35;

/** The days between which the places of these people may be. */
export function daysFor(homeless: readonly Homeless[], rules: readonly CourseRule[]): { from: string; to: string } {
  const spans = homeless.map(({ day, firstDay, anew, product }) => {
    const [from, to] = [addDays(day, -daysBefore), addDays(day, daysAfter)];
    if (!firstDay) return { from, to };
    const [first, last] = reachOf(rules, product, firstDay);
    return anew ? { from: first, to: last } : { from, to: last > to ? last : to };
  });
  const from = spans.reduce((least, span) => (least && least <= span.from ? least : span.from), '');
  const to = spans.reduce((most, span) => (most >= span.to ? most : span.to), '');
  return { from, to };
}

/** How far people are sent: the own clinic, its neighbours, everything around. */
export const rings = [
  { reach: 0, most: 1 },
  { reach: 20, most: 30 },
  { reach: 60, most: 300 },
];

/** Kilometres, as the crow flies: good to a per cent over the country. */
export function kilometres(one: { latitude: number; longitude: number }, other: { latitude: number; longitude: number }): number {
  const north = (one.latitude - other.latitude) * 111.2;
  const east = (one.longitude - other.longitude) * 111.2 * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** The clinic itself first, then its neighbours within `reach` kilometres by distance, `most` in all. */
export function neighbours(
  clinics: readonly { id: string; latitude: number; longitude: number }[],
  homeId: string,
  { reach, most }: { reach: number; most: number },
): string[] {
  const home = clinics.find(({ id }) => id === homeId);
  if (!home) return [];
  return clinics
    .map((clinic) => ({ id: clinic.id, away: clinic === home ? -1 : kilometres(home, clinic) }))
    .filter(({ away }) => away <= reach)
    .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ id }) => id);
}
