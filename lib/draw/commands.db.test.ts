import { randomBytes, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewRound } from '@/lib/campaign/commands';
import { roundById } from '@/lib/campaign/queries';
import { mintOperator } from '@/lib/identity/proof';
import { issueTicket } from '@/lib/line/commands';
import { documentOf } from '@/lib/line/queries';
import { database } from '@/lib/platform/database';
import { databaseNow } from '@/test/booking';
import { lineRound, person, standingOf } from '@/test/line';
import { cancelRound, postponeRound, recordBeacon } from './commands';
import { recordOf } from './queries';
import { revealDraws } from './worker';

const operator = mintOperator({ sessionId: 'o', personId: randomUUID() });
const value = 'c5a1e0b7f4d29386';

const entriesOf = async (roundId: string) => await database().drawRecord.findMany({ where: { roundId }, orderBy: { id: 'asc' } });
const kindsOf = async (roundId: string) => (await entriesOf(roundId)).map(({ kind }) => kind);
const bodyOf = async (roundId: string, kind: string) => (await entriesOf(roundId)).find((entry) => entry.kind === kind)?.body;
const windowOf = async (id: string) => await database().round.findUniqueOrThrow({ where: { id } });
const code = (answer: { ok: true } | { ok: false; code: string }) => (answer.ok ? 'done' : answer.code);
const minutes = (at: Date, by: number) => new Date(at.getTime() + by * 60_000);

/** Polls a condition, mostly one on the database's clock. */
const until = (holds: () => Promise<boolean>) => vi.waitUntil(holds, { timeout: 60_000, interval: 25 });

async function isDrawn(roundId: string): Promise<boolean> {
  await revealDraws();
  return (await kindsOf(roundId)).includes('reveal');
}

/**
 * A round whose beacon's time comes in a moment; a commitment to a value that is public already is refused, so a machine
 * that was too slow to make the round before that moment tries again.
 */
async function beaconRound(settings: { graceSeconds?: number; drawInMinutes?: number; opensInMinutes?: number } = {}) {
  const { graceSeconds = 3_600, drawInMinutes = -1, opensInMinutes = 5 } = settings;
  for (let tries = 1; ; tries += 1) {
    const from = new Date((await databaseNow()).getTime() + 1_500);
    const beacon: NewRound['beacon'] = { source: 'example beacon, round 1000', from, graceSeconds };
    try {
      const round = await lineRound(1, { drawInMinutes, opensInMinutes, ...{ beacon } });
      return { ...round, from, isRipe: async () => (await databaseNow()) >= from };
    } catch (fault) {
      if (tries === 20 || !String(fault).includes('nobody knows')) throw fault;
    }
  }
}

