import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { personFor, startSession } from '@/lib/identity/commands';
import { matchParts } from '@/lib/identity/match';
import { nearNameParts, nearPhoneParts } from '@/lib/identity/near';
import { mintAgent } from '@/lib/identity/proof';
import { claims } from '@/lib/identity/schema';
import { sessionIdOf } from '@/lib/identity/token';
import { decrypt, encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { agreed } from '@/test/agreed';
import { clinicWith, heldBy, openRound, passOf } from '@/test/booking';
import { drawn } from '@/test/draw';
import { lineRound } from '@/test/line';
import { likelyPeople } from '../queries';
import { joinTwice } from './commands';

const reason = '전화번호가 바뀐 같은 사람, 신분증을 보았음';
const agent = () => mintAgent({ sessionId: randomUUID(), personId: randomUUID() });
const birthDate = '1951-03-04';
const [oldNumber, newNumber] = ['01011111111', '01022222222'];

async function onTheRoll(name: string, phone: string, more: { birthDate?: string; ci?: string } = {}) {
  const born = more.birthDate ?? birthDate;
  const { id } = await database().person.create({
    data: {
      ...(more.ci && { ciHash: lookupHash('ci', more.ci) }),
      matchHash: lookupHash('match', ...matchParts(name, born, phone)),
      nearName: shortHash('near-name', ...nearNameParts(name, born)),
      nearPhone: shortHash('near-phone', ...nearPhoneParts(phone, born)),
      birthDate: new Date(born),
      name: encrypt(name, 'person.name'),
      phone: encrypt(phone, 'person.phone'),
      onRoll: true,
      createdAt: new Date(0),
    },
  });
  await agreed(id);
  return id;
}

/** Once as the office names them, and once the other way round. */
const orders = [
  ['the new one first', (old: string, moved: string) => ({ current: moved, other: old })],
  ['the old one first', (old: string, moved: string) => ({ current: old, other: moved })],
] as const;

describe.each(orders)('one person under two telephone numbers, %s', (_, named) => {
  it('keeps the place that was claimed first, and nothing of the other', async () => {
    const round = await lineRound(3);
    const name = `홍길동${randomUUID().replace(/[^a-f]/g, '')}`;
    const [old, moved] = [await onTheRoll(name, oldNumber), await onTheRoll(name, newNumber, { ci: randomUUID() })];
    const sessionId = sessionIdOf(await startSession(moved, 'identity', true));
    for (const [personId, issuedAt] of [
      [old, '2026-01-02'],
      [moved, '2026-01-03'],
    ] as const) {
      await database().ticket.create({ data: { roundId: round.id, personId, issuedAt: new Date(issuedAt) } });
      await database().wishList.create({ data: { roundId: round.id, personId, actorId: personId, wishes: [{ district: '11110' }] } });
    }
    const helper = await onTheRoll('성나래', `010${Math.random().toString().slice(2, 10)}`);
    for (const beneficiaryId of [old, moved]) {
      await database().consent.create({
        data: { beneficiaryId, helperId: helper, relation: 'daughter', lead: true, textVersion: '1', way: 'phone' },
      });
    }
    const office = agent();
    expect((await likelyPeople(office, { name, birthDate, reason })).map(({ id, signedIn }) => [id, signedIn]).sort()).toEqual(
      [
        [old, false],
        [moved, true],
      ].sort(),
    );
    const asked = named(old, moved);
    expect(await joinTwice(office, { ...asked, reason })).toEqual({ ok: true, left: old });

    const [ticket, ...more] = await database().ticket.findMany({ where: { roundId: round.id } });
    expect([ticket?.personId, more]).toEqual([old, []]);
    expect((await database().wishList.findMany({ where: { roundId: round.id } })).map(({ personId }) => personId)).toEqual([old]);
    expect(
      (await database().consent.findMany({ where: { helperId: helper, endedAt: null } })).map(({ beneficiaryId }) => beneficiaryId),
    ).toEqual([old]);
    expect((await database().session.findUniqueOrThrow({ where: { id: sessionId } })).personId).toBe(old);
    const { erasedAt, onRoll, nearName } = await database().person.findUniqueOrThrow({ where: { id: moved } });
    expect({ gone: erasedAt !== null, onRoll, nearName }).toEqual({ gone: true, onRoll: false, nearName: null });
    const left = await database().person.findUniqueOrThrow({ where: { id: old } });
    expect(decrypt(left.phone, 'person.phone'), 'the number that holds today').toBe(asked.current === moved ? newNumber : oldNumber);
    expect(left.ciHash).not.toBeNull();
    const entry = await database().accessRecord.findFirstOrThrow({ where: { action: 'roll.twice', objectId: old } });
    expect({ subjects: [...entry.subjects].sort(), reason: entry.reason }).toEqual({ subjects: [old, moved].sort(), reason });
    expect(await joinTwice(office, { ...asked, reason }), 'once').toMatchObject({ code: 'not-twice' });
  });

  it('gives the one who is left a ticket, where only the other had one', async () => {
    const round = await lineRound(3);
    const [old, moved] = [await onTheRoll('김하늘', oldNumber), await onTheRoll('김하늘', newNumber)];
    const { roundId: past } = await openRound();
    await database().ticket.create({ data: { roundId: past, personId: old, issuedAt: new Date('2026-01-02') } });
    await database().ticket.create({ data: { roundId: round.id, personId: moved, issuedAt: new Date('2026-01-03') } });
    expect(await joinTwice(agent(), { ...named(old, moved), reason })).toEqual({ ok: true, left: old });
    const [ticket, ...more] = await database().ticket.findMany({ where: { roundId: round.id } });
    expect([ticket?.personId, ticket?.issuedAt, more]).toEqual([old, new Date('2026-01-03'), []]);
  });

  it('is asked which to cancel, when both are booked; then there is one booking, of who is left', async () => {
    const world = await openRound();
    const { slots } = await clinicWith(world, [5]);
    const [old, moved] = [await onTheRoll('박바다', oldNumber), await onTheRoll('박바다', newNumber)];
    const bookings: string[] = [];
    for (const personId of [old, moved]) {
      const pass = await passOf(world, { personId });
      const id = await heldBy(pass, slots[0] ?? 0);
      expect(await confirmHold(pass, id)).toMatchObject({ ok: true });
      bookings.push(id);
    }
    expect(await joinTwice(agent(), { ...named(old, moved), reason })).toEqual({ ok: false, code: 'both-booked' });
    expect(await database().person.count({ where: { id: { in: [old, moved] }, onRoll: true } }), 'nothing was changed').toBe(2);
    await database().booking.update({ where: { id: bookings[0] ?? '' }, data: { status: 'cancelled', endedAt: new Date() } });
    expect(await joinTwice(agent(), { ...named(old, moved), reason })).toEqual({ ok: true, left: moved });
    const booked = await database().booking.findMany({ where: { roundId: world.roundId, status: 'confirmed' } });
    expect(booked.map(({ id, personId }) => [id, personId])).toEqual([[bookings[1], moved]]);
    expect((await database().booking.findUniqueOrThrow({ where: { id: bookings[0] ?? '' } })).personId, 'what was cancelled, too').toBe(
      moved,
    );
  });

  it('has one booking at most, when the other is confirmed meanwhile', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      const world = await openRound();
      // Whoever is booked stays, and gets the other's ticket.
      await drawn(world.roundId);
      const { slots } = await clinicWith(world, [5]);
      const [old, moved] = [await onTheRoll('강바람', oldNumber), await onTheRoll('강바람', newNumber)];
      await database().ticket.create({ data: { roundId: world.roundId, personId: old, issuedAt: new Date('2026-01-02') } });
      const pass = await passOf(world, { personId: moved });
      const id = await heldBy(pass, slots[0] ?? 0);
      const [confirmed, joined] = await Promise.all([confirmHold(pass, id), joinTwice(agent(), { ...named(old, moved), reason })]);
      expect(joined.ok).toBe(true);
      const left = joined.ok ? joined.left : '';
      const booked = await database().booking.findMany({ where: { roundId: world.roundId, status: 'confirmed' } });
      expect(booked.map(({ personId }) => personId)).toEqual(confirmed.ok ? [left] : []);
    }
  });
});

