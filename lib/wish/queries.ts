import { headOf } from '@/lib/household/sql';
import { frontAt } from '@/lib/line/sql';
import { type Database, database, Prisma } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import type { ProductRule } from '@/lib/supply/product-rule';
import { releasedToWishes } from '@/lib/supply/sql';
import type { OpenDay, Waiting } from './meet';
import { wishesSchema } from './schema';
import { membersOf } from './sql';
import type { Wish } from './wish';

export interface WishRound {
  id: string;
  order: 'drawn' | 'arrival';
  products: string[];
  /** Open, not paused, and so is its campaign. */
  moves: boolean;
}

/** Rounds that are drawn and not over, and in which somebody still waits with a wish, or a tranche has come that is for wishes first. */
export const roundsWithWishes = (db: Database): Promise<WishRound[]> => db.$queryRaw<WishRound[]>`
  SELECT round.id, round.line_order::text AS "order", campaign.products,
         round.opens_at <= now() AND round.paused_at IS NULL AND campaign.paused_at IS NULL AS moves
    FROM round JOIN campaign ON campaign.id = round.campaign_id
   WHERE round.draw_at <= now() AND now() < round.closes_at
     AND (EXISTS (SELECT FROM wish_list WHERE wish_list.round_id = round.id AND wish_list.state = 'waiting')
       OR EXISTS (SELECT FROM tranche WHERE tranche.round_id = round.id AND tranche.for_wishes AND tranche.at <= now()))
   ORDER BY round.opens_at, round.id`;

export interface DueList extends Waiting {
  wishes: readonly Wish[];
}

type DueRow = { listId: string; wishes: unknown; members: { personId: string; birthDate: string }[] };

/**
 * The lists whose turn has come, in the order of the line: called by the drawn place first, then by the late one. The members
 * are those who still need a booking: nobody, where somebody has entered and chooses for themself.
 */
export async function dueLists(db: Database, round: Pick<WishRound, 'id'>, most: number): Promise<DueList[]> {
  const rows = await db.$queryRaw<DueRow[]>`
    WITH fronts AS MATERIALIZED (
      SELECT ${frontAt(round.id, 'drawn', Prisma.sql`now()`)} AS drawn, ${frontAt(round.id, 'late', Prisma.sql`now()`)} AS late
    ),
    due AS (
      (SELECT wish_list.id, wish_list.person_id, wish_list.wishes, 0 AS line, wish_list.place, ticket.entered_at
         FROM wish_list JOIN ticket USING (round_id, person_id), fronts
        WHERE wish_list.round_id = ${round.id} AND wish_list.state = 'waiting' AND wish_list.place < fronts.drawn
        ORDER BY wish_list.place LIMIT ${most})
      UNION ALL
      (SELECT wish_list.id, wish_list.person_id, wish_list.wishes, 1, ticket.late_position, ticket.entered_at
         FROM wish_list JOIN ticket USING (round_id, person_id), fronts
        WHERE wish_list.round_id = ${round.id} AND wish_list.state = 'waiting' AND wish_list.place IS NULL
          AND (ticket.late_position <= fronts.late OR ticket.entered_at IS NOT NULL)
        ORDER BY ticket.late_position LIMIT ${most})
    )
    SELECT due.id AS "listId", due.wishes, CASE WHEN due.entered_at IS NULL THEN ${membersOf(round.id, Prisma.sql`due.person_id`)} ELSE '[]' END AS members
      FROM due ORDER BY due.line, due.place LIMIT ${most}`;
  return rows.map(({ wishes, ...row }) => ({ ...row, wishes: wishesSchema.parse(wishes) }));
}

/** Of the database; places that are released after that are not in what is read after it. */
export async function clock(db: Database): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error('no clock');
  return row.now;
}

type OpenRow = Pick<OpenDay, 'clinicId' | 'district' | 'day'> & { shares: [number, string, number][]; slots: [number, number, number][] };

/** What of the round is free at the clinics and on the days that these lists name. */
export async function openDays(db: Database, round: Pick<WishRound, 'id'>, lists: readonly DueList[]): Promise<OpenDay[]> {
  const wishes = lists.flatMap((list) => list.wishes);
  const districts = [...new Set(wishes.flatMap(({ where }) => ('district' in where ? [where.district] : [])))];
  const clinics = [...new Set(wishes.flatMap(({ where }) => ('clinic' in where ? [where.clinic] : [])))];
  const [first = '9999-12-31'] = wishes.map(({ fromDay }) => fromDay).sort();
  const last =
    wishes
      .map(({ toDay }) => toDay)
      .sort()
      .at(-1) ?? first;
  const rows = await db.$queryRaw<OpenRow[]>`
    SELECT clinic.id AS "clinicId", clinic.region_code AS district, to_char(stock.day, 'YYYY-MM-DD') AS day, stock.shares, times.slots
      FROM clinic
      JOIN (
        SELECT share.clinic_id, share.day,
               jsonb_agg(jsonb_build_array(share.id, share.product_code, left_over.places) ORDER BY lot.expires_on, share.id) AS shares
          FROM share
          JOIN delivery ON delivery.id = share.delivery_id AND delivery.quarantined_at IS NULL
          JOIN lot ON lot.number = delivery.lot_number AND lot.expires_on >= share.day
         CROSS JOIN LATERAL (SELECT ${releasedToWishes(Prisma.sql`share`)} - share.taken AS places) AS left_over
         WHERE share.round_id = ${round.id} AND share.dose = 1 AND share.day BETWEEN ${first}::date AND ${last}::date AND left_over.places > 0
         GROUP BY share.clinic_id, share.day
      ) AS stock ON stock.clinic_id = clinic.id
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_array(slot.id,
                extract(hour FROM slot.starts_at AT TIME ZONE 'Asia/Seoul') * 60 + extract(minute FROM slot.starts_at AT TIME ZONE 'Asia/Seoul'),
                slot.capacity - slot.taken) ORDER BY slot.starts_at) AS slots
         FROM slot
        WHERE slot.clinic_id = clinic.id AND slot.closed_at IS NULL AND slot.starts_at > now() + interval '1 hour'
          AND slot.starts_at >= stock.day::timestamp AT TIME ZONE 'Asia/Seoul' AND slot.starts_at < (stock.day + 1)::timestamp AT TIME ZONE 'Asia/Seoul'
     ) AS times
     WHERE clinic.paused_at IS NULL AND times.slots IS NOT NULL
       AND (clinic.region_code = ANY (${districts}) OR clinic.id = ANY (${clinics}))`;
  return rows.map(({ shares, slots, ...open }) => ({
    ...open,
    shares: shares.map(([id, product, free]) => ({ id, product, free })),
    slots: slots.map(([id, minute, free]) => ({ id, minute, free })),
  }));
}

