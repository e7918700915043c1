import { randomBytes, randomUUID } from 'node:crypto';
import { bookingNumber } from '@/lib/booking/number';
import { noteEvents } from '@/lib/booking/sql';
import type { BeneficiaryProof, ClinicProof } from '@/lib/identity/proof';
import { mayAct } from '@/lib/identity/sql';
import { drawOf, firstDrawnWith } from '@/lib/line/queries';
import { standingAt, ticketNumber } from '@/lib/line/ticket-number';
import { database, isCollision, Prisma } from '@/lib/platform/database';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import { givePlacesBack, permille, seoulDay } from '@/lib/supply/sql';
import { type AcceptRow, acceptStatement } from './accepting/sql';
import { books } from './queries';
import type { Leftover, Where } from './schema';

/** Once more after a collision: what stood in the way is committed by then. */
const twice = <Row>(statement: () => PromiseLike<Row[]>): Promise<Row[]> =>
  Promise.resolve(statement()).catch((fault: unknown) => (isCollision(fault) ? statement() : Promise.reject(fault)));

type JoinOutcome = 'joined' | 'not-drawn' | 'no-ticket' | 'vaccinated' | 'place-unknown';

/**
 * Puts somebody with a ticket of the round on the list of a clinic or a district, or moves them there from another. Where they stand is
 * drawn: by the seed and the ticket's number of the first round that the campaign drew, whatever the round they come with. So coming
 * early or twice gains nothing, and who has tickets of several rounds has one draw like everybody else.
 */
export async function joinWaiting(
  person: BeneficiaryProof,
  roundId: string,
  where: Where,
): Promise<{ ok: true } | Refusal<Exclude<JoinOutcome, 'joined'>>> {
  const firstId = await firstDrawnWith(roundId);
  const draw = firstId ? await drawOf(firstId) : null;
  if (!firstId || !draw?.seed) return refuse('not-drawn');
  const { place } = standingAt(draw.seed, ticketNumber(draw.ticketKey, person.personId, firstId));
  const [clinic, region] = 'clinic' in where ? [where.clinic, null] : [null, where.region];
  const [row] = await twice(
    () => database().$queryRaw<{ outcome: JoinOutcome }[]>`
    WITH known AS (
      SELECT round.campaign_id,
             EXISTS (SELECT FROM ticket WHERE ticket.round_id = round.id AND ticket.person_id IN (${person.personId}::uuid, (
               SELECT household.head_id FROM household_member member JOIN household ON household.id = member.household_id
                WHERE member.round_id = round.id AND member.person_id = ${person.personId}::uuid))) AND ${mayAct(person)} AS ticket,
             EXISTS (SELECT FROM booking WHERE booking.campaign_id = round.campaign_id AND booking.person_id = ${person.personId}::uuid
               AND booking.vaccinated_at IS NOT NULL) AS vaccinated,
             EXISTS (SELECT FROM clinic WHERE clinic.id = ${clinic}) OR EXISTS (SELECT FROM region WHERE region.code = ${region}) AS somewhere
        FROM round WHERE round.id = ${roundId}
    ),
    joined AS (
      INSERT INTO waiting (id, campaign_id, round_id, person_id, actor_id, clinic_id, region_code, place)
      SELECT ${randomUUID()}::uuid, campaign_id, ${roundId}, ${person.personId}::uuid, ${person.actorId}::uuid, ${clinic}, ${region}, ${place}
        FROM known WHERE ticket AND NOT vaccinated AND somewhere
      ON CONFLICT (campaign_id, person_id) WHERE state = 'waiting'
        DO UPDATE SET clinic_id = EXCLUDED.clinic_id, region_code = EXCLUDED.region_code, round_id = EXCLUDED.round_id, place = EXCLUDED.place
      RETURNING id
    )
    SELECT CASE WHEN EXISTS (SELECT FROM joined) THEN 'joined' WHEN NOT known.ticket THEN 'no-ticket' WHEN known.vaccinated THEN 'vaccinated'
                ELSE 'place-unknown' END AS outcome FROM known`,
  );
  return row?.outcome === 'joined' ? { ok: true } : refuse(row?.outcome ?? 'place-unknown');
}

/** An offer that is open is declined with it. False when the person was on no list. */
export async function leaveWaiting(person: BeneficiaryProof, waitingId: string): Promise<boolean> {
  const left = await database().$executeRaw`
    UPDATE waiting SET state = 'left', ended_at = now()
     WHERE id = ${waitingId}::uuid AND person_id = ${person.personId}::uuid AND state = 'waiting' AND ${mayAct(person)}`;
  // Asked afterwards: an offer that was just being made is seen once its lock on the row of the list has been waited for.
  const open = await database().booking.findMany({
    where: { decisionId: waitingId, personId: person.personId, status: 'offered' },
    select: { id: true },
  });
  for (const { id } of open) await declineOffer(person, id);
  return left > 0;
}

/** Makes an offer a booking; the later booking of the same dose ends with it. Accepted twice is accepted once. */
export async function acceptOffer(
  person: BeneficiaryProof,
  bookingId: string,
): Promise<{ ok: true } | Refusal<Exclude<AcceptRow['outcome'], 'accepted' | 'again'>>> {
  const ask = async () => {
    const [row] = await twice(() => database().$queryRaw<AcceptRow[]>(acceptStatement(person, bookingId, bookingNumber(randomBytes(10)))));
    return row?.outcome ?? 'offer-unknown';
  };
  let outcome = await ask();
  // A second dose is booked once: nobody is overtaken by it again.
  if (outcome === 'again') outcome = await ask();
  if (outcome === 'again') throw new Error('two second doses were booked at once');
  return outcome === 'accepted' ? { ok: true } : refuse(outcome);
}

