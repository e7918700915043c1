import type { OperatorProof } from '@/lib/identity/proof';
import { database, type Prisma } from '@/lib/platform/database';
import { type Refusal, refuse } from '@/lib/platform/refusal';
import type { Body, DrawEntry, Window } from './record';
import { lockRound } from './sql';

interface Standing {
  draw_at: Date;
  opens_at: Date;
  closes_at: Date;
  /** Or so near its opening that a commit might come after the first entry. */
  opened: boolean;
  over: boolean;
  beacon_source: string | null;
  /** The time has come from which the beacon's value is public. */
  beacon_ripe: boolean;
  beacon: string | null;
  revealed: boolean;
  cancelled: boolean;
}

const openingMarginSeconds = 5;

const standingOf = async (db: Prisma.TransactionClient, roundId: string) =>
  await db.$queryRaw<Standing[]>`
    SELECT draw_at, opens_at, closes_at,
      opens_at <= clock_timestamp() + make_interval(secs => ${openingMarginSeconds}) AS opened,
      closes_at <= clock_timestamp() AS over,
      promise.body->>'beaconSource' AS beacon_source,
      coalesce((promise.body->>'beaconFrom')::timestamptz <= clock_timestamp(), false) AS beacon_ripe,
      (SELECT body->>'value' FROM draw_record WHERE round_id = round.id AND kind = 'beacon') AS beacon,
      EXISTS (SELECT FROM draw_record WHERE round_id = round.id AND kind = 'reveal') AS revealed,
      EXISTS (SELECT FROM draw_record WHERE round_id = round.id AND kind = 'cancelled') AS cancelled
    FROM round JOIN draw_record promise ON promise.round_id = round.id AND promise.kind = 'commit'
    WHERE round.id = ${roundId}`;

type Wanted = Body<'attempt'>;

/** What a command may do while it holds the round. */
interface Held extends Standing {
  db: Prisma.TransactionClient;
  append<Kind extends DrawEntry['kind']>(kind: Kind, body: Body<Kind>): Promise<void>;
  /** The refusal, and its trace in the public record: who tried is kept and not public. */
  refused(code: Wanted['code'], what: Wanted['what'], wanted?: Wanted['wanted']): Promise<Refusal<Wanted['code']>>;
}

/** One command at a time per round; what it writes and what it refuses are committed together. */
async function holding<Answer>(operator: OperatorProof, roundId: string, act: (round: Held) => Promise<Answer>) {
  return await database().$transaction(async (db) => {
    await db.$queryRaw(lockRound(roundId));
    const [standing] = await standingOf(db, roundId);
    if (!standing) return refuse('round-unknown');
    const append: Held['append'] = async (kind, body) => {
      await db.$executeRaw`
        INSERT INTO draw_record (round_id, kind, body, actor_id)
        VALUES (${roundId}, ${kind}::draw_record_kind, ${JSON.stringify(body)}::jsonb, ${operator.personId}::uuid)`;
    };
    const refused: Held['refused'] = async (code, what, wanted = {}) => {
      await append('attempt', { what, code, wanted });
      return refuse(code);
    };
    return await act({ ...standing, db, append, refused });
  });
}

const done = { ok: true } as const;
const iso = (window: { opensAt: Date; closesAt: Date }) => ({
  opensAt: window.opensAt.toISOString(),
  closesAt: window.closesAt.toISOString(),
});
const windowOf = (round: Standing): Window => ({
  drawAt: round.draw_at.toISOString(),
  ...iso({ opensAt: round.opens_at, closesAt: round.closes_at }),
});
const isReason = (reason: string) => reason.trim().length > 0 && reason.length <= 500;
const isTime = (at: Date) => !Number.isNaN(at.getTime());

/**
 * Records the public value that the commitment named, once: from its time on and before the reveal. The same value again
 * is nothing new; whatever else is refused stands in the record.
 */
export async function recordBeacon(operator: OperatorProof, roundId: string, value: string) {
  // Printable ASCII without spaces: the bytes are the same for everybody who copies them.
  if (!/^[\x21-\x7e]{1,512}$/.test(value)) return refuse('beacon-malformed');
  return await holding(operator, roundId, async (round) => {
    if (round.beacon === value) return done;
    const no = (code: Wanted['code']) => round.refused(code, 'beacon', { value });
    if (round.cancelled) return await no('round-cancelled');
    if (round.beacon_source === null) return await no('beacon-not-named');
    if (round.beacon !== null) return await no('beacon-recorded');
    if (round.revealed) return await no('beacon-after-reveal');
    if (!round.beacon_ripe) return await no('beacon-too-early');
    await round.append('beacon', { value });
    return done;
  });
}

/**
 * Moves the window of a round that has not opened, with a reason that everybody reads. The time of the draw moves along
 * only while nothing of the draw can be known: neither revealed nor past the beacon's time. Nothing is drawn anew.
 */
export async function postponeRound(operator: OperatorProof, roundId: string, opensAt: Date, closesAt: Date, reason: string) {
  if (!isReason(reason)) return refuse('reason-missing');
  if (!isTime(opensAt) || !isTime(closesAt) || closesAt <= opensAt) return refuse('window-invalid');
  return await holding(operator, roundId, async (round) => {
    const no = (code: Wanted['code']) => round.refused(code, 'postpone', iso({ opensAt, closesAt }));
    if (round.cancelled) return await no('round-cancelled');
    if (round.opened) return await no('round-opened');
    if (opensAt <= round.opens_at) return await no('window-not-later');
    const drawStays = round.revealed || round.beacon_ripe;
    const drawAt = drawStays ? round.draw_at : new Date(opensAt.getTime() - (round.opens_at.getTime() - round.draw_at.getTime()));
    await round.db.round.update({ where: { id: roundId }, data: { drawAt, opensAt, closesAt } });
    await round.append('postponed', {
      reason,
      before: windowOf(round),
      after: { drawAt: drawAt.toISOString(), ...iso({ opensAt, closesAt }) },
    });
    return done;
  });
}

/** Closes a round for good, with a reason that everybody reads. Whoever was to book in it needs a new round, and a new draw. */
export async function cancelRound(operator: OperatorProof, roundId: string, reason: string) {
  if (!isReason(reason)) return refuse('reason-missing');
  return await holding(operator, roundId, async (round) => {
    if (round.cancelled) return await round.refused('round-cancelled', 'cancel');
    if (round.over) return await round.refused('round-over', 'cancel');
    await round.append('cancelled', { reason, before: windowOf(round) });
    // The window ends now, so that every statement that asks for an open round finds none; the record keeps what it was.
    await round.db.$executeRaw`
      UPDATE round SET closes_at = clock_timestamp(), opens_at = least(opens_at, clock_timestamp() - interval '1 s'),
        draw_at = least(draw_at, clock_timestamp() - interval '1 s')
      WHERE id = ${roundId}`;
    return done;
  });
}
