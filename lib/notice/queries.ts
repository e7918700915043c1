import type { CitizenProof, OperatorProof } from '@/lib/identity/proof';
import { decrypt } from '@/lib/platform/crypto';
import { type Database, database, Prisma } from '@/lib/platform/database';
import { isLocale, type Locale } from '@/lib/platform/words';
import type { Matter } from './compose';
import { bodyContext, emailContext, sealedContext } from './sql';
import { isTemplate } from './template';

type Facts = Record<string, unknown>;

interface MatterRow extends Omit<Matter, 'template' | 'name' | 'code' | 'helper' | 'facts' | 'round'> {
  id: string;
  template: string;
  facts: Facts;
  created_at: Date;
  sealed: Uint8Array | null;
  name: Uint8Array | null;
  phone: Uint8Array | null;
  clinic_phone: string | null;
  email: Uint8Array | null;
  voice: boolean;
  locale: string | null;
  helper_name: Uint8Array | null;
  place: { id: string; nameKo: string; nameEn: string; addressKo: string; addressEn: string; phone: string } | null;
  booking: { id: string; number: string | null; status: string } | null;
  round: { nameKo: string; nameEn: string } | null;
  opens_at: Date | null;
  closes_at: Date | null;
}

/** A fact as an id of this type; NULL where it is none, so that one spoilt notice can't keep the others from being read. */
const factAs = (name: string, type: 'uuid' | 'integer') => {
  const value = Prisma.sql`(notice.facts ->> ${name}::text)`;
  const cast = type === 'uuid' ? Prisma.sql`${value}::uuid` : Prisma.sql`${value}::integer`;
  return Prisma.sql`CASE WHEN pg_input_is_valid(${value}, ${type}::text) THEN ${cast} END`;
};

/** A notice with everything that its text, its address and its calendar need. */
export interface Due {
  id: string;
  createdAt: Date;
  matter: Matter;
  locale: Locale;
  /** As it was written down; a clinic's is public. */
  phone: string;
  email: string | null;
  voice: boolean;
  bookingId: string | null;
  place: MatterRow['place'];
}

function dueOf({ template, sealed, name, phone, email, helper_name, opens_at, closes_at, ...row }: MatterRow): Due {
  if (!isTemplate(template)) throw new Error(`no template ${template}`);
  const round = row.round && opens_at && closes_at ? { ...row.round, opensAt: opens_at, closesAt: closes_at } : null;
  return {
    id: row.id,
    createdAt: row.created_at,
    locale: row.locale && isLocale(row.locale) ? row.locale : 'ko',
    phone: phone ? decrypt(phone, 'person.phone') : (row.clinic_phone ?? ''),
    email: email && decrypt(email, emailContext),
    voice: row.voice || row.facts.voice === true,
    bookingId: row.booking?.id ?? null,
    place: row.place,
    matter: {
      template,
      facts: row.facts,
      now: row.now,
      name: name ? decrypt(name, 'person.name') : '',
      code: sealed && decrypt(sealed, sealedContext),
      helper: helper_name && decrypt(helper_name, 'person.name'),
      booking: row.booking,
      startsAt: row.startsAt,
      clinic: row.place,
      campaign: row.campaign,
      round,
    },
  };
}

/** What can't be read: a template that nobody knows, bytes of an unknown key. */
export interface Spoilt {
  fault: unknown;
}

/** What these notices speak of, as it is now. One that is spoilt keeps no other from being read. */
export async function mattersOf(db: Database, ids: string[]): Promise<Map<string, Due | Spoilt>> {
  const rows = await db.$queryRaw<MatterRow[]>`
    SELECT notice.id, notice.template, notice.facts, notice.created_at, notice.sealed, now() AS now,
           person.name, person.phone, addressed.phone AS clinic_phone,
           contact.email, coalesce(contact.voice, false) AS voice, contact.locale, helper.name AS helper_name,
           CASE WHEN booking.id IS NOT NULL THEN
             jsonb_build_object('id', booking.id, 'number', booking.number, 'status', booking.status) END AS booking,
           slot.starts_at AS "startsAt",
           CASE WHEN place.id IS NOT NULL THEN
             jsonb_build_object('id', place.id, 'nameKo', place.name_ko, 'nameEn', place.name_en, 'addressKo', place.address_ko,
               'addressEn', place.address_en, 'phone', place.phone) END AS place,
           CASE WHEN campaign.id IS NOT NULL THEN
             jsonb_build_object('nameKo', campaign.name_ko, 'nameEn', campaign.name_en, 'phone', campaign.phone) END AS campaign,
           CASE WHEN round.id IS NOT NULL THEN jsonb_build_object('nameKo', round.name_ko, 'nameEn', round.name_en) END AS round,
           round.opens_at, round.closes_at
      FROM notice
      LEFT JOIN person ON person.id = notice.person_id
      LEFT JOIN clinic AS addressed ON addressed.id = notice.clinic_id
      LEFT JOIN contact ON contact.person_id = notice.person_id
      LEFT JOIN booking ON booking.id = ${factAs('bookingId', 'uuid')}
      LEFT JOIN person AS helper ON helper.id = coalesce(${factAs('helperId', 'uuid')}, booking.actor_id)
      LEFT JOIN slot ON slot.id = coalesce(${factAs('slotId', 'integer')}, booking.slot_id)
      LEFT JOIN clinic AS place ON place.id = coalesce(notice.facts ->> 'clinicId', slot.clinic_id)
      LEFT JOIN round ON round.id = coalesce(notice.facts ->> 'roundId', booking.round_id)
      LEFT JOIN campaign ON campaign.id = coalesce(notice.facts ->> 'campaignId', booking.campaign_id, round.campaign_id,
                (SELECT latest.campaign_id FROM round AS latest ORDER BY latest.opens_at DESC LIMIT 1))
     WHERE notice.id = ANY (${ids}::uuid[])`;
  const matters = new Map<string, Due | Spoilt>();
  for (const row of rows) {
    try {
      matters.set(row.id, dueOf(row));
    } catch (fault) {
      matters.set(row.id, { fault });
    }
  }
  return matters;
}