export const productRules = (db: Database, products: readonly string[]): Promise<ProductRule[]> => db.$queryRaw<ProductRule[]>`
  SELECT product_code AS product, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", min_age::int AS "minAge", max_age::int AS "maxAge", doses::int
    FROM product_rule WHERE product_code = ANY (${[...products]})`;

export type WishState = 'none' | 'waiting' | 'booked' | 'unmet' | 'moot' | 'withdrawn';

export interface WishBoard {
  personId: string;
  state: WishState;
  wishes: Wish[];
  /** Until the draw; after it for who has left none and has not been called (the command decides). */
  open: boolean;
}

type BoardRow = Omit<WishBoard, 'wishes'> & { wishes: unknown };

/** The wishes of these people's tickets in a round, in the order of the ids; whoever has no ticket there is left out. */
export async function wishBoards(personIds: string[], roundId: string): Promise<WishBoard[]> {
  const rows = await database().$queryRaw<BoardRow[]>`
    SELECT asked.id::text AS "personId", coalesce(list.state::text, 'none') AS state, coalesce(list.wishes, '[]') AS wishes,
           now() < round.closes_at AND (now() < round.draw_at OR list.id IS NULL OR list.state = 'withdrawn') AS open
      FROM unnest(${personIds}::uuid[]) WITH ORDINALITY AS asked (id, number)
      JOIN round ON round.id = ${roundId}
      JOIN ticket ON ticket.round_id = round.id AND ticket.person_id = ${headOf(roundId, Prisma.sql`asked.id`)}
      LEFT JOIN wish_list list ON list.round_id = round.id AND list.person_id = ticket.person_id
     ORDER BY asked.number`;
  return rows.map(({ wishes, ...row }) => ({ ...row, wishes: row.state === 'none' ? [] : wishesSchema.parse(wishes) }));
}

export interface NamedPlace {
  code: string;
  nameKo: string;
  nameEn: string;
}

/** 시도 with their 시군구, to choose from. */
export const districtsByProvince = memo<(NamedPlace & { districts: NamedPlace[] })[]>(
  60_000,
  1,
  () =>
    database().$queryRaw`
    SELECT province.code, province.name_ko AS "nameKo", province.name_en AS "nameEn",
           jsonb_agg(jsonb_build_object('code', district.code, 'nameKo', district.name_ko, 'nameEn', district.name_en) ORDER BY district.name_ko) AS districts
      FROM region province JOIN region district ON district.parent_code = province.code
     GROUP BY province.code ORDER BY province.code`,
);

/** The clinics of a 시군구 that have something of this round, by name. */
export const clinicsOfRound = (roundId: string, district: string): Promise<NamedPlace[]> => database().$queryRaw`
  SELECT clinic.id AS code, clinic.name_ko AS "nameKo", clinic.name_en AS "nameEn" FROM clinic
   WHERE clinic.region_code = ${district} AND EXISTS (SELECT FROM share WHERE share.clinic_id = clinic.id AND share.round_id = ${roundId} AND share.dose = 1)
   ORDER BY clinic.name_ko, clinic.id`;

/** What districts and clinics of wishes are called. */
export const namesOf = (wishes: readonly Wish[]): Promise<NamedPlace[]> => {
  const codes = wishes.map(({ where }) => ('district' in where ? where.district : where.clinic));
  return database().$queryRaw`
    SELECT district.code, province.name_ko || ' ' || district.name_ko AS "nameKo", district.name_en || ', ' || province.name_en AS "nameEn"
      FROM region district JOIN region province ON province.code = district.parent_code WHERE district.code = ANY (${codes})
    UNION ALL SELECT id, name_ko, name_en FROM clinic WHERE id = ANY (${codes})`;
};

/** The days on which any of these rounds has something to give, first and last. Null when none has. */
export async function daysOfRounds(roundIds: string[]): Promise<{ first: string; last: string } | null> {
  const [row] = await database().$queryRaw<{ first: string | null; last: string | null }[]>`
    SELECT to_char(min(day), 'YYYY-MM-DD') AS first, to_char(max(day), 'YYYY-MM-DD') AS last FROM share
     WHERE round_id = ANY (${roundIds}) AND dose = 1 AND quota > 0 AND day > (now() AT TIME ZONE 'Asia/Seoul')::date`;
  return row?.first && row.last ? { first: row.first, last: row.last } : null;
}

/** The products of a round's campaign, in order of preference. */
export async function productsOfRound(roundId: string): Promise<string[]> {
  const [row] = await database().$queryRaw<{ products: string[] }[]>`
    SELECT campaign.products FROM round JOIN campaign ON campaign.id = round.campaign_id WHERE round.id = ${roundId}`;
  return row?.products ?? [];
}
