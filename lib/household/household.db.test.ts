import { describe, expect, it, vi } from 'vitest';
import { mintBeneficiary } from '@/lib/identity/proof';
import { endPass, enter, issueTicket } from '@/lib/line/commands';
import { mintPass } from '@/lib/line/proof';
import { drawOf, seatOfPass, ticketsOf } from '@/lib/line/queries';
import { livePass, seatGivenBack } from '@/lib/line/sql';
import { ticketNumber } from '@/lib/line/ticket-number';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { takeOver } from '@/lib/takeover/commands';
import { drawAndOpen, householdOf } from '@/test/household';
import { lineRound, moveFront, person } from '@/test/line';
import { declareHousehold, inviteByCode, joinByCode, leaveHousehold, takeIn } from './commands';
import { householdsOf } from './queries';

const early = { drawInMinutes: 90, opensInMinutes: 120, closesInMinutes: 600 };
const said = (answer: { ok: true } | { ok: false; code: string }) => (answer.ok ? 'ok' : answer.code);
const tickets = async (roundId: string) => (await database().ticket.findMany({ where: { roundId } })).map(({ personId }) => personId);
const members = async (roundId: string) =>
  (await database().householdMember.findMany({ where: { roundId }, orderBy: { number: 'asc' } })).map(({ personId }) => personId);

async function numberOf(who: Awaited<ReturnType<typeof person>>, roundId: string): Promise<string> {
  const ticket = await issueTicket(who, roundId);
  if (!ticket.ok) throw new Error(ticket.code);
  return ticket.number;
}

async function codeFor(head: Awaited<ReturnType<typeof person>>, roundId: string): Promise<string> {
  const invitation = await inviteByCode(head, roundId);
  if (!invitation.ok) throw new Error(invitation.code);
  return invitation.code;
}

const own = async (personId: string, roundId: string) =>
  ticketNumber((await drawOf(roundId))?.ticketKey ?? new Uint8Array(), personId, roundId);

