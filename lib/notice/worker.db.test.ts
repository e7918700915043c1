import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { encrypt } from '@/lib/platform/crypto';
import { connect, database, Prisma } from '@/lib/platform/database';
import type { Channel, Letter } from '@/lib/platform/letter';
import { solapi } from '@/lib/platform/letter-solapi';
import type { Post } from '@/lib/platform/post';
import { clinicWith, heldBy, openRound, passOf, type World } from '@/test/booking';
import { startTextProvider } from '@/test/text-provider';
import { triesMax } from './retry';
import { queueNotices, sealCode, template } from './sql';
import { sendNotices } from './worker';

const secret = 'a secret of the provider';
let provider: Awaited<ReturnType<typeof startTextProvider>>;
let ways: Post;
let world: World;
const output: string[] = [];

beforeAll(async () => {
  provider = await startTextProvider(secret);
  vi.stubGlobal('fetch', provider.fetch);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => output.push(String(text)) > 0);
  }
  const channel = solapi({ key: 'key', secret, sender: '021234567', callMs: 2_000 });
  ways = { text: channel, voice: channel, email: channel };
  world = await openRound();
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await provider.stop();
});
beforeEach(async () => {
  await database().notice.deleteMany();
  await database().noticeSwitch.updateMany({ data: { stoppedAt: null, reason: null, rate: 500, claimedAt: new Date(0) } });
  provider.delivered.splice(0);
  provider.calls.splice(0);
});

let count = 0;
async function person(more: { voice?: boolean; email?: string; locale?: string; phone?: string } = {}): Promise<string> {
  count += 1;
  const phone = more.phone ?? `010-9000-${String(count).padStart(4, '0')}`;
  const contact = {
    voice: more.voice ?? false,
    locale: more.locale ?? 'ko',
    email: more.email ? encrypt(more.email, 'contact.email') : null,
  };
  const { id } = await database().person.create({
    data: {
      matchHash: new Uint8Array([1]),
      birthDate: new Date('1950-01-01'),
      name: encrypt('가나다라', 'person.name'),
      phone: encrypt(phone, 'person.phone'),
      onRoll: true,
      contact: { create: contact },
    },
  });
  return id;
}

const codeRow = (personId: string, subject = 'challenge') => Prisma.sql`
  SELECT ${personId}::uuid AS person_id, ${template('one-time-code')} AS template, ${subject}::text AS subject, jsonb_build_object('minutes', 5) AS facts`;
const code = (personId: string, more: Parameters<typeof queueNotices>[1] = {}) =>
  database().$executeRaw(queueNotices(codeRow(personId), { sealed: sealCode('482913'), ...more }));
/** In many kinds, so that none is the same. */
const several = async (many: number) => {
  for (let index = 0; index < many; index += 1) await code(await person());
};
const due = () => database().$executeRaw`UPDATE notice SET next_at = now() WHERE sent_at IS NULL AND dead_at IS NULL`;
const refill = () => database().$executeRaw`UPDATE notice_switch SET claimed_at = now() - interval '10 s'`;
const send = () => sendNotices(database(), ways);
const only = () => database().notice.findFirstOrThrow();

async function booked(personId: string) {
  const { slots } = await clinicWith(world, [5]);
  const pass = await passOf(world, { personId });
  const bookingId = await heldBy(pass, slots[0] ?? 0);
  const done = await confirmHold(pass, bookingId);
  if (!done.ok) throw new Error(done.code);
  return { bookingId, number: done.number };
}

test('a confirmed booking is told by text with what is so now, and the row keeps what was said', async () => {
  const personId = await person();
  const { bookingId, number } = await booked(personId);
  await database().$executeRaw(
    queueNotices(Prisma.sql`SELECT ${personId}::uuid AS person_id, ${template('booking-confirmed')} AS template, ${bookingId}::text AS subject,
      jsonb_build_object('bookingId', ${bookingId}::text) AS facts`),
  );
  expect(await send()).toBe(1);
  const [text] = provider.delivered;
  expect(text?.text).toMatch(new RegExp(`^\\[차례\\] 가나다라 님 예약 완료\\n.+\\n의원\\n번호 ${number}\\n`));
  expect(text?.text).toContain('문의 1339');
  expect(await only()).toMatchObject({ channel: 'text', locale: 'ko', attempts: 1, lastProblem: null });
  expect((await only()).body?.length).toBeGreaterThan(20);
  expect(await send()).toBe(0);
});

