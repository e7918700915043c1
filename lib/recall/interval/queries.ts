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

type Row = Booked & { campaignId: string };

const atOnce = 5_000;
const clinicsAtOnce = 20;

/** Second doses outside of the range that the change would make. */
async function outsideOf(change: Change): Promise<Row[]> {
  const all: Row[] = [];
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after; ) {
    const rows: Row[] = await database().$queryRaw<Row[]>`
      SELECT booking.id AS "bookingId", booking.campaign_id AS "campaignId", booking.clinic_id AS "clinicId", booking.round_id AS "roundId", booking.product,
             2 AS dose, to_char(person.birth_date, 'YYYY-MM-DD') AS "birthDate", booking.slot_id AS "slotId", booking.share_id AS "shareId",
             to_char(slot.starts_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS day, extract(epoch FROM slot.starts_at)::float8 * 1000 AS "startsAt",
             false AS "ownSlot", true AS anew, extract(epoch FROM least(slot.starts_at, now() + ${earlierNotice}))::float8 * 1000 AS "notBefore",
             booking.together_id AS "togetherId", CASE WHEN delivery.quarantined_at IS NULL THEN ${usableOn} END AS "setAside",
             to_char(first.first_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') AS "firstDay"
        FROM booking JOIN person ON person.id = booking.person_id
        LEFT JOIN share ON share.id = booking.share_id LEFT JOIN delivery ON delivery.id = share.delivery_id
        LEFT JOIN lot ON lot.number = delivery.lot_number ${outside(rangeOf(change))} AND booking.id > ${after}::uuid
       ORDER BY booking.id LIMIT ${atOnce}`;
    all.push(...rows);
    after = rows.length === atOnce ? rows.at(-1)?.bookingId : undefined;
  }
  return all;
}

const byClinic = (rows: readonly Row[]): Row[][] => {
  const clinics = [...new Set(rows.map(({ clinicId }) => clinicId))].sort();
  const parts: Row[][] = [];
  for (let from = 0; from < clinics.length; from += clinicsAtOnce) {
    const part = new Set(clinics.slice(from, from + clinicsAtOnce));
    parts.push(rows.filter(({ clinicId }) => part.has(clinicId)));
  }
  return parts;
};

async function placesOf(campaignId: string, rows: Row[], clinics: Located[], rules: CourseRule[]): Promise<IntervalSize> {
  const size: IntervalSize = { outside: rows.length, sameWeekday: 0, elsewhere: 0, early: 0, late: 0 };
  const ledger = new Ledger();
  let left = rows;
  for (const ring of rings) {
    const still: Row[] = [];
    for (const part of byClinic(left)) {
      const homes = new Map([...new Set(part.map(({ clinicId }) => clinicId))].map((id) => [id, neighbours(clinics, id, ring)]));
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
  const rows = await outsideOf(change);
  // As the worker goes: who leaves a place for somebody else goes first.
  rows.sort((a, b) => (longer ? -1 : 1) * (a.startsAt - b.startsAt) || (a.bookingId < b.bookingId ? -1 : 1));
  const clinics = await locatedClinics(database());
  const sizes: IntervalSize[] = [];
  for (const campaignId of [...new Set(rows.map((row) => row.campaignId))]) {
    const own = rows.filter((row) => row.campaignId === campaignId);
    sizes.push(await placesOf(campaignId, own, clinics, rules.all));
  }
  const sum = (name: keyof IntervalSize) => sizes.reduce((all, size) => all + size[name], 0);
  return { outside: rows.length, sameWeekday: sum('sameWeekday'), elsewhere: sum('elsewhere'), early: sum('early'), late: sum('late') };
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
