import { expect, it } from 'vitest';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mintBeneficiary } from '@/lib/identity/proof';
import { compose } from '@/lib/notice/compose';
import { mattersOf } from '@/lib/notice/queries';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { clinicWith, openRound, passOf } from '@/test/booking';
import { deskWith } from '@/test/desk';
import { cancelBooking, confirmHold, holdSlot, moveBooking } from './commands';

async function named(name: string): Promise<string> {
  const data = { matchHash: new Uint8Array([1]), birthDate: new Date('1950-05-05'), onRoll: true, createdAt: new Date(0) };
  return (
    await database().person.create({ data: { ...data, name: encrypt(name, 'person.name'), phone: encrypt('01012345678', 'person.phone') } })
  ).id;
}

/** A booking made, moved twice and cancelled for the person by `by`, a proof of theirs. */
async function lifeOf(by: BeneficiaryProof) {
  const world = await openRound({ helpersAllowed: true });
  const { slots } = await clinicWith(world, [1, 1]);
  const [one = 0, two = 0] = slots;
  const pass = { ...(await passOf(world, { personId: by.personId })), actorId: by.actorId, sessionId: by.sessionId, relation: by.relation };
  await database().seat.updateMany({ where: { passId: pass.passId }, data: { sessionId: by.sessionId } });
  const held = await holdSlot(pass, one);
  if (!held.ok) throw new Error(held.code);
  expect(await confirmHold(pass, held.bookingId)).toMatchObject({ ok: true });
  await confirmHold(pass, held.bookingId);
  const texts = await textsOf(by.personId);
  expect(await moveBooking(by, held.bookingId, two)).toEqual({ ok: true });
  await moveBooking(by, held.bookingId, two);
  const moved = await textsOf(by.personId);
  expect(await cancelBooking(by, held.bookingId)).toEqual({ ok: true });
  await cancelBooking(by, held.bookingId);
  const ended = await textsOf(by.personId);
  return {
    texts,
    moved: moved.filter((text) => !texts.includes(text)),
    ended: ended.filter((text) => ![...texts, ...moved].includes(text)),
  };
}

/** What the person would be sent now: what is pointless by then is not. */
async function textsOf(personId: string): Promise<string[]> {
  const rows = await database().notice.findMany({ where: { personId }, orderBy: { createdAt: 'asc' } });
  const matters = await mattersOf(
    database(),
    rows.map(({ id }) => id),
  );
  return [...matters.values()].flatMap((due) => {
    if (!('matter' in due)) throw due.fault;
    const composed = compose('ko', due.matter);
    return composed.ok ? [composed.text.split('\n')[0] ?? ''] : [];
  });
}

it('a person is told once of each booking, move and cancellation that a helper made, and by whom', async () => {
  const [personId, helperId] = [await named('심청자'), await named('성나래')];
  await database().consent.create({ data: { beneficiaryId: personId, helperId, relation: 'daughter', textVersion: '1', way: 'letter' } });
  const facts = { name: '심청자', birthDate: '1950-05-05', onRoll: true, createdAt: new Date(0), verified: true, lead: true };
  const helper = mintBeneficiary({ ...facts, personId, actorId: helperId, sessionId: 'of the daughter', relation: 'helper' });
  expect(await lifeOf(helper)).toEqual({
    texts: ['[차례] 성나래 님이 심청자 님을 대신해 예약했습니다'],
    moved: ['[차례] 성나래 님이 심청자 님의 예약을 바꿨습니다'],
    ended: ['[차례] 성나래 님이 심청자 님의 예약을 취소했습니다'],
  });
});

it('of an agent they are told that it was one, and no name', async () => {
  const id = await named('심청자');
  const { people } = await deskWith([{ id, name: '심청자', birthDate: '1950-05-05' }]);
  const [agent] = people;
  if (!agent) throw new Error('no case');
  const { texts, moved, ended } = await lifeOf(agent);
  expect([...texts, ...moved, ...ended]).toEqual([
    '[차례] 상담원이 심청자 님을 대신해 예약했습니다',
    '[차례] 상담원이 심청자 님의 예약을 바꿨습니다',
    '[차례] 상담원이 심청자 님의 예약을 취소했습니다',
  ]);
});

it('what they did themself is told as ever', async () => {
  const personId = await named('심청자');
  const facts = { name: '심청자', birthDate: '1950-05-05', onRoll: true, createdAt: new Date(0), verified: true, lead: false };
  const { texts, moved, ended } = await lifeOf(
    mintBeneficiary({ ...facts, personId, actorId: personId, sessionId: 's', relation: 'self' }),
  );
  expect([...texts, ...moved, ...ended]).toEqual([
    '[차례] 심청자 님 예약 완료',
    '[차례] 심청자 님 예약이 바뀌었습니다',
    '[차례] 심청자 님 예약이 취소되었습니다',
  ]);
});