test('a booking that is cancelled meanwhile is not confirmed to anybody any more', async () => {
  const personId = await person();
  const { bookingId } = await booked(personId);
  await database().$executeRaw(
    queueNotices(Prisma.sql`SELECT ${personId}::uuid AS person_id, ${template('booking-confirmed')} AS template, ${bookingId}::text AS subject,
      jsonb_build_object('bookingId', ${bookingId}::text) AS facts`),
  );
  await database().booking.update({ where: { id: bookingId }, data: { status: 'cancelled' } });
  expect(await send()).toBe(0);
  expect(await only()).toMatchObject({ lastProblem: 'overtaken', sentAt: null });
  expect(provider.delivered).toEqual([]);
});

test.each([
  [{}, 'SMS', '482913'],
  [{ voice: true }, 'VOICE', '4, 8, 2, 9, 1, 3'],
  [{ phone: '02-123-4567' }, 'VOICE', '4, 8, 2, 9, 1, 3'],
  [{ locale: 'en' }, 'SMS', 'Code 482913'],
])('by the wish of the person and the kind of their telephone: %j', async (wishes, type, said) => {
  await code(await person(wishes));
  await send();
  expect(provider.delivered).toMatchObject([{ type, text: expect.stringContaining(said) }]);
  expect(await only()).toMatchObject({ sealed: null });
});

test('many servers at once, many times: each is sent once', async () => {
  await several(40);
  const others = Array.from({ length: 4 }, () => connect(process.env.DATABASE_URL ?? '', 2));
  await Promise.all(others.flatMap((db) => [sendNotices(db, ways), sendNotices(db, ways)]));
  await refill();
  await Promise.all(others.map((db) => sendNotices(db, ways)));
  await Promise.all(others.map((db) => db.$disconnect()));
  expect(provider.delivered).toHaveLength(40);
  expect(new Set(provider.delivered.map(({ customFields }) => customFields.notice)).size).toBe(40);
  expect(await database().notice.count({ where: { sentAt: null } })).toBe(0);
});

/** Sends on a server that dies at the provider, before or after the one call that sends: it writes nothing down any more. */
async function sendAndDie(when: 'before' | 'after'): Promise<void> {
  if (when === 'before') provider.plan('send', 'fails');
  await new Promise<void>((died) => {
    const channel: Channel = {
      name: 'solapi',
      send: async (letters, remember) => {
        await ways.text?.send(letters, remember);
        died();
        return new Promise(() => undefined);
      },
    };
    void sendNotices(database(), { text: channel });
  });
}

test.each(['before', 'after'] as const)(
  'a server is killed %s it has sent: the next one asks the provider, and it is sent once',
  async (when) => {
    await code(await person());
    await sendAndDie(when);
    const left = await only();
    expect(left).toMatchObject({ sentAt: null, deadAt: null, attempts: 1 });
    expect(left.providerId).toMatch(/^G4V/);
    for (let tries = 0; tries < 3; tries += 1) {
      await due();
      await refill();
      await send();
    }
    expect(provider.delivered).toHaveLength(1);
    expect(await only()).toMatchObject({ channel: 'text', sealed: null, deadAt: null });
    expect((await only()).sentAt).not.toBeNull();
  },
);

test('nobody else takes what a slow server has, and what it finds afterwards changes nothing', async () => {
  await code(await person());
  let release: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: Channel = {
    name: 'outbox',
    send: async (letters: Letter[]) => gate.then(() => new Map(letters.map(({ id }) => [id, { is: 'refused', problem: 'late' }]))),
  };
  const running = sendNotices(database(), { text: slow });
  await vi.waitUntil(async () => (await only()).sendingAt !== null, { timeout: 60_000 });
  await refill();
  expect(await send()).toBe(0);
  // Its lease runs out.
  await due();
  expect(await send()).toBe(1);
  release?.();
  await running;
  expect(await only()).toMatchObject({ deadAt: null, lastProblem: null });
  expect(provider.delivered).toHaveLength(1);
});

