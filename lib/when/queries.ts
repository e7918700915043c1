import { headOf } from '@/lib/household/sql';
import { drawOf } from '@/lib/line/queries';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import type { District } from './district';
import { type When, whenOf } from './range';
import { type Outcome, recordOf, type WhenRecord } from './record';
import { districtSchema } from './schema';

/** Whose ticket it is, and when the person's record was made. */
export interface Holder {
  headId: string;
  createdAt: Date;
}

/** Where people stand on the drawn line of a round: null before the draw, by arrival, and for records made after the draw. */
export async function placesIn(round: { id: string; lineOrder: string }): Promise<(holder: Holder) => number | null> {
  const { seed, drawnAt, ticketKey } = (round.lineOrder === 'drawn' ? await drawOf(round.id) : null) ?? {};
  if (!seed || !drawnAt || !ticketKey) return () => null;
  return ({ headId, createdAt }) => (createdAt > drawnAt ? null : standingAt(seed, ticketNumber(ticketKey, headId, round.id)).place);
}

export interface Area {
  code: string;
  nameKo: string;
  nameEn: string;
}

export interface AreaWhen extends Area {
  /** Null while nothing has been worked out for it. */
  when: When | null;
  at: Date | null;
}

export const provinces = (): Promise<Area[]> => database().$queryRaw<Area[]>`
  SELECT code, name_ko AS "nameKo", name_en AS "nameEn" FROM region WHERE parent_code IS NULL AND code ~ '^[0-9]{2}$' ORDER BY code`;

/** Null where no 시도 has this code. */
export async function provinceOf(code: string): Promise<Area | null> {
  return (await provinces()).find((province) => province.code === code) ?? null;
}

/** The 시군구 of a 시도 with their answers for a round, for whoever's place nobody knows. */
export async function areasOf(round: { id: string; campaignId: string }, province: string): Promise<AreaWhen[]> {
  const rows = await database().$queryRaw<(Omit<AreaWhen, 'when'> & { body: unknown })[]>`
    SELECT region.code, region.name_ko AS "nameKo", region.name_en AS "nameEn", known.at, known.body
      FROM region LEFT JOIN when_district known ON known.region_code = region.code AND known.campaign_id = ${round.campaignId}
     WHERE region.parent_code = ${province} ORDER BY region.code`;
  return rows.map(({ body, ...area }) => ({ ...area, when: body ? whenOf(districtSchema.parse(body), round.id, null) : null }));
}

export interface OwnWhen {
  personId: string;
  regionCode: string;
  nameKo: string;
  nameEn: string;
  at: Date;
  district: District;
  when: When;
  /** It is what stands as given already. */
  isGiven: boolean;
}

/** The answer for a person, of their own district and place; null where the roll knows no district, or nothing has been worked out. */
export async function ownWhen(personId: string, round: { id: string; campaignId: string; lineOrder: string }): Promise<OwnWhen | null> {
  const [row] = await rowsOf<
    Omit<OwnWhen, 'when' | 'district' | 'isGiven'> &
      Holder & { body: unknown; givenFrom: string | null; givenTo: string | null; isGiven: boolean }
  >(Prisma.sql`
    SELECT person.id AS "personId", region.code AS "regionCode", region.name_ko AS "nameKo", region.name_en AS "nameEn", known.at, known.body,
           head.id AS "headId", person.created_at AS "createdAt", answer.person_id IS NOT NULL AND answer.region_code = region.code AS "isGiven",
           to_char(answer.from_day, 'YYYY-MM-DD') AS "givenFrom", to_char(answer.to_day, 'YYYY-MM-DD') AS "givenTo"
      FROM person
      JOIN region ON region.code = person.region_code
      JOIN when_district known ON known.region_code = region.code AND known.campaign_id = ${round.campaignId}
      CROSS JOIN LATERAL (SELECT ${headOf(round.id, Prisma.sql`person.id`)} AS id) AS head
      LEFT JOIN when_answer answer ON answer.round_id = ${round.id} AND answer.person_id = person.id
     WHERE person.id = ${personId}::uuid`);
  if (!row) return null;
  const { body, headId, createdAt, givenFrom, givenTo, isGiven, ...own } = row;
  const district = districtSchema.parse(body);
  const place = (await placesIn(round))({ headId, createdAt });
  const when = whenOf(district, round.id, place);
  return { ...own, district, when, isGiven: isGiven && givenFrom === when.from && givenTo === when.to };
}

/** What the answers of a round were worth: a few hundred counters, read at most once a minute. */
export const whenRecord = memo<WhenRecord>(60_000, 500, async (roundId) =>
  recordOf(
    await database().$queryRaw<Outcome[]>`
      SELECT days_off AS "daysOff", inside, people FROM when_outcome WHERE round_id = ${roundId}`,
  ),
);
