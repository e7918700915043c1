import { randomUUID } from 'node:crypto';
import { seoulDate } from '@/lib/campaign/seoul';
import { mintOperator } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { clinicWith, databaseNow, delivered, openRound, shared, type World } from './booking';

export const operator = mintOperator({ personId: 'console', sessionId: 'console' });

export const reasons = () => ({ id: randomUUID(), reasonKo: '온도를 벗어났어요', reasonEn: 'It got too warm' });

export const recallOf = (lot: string) => ({ ...reasons(), lot, shipment: null, carrier: null, clinic: null, fromAt: null, toAt: null });

const later = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000);

/** So many people with a confirmed booking each, on the share of this clinic's day, `places` of them a half hour. */
export async function bookMany(
  world: World,
  {
    clinicId,
    deliveryId,
    people,
    places = 10,
    inDays = 4,
  }: { clinicId: string; deliveryId: number; people: number; places?: number; inDays?: number },
): Promise<{ shareId: number }> {
  const day = seoulDate(later(await databaseNow(), inDays));
  const shareId = await shared(world, { clinicId, day, product: 'P2', deliveryId, quota: people });
  await database().$executeRaw`
    INSERT INTO slot (clinic_id, starts_at, capacity, taken)
    SELECT ${clinicId}, ${day}::date::timestamp AT TIME ZONE 'Asia/Seoul' + interval '6 hours' + number * interval '1 minute', ${places}::int,
           least(${places}::int, ${people}::int - number * ${places}::int)
      FROM generate_series(0, (${people}::int - 1) / ${places}::int) AS number`;
  await database().$executeRaw`UPDATE share SET taken = quota WHERE id = ${shareId}`;
  await database().$executeRaw`
    WITH place AS (
      SELECT slot.id AS slot_id, row_number() OVER (ORDER BY slot.id, one) AS number FROM slot CROSS JOIN LATERAL generate_series(1, slot.taken) AS one
       WHERE slot.clinic_id = ${clinicId} AND (slot.starts_at AT TIME ZONE 'Asia/Seoul')::date = ${day}::date
         AND slot.id NOT IN (SELECT slot_id FROM booking)
    ),
    body AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), '1980-01-01', '\\x01', '\\x01', true FROM place
      RETURNING id
    ),
    numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS number FROM body)
    INSERT INTO booking (id, number, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until, confirmed_at)
    SELECT gen_random_uuid(), upper(left(numbered.id::text, 13)), ${world.campaignId}, ${world.roundId}, numbered.id, numbered.id, 'P2', ${clinicId}, place.slot_id,
           ${shareId}, 'confirmed', gen_random_uuid(), now(), now()
      FROM numbered JOIN place USING (number)`;
  return { shareId };
}

export interface Recalled {
  world: World;
  lot: string;
  clinics: string[];
}

/** Clinics with so many people booked on one lot each, and as many places of other lots at the first `spare` of them. */
export async function bookedOnOneLot({ clinics = 2, people = 20, spare = 2 } = {}): Promise<Recalled> {
  const world = await openRound();
  const ids: string[] = [];
  let lot = '';
  for (let index = 0; index < clinics; index += 1) {
    const { clinicId } = await clinicWith(world, []);
    const first = await delivered(clinicId, 'P2', { doses: people });
    const row = await database().delivery.findUniqueOrThrow({ where: { id: first } });
    if (lot) await database().delivery.update({ where: { id: first }, data: { lotNumber: lot } });
    else lot = row.lotNumber;
    await bookMany(world, { clinicId, deliveryId: first, people });
    if (index < spare) {
      const other = await delivered(clinicId, 'P2', { doses: people });
      const day = seoulDate(later(await databaseNow(), 4));
      await shared(world, { clinicId, day, product: 'P2', deliveryId: other, quota: people });
    }
    ids.push(clinicId);
  }
  return { world, lot, clinics: ids };
}

/** How many there are of each state. */
export async function statesOf(id: string): Promise<Record<string, number>> {
  const rows = await database().displaced.groupBy({ by: ['state'], where: { disruptionId: id }, _count: true });
  return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
}

/** Confirmed, not given, on vaccine that must not be used: nobody may be left. */
export const leftOnQuarantined = (): Promise<unknown[]> => database().$queryRaw`
  SELECT booking.id FROM booking JOIN share ON share.id = booking.share_id JOIN delivery ON delivery.id = share.delivery_id
   WHERE booking.status = 'confirmed' AND booking.vaccinated_at IS NULL AND delivery.quarantined_at IS NOT NULL`;
