import type { Database } from '@/lib/platform/database';
import type { CourseRule } from '@/lib/supply/product-rule';
import { openQuery, spareQuery } from '../free/sql';
import { daysFor, type Homeless, type NewPlace, nearestPlaces, neighbours, type OpenDay, rings, withSpare } from '../nearest';

export const courseRules = (db: Database): Promise<CourseRule[]> => db.$queryRaw<CourseRule[]>`
  SELECT product_code AS product, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", min_age::int AS "minAge", max_age::int AS "maxAge", doses::int,
         interval::int, interval_min::int AS "intervalMin", interval_max::int AS "intervalMax" FROM product_rule`;

export interface Located {
  id: string;
  latitude: number;
  longitude: number;
}

export const locatedClinics = (db: Database): Promise<Located[]> => db.$queryRaw<Located[]>`SELECT id, latitude, longitude FROM clinic`;

/** A look at everything that is free, ring by ring, for who is without a place. */
export async function placesFor(db: Database, homeless: readonly Homeless[], rules: CourseRule[]): Promise<Map<string, NewPlace>> {
  const clinics = await locatedClinics(db);
  const span = daysFor(homeless, rules);
  const places = new Map<string, NewPlace>();
  const campaigns = await db.$queryRaw<{ id: string; rounds: string[] }[]>`
    SELECT campaign_id AS id, array_agg(id) AS rounds FROM round WHERE id = ANY (${[...new Set(homeless.map(({ roundId }) => roundId))]}) GROUP BY campaign_id`;
  for (const campaign of campaigns) {
    let left = homeless.filter(({ roundId }) => campaign.rounds.includes(roundId));
    const products = [...new Set(left.map(({ product }) => product))];
    for (const ring of rings) {
      const homes = new Map([...new Set(left.map(({ clinicId }) => clinicId))].map((id) => [id, neighbours(clinics, id, ring)]));
      const around = [...new Set([...homes.values()].flat())];
      const shared = await db.$queryRaw<OpenDay[]>(openQuery({ campaignId: campaign.id, clinics: around, products, ...span }));
      // The own clinics are looked at first.
      const alone = ring.reach === 0 && left.some(({ setAside }) => setAside !== null);
      const open = alone ? withSpare(shared, await db.$queryRaw<OpenDay[]>(spareQuery({ clinics: around, ...span }))) : shared;
      const found = nearestPlaces(left, open, (id) => homes.get(id) ?? [], rules);
      for (const [bookingId, place] of found) places.set(bookingId, place);
      left = left.filter(({ bookingId }) => !found.has(bookingId));
      if (left.length === 0) break;
    }
  }
  return places;
}
