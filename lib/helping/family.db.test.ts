import { expect, test } from 'vitest';
import { confirmHold, holdSlot, moveBooking } from '@/lib/booking/commands';
import { declareHousehold } from '@/lib/household/commands';
import { startSession } from '@/lib/identity/commands';
import { type BeneficiaryProof, mintBeneficiary, mintCitizen } from '@/lib/identity/proof';
import { personOfSession, signedIn } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { enter, issueTicket } from '@/lib/line/commands';
import { mintPass } from '@/lib/line/proof';
import { seatOfPass } from '@/lib/line/queries';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { takeOver } from '@/lib/takeover/commands';
import { leaveWishes } from '@/lib/wish/commands';
import { agreed } from '@/test/agreed';
import { clinicWith, openRound, somebody } from '@/test/booking';
import { lineRound, moveFront } from '@/test/line';
import { endHelp } from './commands';
import { recentActs, triesFor } from './queries';

async function named(name: string): Promise<string> {
  const id = await somebody();
  await agreed(id);
  await database().person.update({ where: { id }, data: { name: encrypt(name, 'person.name') } });
  return id;
}

/** A device on which `personId` is signed in. */
const device = async (personId: string) => sessionIdOf(await startSession(personId, 'test', true));

async function proofOf(sessionId: string, personId: string): Promise<BeneficiaryProof> {
  const found = await personOfSession(sessionId, personId);
  if (!found) throw new Error('may not act');
  return mintBeneficiary({ ...found, sessionId });
}

async function passOf(proof: BeneficiaryProof, passId: string) {
  const seat = await seatOfPass(passId, proof.sessionId);
  if (!seat) throw new Error('no seat');
  return mintPass({
    passId,
    roundId: seat.round_id,
    campaignId: seat.campaign_id,
    personId: proof.personId,
    actorId: proof.actorId,
    sessionId: proof.sessionId,
    beneficiaryName: proof.name,
    birthDate: proof.birthDate,
    relation: proof.relation,
    party: [proof],
    expiresAt: seat.expires_at,
    now: seat.now,
    extensionsLeft: seat.extensions_left,
    wanted: seat.wanted,
  });
}

const agree = (beneficiaryId: string, helperId: string, relation = 'daughter') =>
  database().consent.create({ data: { beneficiaryId, helperId, relation, textVersion: '1' } });

async function ground() {
  const round = await lineRound(20, { helpersAllowed: true });
  await moveFront(round.id, 'drawn', 1);
  const world = await openRound({ campaignId: round.campaignId });
  const { slots } = await clinicWith({ ...world, roundId: round.id }, [40, 40]);
  return { roundId: round.id, slot: slots[0] ?? 0, later: slots[1] ?? 0 };
}

