import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addDays, seoulDate } from '@/lib/campaign/seoul';
import { personFor } from '@/lib/identity/commands';
import { type ClinicProof, mintClinic } from '@/lib/identity/proof';
import { claims } from '@/lib/identity/schema';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { beneficiary, clinicWith, databaseNow, heldBy, openRound, passOf, type World } from '@/test/booking';
import { cancelBooking, confirmHold } from './commands';
import { clinicDay, exportedDay, nextListedDay, searchClinic } from './queries';

const staffOf = (clinicId: string): ClinicProof => mintClinic({ sessionId: 'session', personId: 'staff', clinicId });

/** Somebody with this name, who books at a half hour. */
async function bookedBy(name: string, world: World, slotId: number) {
  const data = { matchHash: new Uint8Array([1]), birthDate: new Date('1961-05-09'), onRoll: true };
  const sealed = { name: encrypt(name, 'person.name'), phone: encrypt('01055551234', 'person.phone') };
  const { id: personId } = await database().person.create({ data: { ...data, ...sealed } });
  const pass = await passOf(world, { personId });
  const id = await heldBy(pass, slotId);
  const answer = await confirmHold(pass, id);
  if (!answer.ok) throw new Error(answer.code);
  return { id, personId, number: answer.number };
}

const dayOfSlot = async (id: number) => seoulDate((await database().slot.findUniqueOrThrow({ where: { id } })).startsAt);

/** Two clinics, both with a booking at the same time. */
async function twoClinics() {
  const world = await openRound();
  // At noon in Seoul, so that a list's half hours are of one day.
  const fromMinutes = 96 * 60 + minutesToNoon(await databaseNow());
  const own = await clinicWith(world, [3, 2], { fromMinutes });
  const other = await clinicWith(world, [3], { fromMinutes });
  const [slot = 0] = own.slots;
  const [otherSlot = 0] = other.slots;
  const ours = await bookedBy('홍길동', world, slot);
  const theirs = await bookedBy('홍길순', world, otherSlot);
  return { world, slot, ours, theirs, own: staffOf(own.clinicId), other: staffOf(other.clinicId), day: await dayOfSlot(slot) };
}

const minutesToNoon = (now: Date) => 12 * 60 - ((now.getTime() / 60_000 + 9 * 60) % (24 * 60));