describe('the beacon', () => {
  it('is promised with the commitment; the reveal waits for it and the seed rests on it', async () => {
    const round = await beaconRound();
    await revealDraws();
    expect(await kindsOf(round.id)).toEqual(['commit']);
    expect(await bodyOf(round.id, 'commit')).toMatchObject({
      beaconSource: 'example beacon, round 1000',
      beaconFrom: round.from.toISOString(),
    });
    expect((await documentOf(round.id))?.state).toBe('scheduled');
    await until(round.isRipe);
    expect(code(await recordBeacon(operator, round.id, value))).toBe('done');
    await revealDraws();
    expect(await kindsOf(round.id)).toEqual(['commit', 'beacon', 'reveal']);
    expect(await bodyOf(round.id, 'reveal')).toMatchObject({ beacon: value, beaconMissing: false });
  });

  it('must lie ahead, and before the draw stops waiting', async () => {
    const now = await databaseNow();
    const settings = { drawInMinutes: 10, opensInMinutes: 40 };
    const withBeacon = (from: Date) => lineRound(1, { ...settings, ...{ beacon: { source: 'example', from } } });
    await expect(withBeacon(minutes(now, -1))).rejects.toThrow(/nobody knows/);
    await expect(withBeacon(minutes(now, 21))).rejects.toThrow(/stops waiting/);
    await withBeacon(minutes(now, 19));
  });

  it('of two that come at once one stands, and the other leaves its trace', async () => {
    const round = await beaconRound();
    await until(round.isRipe);
    const answers = await Promise.all(['aa', 'bb', 'cc', 'dd'].map((one) => recordBeacon(operator, round.id, one)));
    expect(answers.map(code).sort()).toEqual(['beacon-recorded', 'beacon-recorded', 'beacon-recorded', 'done']);
    expect((await kindsOf(round.id)).sort()).toEqual(['attempt', 'attempt', 'attempt', 'beacon', 'commit']);
    const { value: stands } = (await bodyOf(round.id, 'beacon')) as { value: string };
    // Once more the same value is nothing new.
    expect(code(await recordBeacon(operator, round.id, stands))).toBe('done');
    expect(await kindsOf(round.id)).toHaveLength(5);
  });

  it('is refused before its time, without a promise, and after the reveal; each leaves its trace', async () => {
    const early = await lineRound(1, {
      drawInMinutes: 10,
      opensInMinutes: 40,
      ...{ beacon: { source: 'example', from: minutes(await databaseNow(), 10) } },
    });
    expect(code(await recordBeacon(operator, early.id, value))).toBe('beacon-too-early');
    const none = await lineRound(1);
    expect(code(await recordBeacon(operator, none.id, value))).toBe('beacon-not-named');
    const late = await beaconRound({ graceSeconds: 4, drawInMinutes: 0 });
    await until(() => isDrawn(late.id));
    expect(code(await recordBeacon(operator, late.id, value))).toBe('beacon-after-reveal');
    for (const { id } of [early, none, late]) expect(await bodyOf(id, 'attempt')).toMatchObject({ what: 'beacon', wanted: { value } });
    expect(code(await recordBeacon(operator, early.id, 'two words'))).toBe('beacon-malformed');
    expect(code(await recordBeacon(operator, 'no-such-round', value))).toBe('round-unknown');
  });

  it('that never came does not stop the draw: it goes on after the grace, or at the opening, and says so', async () => {
    const graceOver = await beaconRound({ graceSeconds: 64, drawInMinutes: -1, opensInMinutes: 5 });
    const opening = await beaconRound({ graceSeconds: 3_600, drawInMinutes: -1, opensInMinutes: 1 / 20 });
    for (const { id } of [graceOver, opening]) {
      await until(() => isDrawn(id));
      expect(await bodyOf(id, 'reveal')).toMatchObject({ beacon: null, beaconMissing: true });
      const { opensAt, drawAt } = await windowOf(id);
      const { at = drawAt } = (await entriesOf(id)).at(-1) ?? {};
      const deadline = id === opening.id ? opensAt.getTime() : drawAt.getTime() + 64_000;
      expect(at.getTime()).toBeGreaterThanOrEqual(deadline);
    }
  });

  it('comes before the reveal or not at all, when both come at once', async () => {
    const rounds = await Promise.all(Array.from({ length: 4 }, () => beaconRound({ graceSeconds: 63, drawInMinutes: -1 })));
    for (const round of rounds) {
      const deadline = minutes((await windowOf(round.id)).drawAt, 63 / 60);
      await until(async () => (await databaseNow()) >= deadline);
      const [answer] = await Promise.all([recordBeacon(operator, round.id, value), revealDraws(), revealDraws()]);
      await revealDraws();
      const used = answer.ok ? { beacon: value, beaconMissing: false } : { beacon: null, beaconMissing: true };
      expect(await bodyOf(round.id, 'reveal')).toMatchObject(used);
      expect(await kindsOf(round.id)).toEqual(answer.ok ? ['commit', 'beacon', 'reveal'] : ['commit', 'reveal', 'attempt']);
    }
  });
});

describe('the reveal', () => {
  it('happens once, whoever leads', async () => {
    const round = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 20 });
    await database().$executeRaw`UPDATE round SET draw_at = now() WHERE id = ${round.id}`;
    const counts = await Promise.all(Array.from({ length: 8 }, () => revealDraws()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(await kindsOf(round.id)).toEqual(['commit', 'reveal']);
  });

  it('can be neither repeated nor taken back, nor what it rests on exchanged', async () => {
    const { id } = await lineRound(1);
    for (const kind of ['commit', 'reveal'] as const)
      await expect(database().drawRecord.create({ data: { roundId: id, kind, body: {} } })).rejects.toThrow(/constraint/);
    await expect(database().$executeRaw`UPDATE draw_record SET body = '{}' WHERE round_id = ${id}`).rejects.toThrow(/append-only/);
    await expect(database().$executeRaw`UPDATE round_secret SET secret = ticket_key WHERE round_id = ${id}`).rejects.toThrow(/append-only/);
    await expect(database().$executeRaw`DELETE FROM round_secret WHERE round_id = ${id}`).rejects.toThrow(/append-only/);
  });
});

