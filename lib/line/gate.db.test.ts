import { describe, expect, it } from 'vitest';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { agreeToTakeOver, takeOver } from '@/lib/takeover/commands';
import { clinicWith, databaseNow } from '@/test/booking';
import { lineRound, moveFront, person, standingOf, tryToEnter, withTicket } from '@/test/line';
import { mintOperator } from '../identity/proof';
import { endPass, enter, extendPass, issueTicket, pauseRound, resumeRound } from './commands';
import { mintPass } from './proof';

const operator = mintOperator({ sessionId: 'o', personId: 'o' });

const code = (answer: { ok: true } | { ok: false; code: string }) => (answer.ok ? 'entered' : answer.code);
const liveSeats = async (roundId: string) => await database().seat.count({ where: { roundId, expiresAt: { gt: await databaseNow() } } });
const seatOf = async (roundId: string, personId: string) => await database().seat.findFirstOrThrow({ where: { roundId, personId } });

async function passOf(who: BeneficiaryProof, roundId: string) {
  const seat = await seatOf(roundId, who.personId);
  return mintPass({
    passId: seat.passId ?? '',
    roundId,
    campaignId: '',
    personId: who.personId,
    actorId: who.actorId,
    sessionId: who.sessionId,
    beneficiaryName: who.name,
    birthDate: who.birthDate,
    party: [],
    relation: who.relation,
    expiresAt: seat.expiresAt,
    now: new Date(0),
    extensionsLeft: 10,
    wanted: false,
  });
}

describe('a ticket', () => {
  it('is one per person and round, whatever the session', async () => {
    const round = await lineRound(5);
    const me = await person();
    const first = await issueTicket(me, round.id);
    const again = await issueTicket(
      await person({ personId: me.personId, relation: 'helper' }).then((helper) => ({ ...helper, relation: 'self' })),
      round.id,
    );
    expect(first).toMatchObject({ ok: true });
    expect(again).toEqual(first);
    expect(await database().ticket.count({ where: { roundId: round.id } })).toBe(1);
  });

  it('is not given without proof of who one is, nor when the round is over', async () => {
    const open = await lineRound(5);
    const over = await lineRound(5, { opensInMinutes: -60, closesInMinutes: -1 });
    expect(await issueTicket({ ...(await person()), verified: false }, open.id)).toMatchObject({ code: 'not-verified' });
    expect(await issueTicket(await person(), over.id)).toMatchObject({ code: 'round-closed' });
    expect(await database().ticket.count({ where: { roundId: { in: [open.id, over.id] } } })).toBe(0);
  });
});

describe('the gate refuses, and takes no seat', () => {
  it.each<[string, () => Promise<[string, BeneficiaryProof]>]>([
    [
      'round-not-open',
      async () => {
        const round = await lineRound(5, { opensInMinutes: 1 });
        return [round.id, await withTicket(round.id)];
      },
    ],
    [
      'round-closed',
      async () => {
        const round = await lineRound(5);
        const who = await withTicket(round.id);
        await database().round.update({ where: { id: round.id }, data: { closesAt: new Date((await databaseNow()).getTime() - 1_000) } });
        return [round.id, who];
      },
    ],
    [
      'round-paused',
      async () => {
        const round = await lineRound(5);
        const who = await withTicket(round.id);
        await pauseRound(operator, round.id, '점검');
        return [round.id, who];
      },
    ],
    [
      'helpers-not-allowed',
      async () => {
        const round = await lineRound(5, { helpersAllowed: false });
        const who = await withTicket(round.id);
        await moveFront(round.id, 'drawn', 1);
        return [round.id, { ...who, relation: 'helper' }];
      },
    ],
    ['ticket-unknown', async () => [(await lineRound(5)).id, await person()]],
    [
      'not-called',
      async () => {
        const round = await lineRound(5);
        return [round.id, await withTicket(round.id)];
      },
    ],
    [
      'sold-out',
      async () => {
        const round = await lineRound(5);
        const who = await withTicket(round.id);
        await moveFront(round.id, 'drawn', 1);
        await database().$executeRaw`UPDATE share SET taken = quota`;
        return [round.id, who];
      },
    ],
    [
      'not-verified',
      async () => {
        const round = await lineRound(5);
        return [round.id, { ...(await withTicket(round.id)), verified: false }];
      },
    ],
  ])('%s', async (expected, arrange) => {
    const [roundId, who] = await arrange();
    expect(code(await tryToEnter(who, roundId))).toBe(expected);
    expect(await liveSeats(roundId)).toBe(0);
    await database().$executeRaw`UPDATE share SET taken = 0`;
  });

  it('another number than the person’s own', async () => {
    const round = await lineRound(5);
    const [me, other] = [await withTicket(round.id), await withTicket(round.id)];
    await moveFront(round.id, 'drawn', 1);
    const { number } = await standingOf(other.personId, round.id);
    expect(code(await enter(me, round.id, number))).toBe('ticket-forged');
    expect(await liveSeats(round.id)).toBe(0);
  });

  it('somebody who has booked', async () => {
    const round = await lineRound(5);
    const who = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    const { clinicId, slots } = await clinicWith(
      { campaignId: round.campaignId, roundId: round.id, regionCode: (await database().region.findFirstOrThrow()).code },
      [1],
    );
    const now = await databaseNow();
    await database().booking.create({
      data: {
        number: `N${round.id.slice(-6)}`,
        campaignId: round.campaignId,
        roundId: round.id,
        personId: who.personId,
        actorId: who.personId,
        product: 'P2',
        clinicId,
        slotId: slots[0] ?? 0,
        status: 'confirmed',
        passId: crypto.randomUUID(),
        heldUntil: now,
        confirmedAt: now,
      },
    });
    expect(code(await tryToEnter(who, round.id))).toBe('already-booked');
  });
});

