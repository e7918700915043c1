import type { CourseRule } from '@/lib/supply/product-rule';
import { type Homeless, type NewPlace, nearestPlaces, type OpenDay } from '../nearest';

export type Booked = Homeless & { shareId: number | null };

/** What places that were free or taken have become while nothing has been changed: by how many each share and half hour has more. */
export class Ledger {
  readonly #shares = new Map<number, number>();
  readonly #slots = new Map<number, number>();
  readonly #spare = new Map<string, number>();

  #add<Key>(map: Map<Key, number>, id: Key | null, by: number): void {
    if (id !== null) map.set(id, (map.get(id) ?? 0) + by);
  }

  /** Days as read from the database, with what has been planned since. */
  applied(days: readonly OpenDay[]): OpenDay[] {
    return days.map((day) => ({
      ...day,
      shares: day.shares.map((share) => ({ ...share, free: share.free + (this.#shares.get(share.id) ?? 0) })),
      spare: (day.spare ?? 0) + (this.#spare.get(`${day.clinicId} ${day.day}`) ?? 0),
      slots: day.slots.map((slot) => ({ ...slot, free: slot.free + (this.#slots.get(slot.id) ?? 0) })),
    }));
  }

  move(one: Booked, place: NewPlace): void {
    this.#add(this.#slots, place.slotId, -1);
    this.#add(this.#slots, one.slotId, 1);
    if (place.along) {
      // The share that is left gets smaller with it.
      this.#add(this.#spare, `${place.clinicId} ${place.along}`, -1);
      this.#add(this.#spare, `${one.clinicId} ${one.day}`, 1);
      return;
    }
    this.#add(this.#shares, place.shareId, -1);
    this.#add(this.#shares, one.shareId, 1);
  }
}

/**
 * Where everybody would go, in the order of the list: looked at again as long as somebody moves, since each who does leaves a place
 * behind. `days` is what there is, also full.
 */
export function wouldGo(
  booked: readonly Booked[],
  days: readonly OpenDay[],
  near: (clinicId: string) => readonly string[],
  rules: readonly CourseRule[],
  ledger: Ledger,
): Map<string, NewPlace> {
  const places = new Map<string, NewPlace>();
  for (let left = [...booked]; left.length > 0; ) {
    const found = nearestPlaces(left, ledger.applied(days), near, rules);
    if (found.size === 0) break;
    for (const one of left) {
      const place = found.get(one.bookingId);
      if (!place) continue;
      places.set(one.bookingId, place);
      ledger.move(one, place);
    }
    left = left.filter(({ bookingId }) => !found.has(bookingId));
  }
  return places;
}
