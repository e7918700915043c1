import { expect, it } from 'vitest';
import { confirmHold } from '@/lib/booking/commands';
import { closeCase } from '@/lib/desk/commands';
import { casesOf, lettersWaiting } from '@/lib/desk/queries';
import { mintCitizen } from '@/lib/identity/proof';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { clinicWith, heldBy, openRound, passOf } from '@/test/booking';
import { caller, deskWith, reason, recordOf } from '@/test/desk';
import { toldTo } from '../queries';
import { sendNotices } from '../worker';
import { printUnreached } from './commands';

const nowhere = { name: 'outbox' as const, send: () => Promise.resolve(new Map()) };

/** Somebody with a booking, made for them, and no telephone. */
async function withoutPhone() {
  const person = await caller('심청자');
  await database().person.update({ where: { id: person.id }, data: { phone: encrypt('', 'person.phone') } });
  const helper = await caller('성나래');
  await database().consent.create({
    data: { beneficiaryId: person.id, helperId: helper.id, relation: 'daughter', textVersion: '1', way: 'letter' },
  });
  const world = await openRound();
  const { slots } = await clinicWith(world, [5]);
  const pass = { ...(await passOf(world, { personId: person.id })), actorId: helper.id, relation: 'helper' as const };
  const bookingId = await heldBy(pass, slots[0] ?? 0);
  expect(await confirmHold(pass, bookingId)).toMatchObject({ ok: true });
  await sendNotices(database(), { text: nowhere, voice: nowhere, email: nowhere });
  return { person, bookingId };
}

it('prints once what no message could tell, in an open case alone; the person finds it among what was sent to them', async () => {
  const { person } = await withoutPhone();
  const { agent } = await deskWith([person]);
  expect(await lettersWaiting(agent)).toBe(1);
  expect(await casesOf(agent)).toMatchObject([{ personId: person.id, unreached: 1 }]);
  const stranger = (await deskWith([await caller('남')])).agent;
  expect(await printUnreached(stranger, person.id)).toEqual([]);
  const [first, second] = await Promise.all([printUnreached(agent, person.id), printUnreached(agent, person.id)]);
  const [text] = [...first, ...second];
  expect([...first, ...second]).toHaveLength(1);
  expect(text).toMatch(/^\[차례\] 성나래 님이 심청자 님을 대신해 예약했습니다\n/);
  expect((await recordOf(person.id)).at(-1)).toEqual(['letter.printed', 'agent', reason]);
  expect(await lettersWaiting(agent)).toBe(0);
  const facts = { name: '심청자', birthDate: '1950-05-05', onRoll: true, createdAt: new Date(0), verified: true, sessionId: 's' };
  expect((await toldTo(mintCitizen({ ...facts, personId: person.id }))).told).toMatchObject([{ text, by: 'letter', state: 'sent' }]);
});

it('leaves out what is pointless by then, and prints nothing after the case is over', async () => {
  const { person, bookingId } = await withoutPhone();
  const { agent } = await deskWith([person]);
  await closeCase(agent, person.id);
  expect(await printUnreached(agent, person.id)).toEqual([]);
  await database().booking.update({ where: { id: bookingId }, data: { status: 'cancelled' } });
  const later = (await deskWith([person])).agent;
  expect(await printUnreached(later, person.id)).toEqual([]);
  expect(await lettersWaiting(later)).toBe(0);
});
