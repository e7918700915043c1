import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { clinicDay } from '@/lib/booking/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { personFor, startSession } from '@/lib/identity/commands';
import { mintCitizen, mintClinic } from '@/lib/identity/proof';
import { sessionIdOf } from '@/lib/identity/token';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { clinicWith, heldBy, openRound, passOf, somebody } from '@/test/booking';
import { exported, notExported } from './exported';
import { ownData } from './queries';

async function named() {
  const id = await somebody();
  await database().person.update({ where: { id }, data: { name: encrypt('김하늘', 'person.name'), phone: encrypt('', 'person.phone') } });
  return id;
}

const facts = { name: '김하늘', birthDate: '1961-05-09', onRoll: false, createdAt: new Date(), verified: true };

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

test('what waits, what was asked for and what an agent did is in it, without whoever else had to do with it', async () => {
  const { roundId, campaignId } = await openRound();
  const [me, other, agent] = [await named(), await named(), await named()];
  const db = database();
  const agentSession = sessionIdOf(await startSession(agent, 'test', true));
  const later = new Date(Date.now() + 86_400_000);
  const target = new Uint8Array([1]);
  const wishes = [{ clinic: 'clinic-of-mine', from: '2026-11-22' }];
  for (const [personId, text] of [
    [me, '내 일'],
    [other, '남의 일'],
  ] as const) {
    const actorId = personId === me ? other : me;
    await db.wishList.create({ data: { roundId, personId, actorId, wishes: personId === me ? wishes : [{ district: text }] } });
    await db.waiting.create({ data: { id: randomUUID(), campaignId, roundId, personId, actorId, clinicId: text, place: 1 } });
    const settled = { settledAt: new Date(), settledBy: agent, outcome: 'refused', reason: text };
    await db.provisional.create({ data: { personId, ...settled, places: { create: { roundId } } } });
    await db.agentCase.create({
      data: { id: randomUUID(), agentId: agent, sessionId: agentSession, personId, channel: 'phone', reason: text },
    });
    const asking = {
      helperId: actorId,
      beneficiaryId: personId,
      target,
      relation: 'son',
      way: 'letter',
      printedAt: new Date(),
      expiresAt: later,
    };
    await db.asking.create({ data: { id: randomUUID(), ...asking } });
    await db.signInCode.create({ data: { id: randomUUID(), personId, target, way: 'letter', expiresAt: later } });
    await db.ticketTry.create({ data: { roundId, personId, actorId } });
    await db.staffRole.create({ data: { personId, role: 'agent' } });
  }
  const sessionId = sessionIdOf(await startSession(me, 'identity', true));
  const data = await ownData(mintCitizen({ ...facts, personId: me, sessionId }));
  expect(data).toMatchObject({
    wishes: [{ round: roundId, wishes, state: 'waiting', byMyself: false }],
    waiting: [{ round: roundId, clinic: '내 일', byMyself: false }],
    application: { outcome: 'refused', reason: '내 일', places: [{ round: roundId }] },
    cases: [{ how: 'phone', why: '내 일' }],
    codes: [{ how: 'letter' }],
    roles: [{ role: 'agent' }],
  });
  expect(data.placesTaken).toHaveLength(2);
  // Whether a letter was printed for whom one asked for tells whether there is such a person.
  expect(data.askings).toEqual(
    expect.arrayContaining([expect.objectContaining({ iHelp: true, until: null }), expect.objectContaining({ iHelp: false })]),
  );
  const text = JSON.stringify(data);
  for (const foreign of ['남의 일', other, agent, agentSession]) expect(text).not.toContain(foreign);
});

test('every table with a person in it is in one’s own data, or is left out for a reason', async () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const naming = [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) =>
    /"(?:\w+_)?(?:person|actor|helper|beneficiary|head|agent|session)_id"|"\w+_by"|^\s+subjects\b|"birth_date"|"match_hash"|\bPerson\b.*fields:/m.test(
      body,
    )
      ? [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? '']
      : [],
  );
  expect(naming.sort()).toEqual([...Object.keys(exported), ...Object.keys(notExported)].sort());
  const personId = await named();
  const data = await ownData(mintCitizen({ ...facts, personId, sessionId: sessionIdOf(await startSession(personId, 'test', true)) }));
  expect(Object.keys(data)).toEqual(expect.arrayContaining(Object.values(exported)));
});