describe('a household', () => {
  it('has the ticket of its head, whoever of it asks', async () => {
    const { id } = await lineRound(1, early);
    const [head, one, other, stranger] = [await person(), await person(), await person(), await person()];
    await householdOf(id, [head, one, other]);
    const common = await own(head.personId, id);
    for (const who of [one, other, head]) expect(await numberOf(who, id)).toBe(common);
    expect(await numberOf(stranger, id)).toBe(await own(stranger.personId, id));
    expect((await tickets(id)).sort()).toEqual([head.personId, stranger.personId].sort());
    expect((await ticketsOf([one.personId])).map(({ roundId }) => roundId)).toEqual([id]);
  });

  it('gets the ticket that a member has had, and gives it back to whoever leaves', async () => {
    const { id } = await lineRound(1, early);
    const [head, one] = [await person(), await person()];
    expect(await numberOf(one, id)).toBe(await own(one.personId, id));
    await householdOf(id, [head, one]);
    expect(await tickets(id)).toEqual([head.personId]);
    expect(said(await leaveHousehold(one, id, one.personId))).toBe('ok');
    expect((await tickets(id)).sort()).toEqual([head.personId, one.personId].sort());
    expect(await numberOf(one, id)).toBe(await own(one.personId, id));
  });

  it('ends with its head, and all have their own ticket again', async () => {
    const { id } = await lineRound(1, early);
    const people = [await person(), await person(), await person()] as const;
    await householdOf(id, [...people]);
    await numberOf(people[1], id);
    expect(said(await leaveHousehold(people[0], id, people[0].personId))).toBe('ok');
    expect(await members(id)).toEqual([]);
    expect(await database().household.count({ where: { roundId: id } })).toBe(0);
    expect((await tickets(id)).sort()).toEqual(people.map(({ personId }) => personId).sort());
  });

  it('lets nobody go but by themselves or by the head', async () => {
    const { id } = await lineRound(1, early);
    const [head, one, other] = [await person(), await person(), await person()];
    await householdOf(id, [head, one, other]);
    expect(said(await leaveHousehold(one, id, other.personId))).toBe('household-unknown');
    expect(said(await leaveHousehold(await person(), id, other.personId))).toBe('household-unknown');
    expect(said(await leaveHousehold(head, id, other.personId))).toBe('ok');
    expect(await members(id)).toEqual([head.personId, one.personId]);
  });

  it('is settled an hour before the draw', async () => {
    const { id } = await lineRound(1, { ...early, drawInMinutes: 61 });
    const [head, one, late] = [await person(), await person(), await person()];
    await householdOf(id, [head, one]);
    const code = await codeFor(head, id);
    await database().$executeRaw`UPDATE round SET draw_at = draw_at - interval '2 minutes' WHERE id = ${id}`;
    expect(said(await joinByCode(late, code))).toBe('household-settled');
    expect(said(await takeIn(head, { ...late, sessionId: head.sessionId }, id))).toBe('household-settled');
    expect(said(await declareHousehold(late, id))).toBe('household-settled');
    expect(said(await inviteByCode(head, id))).toBe('household-settled');
    expect(said(await leaveHousehold(one, id, one.personId))).toBe('household-settled');
    expect(said(await leaveHousehold(head, id, head.personId))).toBe('household-settled');
    expect(await members(id)).toEqual([head.personId, one.personId]);
    expect(await numberOf(late, id)).toBe(await own(late.personId, id));
  });

  it('has six people at most, however many agree at once', async () => {
    const { id } = await lineRound(1, early);
    const head = await person();
    await householdOf(id, [head]);
    const others = await Promise.all(Array.from({ length: 9 }, () => person({ sessionId: head.sessionId })));
    const answers = (await Promise.all(others.map((one) => takeIn(head, one, id)))).map(said);
    expect(answers.filter((answer) => answer === 'ok')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'household-full')).toHaveLength(4);
    expect(await members(id)).toHaveLength(6);
  });

  it('is one per person and round, whichever of two is agreed to first', async () => {
    const { id } = await lineRound(1, early);
    const [a, b, both] = [await person(), await person(), await person()];
    await householdOf(id, [a]);
    await householdOf(id, [b]);
    const [one, other] = [await codeFor(a, id), await codeFor(b, id)];
    const answers = (await Promise.all([joinByCode(both, one), joinByCode(both, other)])).map(said);
    expect(answers.sort()).toEqual(['in-another-household', 'ok']);
    expect(said(await declareHousehold(both, id))).toBe('in-another-household');
    expect(await members(id)).toHaveLength(3);
  });

  it('has one ticket, though its members ask for theirs while they agree', async () => {
    const { id } = await lineRound(1, early);
    for (let time = 0; time < 8; time += 1) {
      const [head, one] = [await person(), await person()];
      await householdOf(id, [head]);
      const code = await codeFor(head, id);
      await Promise.all([numberOf(one, id), joinByCode(one, code), numberOf(head, id), numberOf(one, id)]);
      expect((await tickets(id)).filter((ticket) => ticket === one.personId || ticket === head.personId)).toEqual([head.personId]);
    }
  });

  it('of a member no second ticket can be written at all', async () => {
    const { id } = await lineRound(1, early);
    const [head, one] = [await person(), await person()];
    await householdOf(id, [head, one]);
    await expect(database().ticket.create({ data: { roundId: id, personId: one.personId } })).rejects.toThrow();
    await database().ticket.create({ data: { roundId: id, personId: head.personId } });
  });

  it('takes in only whom the rules let into the round', async () => {
    const { id } = await lineRound(1, early);
    const [head, one] = [await person(), await person({ relation: 'helper' })];
    await householdOf(id, [head]);
    const inSession = (more: object) => mintBeneficiary({ ...one, sessionId: head.sessionId, ...more });
    expect(said(await takeIn(head, inSession({ relation: 'self', onRoll: false }), id))).toBe('not-eligible');
    expect(said(await takeIn(head, inSession({ relation: 'self', verified: false }), id))).toBe('not-verified');
    expect(said(await takeIn(head, inSession({}), id)), 'helpers are not allowed here').toBe('not-eligible');
    await database().$executeRaw`UPDATE round SET helpers_allowed = true WHERE id = ${id}`;
    expect(said(await takeIn(head, inSession({}), id))).toBe('ok');
  });
});