test('the provider fails: it is tried again later and later, and after the last try it is dead, with a code', async () => {
  await code(await person());
  const waits: number[] = [];
  provider.plan('create', 'fails', triesMax);
  for (let tries = 1; tries <= triesMax; tries += 1) {
    await due();
    await refill();
    expect(await send()).toBe(0);
    const { nextAt, attempts, deadAt } = await only();
    expect([attempts, deadAt !== null]).toEqual([tries, tries === triesMax]);
    waits.push(nextAt.getTime() - Date.now());
  }
  expect(waits[5]).toBeGreaterThan((waits[0] ?? 0) * 4);
  expect(await only()).toMatchObject({ lastProblem: '500-internal-error', sentAt: null, sealed: null });
});

test('one switch stops everything at once', async () => {
  await code(await person());
  await database().noticeSwitch.updateMany({ data: { stoppedAt: new Date(), reason: 'a reason' } });
  expect(await send()).toBe(0);
  expect(provider.calls).toEqual([]);
  await database().noticeSwitch.updateMany({ data: { stoppedAt: null, reason: null } });
  expect(await send()).toBe(1);
});

test('never more than the rate allows, over all servers together', async () => {
  await several(12);
  await database().$executeRaw`UPDATE notice_switch SET rate = 2, claimed_at = now() - interval '1 hour'`;
  const began = performance.now();
  await Promise.all([send(), send(), send()]);
  expect(provider.delivered.length).toBeLessThanOrEqual(Math.floor(4 + (2 * (performance.now() - began)) / 1_000));
  expect(provider.delivered.length).toBeGreaterThanOrEqual(4);
});

test('codes go first; what is pointless by now is not sent at all', async () => {
  const [late, early] = [await person(), await person()];
  await database().$executeRaw(queueNotices(codeRow(late), { sealed: sealCode('111111'), expiresAt: Prisma.sql`now() - interval '1 s'` }));
  const row = Prisma.sql`SELECT ${early}::uuid AS person_id, ${template('programme-paused')} AS template, 'pause'::text AS subject,
    jsonb_build_object('campaignId', ${world.campaignId}::text) AS facts`;
  await database().$executeRaw(queueNotices(row));
  await code(early);
  // Of the two seconds that are saved at most it makes one, however long the sending takes to begin.
  await database().$executeRaw`UPDATE notice_switch SET rate = 0.6, claimed_at = now() - interval '10 s'`;
  await send();
  expect(provider.delivered.map(({ text }) => text.includes('482913'))).toEqual([true]);
  expect(await database().notice.findFirst({ where: { personId: late } })).toMatchObject({ lastProblem: 'expired', sealed: null });
});

test('a spoilt notice keeps no other from being sent', async () => {
  const [spoilt, whole] = [await person(), await person()];
  await database().person.update({ where: { id: spoilt }, data: { name: new Uint8Array([9, 9, 9]) } });
  await code(spoilt);
  await database()
    .$executeRaw`INSERT INTO notice (person_id, template, subject, facts) VALUES (${whole}::uuid, 'booking-confirmed', 'x', '{"bookingId": "no uuid"}')`;
  await database().$executeRaw`INSERT INTO notice (person_id, template, subject) VALUES (${whole}::uuid, 'nonsense', 'x')`;
  await code(whole);
  expect(await send()).toBe(1);
  const left = await database().notice.findMany({ where: { sentAt: null }, orderBy: { template: 'asc' } });
  expect(left.map(({ template: name, lastProblem }) => [name, lastProblem])).toEqual([
    ['booking-confirmed', 'facts-missing'],
    ['nonsense', 'unreadable'],
    ['one-time-code', 'unreadable'],
  ]);
});

test('nothing personal is in the log, nor in what is kept of a failure', async () => {
  expect(output.join('')).toContain('"what":"notices"');
  const rows = await database().$queryRaw<{ row: string }[]>`SELECT row_to_json(notice)::text AS row FROM notice`;
  const all = output.join('') + rows.map(({ row }) => row).join('');
  for (const personal of ['가나다라', '0109000', '010-9000', '482913', '4, 8, 2', '021234567']) expect(all).not.toContain(personal);
});
