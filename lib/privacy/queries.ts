import type { CitizenProof } from '@/lib/identity/proof';
import { contactOf, toldTo } from '@/lib/notice/queries';
import { decrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';

/** All that is kept of whoever is signed in, by what it is; keys of JSON are its names. Hashes of it are left out: they say nothing to anybody. */
export interface OwnData {
  format: 'charye-own-data-1';
  at: Date;
  person: { name: string; birthDate: string; phone: string; regionCode: string | null; onRoll: boolean; since: Date };
  tickets: unknown;
  bookings: unknown;
  bookingEvents: unknown;
  helpers: unknown;
  sessions: unknown;
  contact: unknown;
  /** The newest hundred that were sent. */
  notices: unknown;
  /** What one left to be booked when the turn comes, each round. */
  wishes: unknown;
  /** Where one waits for a place that is given back. */
  waiting: unknown;
  /** What one asked an office for, who is not found on the roll, and what it said. */
  application: unknown;
  /** When the call centre or an office acted for one, and why. */
  cases: unknown;
  /** To help, or to be helped. Whether somebody answers to what one asked for is not one's own. */
  askings: unknown;
  /** Who besides oneself took one's place into a browser, and whose one took. */
  placesTaken: unknown;
  /** To sign in with. */
  codes: unknown;
  /** While one is inside. */
  passes: unknown;
  /** Which work one does here. */
  roles: unknown;
  /** In which rounds one draws with others. */
  households: unknown;
  /** When one was likely to be vaccinated, as last told, and the day that came true. */
  likelyDates: unknown;
  /** What one agreed to or refused, each time. */
  consents: unknown;
  /** Who else read or changed it: in which role, when, what. */
  accesses: unknown;
}

interface Row extends Omit<OwnData, 'format' | 'person' | 'contact' | 'notices'> {
  person: Omit<OwnData['person'], 'name' | 'phone'>;
  name: Uint8Array;
  phone: Uint8Array;
}

export async function ownData(citizen: CitizenProof): Promise<OwnData> {
  const { personId } = citizen;
  const [row] = await database().$queryRaw<Row[]>`
    WITH me AS (SELECT * FROM person WHERE id = ${personId}::uuid)
    SELECT now() AS at, me.name, me.phone,
      jsonb_build_object('birthDate', me.birth_date, 'regionCode', me.region_code, 'onRoll', me.on_roll, 'since', me.created_at) AS person,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'issuedAt', issued_at, 'enteredAt', entered_at) ORDER BY issued_at), '[]')
        FROM ticket WHERE person_id = me.id) AS tickets,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('number', booking.number, 'status', booking.status, 'clinic', booking.clinic_id,
          'startsAt', slot.starts_at, 'dose', booking.dose, 'product', booking.product, 'byMyself', booking.actor_id = me.id) ORDER BY booking.held_at), '[]')
        FROM booking JOIN slot ON slot.id = booking.slot_id WHERE booking.person_id = me.id) AS bookings,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('what', event.kind, 'at', event.at, 'byMyself', event.actor_id = me.id) ORDER BY event.id), '[]')
        FROM booking_event event JOIN booking ON booking.id = event.booking_id WHERE booking.person_id = me.id) AS "bookingEvents",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('iHelp', helper_id = me.id, 'relation', relation, 'grantedAt', granted_at, 'endedAt', ended_at) ORDER BY granted_at), '[]')
        FROM consent WHERE me.id IN (helper_id, beneficiary_id)) AS helpers,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('provider', provider, 'device', device, 'network', network, 'from', created_at, 'to', coalesce(revoked_at, expires_at)) ORDER BY created_at), '[]')
        FROM session WHERE person_id = me.id) AS sessions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'wishes', wishes, 'state', state, 'madeAt', made_at, 'changedAt', changed_at,
          'decidedAt', decided_at, 'byMyself', actor_id = me.id) ORDER BY made_at), '[]')
        FROM wish_list WHERE person_id = me.id) AS wishes,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'clinic', clinic_id, 'region', region_code, 'state', state,
          'joinedAt', joined_at, 'endedAt', ended_at, 'byMyself', actor_id = me.id) ORDER BY joined_at), '[]')
        FROM waiting WHERE person_id = me.id) AS waiting,
      (SELECT jsonb_build_object('kind', kind, 'askedAt', asked_at, 'settledAt', settled_at, 'outcome', outcome, 'reason', reason, 'places', (
          SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'since', place.asked_at) ORDER BY place.asked_at), '[]')
          FROM provisional_place place WHERE place.person_id = provisional.person_id))
        FROM provisional WHERE person_id = me.id) AS application,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('how', channel, 'why', reason, 'from', opened_at, 'to', coalesce(closed_at, active_at)) ORDER BY opened_at), '[]')
        FROM agent_case WHERE person_id = me.id) AS cases,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('iHelp', helper_id = me.id, 'relation', relation, 'how', way, 'askedAt', asked_at, 'until',
          CASE WHEN way = 'phone' OR helper_id <> me.id THEN expires_at END, 'agreedAt', used_at) ORDER BY asked_at), '[]')
        FROM asking WHERE me.id IN (helper_id, beneficiary_id)) AS askings,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'mine', person_id = me.id, 'byMyself', actor_id = me.id, 'at', first_at) ORDER BY first_at), '[]')
        FROM ticket_try WHERE me.id IN (person_id, actor_id)) AS "placesTaken",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('how', way, 'askedAt', asked_at, 'printedAt', printed_at, 'usedAt', used_at) ORDER BY asked_at), '[]')
        FROM sign_in_code WHERE person_id = me.id) AS codes,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'from', granted_at, 'to', expires_at) ORDER BY granted_at), '[]')
        FROM seat WHERE person_id = me.id) AS passes,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('role', role, 'clinic', clinic_id) ORDER BY role), '[]')
        FROM staff_role WHERE person_id = me.id) AS roles,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'agreedAt', agreed_at)), '[]')
        FROM household_member WHERE person_id = me.id) AS households,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('round', round_id, 'from', from_day, 'to', to_day, 'givenAt', given_at, 'toldAt', told_at, 'cameOn', came_on) ORDER BY given_at), '[]')
        FROM when_answer WHERE person_id = me.id) AS "likelyDates",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('purpose', purpose, 'text', text_version, 'given', given, 'at', at, 'how', channel) ORDER BY id), '[]')
        FROM privacy_consent WHERE person_id = me.id) AS consents,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('at', at, 'role', role, 'what', action, 'why', reason) ORDER BY id), '[]')
        FROM access_record WHERE subjects @> ARRAY[me.id] AND actor_id IS DISTINCT FROM me.id) AS accesses
    FROM me`;
  if (!row) throw new Error('signed in and not there');
  const { name, phone, person, ...rest } = row;
  const own = { ...person, name: decrypt(name, 'person.name'), phone: decrypt(phone, 'person.phone') };
  const [contact, { told }] = await Promise.all([contactOf(citizen), toldTo(citizen)]);
  return { format: 'charye-own-data-1', ...rest, person: own, contact, notices: told };
}