describe('a code', () => {
  it('is good for one person, until it is over or another is given', async () => {
    const { id } = await lineRound(1, early);
    const [head, one, other] = [await person(), await person(), await person()];
    await householdOf(id, [head]);
    const [first, code] = [await codeFor(head, id), await codeFor(head, id)];
    expect(said(await joinByCode(one, first))).toBe('code-unknown');
    expect(said(await joinByCode(mintBeneficiary({ ...one, relation: 'helper' }), code)), 'by one’s own sign-in').toBe('code-unknown');
    expect(said(await joinByCode(one, code))).toBe('ok');
    expect(said(await joinByCode(other, code))).toBe('code-unknown');
    const late = await codeFor(head, id);
    await database().$executeRaw`UPDATE household_code SET expires_at = now()`;
    expect(said(await joinByCode(other, late))).toBe('code-unknown');
    expect(await members(id)).toEqual([head.personId, one.personId]);
  });

  it('can’t be tried often, and its digits are not kept', async () => {
    const { id } = await lineRound(1, early);
    const [head, guesser] = [await person(), await person()];
    await householdOf(id, [head]);
    const code = await codeFor(head, id);
    expect(code).toMatch(/^\d{12}$/);
    expect(Buffer.from((await database().householdCode.findFirstOrThrow()).hash).toString()).not.toContain(code);
    const answers: string[] = [];
    for (let guess = 0; guess < 11; guess += 1) answers.push(said(await joinByCode(guesser, String(guess).padStart(12, '0'))));
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 'code-unknown'), 'too-often']);
  });
});

describe('at the gate', () => {
  async function household(settings: Parameters<typeof lineRound>[1] = {}) {
    const { id, campaignId } = await lineRound(3, { ...early, ...settings });
    const [head, one] = [await person(), await person()];
    await householdOf(id, [head, one]);
    await numberOf(head, id);
    await drawAndOpen(id);
    return { id, campaignId, head, one, number: await own(head.personId, id) };
  }

  it('has one place and one seat, and books on one pass', async () => {
    const { id, campaignId, head, one, number } = await household();
    expect(said(await enter(one, id, number))).toBe('not-called');
    await moveFront(id, 'drawn', 1);
    const entries = await Promise.all([enter(one, id, number), enter(head, id, number)]);
    expect(entries.map(said).sort()).toEqual(['in-use-elsewhere', 'ok']);
    expect(await database().seat.count({ where: { roundId: id, NOT: { personId: null } } })).toBe(1);
    const [inside, entry] = entries[0]?.ok ? [one, entries[0]] : [head, entries[1]];
    if (!entry?.ok) throw new Error('nobody is inside');
    const outside = inside === one ? head : one;
    const name = encrypt('홍길동', 'person.name');
    await database().person.updateMany({ where: { id: { in: [head.personId, one.personId] } }, data: { name } });
    const seat = await seatOfPass(entry.passId, inside.sessionId);
    expect(seat?.party.map((member) => member.id)).toEqual([head.personId, one.personId]);
    const pass = { passId: entry.passId, personId: inside.personId, sessionId: inside.sessionId, roundId: id };
    const alive = (of: typeof pass) =>
      database().$queryRaw<{ party: string[]; person_id: string }[]>(livePass({ ...of, actorId: of.personId }));
    expect(await alive(pass)).toMatchObject([{ party: [head.personId, one.personId], person_id: inside.personId }]);
    expect(await alive({ ...pass, personId: (await person()).personId }), 'a stranger on this pass').toEqual([]);
    await database().$executeRaw`UPDATE seat SET seen_at = now() - interval '2 minutes' WHERE round_id = ${id}`;
    expect(said(await takeOver(outside, id)), 'another of the household goes on').toBe('ok');
    expect(await alive(pass)).toEqual([]);
    expect(await alive({ ...pass, personId: outside.personId, sessionId: outside.sessionId })).toHaveLength(1);
    const more = { campaignId, actorId: outside.personId, beneficiaryName: '', birthDate: '', relation: 'self', party: [] } as const;
    const now = new Date();
    const bound = { ...pass, personId: outside.personId, sessionId: outside.sessionId, ...more };
    await endPass(mintPass({ ...bound, expiresAt: now, now, extensionsLeft: 0, wanted: false }));
    expect(said(await enter(inside, id, number)), 'the seat is free again').toBe('ok');
  });

  it('one who has booked does not keep the others out, and all who have do', async () => {
    const { id, campaignId, head, one, number } = await household();
    await moveFront(id, 'drawn', 1);
    const { id: slotId, clinicId } = await database().slot.findFirstOrThrow();
    const books = (personId: string) =>
      database().booking.create({
        data: {
          ...{ campaignId, roundId: id, personId, actorId: personId, product: 'P2', clinicId, slotId, status: 'confirmed' },
          ...{ passId: personId, heldUntil: new Date(), number: personId, confirmedAt: new Date() },
        },
      });
    await books(head.personId);
    expect(said(await enter(one, id, number))).toBe('ok');
    await database().$executeRaw`UPDATE seat SET ${seatGivenBack} WHERE round_id = ${id}`;
    await books(one.personId);
    for (const who of [head, one]) expect(said(await enter(who, id, number))).toBe('already-booked');
  });

  it('a number of before the household opens nothing', async () => {
    const { id, one } = await household();
    await moveFront(id, 'drawn', 1);
    expect(said(await enter(one, id, await own(one.personId, id)))).toBe('ticket-changed');
    expect(await database().seat.count({ where: { roundId: id, NOT: { personId: null } } })).toBe(0);
  });

  it('who helps one of it is not let in for the others, and who helps its head is', async () => {
    const { id, head, one, number } = await household({ helpersAllowed: true });
    await moveFront(id, 'drawn', 1);
    const helper = await person();
    const helps = (whom: typeof head) =>
      mintBeneficiary({ ...whom, actorId: helper.personId, sessionId: helper.sessionId, relation: 'helper' });
    const agrees = ({ personId }: typeof head) =>
      database().consent.create({ data: { beneficiaryId: personId, helperId: helper.personId, relation: 'daughter', textVersion: '1' } });
    await agrees(one);
    expect(said(await enter(helps(one), id, number))).toBe('helper-of-another');
    expect(said(await enter(one, id, number))).toBe('ok');
    await database().$executeRaw`UPDATE seat SET seen_at = now() - interval '2 minutes' WHERE round_id = ${id}`;
    expect(said(await takeOver(helps(one), id))).toBe('nothing-to-take-over');
    await agrees(head);
    expect(said(await takeOver(helps(head), id))).toBe('ok');
  });

  it('whose call has lapsed has one late place', async () => {
    const { id, head, one, number } = await household({ callHold: 60 });
    await moveFront(id, 'drawn', 1, 120);
    // What is known of the draw may be a second old.
    await vi.waitFor(
      async () => {
        for (const who of [one, head]) expect(await numberOf(who, id)).toBe(number);
        const rows = await database().ticket.findMany({ where: { roundId: id } });
        expect(rows).toMatchObject([{ personId: head.personId, latePosition: expect.any(Number) }]);
      },
      { interval: 400, timeout: 60_000 },
    );
  });
});