describe('postponing', () => {
  const reason = '서버 점검';
  let now: Date;
  beforeEach(async () => {
    now = await databaseNow();
  });

  it('before the draw moves window and draw by the same time, in public', async () => {
    const { id } = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 40, closesInMinutes: 90 });
    const before = await windowOf(id);
    const [opensAt, closesAt] = [minutes(before.opensAt, 60), minutes(before.closesAt, 120)];
    expect(code(await postponeRound(operator, id, opensAt, closesAt, reason))).toBe('done');
    expect(await windowOf(id)).toMatchObject({ drawAt: minutes(before.drawAt, 60), opensAt, closesAt });
    expect(await bodyOf(id, 'postponed')).toMatchObject({
      reason,
      before: { drawAt: before.drawAt.toISOString(), opensAt: before.opensAt.toISOString() },
      after: { opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString() },
    });
    await revealDraws();
    expect(await kindsOf(id)).toEqual(['commit', 'postponed']);
    expect(code(await postponeRound(operator, id, minutes(opensAt, 1), closesAt, reason))).toBe('done');
  });

  it('after the draw keeps it: nobody’s number or place changes, and nothing is drawn anew', async () => {
    const { id } = await lineRound(1, { drawInMinutes: -10, opensInMinutes: 20, closesInMinutes: 90 });
    const people = await Promise.all(Array.from({ length: 5 }, () => person()));
    for (const who of people) await issueTicket(who, id);
    const places = async () => await Promise.all(people.map(({ personId }) => standingOf(personId, id)));
    const before = await places();
    const reveal = await bodyOf(id, 'reveal');
    const { drawAt } = await windowOf(id);
    expect(code(await postponeRound(operator, id, minutes(now, 600), minutes(now, 900), reason))).toBe('done');
    await revealDraws();
    expect(await windowOf(id)).toMatchObject({ drawAt });
    expect(await bodyOf(id, 'reveal')).toEqual(reveal);
    expect(await places()).toEqual(before);
    for (const who of people) expect(await issueTicket(who, id)).toMatchObject({ ok: true });
    expect(await places()).toEqual(before);
  });

  it('by servers that were restarted with other signing keys keeps every place, too', async () => {
    const { id } = await lineRound(1, { drawInMinutes: -10, opensInMinutes: 20, closesInMinutes: 90 });
    const people = await Promise.all(Array.from({ length: 5 }, () => person()));
    const before = await Promise.all(people.map(({ personId }) => standingOf(personId, id)));
    vi.stubEnv('CHARYE_SIGNING_KEYS', `9:${randomBytes(32).toString('base64')}`);
    vi.resetModules();
    const restarted = { ...(await import('./commands')), ...(await import('@/lib/line/commands')), ...(await import('@/test/line')) };
    expect(restarted.postponeRound).not.toBe(postponeRound);
    expect(code(await restarted.postponeRound(operator, id, minutes(now, 600), minutes(now, 900), reason))).toBe('done');
    expect(await Promise.all(people.map(({ personId }) => restarted.standingOf(personId, id)))).toEqual(before);
    for (const [index, who] of people.entries())
      expect(await restarted.issueTicket(who, id)).toMatchObject({ ok: true, number: before[index]?.number });
    vi.unstubAllEnvs();
  });

  it('once the beacon’s time has come moves the window and no longer the draw', async () => {
    const round = await beaconRound({ drawInMinutes: 5, opensInMinutes: 30 });
    const { drawAt } = await windowOf(round.id);
    await until(round.isRipe);
    expect(code(await postponeRound(operator, round.id, minutes(now, 600), minutes(now, 900), reason))).toBe('done');
    expect(await windowOf(round.id)).toMatchObject({ drawAt, opensAt: minutes(now, 600) });
  });

  it('is refused once open, towards an earlier time, or without a reason', async () => {
    const open = await lineRound(1);
    const ahead = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 40 });
    const before = [await windowOf(open.id), await windowOf(ahead.id)];
    expect(code(await postponeRound(operator, open.id, minutes(now, 600), minutes(now, 900), reason))).toBe('round-opened');
    expect(code(await postponeRound(operator, ahead.id, minutes(now, 30), minutes(now, 900), reason))).toBe('window-not-later');
    for (const { id } of [open, ahead]) expect(await bodyOf(id, 'attempt')).toMatchObject({ what: 'postpone' });
    expect(code(await postponeRound(operator, ahead.id, minutes(now, 600), minutes(now, 600), reason))).toBe('window-invalid');
    expect(code(await postponeRound(operator, ahead.id, minutes(now, 600), new Date(Number.NaN), reason))).toBe('window-invalid');
    expect(code(await postponeRound(operator, ahead.id, minutes(now, 600), minutes(now, 900), ' '))).toBe('reason-missing');
    expect([await windowOf(open.id), await windowOf(ahead.id)]).toEqual(before);
  });

  it('and a draw that is due meet: either the draw came first and stays, or it has moved and nothing is drawn', async () => {
    for (let time = 0; time < 4; time += 1) {
      const { id } = await lineRound(1, { drawInMinutes: 1 / 120, opensInMinutes: 5 });
      const { drawAt } = await windowOf(id);
      await until(async () => (await databaseNow()) >= drawAt);
      const moving = () => postponeRound(operator, id, minutes(now, 600), minutes(now, 900), reason);
      await Promise.all(time % 2 ? [moving(), revealDraws(), revealDraws()] : [revealDraws(), moving(), revealDraws()]);
      const drawn = (await kindsOf(id)).includes('reveal');
      const after = await windowOf(id);
      expect(after.opensAt).toEqual(minutes(now, 600));
      expect(after.drawAt.getTime() === drawAt.getTime()).toBe(drawn);
    }
  });
});

