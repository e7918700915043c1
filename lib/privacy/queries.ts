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