describe('the seats', () => {
  it('50 race for K = 5: five enter, 45 are told when to come again, and never more than five are inside', async () => {
    const round = await lineRound(5);
    const people = await Promise.all(Array.from({ length: 50 }, () => withTicket(round.id)));
    await moveFront(round.id, 'drawn', 1);
    const answers = await Promise.all(people.map((who) => tryToEnter(who, round.id)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(5);
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer]));
    expect(refused.map((answer) => answer.code)).toEqual(Array(45).fill('no-seat'));
    for (const answer of refused) expect(answer.facts?.seconds).toBeGreaterThanOrEqual(3);
    expect(await liveSeats(round.id)).toBe(5);
  });

  it('whoever asks before the time they were told gains nothing: a seat that is free meanwhile is left for who asks in time', async () => {
    const round = await lineRound(1);
    const [inside, hammering] = [await withTicket(round.id), await withTicket(round.id)];
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(inside, round.id);
    const refused = await tryToEnter(hammering, round.id);
    const told = refused.ok ? 0 : Number(refused.facts?.seconds);
    await database().$executeRaw`UPDATE seat SET expires_at = now() - interval '1 s' WHERE round_id = ${round.id}`;
    const retryAt = async () =>
      (await database().ticket.findFirstOrThrow({ where: { roundId: round.id, personId: hammering.personId } })).retryAt;
    const before = await retryAt();
    const again = await tryToEnter(hammering, round.id);
    expect(code(again)).toBe('no-seat');
    expect(again.ok ? 0 : Number(again.facts?.seconds)).toBeLessThanOrEqual(told);
    expect(await retryAt()).toEqual(before);
    await database().$executeRaw`UPDATE ticket SET retry_at = now() WHERE round_id = ${round.id}`;
    expect(code(await tryToEnter(hammering, round.id))).toBe('entered');
  });

  it('one person in ten windows and sessions at once has one seat', async () => {
    const round = await lineRound(5);
    const me = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    const sessions = await Promise.all(Array.from({ length: 10 }, () => person({ personId: me.personId })));
    const answers = await Promise.all(sessions.map((session) => tryToEnter(session, round.id)));
    expect(answers.map(code).sort()).toEqual(['entered', ...Array(9).fill('in-use-elsewhere')]);
    expect(await liveSeats(round.id)).toBe(1);
  });

  it('the same session entering again is on the same pass', async () => {
    const round = await lineRound(5);
    const me = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    expect(await tryToEnter(me, round.id)).toEqual(await tryToEnter(me, round.id));
  });

  it('an expired seat is the next person’s, and the first one’s pass is dead', async () => {
    const round = await lineRound(1);
    const [first, second] = [await withTicket(round.id), await withTicket(round.id)];
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(first, round.id);
    const pass = await passOf(first, round.id);
    await database().$executeRaw`UPDATE seat SET expires_at = now() - interval '1 s' WHERE round_id = ${round.id}`;
    expect(code(await tryToEnter(second, round.id))).toBe('entered');
    expect(await extendPass(pass)).toBeNull();
    expect(code(await tryToEnter(first, round.id))).toBe('no-seat');
  });

  it('one who comes back after expiry gets a seat again, once', async () => {
    const round = await lineRound(3);
    const me = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(me, round.id);
    await database().$executeRaw`UPDATE seat SET expires_at = now() - interval '1 s' WHERE round_id = ${round.id}`;
    expect(code(await tryToEnter(me, round.id))).toBe('entered');
    expect(await database().seat.count({ where: { roundId: round.id, personId: me.personId } })).toBe(1);
  });

  it('leaving gives the seat back at once', async () => {
    const round = await lineRound(1);
    const [first, second] = [await withTicket(round.id), await withTicket(round.id)];
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(first, round.id);
    await endPass(await passOf(first, round.id));
    expect(code(await tryToEnter(second, round.id))).toBe('entered');
  });
});