test('ten relatives with three devices each hold one place, one pass and one booking for the grandmother', async () => {
  const { roundId, slot, later } = await ground();
  const grandmother = await named('심청자');
  const relatives = await Promise.all(Array.from({ length: 10 }, (_, index) => named(`가족${index}`)));
  await Promise.all(relatives.map((id) => agree(grandmother, id)));
  const devices = (await Promise.all(relatives.map((id) => Promise.all([device(id), device(id), device(id)])))).flat();
  const proofs = await Promise.all(devices.map((sessionId) => proofOf(sessionId, grandmother)));

  const tickets = await Promise.all(proofs.map((proof) => issueTicket(proof, roundId)));
  const numbers = new Set(tickets.map((ticket) => (ticket.ok ? ticket.number : ticket.code)));
  expect(numbers.size).toBe(1);
  expect(await database().ticket.count({ where: { personId: grandmother } })).toBe(1);
  const [number = ''] = numbers;

  const entries = await Promise.all(proofs.map(async (proof) => ({ proof, entry: await enter(proof, roundId, number) })));
  const inside = entries.flatMap(({ proof, entry }) => (entry.ok ? [{ proof, passId: entry.passId }] : []));
  expect(inside).toHaveLength(1);
  expect(new Set(entries.flatMap(({ entry }) => (entry.ok ? [] : [entry.code])))).toEqual(new Set(['in-use-elsewhere', 'too-often']));
  expect(await database().seat.count({ where: { personId: grandmother } })).toBe(1);

  // All thirty claim to hold the pass; and the one who does presses twice.
  const [winner] = inside;
  if (!winner) throw new Error('nobody');
  const passes = await Promise.all([...proofs, winner.proof].map((proof) => passOf(proof, winner.passId)));
  const holds = await Promise.all(passes.map((pass) => holdSlot(pass, slot)));
  const held = holds.flatMap((hold) => (hold.ok ? [hold.bookingId] : []));
  expect(held).toHaveLength(2);
  expect(new Set(held).size).toBe(1);
  const confirmed = await Promise.all(passes.map((pass) => confirmHold(pass, held[0] ?? '')));
  expect(confirmed.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(1);
  expect(await database().booking.count({ where: { personId: grandmother } })).toBe(1);
  expect((await database().slot.findUniqueOrThrow({ where: { id: slot } })).taken).toBe(1);

  expect(await triesFor(roundId)).toEqual({ people: 1, mean: 10, most: 10 });
  const [newest] = await recentActs([grandmother]);
  const name = `가족${relatives.indexOf(winner.proof.actorId)}`;
  expect(newest).toMatchObject({ kind: 'confirmed', who: 'helper', kinship: 'daughter', name, personId: grandmother });
  // Another of them moves it: all read who, and when.
  const mover = proofs.find(({ actorId }) => actorId !== winner.proof.actorId);
  if (!mover) throw new Error('ten relatives');
  expect(await moveBooking(mover, held[0] ?? '', later)).toEqual({ ok: true });
  const [moved] = await recentActs([grandmother]);
  expect(moved).toMatchObject({ kind: 'moved', who: 'helper', name: `가족${relatives.indexOf(mover.actorId)}`, personId: grandmother });
});

test('a consent that is withdrawn half-way is gone with the next statement, and the person goes on with the pass', async () => {
  const { roundId, slot } = await ground();
  const [mother, daughter] = [await named('심청자'), await named('성나래')];
  await agree(mother, daughter);
  const helper = await proofOf(await device(daughter), mother);
  const ticket = await issueTicket(helper, roundId);
  const entry = ticket.ok ? await enter(helper, roundId, ticket.number) : ticket;
  if (!entry.ok || !('passId' in entry)) throw new Error('not inside');
  const pass = await passOf(helper, entry.passId);
  const held = await holdSlot(pass, slot);
  if (!held.ok) throw new Error(held.code);

  const own = await device(mother);
  const self = await signedIn(own);
  if (!self) throw new Error('no session');
  expect(await endHelp(mintCitizen(self), daughter)).toBe(true);

  // The proofs were minted before: the statements themselves refuse.
  expect(await confirmHold(pass, held.bookingId)).toMatchObject({ ok: false, code: 'pass-gone' });
  expect(await holdSlot(pass, slot)).toMatchObject({ ok: false, code: 'pass-gone' });
  expect(await personOfSession(helper.sessionId, mother)).toBeNull();
  const mine = await proofOf(own, mother);
  expect(await takeOver(mine, roundId)).toMatchObject({ ok: true, passId: entry.passId });
  expect(await confirmHold(await passOf(mine, entry.passId), held.bookingId)).toMatchObject({ ok: true });
});

test('with a consent that has ended nothing more is done: no ticket, no entry, no taking over, no wishes, no household', async () => {
  const { roundId } = await ground();
  const [mother, daughter] = [await named('심청자'), await named('성나래')];
  await agree(mother, daughter);
  const helper = await proofOf(await device(daughter), mother);
  const ticket = await issueTicket(helper, roundId);
  if (!ticket.ok) throw new Error(ticket.code);
  const own = await device(mother);
  const self = await signedIn(own);
  if (!self) throw new Error('no session');
  expect(await endHelp(mintCitizen(self), daughter)).toBe(true);

  const ended = { ok: false, code: 'helpers-not-allowed' };
  expect(await issueTicket(helper, roundId)).toMatchObject(ended);
  expect(await enter(helper, roundId, ticket.number)).toMatchObject(ended);
  const mine = await proofOf(own, mother);
  expect(await enter(mine, roundId, ticket.number)).toMatchObject({ ok: true });
  expect(await takeOver(helper, roundId)).toMatchObject({ ok: false, code: 'nothing-to-take-over' });

  const later = await lineRound(20, { helpersAllowed: true, drawInMinutes: 60, opensInMinutes: 90, closesInMinutes: 600 });
  expect(await issueTicket(mine, later.id)).toMatchObject({ ok: true });
  const wish = { where: { district: '00000' }, fromDay: '2099-01-01', toDay: '2099-01-02', fromMinute: 0, toMinute: 1_440 };
  expect(await leaveWishes(helper, later.id, [wish])).toMatchObject(ended);
  expect(await declareHousehold(helper, later.id)).toMatchObject({ ok: false });
  expect(await database().household.count({ where: { headId: mother } })).toBe(0);
});