export interface ToldView {
  id: string;
  text: string | null;
  by: 'text' | 'voice' | 'email' | 'letter' | null;
  at: Date;
  state: 'sent' | 'waiting' | 'unreached';
  isNew: boolean;
  alsoMail: boolean;
}

interface ToldRow extends Omit<ToldView, 'text'> {
  body: Uint8Array | null;
  now: Date;
}

export const listedMax = 100;

/** All that was sent to whoever is signed in, newest first. What nobody needs any more was not sent and is not shown. */
export async function toldTo({ personId }: CitizenProof): Promise<{ told: ToldView[]; now: Date | null }> {
  const rows = await database().$queryRaw<ToldRow[]>`
    SELECT notice.id, notice.body, notice.channel AS by, coalesce(notice.sent_at, notice.dead_at, notice.created_at) AS at, now() AS now,
           CASE WHEN notice.sent_at IS NOT NULL THEN 'sent' WHEN notice.dead_at IS NOT NULL THEN 'unreached' ELSE 'waiting' END AS state,
           notice.sent_at IS NOT NULL AND notice.seen_at IS NULL AS "isNew",
           EXISTS (SELECT 1 FROM notice AS copy
                    WHERE copy.person_id = notice.person_id AND copy.template = notice.template AND copy.subject = notice.subject
                      AND copy.by_mail AND copy.sent_at IS NOT NULL) AS "alsoMail"
      FROM notice
     WHERE notice.person_id = ${personId}::uuid AND NOT notice.by_mail AND coalesce(notice.not_before, now()) <= now()
       AND (notice.last_problem IS NULL OR notice.last_problem NOT IN ('overtaken', 'expired'))
     ORDER BY 4 DESC, notice.id DESC LIMIT ${listedMax}`;
  const told = rows.map(({ body, now: _, ...row }) => ({ ...row, text: body && decrypt(body, bodyContext) }));
  return { told, now: rows[0]?.now ?? null };
}

export interface ContactView {
  voice: boolean;
  email: string | null;
  locale: Locale;
}

export async function contactOf({ personId }: CitizenProof): Promise<ContactView | null> {
  const row = await database().contact.findUnique({ where: { personId } });
  if (!row) return null;
  return { voice: row.voice, email: row.email && decrypt(row.email, emailContext), locale: isLocale(row.locale) ? row.locale : 'ko' };
}

export interface SwitchView {
  stoppedAt: Date | null;
  reason: string | null;
  now: Date;
}

/** Whether anything is sent: public, with the reason. */
export async function noticeSwitch(): Promise<SwitchView> {
  const [row] = await database().$queryRaw<SwitchView[]>`
    SELECT stopped_at AS "stoppedAt", reason, now() AS now FROM notice_switch`;
  if (!row) throw new Error('the switch is one row, always there');
  return row;
}

export interface NoticeFigures {
  queued: number;
  oldestSeconds: number;
  sent: number;
  dead: number;
  rate: number;
  problems: { problem: string; count: number }[];
}

/** Counts alone; nobody's name. */
export async function noticeFigures(_operator: OperatorProof): Promise<NoticeFigures> {
  const [row] = await database().$queryRaw<Omit<NoticeFigures, 'problems'>[]>`
    SELECT (SELECT count(*) FROM notice WHERE sent_at IS NULL AND dead_at IS NULL AND next_at <= now())::int AS queued,
           coalesce((SELECT extract(epoch FROM now() - min(next_at)) FROM notice
                      WHERE sent_at IS NULL AND dead_at IS NULL AND next_at <= now()), 0)::int AS "oldestSeconds",
           -- The id holds the time: the rows of a day, without an index of their own.
           (SELECT count(*) FROM notice WHERE id > uuidv7(interval '-1 day') AND sent_at IS NOT NULL)::int AS sent,
           (SELECT count(*) FROM notice WHERE dead_at IS NOT NULL AND last_problem NOT IN ('overtaken', 'expired'))::int AS dead,
           (SELECT rate FROM notice_switch) AS rate`;
  const problems = await database().$queryRaw<NoticeFigures['problems']>`
    SELECT last_problem AS problem, count(*)::int AS count FROM notice
     WHERE dead_at IS NOT NULL AND last_problem NOT IN ('overtaken', 'expired') GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`;
  if (!row) throw new Error('counts always answer with one row');
  return { ...row, problems };
}

export interface DeadNotice {
  id: string;
  template: string;
  tries: number;
  problem: string;
  at: Date;
}

/** Those that somebody has to look at: ids, no people. */
export const deadNotices = (_operator: OperatorProof): Promise<DeadNotice[]> => database().$queryRaw<DeadNotice[]>`
  SELECT id, template, attempts AS tries, last_problem AS problem, dead_at AS at FROM notice
   WHERE dead_at IS NOT NULL AND last_problem NOT IN ('overtaken', 'expired') ORDER BY dead_at DESC LIMIT 200`;