describe('a pass', () => {
  it('is extended ten times, each for its length from now, and never beyond the round', async () => {
    const round = await lineRound(1, { closesInMinutes: 15 });
    const me = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(me, round.id);
    const pass = await passOf(me, round.id);
    for (let left = 9; left >= 0; left -= 1) expect(await extendPass(pass)).toMatchObject({ extensionsLeft: left });
    expect(await extendPass(pass)).toBeNull();
    await database().$executeRaw`UPDATE round SET pass_length = 3600 WHERE id = ${round.id}`;
    await database().$executeRaw`UPDATE seat SET extensions = 0 WHERE round_id = ${round.id}`;
    const { closesAt } = await database().round.findUniqueOrThrow({ where: { id: round.id } });
    expect((await extendPass(pass))?.expiresAt).toEqual(closesAt);
  });

  it('is not extended from another session, nor while the round is paused', async () => {
    const round = await lineRound(1);
    const me = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(me, round.id);
    const pass = await passOf(me, round.id);
    expect(await extendPass({ ...pass, sessionId: 'another' })).toBeNull();
    await pauseRound(operator, round.id, '점검');
    expect(await extendPass(pass)).toBeNull();
  });

  it('gets the time of a pause back', async () => {
    const round = await lineRound(1);
    const me = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(me, round.id);
    // Paused four minutes ago, with one minute left then: over by the clock, alive by the rule.
    await database().$executeRaw`UPDATE round SET paused_at = now() - interval '4 min' WHERE id = ${round.id}`;
    await database().$executeRaw`UPDATE seat SET expires_at = now() - interval '3 min' WHERE round_id = ${round.id}`;
    expect(await resumeRound(operator, round.id)).toBe(true);
    expect(await liveSeats(round.id)).toBe(1);
    expect(await extendPass(await passOf(me, round.id))).not.toBeNull();
    expect(await resumeRound(operator, round.id)).toBe(false);
  });
});

describe('taking over', () => {
  async function holderAndOther(relation: 'self' | 'helper' = 'helper', lead = false) {
    const round = await lineRound(1, { helpersAllowed: true });
    const holder = await withTicket(round.id);
    await moveFront(round.id, 'drawn', 1);
    await tryToEnter(holder, round.id);
    return { round, holder, other: await person({ personId: holder.personId, relation, lead }) };
  }
  const idle = (roundId: string) => database().$executeRaw`UPDATE seat SET seen_at = now() - interval '61 s' WHERE round_id = ${roundId}`;

  it('a busy holder is asked, and keeps the pass until they agree', async () => {
    const { round, holder, other } = await holderAndOther();
    const pass = await passOf(holder, round.id);
    expect(code(await takeOver(other, round.id))).toBe('takeover-asked');
    expect((await seatOf(round.id, holder.personId)).sessionId).toBe(holder.sessionId);
    expect(await agreeToTakeOver(pass)).toBe(true);
    expect(await extendPass(pass)).toBeNull();
    expect(await tryToEnter(other, round.id)).toMatchObject({ ok: true, passId: pass.passId });
  });

  it('an idle holder gives way at once', async () => {
    const { round, other } = await holderAndOther();
    await idle(round.id);
    expect(code(await takeOver(other, round.id))).toBe('entered');
  });

  it('happens twice at most among helpers; then the beneficiary or the first helper settles it', async () => {
    const { round, holder, other } = await holderAndOther();
    const third = await person({ personId: holder.personId, relation: 'helper' });
    for (const next of [other, third]) {
      await idle(round.id);
      expect(code(await takeOver(next, round.id))).toBe('entered');
    }
    await idle(round.id);
    expect(code(await takeOver(other, round.id))).toBe('takeover-spent');
    expect(code(await takeOver(await person({ personId: holder.personId, relation: 'helper', lead: true }), round.id))).toBe('entered');
    await idle(round.id);
    expect(code(await takeOver(holder, round.id))).toBe('entered');
  });

  it('the person themself waits a minute at most, and nobody can push their claim away', async () => {
    const { round, holder: helper, other } = await holderAndOther('self');
    await database().$executeRaw`UPDATE seat SET session_id = ${other.sessionId} WHERE round_id = ${round.id}`;
    const busy = () => database().$executeRaw`UPDATE seat SET seen_at = now() WHERE round_id = ${round.id}`;
    const self = helper;
    const relative = await person({ personId: self.personId, relation: 'helper', lead: true });
    const claimedSince = (seconds: number) =>
      database().$executeRaw`UPDATE seat SET claimed_at = now() - make_interval(secs => ${seconds}) WHERE round_id = ${round.id}`;
    await busy();
    expect(await takeOver(self, round.id)).toEqual({ ok: false, code: 'takeover-claimed', facts: { seconds: 60 } });
    expect((await seatOf(round.id, self.personId)).claimedAt).not.toBeNull();
    await claimedSince(59);
    await busy();
    expect(code(await takeOver(relative, round.id))).toBe('takeover-yields');
    expect(code(await takeOver(self, round.id))).toBe('takeover-claimed');
    await claimedSince(61);
    await busy();
    expect(code(await takeOver(self, round.id))).toBe('entered');
    expect((await seatOf(round.id, self.personId)).sessionId).toBe(self.sessionId);
    // A claim of long ago neither wins nor blocks.
    await claimedSince(181);
    expect(code(await takeOver(relative, round.id))).toBe('takeover-asked');
  });

  it('needs somebody to take over from', async () => {
    const round = await lineRound(1);
    expect(code(await takeOver(await withTicket(round.id), round.id))).toBe('nothing-to-take-over');
  });
});
