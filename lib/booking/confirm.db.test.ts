import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { PassProof } from '@/lib/line/proof';
import { database } from '@/lib/platform/database';
import {
  booked,
  clinicWith,
  databaseNow,
  eventsOf,
  expectCountersToHold,
  heldBy,
  openRound,
  passOf,
  somebody,
  taken,
} from '@/test/booking';
import { confirmHold, holdSlot } from './commands';
import { reapHolds } from './worker';

afterEach(expectCountersToHold);

describe('confirming', () => {
  test('the same confirmation ten times at once, and again when the pass has ended: one booking, one answer', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3]);
    const pass = await passOf(world);
    const id = await heldBy(pass, slots[0] ?? 0);
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirmHold(pass, id)));
    answers.push(await confirmHold(pass, id));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual({ ok: true, number: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/) });
    expect(await eventsOf(id)).toEqual(['held', 'confirmed']);
  });

  test('the seat is free for the next person at once', async () => {
    const { pass } = await booked();
    expect(await database().seat.findMany({ where: { roundId: pass.roundId } })).toMatchObject([
      { personId: null, passId: null, sessionId: null },
    ]);
  });

  test('a hold that has run out is gone, though its place is not given back yet', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3]);
    const pass = await passOf(world);
    const id = await heldBy(pass, slots[0] ?? 0);
    await database().booking.update({ where: { id }, data: { heldUntil: new Date(0) } });
    expect(await confirmHold(pass, id)).toEqual({ ok: false, code: 'hold-gone' });
    await reapHolds(database());
    expect(await confirmHold(pass, id)).toEqual({ ok: false, code: 'hold-gone' });
  });

  test('somebody else’s hold and one that nobody has get the same answer', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3]);
    const [owner, stranger] = [await passOf(world), await passOf(world)];
    const id = await heldBy(owner, slots[0] ?? 0);
    const unknown = { ok: false, code: 'booking-unknown' };
    expect(await confirmHold(stranger, id)).toEqual(unknown);
    expect(await confirmHold(stranger, randomUUID())).toEqual(unknown);
    expect(await eventsOf(id)).toEqual(['held']);
  });
});

describe('without a live pass nothing is held and nothing confirmed', () => {
  const minutesAgo = async (minutes: number) => new Date((await databaseNow()).getTime() - minutes * 60_000);
  const ways: [way: string, spoil: (pass: PassProof) => Promise<PassProof>][] = [
    [
      'run out',
      async (pass) => {
        await database().seat.updateMany({ where: { passId: pass.passId }, data: { expiresAt: await minutesAgo(0) } });
        return pass;
      },
    ],
    ['another session', async (pass) => ({ ...pass, sessionId: 'another' })],
    ['another round', async (pass) => ({ ...pass, roundId: (await openRound({ campaignId: pass.campaignId })).roundId })],
    ['another person', async (pass) => ({ ...pass, personId: await somebody() })],
    ['never granted', async (pass) => ({ ...pass, passId: randomUUID() })],
    [
      'round paused',
      async (pass) => {
        await database().round.update({ where: { id: pass.roundId }, data: { pausedAt: await minutesAgo(1) } });
        return pass;
      },
    ],
    [
      'round closed',
      async (pass) => {
        await database().round.update({ where: { id: pass.roundId }, data: { closesAt: await minutesAgo(0) } });
        return pass;
      },
    ],
    [
      'round not open yet',
      async (pass) => {
        await database().round.update({ where: { id: pass.roundId }, data: { opensAt: await minutesAgo(-5) } });
        return pass;
      },
    ],
  ];

  test.each(ways)('%s', async (_, spoil) => {
    const world = await openRound();
    const {
      slots: [first = 0, second = 0],
    } = await clinicWith(world, [3, 3]);
    const pass = await passOf(world);
    const id = await heldBy(pass, first);
    const before = await database().booking.findMany({ orderBy: { id: 'asc' } });
    const spoilt = await spoil(pass);
    expect(await holdSlot(spoilt, second)).toEqual({ ok: false, code: 'pass-gone' });
    expect(await confirmHold(spoilt, id)).toMatchObject({ ok: false, code: expect.stringMatching(/^(pass-gone|booking-unknown)$/) });
    expect(await database().booking.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    expect([await taken(first), await taken(second)]).toEqual([1, 0]);
  });
});

describe('half hours that cannot be had', () => {
  test.each([
    ['less than an hour ahead', { fromMinutes: 59 }, 'slot-past'],
    ['past', { fromMinutes: -600 }, 'slot-past'],
    ['of a clinic without a product of the campaign', { vaccines: ['other'] }, 'slot-unknown'],
  ] as const)('%s', async (_, clinic, code) => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [3], { ...clinic, vaccines: [...('vaccines' in clinic ? clinic.vaccines : ['P1'])] });
    expect(await holdSlot(await passOf(world), slots[0] ?? 0)).toEqual({ ok: false, code });
    expect(await taken(slots[0] ?? 0)).toBe(0);
  });

  test('that nobody has', async () => {
    expect(await holdSlot(await passOf(await openRound()), 2_000_000_000)).toEqual({ ok: false, code: 'slot-unknown' });
  });
});
