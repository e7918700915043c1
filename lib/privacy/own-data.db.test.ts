import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { clinicDay } from '@/lib/booking/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { personFor, startSession } from '@/lib/identity/commands';
import { mintCitizen, mintClinic } from '@/lib/identity/proof';
import { sessionIdOf } from '@/lib/identity/token';
import { database } from '@/lib/platform/database';
import { clinicWith, heldBy, openRound, passOf } from '@/test/booking';
import { ownData } from './queries';

test('people get all that is kept of them, with who else read it, and nothing of anybody else', async () => {
  const world = await openRound();
  const { clinicId, slots } = await clinicWith(world, [5]);
  const [slot = 0] = slots;
  const numbers: string[] = [];
  const people: string[] = [];
  for (const name of ['김하늘', '박바다']) {
    const said = { sub: name, ci: name, name, birthdate: '1961-05-09', phone_number: `010${people.length}2345678` };
    const personId = await personFor(said, { issuer: 'https://id.example', verifying: true });
    const pass = await passOf(world, { personId });
    const booked = await confirmHold(pass, await heldBy(pass, slot));
    if (!booked.ok) throw new Error(booked.code);
    people.push(personId);
    numbers.push(booked.number);
  }
  const [me = '', other = ''] = people;
  const sessionId = sessionIdOf(await startSession(me, 'identity', true, { device: 'Windows · Edge' }));
  const at = (await database().slot.findUniqueOrThrow({ where: { id: slot } })).startsAt;
  await clinicDay(mintClinic({ sessionId: 's', personId: randomUUID(), clinicId }), seoulDate(at));
  const facts = { name: '김하늘', birthDate: '1961-05-09', onRoll: false, createdAt: new Date(), verified: true };
  const data = await ownData(mintCitizen({ ...facts, personId: me, sessionId }));
  expect(data).toMatchObject({
    person: { name: '김하늘', birthDate: '1961-05-09', phone: '01002345678', onRoll: false },
    bookings: [{ number: numbers[0], status: 'confirmed', clinic: clinicId, byMyself: true }],
    bookingEvents: [{ what: 'held' }, { what: 'confirmed' }],
    notices: expect.any(Array),
    contact: null,
    households: [],
    likelyDates: [],
    sessions: [{ device: 'Windows · Edge' }],
    accesses: [{ role: 'clinic', what: 'list.read' }],
  });
  const text = JSON.stringify(data);
  for (const foreign of ['박바다', '01012345678', numbers[1] ?? '', other]) expect(text).not.toContain(foreign);
});