describe('the list of a clinic', () => {
  test('has its own bookings and nobody else’s, with capacity and no more of the telephone than its end', async () => {
    const { own, other, day, ours, theirs } = await twoClinics();
    const list = await clinicDay(own, day);
    expect(list.confirmed).toMatchObject([
      { number: ours.number, name: '홍길동', birthDate: '1961-05-09', phoneEnd: '1234', dose: 1, product: 'P2', status: 'confirmed' },
    ]);
    expect(list.halfHours.map((half) => half.capacity)).toEqual([3, 2]);
    expect(JSON.stringify(list)).not.toContain('5555');
    expect((await clinicDay(other, day)).confirmed.map((booking) => booking.number)).toEqual([theirs.number]);
    for (const aside of [-1, 1]) expect((await clinicDay(own, addDays(day, aside))).confirmed).toEqual([]);
  });

  test('shows no holds, and cancelled bookings apart', async () => {
    const { world, slot, own, day, ours } = await twoClinics();
    await heldBy(await passOf(world), slot);
    const second = await bookedBy('김철수', world, slot);
    await cancelBooking(beneficiary(second.personId), second.id);
    const list = await clinicDay(own, day);
    expect(list.confirmed.map((booking) => booking.number)).toEqual([ours.number]);
    expect(list.cancelled).toMatchObject([{ number: second.number, name: '김철수', status: 'cancelled' }]);
  });

  test('begins with the next day that has bookings, and with today when there is none', async () => {
    const { own, day, ours } = await twoClinics();
    const empty = await clinicWith(await openRound(), [1]);
    const today = seoulDate(await databaseNow());
    expect(await nextListedDay(own)).toBe(day);
    expect(await nextListedDay(staffOf(empty.clinicId))).toBe(today);
    await cancelBooking(beneficiary(ours.personId), ours.id);
    expect(await nextListedDay(own)).toBe(today);
  });

  test('begins with today while there were bookings today, past ones too', async () => {
    const { world, slot, own } = await twoClinics();
    const ours = await bookedBy('김철수', world, slot);
    const [row] = await database().$queryRaw<{ starts: Date }[]>`SELECT date_trunc('day', now(), 'Asia/Seoul') AS starts`;
    const early = await database().slot.create({ data: { clinicId: own.clinicId, startsAt: row?.starts ?? '', capacity: 1 } });
    await database().booking.update({ where: { id: ours.id }, data: { slotId: early.id } });
    expect(await nextListedDay(own)).toBe(seoulDate(await databaseNow()));
  });

  test('is found in by name and number, of any day, and only in one’s own', async () => {
    const { own, other, ours, theirs } = await twoClinics();
    const numbers = async (clinic: ClinicProof, asked: string) =>
      (await searchClinic(clinic, asked)).found.map((booking) => booking.number);
    expect(await numbers(own, '길동')).toEqual([ours.number]);
    expect(await numbers(own, ours.number.toLowerCase().replace('-', ''))).toEqual([ours.number]);
    expect(await numbers(own, '홍길')).toEqual([ours.number]);
    expect(await numbers(own, theirs.number)).toEqual([]);
    expect(await numbers(own, '홍길순')).toEqual([]);
    expect(await numbers(other, '홍길')).toEqual([theirs.number]);
  });

  test('every reading is in the record of accesses with who, whose, when and which list, and no name in it', async () => {
    const { own, other, day, ours, theirs } = await twoClinics();
    const staff = mintClinic({ ...own, personId: randomUUID(), whence: { hash: new Uint8Array([1, 2]), network: '203.0.113.0/24' } });
    await clinicDay(staff, day);
    await searchClinic(staff, '홍길동');
    await searchClinic(staff, '홍길순');
    await clinicDay(other, day);
    const by = {
      actorId: staff.personId,
      role: 'clinic',
      sessionId: 'session',
      network: '203.0.113.0/24',
      fromHash: new Uint8Array([1, 2]),
    };
    const records = await database().accessRecord.findMany({
      where: { objectId: { startsWith: 'clinic-' }, OR: [{ actorId: staff.personId }, { objectId: `${other.clinicId} ${day}` }] },
      orderBy: { id: 'asc' },
    });
    expect(records).toMatchObject([
      { ...by, action: 'list.read', objectKind: 'clinic-day', objectId: `${own.clinicId} ${day}`, subjects: [ours.personId] },
      { ...by, action: 'list.searched', objectKind: 'clinic', objectId: own.clinicId, subjects: [ours.personId] },
      { ...by, action: 'list.searched', subjects: [] },
      { actorId: null, role: 'console', action: 'list.read', subjects: [theirs.personId] },
    ]);
    const text = JSON.stringify(records, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    expect(text).not.toMatch(new RegExp(`홍길|1961|${ours.number}`));
  });

  test('what can’t be recorded is not shown', async () => {
    const { own, day } = await twoClinics();
    await database().$executeRaw`ALTER TABLE access_record RENAME TO access_record_gone`;
    await expect(clinicDay(own, day)).rejects.toThrow();
    await expect(searchClinic(own, '홍길동')).rejects.toThrow();
    await database().$executeRaw`ALTER TABLE access_record_gone RENAME TO access_record`;
  });

  test.each(['김하늘'.normalize('NFD'), '𠮷田 龘', '가'.repeat(40), "O'Brien", '👩‍👩‍👧 하늘', 'Zoë Ångström'])(
    'has the name %s as the provider said it, and finds it',
    async (name) => {
      const world = await openRound();
      const { clinicId, slots } = await clinicWith(world, [2]);
      const said = claims.parse({ sub: '1', ci: randomUUID(), name, birthdate: '1961-05-09', phone_number: '01055551234' });
      const personId = await personFor(said, { issuer: 'https://id.example', verifying: true });
      const pass = await passOf(world, { personId });
      const id = await heldBy(pass, slots[0] ?? 0);
      expect(await confirmHold(pass, id)).toMatchObject({ ok: true });
      const staff = staffOf(clinicId);
      expect((await clinicDay(staff, await dayOfSlot(slots[0] ?? 0))).confirmed.map((one) => one.name)).toEqual([name]);
      expect((await searchClinic(staff, name)).found.map((one) => one.name)).toEqual([name]);
      expect((await exportedDay(staff, await dayOfSlot(slots[0] ?? 0), '접종실에 걸어 둠')).map((one) => one.name)).toEqual([name]);
      const exported = await database().accessRecord.findFirst({ where: { action: 'list.exported', subjects: { has: personId } } });
      expect(exported).toMatchObject({ reason: '접종실에 걸어 둠' });
    },
  );
});
