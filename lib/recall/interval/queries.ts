import type { OperatorProof } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { type CourseRule, standingOf, withInterval } from '@/lib/supply/product-rule';
import { openQuery, spareQuery, usableOn } from '../free/sql';
import { daysFor, neighbours, type OpenDay, rings, withSpare } from '../nearest';
import { courseRules, type Located, locatedClinics } from '../placing/queries';
import { earlierNotice } from '../placing/sql';
import type { Change } from '../schema';
import { type Booked, Ledger, wouldGo } from './dry-run';
import { outside, rangeOf } from './sql';

/** What a change of the interval would do to the second doses that are booked, as things stand. */
export interface IntervalSize {
  outside: number;
  /** Those who find a place: on the same weekday at their own clinic, or elsewhere. */
  sameWeekday: number;
  elsewhere: number;
  /** Those who don't: whose day is too early loses it, whose day is too late keeps it. */
  early: number;
  late: number;
}

const clinicsAtOnce = 20;

/** Clinics of each campaign that have second doses of it booked at all. */
const clinicsWith = (product: string) => database().$queryRaw<{ campaignId: string; clinics: string[] }[]>`
  SELECT campaign_id AS "campaignId", array_agg(DISTINCT clinic_id ORDER BY clinic_id) AS clinics FROM booking
   WHERE dose = 2 AND product = ${product} AND status = 'confirmed' AND vaccinated_at IS NULL GROUP BY 1 ORDER BY 1`;

/** Second doses at these clinics outside of the range that the change would make. */
const outsideAt = (change: Change, campaignId: string, clinics: string[]): Promise<Booked[]> => database().$queryRaw<Booked[]>`
    SELECT booking.id AS "bookingId", booking.clinic_id AS "clinicId", booking.round_id AS "roundId", booking.product,
           2 AS dose, to_char(person.birth_date, 'YYYY-MM-DD') AS "birthDate", booking.slot_id AS "slotId", booking.share_id AS "shareId",
           to_char(slot.starts_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day, extract(epoch FROM slot.starts_at)::float8 * 1000 AS "startsAt",
           false AS "ownSlot", true AS anew, extract(epoch FROM least(slot.starts_at, now() + ${earlierNotice}))::float8 * 1000 AS "notBefore",
           booking.together_id AS "togetherId", CASE WHEN delivery.quarantined_at IS NULL THEN ${usableOn} END AS "setAside",
           to_char(first.first_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS "firstDay"
      FROM booking JOIN person ON person.id = booking.person_id
      LEFT JOIN share ON share.id = booking.share_id LEFT JOIN delivery ON delivery.id = share.delivery_id
      LEFT JOIN lot ON lot.number = delivery.lot_number ${outside(rangeOf(change))}
       AND booking.campaign_id = ${campaignId} AND slot.clinic_id = ANY (${clinics})`;

/** As the worker goes: who leaves a place for somebody else goes first. */
const inTurn =
  (longer: boolean) =>
  (a: Booked, b: Booked): number =>
    (longer ? -1 : 1) * (a.startsAt - b.startsAt) || (a.bookingId < b.bookingId ? -1 : 1);

const inParts = (clinics: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(clinics.length / clinicsAtOnce) }, (_, part) =>
    clinics.slice(part * clinicsAtOnce, (part + 1) * clinicsAtOnce),
  );

interface Plan {
  campaignId: string;
  /** Those with anybody who may be outside. */
  at: string[];
  read: (clinics: string[]) => Promise<Booked[]>;
  order: (a: Booked, b: Booked) => number;
}

/** Some clinics after the others: only who finds no place at their own is kept in memory until all have been looked at. */
async function placesOf({ campaignId, at, read, order }: Plan, clinics: Located[], rules: CourseRule[]): Promise<IntervalSize> {
  const size: IntervalSize = { outside: 0, sameWeekday: 0, elsewhere: 0, early: 0, late: 0 };
  const ledger = new Ledger();
  let left: Booked[] = [];
  for (const [turn, ring] of rings.entries()) {
    const still: Booked[] = [];
    for (const some of inParts(turn === 0 ? at : [...new Set(left.map(({ clinicId }) => clinicId))].sort())) {
      const among = new Set(some);
      const part = (turn === 0 ? await read(some) : left.filter(({ clinicId }) => among.has(clinicId))).sort(order);
      if (turn === 0) size.outside += part.length;
      if (part.length === 0) continue;
      const homes = new Map(some.map((id) => [id, neighbours(clinics, id, ring)]));
      const around = [...new Set([...homes.values()].flat())];
      const products = [...new Set(part.map(({ product }) => product))];
      const asked = { clinics: around, ...daysFor(part, rules), full: true };
      const shared = await database().$queryRaw<OpenDay[]>(openQuery({ campaignId, products, ...asked }));
      const days = ring.reach === 0 ? withSpare(shared, await database().$queryRaw<OpenDay[]>(spareQuery(asked))) : shared;
      const places = wouldGo(part, days, (id) => homes.get(id) ?? [], rules, ledger);
      const dayOf = new Map(days.flatMap(({ day, slots }) => slots.map(({ id }) => [id, day] as const)));
      for (const one of part) {
        const place = places.get(one.bookingId);
        if (!place) still.push(one);
        else if (place.clinicId === one.clinicId && weekday(dayOf.get(place.slotId) ?? '') === weekday(one.day)) size.sameWeekday += 1;
        else size.elsewhere += 1;
      }
    }
    left = still;
  }
  for (const { product, firstDay, day } of left) {
    if (firstDay && standingOf(rules, product, firstDay, day) === 'late') size.late += 1;
    else size.early += 1;
  }
  return size;
}

const weekday = (day: string): number => new Date(day).getUTCDay();

/** A dry run: nothing is changed. Null for a product that has no second dose on that day. */
export async function intervalSize(_operator: OperatorProof, change: Change): Promise<IntervalSize | null> {
  const rules = withInterval(await courseRules(database()), change);
  if (!rules) return null;
  const longer = change.interval >= rules.before;
  const located = await locatedClinics(database());
  const sum: IntervalSize = { outside: 0, sameWeekday: 0, elsewhere: 0, early: 0, late: 0 };
  for (const { campaignId, clinics } of await clinicsWith(change.product)) {
    const read = (some: string[]) => outsideAt(change, campaignId, some);
    const size = await placesOf({ campaignId, at: clinics, read, order: inTurn(longer) }, located, rules.all);
    sum.outside += size.outside;
    sum.sameWeekday += size.sameWeekday;
    sum.elsewhere += size.elsewhere;
    sum.early += size.early;
    sum.late += size.late;
  }
  return sum;
}

export interface CourseView {
  product: string;
  nameKo: string;
  nameEn: string;
  /** The rule of today: days from the first dose to the second. */
  interval: number;
  min: number;
  max: number;
}

/** Vaccines of two doses that a campaign has, for the form. */
export const courses = (_operator: OperatorProof): Promise<CourseView[]> => database().$queryRaw<CourseView[]>`
  SELECT product.code AS product, product.name_ko AS "nameKo", product.name_en AS "nameEn", rule.interval::int, rule.interval_min::int AS min, rule.interval_max::int AS max
    FROM product CROSS JOIN LATERAL (
      SELECT * FROM product_rule WHERE product_rule.product_code = product.code AND product_rule.valid_from <= now() AT TIME ZONE 'Asia/Seoul'
       ORDER BY product_rule.valid_from DESC LIMIT 1
    ) AS rule
   WHERE rule.doses = 2 AND EXISTS (SELECT FROM campaign WHERE product.code = ANY (campaign.products)) ORDER BY product.code`;