it('shows its members to one another, and to nobody else', async () => {
  const { id } = await lineRound(1, early);
  const [head, one, stranger] = [await person(), await person(), await person()];
  await householdOf(id, [head, one]);
  const name = encrypt('홍길동', 'person.name');
  await database().person.updateMany({ where: { id: { in: [head.personId, one.personId] } }, data: { name } });
  const [known] = await householdsOf([one.personId]);
  expect(known).toMatchObject({ roundId: id, headId: head.personId, open: true });
  expect(known?.members).toEqual([head, one].map(({ personId }) => ({ personId, name: '홍길동' })));
  expect(await householdsOf([stranger.personId])).toEqual([]);
});

it('a helper neither invites into it nor lets anybody go where the round takes no helpers', async () => {
  const { id } = await lineRound(1, { ...early, helpersAllowed: false });
  const [head, one, daughter] = [await person(), await person(), await person()];
  await householdOf(id, [head, one]);
  const helper = mintBeneficiary({ ...head, actorId: daughter.personId, sessionId: daughter.sessionId, relation: 'helper' });
  expect(said(await inviteByCode(helper, id))).toBe('household-settled');
  expect(said(await leaveHousehold(helper, id, one.personId))).toBe('household-settled');
  expect(said(await inviteByCode(head, id))).toBe('ok');
  expect(said(await leaveHousehold(head, id, one.personId))).toBe('ok');
});