describe('two records', () => {
  it('of two births, of two identity checks, or of the agent are not joined', async () => {
    const [one, born] = [await onTheRoll('이산', oldNumber), await onTheRoll('이산', newNumber, { birthDate: '1951-03-05' })];
    expect(await joinTwice(agent(), { current: one, other: born, reason })).toEqual({ ok: false, code: 'not-twice' });
    expect(await joinTwice(agent(), { current: one, other: one, reason })).toEqual({ ok: false, code: 'not-twice' });
    const [first, second] = [
      await onTheRoll('정들', oldNumber, { ci: randomUUID() }),
      await onTheRoll('정들', newNumber, { ci: randomUUID() }),
    ];
    expect(await joinTwice(agent(), { current: first, other: second, reason })).toEqual({ ok: false, code: 'two-people' });
    const own = mintAgent({ sessionId: randomUUID(), personId: one });
    expect(await joinTwice(own, { current: one, other: first, reason })).toEqual({ ok: false, code: 'own-record' });
  });

  it('are one at the next sign-in, by the number that holds today', async () => {
    const name = '유하늘';
    const [old, moved] = [await onTheRoll(name, oldNumber), await onTheRoll(name, newNumber)];
    const answer = await joinTwice(agent(), { current: moved, other: old, reason });
    const said = claims.parse({ sub: '1', ci: randomUUID(), name, birthdate: birthDate, phone_number: newNumber });
    const signedIn = await personFor(said, { issuer: 'https://id.example', verifying: true });
    expect(answer).toEqual({ ok: true, left: signedIn });
  });
});
