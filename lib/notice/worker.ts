import { randomInt } from 'node:crypto';
import { calendarFile } from '@/lib/booking/calendar-file';
import { encrypt } from '@/lib/platform/crypto';
import type { Database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import type { Channel, Letter, Outcome, Outcomes } from '@/lib/platform/letter';
import { logEvent, logFault } from '@/lib/platform/log';
import { type Post, post } from '@/lib/platform/post';
import { blotted, compose } from './compose';
import { type Due, mattersOf, type Spoilt } from './queries';
import { digitsOf, secondsToNextTry, takesText, triesMax } from './retry';
import { bodyContext } from './sql';
import { movesAppointment } from './template';

/** One statement's worth, and one group of the provider's. */
const batch = 500;
/** Whoever takes a notice has it alone for so long: more than all calls of a channel may take (lib/platform/letter-*.ts). */
const leaseSeconds = 180;
/** What the rate allows and nobody used is kept for so long. */
const savedSeconds = 2;

interface Claimed {
  id: string;
  attempts: number;
  by_mail: boolean;
  /** Of an earlier try whose outcome is not known. */
  provider_id: string | null;
}

/**
 * Takes what is due: codes first, then the oldest. Nobody else takes it while the lease lasts, on any number of servers, which
 * share one rate and one switch: both are one row, locked first. What is pointless by now ends here.
 */
const claim = (db: Database) => db.$queryRaw<Claimed[]>`
  WITH room AS (
    SELECT rate, greatest(claimed_at, now() - make_interval(secs => ${savedSeconds})) AS since
      FROM notice_switch WHERE stopped_at IS NULL FOR NO KEY UPDATE
  ),
  due AS (
    SELECT notice.id, coalesce(notice.expires_at <= now() AND notice.provider_id IS NULL, false) AS pointless FROM notice
     WHERE notice.sent_at IS NULL AND notice.dead_at IS NULL AND notice.next_at <= now() AND EXISTS (SELECT 1 FROM room)
     ORDER BY notice.urgent DESC, notice.next_at LIMIT ${batch}
       FOR UPDATE SKIP LOCKED
  ),
  expired AS (
    UPDATE notice SET dead_at = now(), last_problem = 'expired', sealed = NULL FROM due WHERE notice.id = due.id AND due.pointless
  ),
  taken AS (
    SELECT due.id FROM due WHERE NOT due.pointless
     LIMIT coalesce((SELECT greatest(0, floor(extract(epoch FROM now() - room.since) * room.rate))::int FROM room), 0)
  ),
  counted AS (
    UPDATE notice_switch SET claimed_at = room.since + (SELECT count(*) FROM taken) / room.rate * interval '1 second' FROM room
  )
  UPDATE notice SET sending_at = now(), attempts = notice.attempts + 1, next_at = now() + make_interval(secs => ${leaseSeconds})
    FROM taken WHERE notice.id = taken.id
  RETURNING notice.id, notice.attempts, notice.by_mail, notice.provider_id`;

/** Kept before anything goes out. If another server has taken one of them meanwhile, nothing may go out from here. */
async function rememberProvider(db: Database, claimed: Map<string, Claimed>, providerId: string, ids: string[]): Promise<void> {
  const attempts = ids.map((id) => claimed.get(id)?.attempts ?? 0);
  const kept = await db.$executeRaw`
    UPDATE notice SET provider_id = ${providerId}
      FROM unnest(${ids}::uuid[], ${attempts}::int[]) AS mine (id, attempts)
     WHERE notice.id = mine.id AND notice.attempts = mine.attempts AND notice.sent_at IS NULL AND notice.dead_at IS NULL`;
  if (kept !== ids.length) throw new Error('notices were taken by another server');
}

interface Settled {
  id: string;
  outcome: Outcome;
  channel: Letter['by'] | null;
  locale: string | null;
  body: Uint8Array | null;
}

const bytea = (rows: Settled[]) => rows.map(({ body }) => (body ? Buffer.from(body).toString('hex') : null));

async function settle(db: Database, claimed: Map<string, Claimed>, rows: Settled[]): Promise<void> {
  const sent = rows.filter(({ outcome }) => outcome.is === 'sent');
  if (sent.length > 0) {
    await db.$executeRaw`
      UPDATE notice SET sent_at = now(), channel = done.channel, locale = done.locale, body = decode(done.body, 'hex'), sealed = NULL, last_problem = NULL
        FROM unnest(${sent.map(({ id }) => id)}::uuid[], ${sent.map(({ channel }) => channel)}::text[],
                    ${sent.map(({ locale }) => locale)}::text[], ${bytea(sent)}::text[]) AS done (id, channel, locale, body)
       WHERE notice.id = done.id AND notice.sent_at IS NULL AND notice.dead_at IS NULL`;
  }
  const others = rows.filter(({ outcome }) => outcome.is !== 'sent');
  if (others.length === 0) return;
  const facts = others.map(({ id, outcome }) => {
    const attempts = claimed.get(id)?.attempts ?? 1;
    const problem = 'problem' in outcome ? outcome.problem : null;
    const dead = outcome.is === 'refused' || (outcome.is !== 'later' && attempts >= triesMax);
    const seconds = outcome.is === 'later' ? 0 : secondsToNextTry(attempts, randomInt(1_000) / 1_000);
    return { id, attempts, problem, dead, seconds, later: outcome.is === 'later', unknown: outcome.is === 'unknown' };
  });
  const column = <Key extends keyof (typeof facts)[number]>(key: Key) => facts.map((fact) => fact[key]);
  await db.$executeRaw`
    UPDATE notice SET dead_at = CASE WHEN tried.dead THEN now() END, last_problem = coalesce(tried.problem, notice.last_problem),
           attempts = notice.attempts - CASE WHEN tried.later THEN 1 ELSE 0 END,
           next_at = now() + make_interval(secs => tried.seconds),
           provider_id = CASE WHEN tried.unknown THEN notice.provider_id END,
           sealed = CASE WHEN NOT tried.dead THEN notice.sealed END
      FROM unnest(${column('id')}::uuid[], ${column('attempts')}::int[], ${column('problem')}::text[], ${column('dead')}::boolean[],
                  ${column('seconds')}::float8[], ${column('later')}::boolean[], ${column('unknown')}::boolean[])
             AS tried (id, attempts, problem, dead, seconds, later, unknown)
     WHERE notice.id = tried.id AND notice.attempts = tried.attempts AND notice.sent_at IS NULL AND notice.dead_at IS NULL`;
}

type Written = { letter: Letter; locale: string; body: Uint8Array } | { outcome: Outcome };

function addressOf(due: Due, byMail: boolean): { by: Letter['by']; to: string } | null {
  if (byMail) return due.email ? { by: 'email', to: due.email } : null;
  const to = digitsOf(due.phone);
  if (to.length < 3) return null;
  return { by: takesText(to) && !due.voice ? 'text' : 'voice', to };
}

/** Seconds since September 2020: grows with each notice about an appointment, as calendars want it. */
const sequenceOf = (createdAt: Date): number => Math.floor(createdAt.getTime() / 1_000) - 1_600_000_000;

function calendarOf(due: Due): Letter['calendar'] {
  const { matter, place, bookingId, locale, email } = due;
  const number = matter.booking?.number;
  if (!bookingId || !number || !place || !matter.startsAt || !email || !movesAppointment(matter.template)) return undefined;
  const method = matter.booking?.status === 'confirmed' ? 'REQUEST' : 'CANCEL';
  const update = {
    method,
    sequence: sequenceOf(due.createdAt),
    organizer: env().SMTP_FROM ?? 'no-reply@localhost',
    attendee: email,
  } as const;
  return {
    method,
    content: calendarFile(locale, { id: bookingId, number, startsAt: matter.startsAt, now: matter.now, clinic: place, update }),
  };
}

/** The letter of a notice, out of rows as they are now: names and numbers are decrypted here and nowhere else. */
function write(due: Due | Spoilt | undefined, byMail: boolean): Written {
  try {
    if (!due || 'fault' in due) throw due?.fault ?? new Error('a notice that is gone');
    const address = addressOf(due, byMail);
    if (!address) return { outcome: { is: 'refused', problem: 'no-address' } };
    const composed = compose(due.locale, due.matter, address.by === 'voice');
    if (!composed.ok) return { outcome: { is: 'refused', problem: composed.problem } };
    const { text, subject } = composed;
    const calendar = byMail ? calendarOf(due) : undefined;
    const letter = { id: due.id, about: due.matter.template, ...address, text, subject, ...(calendar && { calendar }) };
    return { letter, locale: due.locale, body: encrypt(blotted(text, due.matter), bodyContext) };
  } catch (fault) {
    logFault('notice: can’t be written', fault);
    return { outcome: { is: 'failed', problem: 'unreadable' } };
  }
}

/** What is due is sent, once: how many went out. Any number of servers may do this at once. */
export async function sendNotices(db: Database, ways: Post = post()): Promise<number> {
  if (!ways.text && !ways.email) return 0;
  const rows = await claim(db);
  if (rows.length === 0) return 0;
  const claimed = new Map(rows.map((row) => [row.id, row]));
  const matters = await mattersOf(db, [...claimed.keys()]);
  const written = new Map(rows.map(({ id, by_mail }) => [id, write(matters.get(id), by_mail)]));
  const outcomes: Outcomes = new Map();
  const byChannel = new Map<Channel, Letter[]>();
  const asked = new Map<string, { channel: Channel; ids: string[] }>();
  for (const { id, provider_id } of rows) {
    const own = written.get(id);
    const letter = own && 'letter' in own ? own.letter : null;
    const channel = ways[letter?.by ?? 'text'];
    // What may have gone out already comes first, also when it could not be written any more.
    if (provider_id && channel?.ask) asked.set(provider_id, { channel, ids: [...(asked.get(provider_id)?.ids ?? []), id] });
    else if (own && 'outcome' in own) outcomes.set(id, own.outcome);
    else if (!channel || !letter) outcomes.set(id, { is: 'refused', problem: 'no-channel' });
    else byChannel.set(channel, [...(byChannel.get(channel) ?? []), letter]);
  }
  const answers = await Promise.all([
    ...[...byChannel].map(([channel, letters]) =>
      channel
        .send(letters, (providerId, ids) => rememberProvider(db, claimed, providerId, ids))
        .catch((fault: unknown): Outcomes => {
          logFault('notice: channel', fault);
          return new Map(letters.map(({ id }) => [id, { is: 'unknown', problem: 'channel-fault' }]));
        }),
    ),
    ...[...asked].map(([providerId, { channel, ids }]) => channel.ask?.(providerId, ids) ?? new Map<string, Outcome>()),
  ]);
  for (const answer of answers) for (const [id, outcome] of answer) outcomes.set(id, outcome);
  await settle(
    db,
    claimed,
    [...outcomes].map(([id, outcome]) => {
      const own = written.get(id);
      const letter = own && 'letter' in own ? own : null;
      return { id, outcome, channel: letter?.letter.by ?? null, locale: letter?.locale ?? null, body: letter?.body ?? null };
    }),
  );
  const count = (is: Outcome['is']) => [...outcomes.values()].filter((outcome) => outcome.is === is).length;
  logEvent('notices', { sent: count('sent'), failed: count('failed'), unknown: count('unknown'), refused: count('refused') });
  return count('sent');
}