describe('cancelling', () => {
  it('closes the round at once and for good, in public, and keeps what its window was', async () => {
    const ahead = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 40 });
    const open = await lineRound(1);
    for (const { id } of [ahead, open]) {
      const before = await windowOf(id);
      expect(code(await cancelRound(operator, id, '백신이 오지 않음'))).toBe('done');
      expect(await bodyOf(id, 'cancelled')).toMatchObject({
        reason: '백신이 오지 않음',
        before: { opensAt: before.opensAt.toISOString() },
      });
      expect(await recordOf(id)).toMatchObject({ opensAt: before.opensAt.toISOString(), closesAt: before.closesAt.toISOString() });
      expect(await documentOf(id)).toMatchObject({ state: 'closed', notice: '백신이 오지 않음' });
      expect(code(await issueTicket(await person(), id))).toBe('round-closed');
      expect(code(await cancelRound(operator, id, '다시'))).toBe('round-cancelled');
      const later = minutes(await databaseNow(), 600);
      expect(code(await postponeRound(operator, id, later, minutes(later, 60), '다시'))).toBe('round-cancelled');
      expect((await kindsOf(id)).filter((kind) => kind === 'attempt')).toHaveLength(2);
    }
    await revealDraws();
    expect(await kindsOf(ahead.id)).not.toContain('reveal');
  });
});

describe('the public record', () => {
  it('tells what, when and with which outcome, and never who', async () => {
    const { id } = await lineRound(1);
    await recordBeacon(operator, id, value);
    const record = await recordOf(id);
    expect(record?.entries.map(({ kind }) => kind)).toEqual(['commit', 'reveal', 'attempt']);
    expect(record?.seed).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(record)).not.toContain(operator.personId);
    expect((await entriesOf(id)).at(-1)?.actorId).toBe(operator.personId);
    const secret = await database().roundSecret.findUniqueOrThrow({ where: { roundId: id } });
    expect(JSON.stringify(record)).not.toContain(Buffer.from(secret.ticketKey).toString('hex'));
  });

  it('holds no secret before the draw', async () => {
    const { id } = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 40 });
    const secret = await database().roundSecret.findUniqueOrThrow({ where: { roundId: id } });
    const text = JSON.stringify(await recordOf(id));
    for (const bytes of [secret.secret, secret.ticketKey]) expect(text).not.toContain(Buffer.from(bytes).toString('hex'));
  });

  it('does not exist for a round that does not', async () => expect(await recordOf('no-such-round')).toBeNull());
});

it('a cancelled round is told with its reason and the window that people knew', async () => {
  const { id } = await lineRound(1, { drawInMinutes: 60, opensInMinutes: 90, closesInMinutes: 600 });
  const { opensAt, closesAt } = await windowOf(id);
  expect((await roundById(id))?.round.cancelled).toBeNull();
  await cancelRound(operator, id, '백신 도착이 늦어졌어요');
  const found = await roundById(id);
  expect(found?.round.cancelled).toEqual({ reason: '백신 도착이 늦어졌어요', opensAt, closesAt });
  expect(found?.round.closesAt.getTime()).toBeLessThan(opensAt.getTime());
});