/** The place goes to the next; the person stays where they are on the list. */
export async function declineOffer(person: BeneficiaryProof, bookingId: string): Promise<boolean> {
  const [row] = await database().$queryRaw<{ declined: boolean }[]>`
    WITH mine AS (
      SELECT booking.id, booking.slot_id, booking.share_id FROM booking
       WHERE booking.id = ${bookingId}::uuid AND booking.person_id = ${person.personId}::uuid AND booking.status = 'offered' AND ${mayAct(person)}
         FOR NO KEY UPDATE
    ),
    ${givePlacesBack(Prisma.sql`SELECT * FROM mine`)},
    ended AS (UPDATE booking SET status = 'cancelled', ended_at = now() FROM mine WHERE booking.id = mine.id RETURNING booking.id),
    noted AS (${noteEvents('released', person, Prisma.sql`SELECT id FROM ended`)})
    SELECT EXISTS (SELECT FROM ended) AS declined`;
  return row?.declined ?? false;
}

type LeftoverOutcome = 'announced' | 'delivery-unknown' | 'too-late' | 'no-round' | 'which-campaign';

/**
 * Today's doses that nobody has come for, until a time of today: each becomes a place, of the delivery that they are from, and is offered to who is
 * next in the campaign that is named; it need not be while only one books this vaccine. Announced twice is announced once.
 */
export async function announceLeftover(
  clinic: ClinicProof,
  { id, delivery, campaign, doses, until }: Leftover,
): Promise<{ ok: true } | Refusal<Exclude<LeftoverOutcome, 'announced'>>> {
  const today = seoulDay(Prisma.sql`now()`);
  const [row] = await database().$queryRaw<{ outcome: LeftoverOutcome }[]>`
    WITH moment AS (SELECT (${today} + ${until}::time)::timestamp AT TIME ZONE 'Asia/Seoul' AS until),
    vaccine AS (
      SELECT delivery.id, delivery.clinic_id, lot.product_code FROM delivery JOIN lot ON lot.number = delivery.lot_number
       WHERE delivery.id = ${delivery} AND delivery.clinic_id = ${clinic.clinicId} AND delivery.quarantined_at IS NULL AND lot.expires_on >= ${today}
         FOR NO KEY UPDATE OF delivery
    ),
    open AS MATERIALIZED (
      SELECT round.id AS round_id, round.campaign_id, round.opens_at FROM vaccine
        JOIN campaign ON ${books(Prisma.sql`vaccine.product_code`)} JOIN round ON round.campaign_id = campaign.id AND round.opens_at <= now()
       WHERE campaign.id = coalesce(${campaign}, campaign.id)
    ),
    -- Of a round that has released all of its places, if there is one: these are to be had at once.
    current AS (
      SELECT open.round_id AS id FROM open WHERE (SELECT count(DISTINCT campaign_id) FROM open) = 1
       ORDER BY ${permille(Prisma.sql`open`)} DESC, open.opens_at DESC, open.round_id LIMIT 1
    ),
    known AS (
      INSERT INTO leftover (id, clinic_id, delivery_id, doses, until, announced_by)
      SELECT ${id}::uuid, vaccine.clinic_id, vaccine.id, ${doses}, moment.until, ${clinic.personId}::uuid
        FROM vaccine, moment, current WHERE moment.until > now() + interval '30 minutes'
      -- Of two presses at once the second waits for the first here, and finds its row.
      ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id WHERE leftover.clinic_id = EXCLUDED.clinic_id
      RETURNING clinic_id, delivery_id, doses, until, xmax = 0 AS is_new
    ),
    announced AS (SELECT * FROM known WHERE is_new),
    shared AS (
      INSERT INTO share (clinic_id, day, delivery_id, product_code, round_id, quota)
      SELECT announced.clinic_id, ${today}, announced.delivery_id, vaccine.product_code, current.id, announced.doses FROM announced, vaccine, current
      ON CONFLICT (clinic_id, day, round_id, dose, delivery_id) DO UPDATE SET quota = share.quota + EXCLUDED.quota
      RETURNING id
    ),
    half_hour AS (
      INSERT INTO slot (clinic_id, starts_at, capacity)
      SELECT clinic_id, until, doses FROM announced WHERE (SELECT count(*) FROM shared) >= 0 -- always true: the share is locked first
      ON CONFLICT (clinic_id, starts_at) DO UPDATE SET capacity = least(32000, slot.capacity + EXCLUDED.capacity)
    ),
    -- Who did not come has left a dose of the plan; what a vial has more than it says is no dose of any plan.
    counted AS (
      UPDATE delivery SET planned = delivery.planned + announced.doses, doses = greatest(delivery.doses, delivery.planned + announced.doses)
        FROM announced WHERE delivery.id = announced.delivery_id
    )
    SELECT CASE WHEN EXISTS (SELECT FROM known) OR EXISTS (SELECT FROM leftover WHERE id = ${id}::uuid) THEN 'announced'
                WHEN NOT EXISTS (SELECT FROM vaccine) THEN 'delivery-unknown'
                WHEN (SELECT count(DISTINCT campaign_id) FROM open) > 1 THEN 'which-campaign' WHEN NOT EXISTS (SELECT FROM current) THEN 'no-round' ELSE 'too-late' END AS outcome`;
  return row?.outcome === 'announced' ? { ok: true } : refuse(row?.outcome ?? 'delivery-unknown');
}
