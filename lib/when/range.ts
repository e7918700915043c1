import { addDays } from '@/lib/campaign/seoul';
import type { District, OfDay, Part, Uptake } from './district';

/** How often the day is to lie in the range; what came of it is published. */
export const likelihood = 0.8;

/** Where nobody knows a place on the line, eight in ten stand between these. */
const unknownPlace = [0.1, 0.9] as const;
/** One-sided, of 80 %: a count of people scatters by its root. */
const sigmas = 1.28;
/** Of those before, the share that takes the first day it can have; the others spread over all days. For the early end. */
const hurried = 0.5;
/** From the first day on which there is a place, people choose one of so many days. */
export const choiceDays = 7;
/** Announced vaccine: how many days later it comes than announced, and over how many days it is given. */
export const announcedLateDays = 7;
const scenes = {
  early: { uptake: 'low', lateDays: 0, overDays: 7 },
  late: { uptake: 'high', lateDays: announcedLateDays, overDays: 21 },
} as const;
type Scene = keyof typeof scenes;

/** `from` null: not known. `to` null: no last day can be said. */
export interface Range {
  from: string | null;
  to: string | null;
}

/** What an answer rests on, for people to read. */
export interface Rests {
  /** Places that are planned and free, and on how many days. */
  places: number;
  days: number;
  /** Doses announced, and the first day of arrival. */
  announced: number;
  arrivesOn: string | null;
  /** Places that rounds before are likely to leave. */
  handed: number;
  people: number;
  taken: number;
  uptake: Uptake;
  /** On the drawn line; null where it is not known. */
  place: number | null;
}

export interface When extends Range {
  /** Why there is no answer: the round is over or unknown, or there is no vaccine for it yet. */
  unknown: 'no-round' | 'no-supply' | null;
  rests: Rests | null;
}

const sum = (days: readonly OfDay[]): number => days.reduce((total, [, count]) => total + count, 0);

const leftToBook = (part: Part, uptake: number): number => (part.over ? 0 : Math.max(0, part.people * uptake - part.taken));

/** Doses become places from the day after their arrival on. */
function givenOut(announced: readonly OfDay[], scene: Scene): OfDay[] {
  const { lateDays, overDays } = scenes[scene];
  return announced.flatMap(([day, doses]) =>
    Array.from({ length: overDays }, (_, index): OfDay => [addDays(day, lateDays + index + 1), doses / overDays]),
  );
}

/** What a round is likely to leave to the next: whoever still books in it takes the first days. */
function leftBy(district: District, part: Part, scene: Scene): OfDay[] {
  let wanted = leftToBook(part, district.uptake[scenes[scene].uptake]);
  const left: OfDay[] = [];
  for (const [day, places] of placesOf(district, part, scene)) {
    const used = Math.min(places, wanted);
    wanted -= used;
    if (day > part.handsOn) left.push([day, places - used]);
  }
  return left;
}

const known = new WeakMap<District, Map<string, OfDay[]>>();

/** The places of a round by day, in order: what is planned, what is announced, and what rounds before leave. Rounds hand on in chains: each is worked out once. */
function placesOf(district: District, part: Part, scene: Scene): OfDay[] {
  const all = known.get(district) ?? new Map<string, OfDay[]>();
  known.set(district, all);
  const key = `${scene} ${part.round}`;
  const found = all.get(key) ?? sumPlaces(district, part, scene);
  all.set(key, found);
  return found;
}

function sumPlaces(district: District, part: Part, scene: Scene): OfDay[] {
  const handed = district.parts.filter(({ heir }) => heir === part.round).flatMap((before) => leftBy(district, before, scene));
  const byDay = new Map<string, number>();
  for (const [day, count] of [...part.free, ...givenOut(part.announced, scene), ...handed]) {
    if (day > district.today && day >= part.opensOn) byDay.set(day, (byDay.get(day) ?? 0) + count);
  }
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The first day by which `ahead` others and one more have a place. */
function firstDay(places: readonly OfDay[], ahead: number): string | null {
  let reached = 0;
  for (const [day, count] of places) {
    reached += count;
    if (reached >= ahead + 1) return day;
  }
  return null;
}

/** Of those who will still book, how many go before. */
function ahead(part: Part, place: number | null, uptake: number, unknown: number): number {
  const before = place === null ? unknown : part.front >= 1 ? 0 : Math.max(0, (place - part.front) / (1 - part.front));
  return before * leftToBook(part, uptake);
}

/**
 * When somebody of this round is likely to be vaccinated in this district: from the first day on which they may find a place if
 * few book, early, and what is announced comes in time, to a week after the first day on which there is one even if many do
 * and it comes late. More supply never makes either end later. An end that the supply does not reach is not made up.
 */
export function whenOf(district: District, round: string, place: number | null): When {
  const part = district.parts.find((one) => one.round === round);
  if (!part || part.over) return { from: null, to: null, unknown: 'no-round', rests: null };
  const { uptake } = district;
  const [fewest, most] = [ahead(part, place, uptake.low, unknownPlace[0]), ahead(part, place, uptake.high, unknownPlace[1])];
  const early = placesOf(district, part, 'early');
  const from = firstDay(early, hurried * Math.max(0, fewest - sigmas * Math.sqrt(fewest)));
  const reached = firstDay(placesOf(district, part, 'late'), most + sigmas * Math.sqrt(most));
  const handed = district.parts.filter(({ heir }) => heir === round).flatMap((before) => leftBy(district, before, 'late'));
  const rests: Rests = {
    places: Math.round(sum(part.free)),
    days: new Set(part.free.filter(([, count]) => count > 0).map(([day]) => day)).size,
    announced: Math.round(sum(part.announced)),
    arrivesOn: part.announced.map(([day]) => day).sort()[0] ?? null,
    handed: Math.floor(sum(handed)),
    people: Math.round(part.people),
    taken: part.taken,
    uptake,
    place,
  };
  return { from, to: from && reached && addDays(reached, choiceDays), unknown: from ? null : 'no-supply', rests };
}
