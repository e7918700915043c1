import { addDays } from '@/lib/campaign/seoul';
import { split } from './split';

/** Doses of a product at a clinic, as far as they can be planned with. */
export interface Delivery {
  id: number;
  product: string;
  doses: number;
  /** The days on which they are on hand and not expired, `YYYY-MM-DD`; `from` is after `to` where they must not be used. */
  from: string;
  to: string;
}

/** What one delivery gives to one dose on one day. */
export interface Cell {
  day: string;
  dose: 1 | 2;
  delivery: Delivery;
  places: number;
}

/** Days from the first to the second dose, as announced and at most; null where one dose is enough. */
export type Course = (product: string, day: string) => { interval: number; intervalMax: number } | null;

export interface Clinic {
  /** Places of each day ahead, in half hours that are not closed: each the least of room and staff. */
  places: ReadonlyMap<string, number>;
  deliveries: readonly Delivery[];
  /** Doses that are spoken for on days that are not planned any more. */
  spent: ReadonlyMap<number, number>;
  /** What had been planned before, and how much of it is taken. */
  known: readonly (Cell & { taken: number })[];
}

export const cellKey = ({ day, dose, delivery }: Cell): string => `${day} ${dose} ${delivery.id}`;

const usable = (delivery: Delivery, day: string): boolean => delivery.from <= day && day <= delivery.to;

class Ledger {
  readonly cells = new Map<string, Cell>();
  readonly #free: Map<string, number>;
  readonly #left: Map<number, number>;

  constructor(clinic: Clinic) {
    this.#free = new Map(clinic.places);
    this.#left = new Map(clinic.deliveries.map(({ id, doses }) => [id, doses - (clinic.spent.get(id) ?? 0)]));
  }

  free = (day: string): number => this.#free.get(day) ?? 0;
  left = (delivery: Delivery): number => this.#left.get(delivery.id) ?? 0;

  add(day: string, dose: 1 | 2, delivery: Delivery, places: number): void {
    const cell: Cell = { day, dose, delivery, places: 0 };
    const known = this.cells.get(cellKey(cell)) ?? cell;
    known.places += places;
    this.cells.set(cellKey(cell), known);
    this.#free.set(day, this.free(day) - places);
    this.#left.set(delivery.id, this.left(delivery) - places);
  }
}

/** Takes back what is no longer there: doses that must not be used, half hours that are closed. Never what somebody has taken. */
function cutBack(ledger: Ledger, known: Clinic['known']): void {
  for (const { day, dose, delivery, taken } of known.toReversed()) {
    const { places = 0 } = ledger.cells.get(cellKey({ day, dose, delivery, places: 0 })) ?? {};
    const short = usable(delivery, day) ? Math.max(-ledger.free(day), -ledger.left(delivery), 0) : places;
    const back = Math.min(short, places - taken);
    if (back > 0) ledger.add(day, dose, delivery, -back);
  }
}

/** Days on which the second dose can be given, the announced one first. */
function secondDays(ledger: Ledger, first: string, course: { interval: number; intervalMax: number }): string[] {
  const days = Array.from({ length: course.intervalMax - course.interval + 1 }, (_, later) => addDays(first, course.interval + later));
  return days.filter((day) => ledger.free(day) > 0);
}

/** First doses of one day out of one delivery, each with the second one kept for it. Gives how many. */
function plan(ledger: Ledger, clinic: Clinic, day: string, delivery: Delivery, most: number, course: ReturnType<Course>): number {
  let planned = 0;
  const wanted = () => Math.min(most - planned, ledger.free(day), ledger.left(delivery));
  if (!course) {
    planned = Math.max(0, wanted());
    if (planned > 0) ledger.add(day, 1, delivery, planned);
    return planned;
  }
  for (const second of secondDays(ledger, day, course)) {
    for (const from of clinic.deliveries) {
      if (from.product !== delivery.product || !usable(from, second)) continue;
      const both = from.id === delivery.id ? Math.floor(ledger.left(from) / 2) : ledger.left(from);
      const places = Math.min(wanted(), ledger.free(second), both);
      if (places <= 0) continue;
      ledger.add(day, 1, delivery, places);
      ledger.add(second, 2, from, places);
      planned += places;
    }
    if (wanted() <= 0) break;
  }
  return planned;
}

/**
 * The places of a clinic's days: the least of its half hours, its staff and the doses that are there by then and not expired. A
 * first dose is planned with its second one alone, whose day and dose are kept for it. Several products share a day in proportion to
 * their doses; what expires first is used first. What had been planned stays, as far as doses and half hours last; run again,
 * it adds nothing.
 */
export function clinicCells(clinic: Clinic, courseOn: Course): Cell[] {
  const byExpiry = clinic.deliveries.toSorted((a, b) => a.to.localeCompare(b.to) || a.from.localeCompare(b.from) || a.id - b.id);
  const sorted = { ...clinic, deliveries: byExpiry };
  const ledger = new Ledger(sorted);
  for (const { day, dose, delivery, places } of clinic.known) ledger.add(day, dose, delivery, places);
  cutBack(ledger, clinic.known);
  for (const day of [...clinic.places.keys()].sort()) {
    const there = byExpiry.filter((delivery) => usable(delivery, day) && ledger.left(delivery) > 0);
    if (ledger.free(day) <= 0 || there.length === 0) continue;
    const weights = there.map((delivery) => ({ id: String(delivery.id), weight: ledger.left(delivery) }));
    const fair = split(ledger.free(day), weights, new Map());
    for (const delivery of there) plan(ledger, sorted, day, delivery, fair.get(String(delivery.id)) ?? 0, courseOn(delivery.product, day));
    // What one product can't use is for the others.
    for (const delivery of there) plan(ledger, sorted, day, delivery, ledger.free(day), courseOn(delivery.product, day));
  }
  return [...ledger.cells.values()];
}
