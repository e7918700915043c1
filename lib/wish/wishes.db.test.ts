import { describe, expect, it } from 'vitest';
import { confirmHold, holdSlot } from '@/lib/booking/commands';
import { seoulDate } from '@/lib/campaign/seoul';
import { enter, issueTicket } from '@/lib/line/commands';
import { database } from '@/lib/platform/database';
import { clinicWith, databaseNow, expectCountersToHold, heldBy, passOf } from '@/test/booking';
import { drawAndOpen, householdOf } from '@/test/household';
import { lineRound, moveFront, person, standingOf } from '@/test/line';
import { leaveWishes, withdrawWishes } from './commands';
import type { Wish } from './wish';
import { meetDueWishes } from './worker';

const soon = seoulDate(new Date(Date.now() - 86_400_000));
const far = seoulDate(new Date(Date.now() + 30 * 86_400_000));
const at = (clinic: string): Wish => ({ where: { clinic }, fromDay: soon, toDay: far, fromMinute: 0, toMinute: 1440 });

/** A round that is not drawn yet, and clinics with half hours of these capacities. */
async function world(clinics: number[][], settings: Parameters<typeof lineRound>[1] = {}) {
  const round = await lineRound(10, { drawInMinutes: 120, opensInMinutes: 150, closesInMinutes: 1_000, ...settings });
  const { regionCode } = await database().clinic.findFirstOrThrow({ orderBy: { id: 'asc' } });
  const made: { clinicId: string; slots: number[] }[] = [];
  for (const capacities of clinics)
    made.push(await clinicWith({ campaignId: round.campaignId, roundId: round.id, regionCode }, capacities));
  return { ...round, regionCode, clinics: made };
}

type World = Awaited<ReturnType<typeof world>>;

/** Somebody with a ticket who has left these wishes. */
async function wisher(round: World, wishes: Wish[]) {
  const who = await person();
  expect(await issueTicket(who, round.id)).toMatchObject({ ok: true });
  expect(await leaveWishes(who, round.id, wishes)).toEqual({ ok: true });
  return who;
}

const stateOf = async (roundId: string, personId: string) => (await database().wishList.findFirst({ where: { roundId, personId } }))?.state;
const bookingOf = (personId: string) => database().booking.findFirst({ where: { personId, status: { in: ['held', 'confirmed'] } } });
const noticesOf = async (personId: string) =>
  (await database().notice.findMany({ where: { personId }, orderBy: { template: 'asc' } })).map(({ template }) => template);

async function inOrder<Who extends { personId: string }>(roundId: string, people: Who[]): Promise<(Who & { place: number })[]> {
  const placed = await Promise.all(people.map(async (who) => ({ ...who, ...(await standingOf(who.personId, roundId)) })));
  return placed.sort((a, b) => a.place - b.place);
}

describe('leaving wishes', () => {
  it('takes a ticket, can be changed until the draw, and is refused with its reason otherwise', async () => {
    const round = await world([[1]]);
    const clinic = round.clinics[0]?.clinicId ?? '';
    const who = await person();
    expect(await leaveWishes(who, round.id, [at(clinic)])).toEqual({ ok: false, code: 'no-ticket' });
    await issueTicket(who, round.id);
    expect(await leaveWishes(who, 'no-such-round', [at(clinic)])).toEqual({ ok: false, code: 'round-over' });
    expect(await leaveWishes(who, round.id, [at('no-such-clinic')])).toEqual({ ok: false, code: 'place-unknown' });
    expect(await leaveWishes(who, round.id, [at(clinic)])).toEqual({ ok: true });
    expect(await leaveWishes(who, round.id, [{ ...at(clinic), fromMinute: 600 }])).toEqual({ ok: true });
    expect(await database().wishList.findMany({ where: { roundId: round.id } })).toMatchObject([{ wishes: [{ fromMinute: 600 }] }]);
    await drawAndOpen(round.id);
    expect(await leaveWishes(who, round.id, [at(clinic)])).toEqual({ ok: false, code: 'wishes-settled' });
    expect(await withdrawWishes(who, round.id)).toEqual({ ok: true });
    expect(await withdrawWishes(who, round.id)).toEqual({ ok: false, code: 'wishes-settled' });
  });

  it('after the draw is for those whose place has not been called', async () => {
    const round = await world([[5]]);
    const people = [await person(), await person()];
    for (const who of people) await issueTicket(who, round.id);
    await drawAndOpen(round.id);
    const [first, second] = await inOrder(round.id, people);
    if (!first || !second) throw new Error('two people');
    await moveFront(round.id, 'drawn', (first.place + second.place) / 2);
    const wishes = [at(round.clinics[0]?.clinicId ?? '')];
    expect(await leaveWishes(first, round.id, wishes)).toEqual({ ok: false, code: 'called-already' });
    expect(await leaveWishes(second, round.id, wishes)).toEqual({ ok: true });
    await meetDueWishes(database());
    expect(await bookingOf(second.personId)).toBeNull();
    await moveFront(round.id, 'drawn', 1);
    await meetDueWishes(database());
    expect(await bookingOf(second.personId)).toMatchObject({ status: 'confirmed' });
  });

  it('by a helper is refused where the round lets no helpers act', async () => {
    const round = await world([[1]]);
    const who = await person();
    await issueTicket(who, round.id);
    const helper = await person({ personId: who.personId, relation: 'helper' });
    expect(await leaveWishes(helper, round.id, [at(round.clinics[0]?.clinicId ?? '')])).toEqual({ ok: false, code: 'helpers-not-allowed' });
  });
});

describe('as the front passes', () => {
  it('books in the order of the line, tells at once, and leaves nothing to those behind that one before could have had', async () => {
    const round = await world([[1], [1]]);
    const [one = { clinicId: '' }, two = { clinicId: '' }] = round.clinics;
    const people: Awaited<ReturnType<typeof wisher>>[] = [];
    for (let count = 0; count < 4; count += 1) people.push(await wisher(round, [at(one.clinicId), at(two.clinicId)]));
    expect(await meetDueWishes(database())).toBe(0);
    await drawAndOpen(round.id);
    expect(await meetDueWishes(database())).toBe(0);
    const line = await inOrder(round.id, people);
    const clinicsInOrder = async () => await Promise.all(line.map(async ({ personId }) => (await bookingOf(personId))?.clinicId ?? null));

    await moveFront(round.id, 'drawn', ((line[0]?.place ?? 0) + (line[1]?.place ?? 0)) / 2);
    expect(await meetDueWishes(database())).toBe(1);
    expect(await clinicsInOrder()).toEqual([one.clinicId, null, null, null]);
    await moveFront(round.id, 'drawn', 1);
    expect(await meetDueWishes(database())).toBe(3);
    expect(await clinicsInOrder()).toEqual([one.clinicId, two.clinicId, null, null]);
    expect(await Promise.all(line.map(({ personId }) => stateOf(round.id, personId)))).toEqual(['booked', 'booked', 'unmet', 'unmet']);
    expect(await Promise.all(line.map(({ personId }) => noticesOf(personId)))).toEqual([
      ['wish-booked'],
      ['wish-booked'],
      ['wish-not-met'],
      ['wish-not-met'],
    ]);
    const list = await database().wishList.findFirstOrThrow({ where: { roundId: round.id, personId: line[0]?.personId ?? '' } });
    const first = await bookingOf(line[0]?.personId ?? '');
    expect(first).toMatchObject({ origin: 'wish', decisionId: list.id, passId: null });
    expect(await database().secondDoseDue.count({ where: { bookingId: first?.id ?? '' } })).toBe(1);
    expect(await meetDueWishes(database())).toBe(0);
    // Whose wishes could not be met is called as everybody is.
    const last = line[3];
    if (last) expect(await enter(last, round.id, (await standingOf(last.personId, round.id)).number)).toMatchObject({ ok: true });
    await expectCountersToHold();
  });

  it('leaves alone who has booked or entered themself', async () => {
    const round = await world([[3]]);
    const { clinicId = '', slots = [] } = round.clinics[0] ?? {};
    const [booked, entered] = [await wisher(round, [at(clinicId)]), await wisher(round, [at(clinicId)])];
    await drawAndOpen(round.id);
    const pass = await passOf({ campaignId: round.campaignId, roundId: round.id, regionCode: '' }, { personId: booked.personId });
    await confirmHold(pass, await heldBy(pass, slots[0] ?? 0));
    await moveFront(round.id, 'drawn', 1);
    expect(await enter(entered, round.id, (await standingOf(entered.personId, round.id)).number)).toMatchObject({ ok: true });
    expect(await meetDueWishes(database())).toBe(2);
    expect([await stateOf(round.id, booked.personId), await stateOf(round.id, entered.personId)]).toEqual(['moot', 'moot']);
    expect(await database().booking.count({ where: { roundId: round.id } })).toBe(1);
  });

  it('stands still while the round or the campaign is paused', async () => {
    const round = await world([[1]]);
    const who = await wisher(round, [at(round.clinics[0]?.clinicId ?? '')]);
    await drawAndOpen(round.id);
    await moveFront(round.id, 'drawn', 1);
    await database().round.update({ where: { id: round.id }, data: { pausedAt: new Date() } });
    expect(await meetDueWishes(database())).toBe(0);
    await database().round.update({ where: { id: round.id }, data: { pausedAt: null } });
    await database().campaign.update({ where: { id: round.campaignId }, data: { pausedAt: new Date() } });
    expect(await meetDueWishes(database())).toBe(0);
    await database().campaign.update({ where: { id: round.campaignId }, data: { pausedAt: null } });
    expect(await meetDueWishes(database())).toBe(1);
    expect(await stateOf(round.id, who.personId)).toBe('booked');
  });

  it('books a household in adjacent half hours, all of it or nobody', async () => {
    const round = await world([[1], [1, 1, 1]]);
    const [small = { clinicId: '' }, large = { clinicId: '' }] = round.clinics;
    const people = [await person(), await person(), await person()];
    await householdOf(round.id, people);
    const [head] = people;
    if (!head) throw new Error('nobody');
    await issueTicket(head, round.id);
    expect(await leaveWishes(people[2] ?? head, round.id, [at(small.clinicId), at(large.clinicId)])).toEqual({ ok: true });
    await drawAndOpen(round.id);
    await moveFront(round.id, 'drawn', 1);
    expect(await meetDueWishes(database())).toBe(1);
    const bookings = await database().booking.findMany({ where: { roundId: round.id }, orderBy: { slotId: 'asc' } });
    expect(bookings.map(({ slotId }) => slotId)).toEqual(round.clinics[1]?.slots);
    expect(new Set(bookings.map(({ togetherId }) => togetherId)).size).toBe(1);
    expect(bookings.map(({ personId }) => personId).sort()).toEqual(people.map(({ personId }) => personId).sort());
  });

  it('goes by the late line in a round by arrival, as if they had come when it opened', async () => {
    const round = await world([[5]], { lineOrder: 'arrival' });
    const who = await wisher(round, [at(round.clinics[0]?.clinicId ?? '')]);
    await drawAndOpen(round.id);
    await database().wishList.updateMany({ where: { roundId: round.id }, data: { madeAt: new Date(Date.now() - 86_400_000) } });
    await meetDueWishes(database());
    const { latePosition } = await database().ticket.findFirstOrThrow({ where: { roundId: round.id, personId: who.personId } });
    const { opensAt } = await database().round.findUniqueOrThrow({ where: { id: round.id } });
    expect(Math.floor(latePosition ?? 0)).toBe(Math.floor(opensAt.getTime() / 10_000));
    expect(await bookingOf(who.personId)).toBeNull();
    await moveFront(round.id, 'late', (latePosition ?? 0) + 1);
    expect(await meetDueWishes(database())).toBe(1);
    expect(await bookingOf(who.personId)).toMatchObject({ origin: 'wish' });
  });
});

describe('what is released later', () => {
  /** Three with the same wish at a clinic of four places, half of which are released: the third one's can't be met yet. */
  async function halfReleased() {
    const round = await world([[4]]);
    const { clinicId = '', slots = [] } = round.clinics[0] ?? {};
    const people = [await wisher(round, [at(clinicId)]), await wisher(round, [at(clinicId)]), await wisher(round, [at(clinicId)])];
    await drawAndOpen(round.id);
    const now = (await databaseNow()).getTime();
    const tranches = [
      { roundId: round.id, at: new Date(now - 3_600_000), permille: 500 },
      { roundId: round.id, at: new Date(now + 600_000), permille: 1_000 },
    ];
    await database().tranche.createMany({ data: tranches });
    await moveFront(round.id, 'drawn', 1);
    expect(await meetDueWishes(database())).toBe(3);
    const [, , third] = await inOrder(round.id, people);
    if (!third) throw new Error('three people');
    expect(await stateOf(round.id, third.personId)).toBe('unmet');
    expect(await meetDueWishes(database())).toBe(0);
    const inside = await passOf({ campaignId: round.campaignId, roundId: round.id, regionCode: '' });
    const come = (minutes: number) =>
      database()
        .$executeRaw`UPDATE tranche SET at = date_trunc('milliseconds', now()) - ${minutes}::int * interval '1 minute' WHERE round_id = ${round.id} AND permille = 1000`;
    return { round, third, inside, slot: slots[0] ?? 0, come };
  }

  it('goes to those whose wishes could not be met before, in the order of the line, and then to everybody', async () => {
    const { round, third, inside, slot, come } = await halfReleased();
    await come(0);
    expect(await holdSlot(inside, slot)).toMatchObject({ code: 'slot-full' });
    expect(await meetDueWishes(database())).toBe(1);
    expect(await bookingOf(third.personId)).toMatchObject({ origin: 'wish', status: 'confirmed' });
    expect(await noticesOf(third.personId)).toEqual(['wish-booked', 'wish-not-met']);
    expect(await holdSlot(inside, slot)).toMatchObject({ ok: true });
    expect(await database().tranche.count({ where: { roundId: round.id, forWishes: true } })).toBe(0);
    await expectCountersToHold();
  });

  it('is not kept from everybody for long where nobody tries the wishes', async () => {
    const { inside, slot, come } = await halfReleased();
    await come(9);
    expect(await holdSlot(inside, slot)).toMatchObject({ code: 'slot-full' });
    await come(11);
    expect(await holdSlot(inside, slot)).toMatchObject({ ok: true });
  });

  it('goes to everybody where whoever waited for it has gone in to choose', async () => {
    const { round, third, inside, slot, come } = await halfReleased();
    await database().ticket.updateMany({ where: { roundId: round.id, personId: third.personId }, data: { enteredAt: new Date() } });
    await come(0);
    expect(await meetDueWishes(database())).toBe(0);
    expect(await stateOf(round.id, third.personId)).toBe('unmet');
    expect(await holdSlot(inside, slot)).toMatchObject({ ok: true });
  });
});

describe('a worker that is behind the front', () => {
  async function behindOne() {
    const round = await world([[1]]);
    const people = [await person(), await person()];
    for (const who of people) await issueTicket(who, round.id);
    await drawAndOpen(round.id);
    const [first, second] = await inOrder(round.id, people);
    if (!first || !second) throw new Error('two people');
    expect(await leaveWishes(first, round.id, [at(round.clinics[0]?.clinicId ?? '')])).toEqual({ ok: true });
    await moveFront(round.id, 'drawn', 1);
    const goIn = async (who: typeof first) => {
      await database().ticket.updateMany({ where: { roundId: round.id }, data: { retryAt: null } });
      return await enter(who, round.id, (await standingOf(who.personId, round.id)).number);
    };
    return { round, first, second, goIn };
  }

  it('lets nobody in behind somebody whose wishes it has not decided', async () => {
    const { first, second, goIn } = await behindOne();
    expect(await goIn(second)).toMatchObject({ ok: false, code: 'no-seat' });
    expect(await meetDueWishes(database())).toBe(1);
    expect(await bookingOf(first.personId)).toMatchObject({ origin: 'wish' });
    expect(await goIn(second)).toMatchObject({ ok: true });
  });

  it('keeps out neither whoever has left the wishes, nor those behind for longer than a call holds', async () => {
    const one = await behindOne();
    expect(await one.goIn(one.first)).toMatchObject({ ok: true });
    const other = await behindOne();
    await database().round.update({ where: { id: other.round.id }, data: { callHold: 0 } });
    expect(await other.goIn(other.second)).toMatchObject({ ok: true });
    expect(await meetDueWishes(database())).toBe(2);
  });
});

describe('many at once', () => {
  it('two workers and people who choose for themselves: nothing twice, nothing above the share, everybody decided', async () => {
    const round = await world([[4, 4, 4], [3, 3], [2]]);
    const clinics = round.clinics.map(({ clinicId }) => clinicId);
    const people: Awaited<ReturnType<typeof wisher>>[] = [];
    for (let count = 0; count < 40; count += 1) people.push(await wisher(round, clinics.slice(count % 3).map(at)));
    await drawAndOpen(round.id);
    await moveFront(round.id, 'drawn', 1);
    const slots = round.clinics.flatMap((clinic) => clinic.slots);
    const choosing = async (slot: number) => {
      const pass = await passOf({ campaignId: round.campaignId, roundId: round.id, regionCode: '' });
      const held = await heldBy(pass, slot).catch((fault: Error) => fault.message);
      return held === 'slot-full' ? held : await confirmHold(pass, held);
    };
    const working = async () => {
      let decided = 0;
      for (let turn = 0; turn < 30; turn += 1) decided += await meetDueWishes(database(), { batch: 7 });
      return decided;
    };
    const [one, two] = await Promise.all([working(), working(), ...slots.map(choosing)]);
    expect(Number(one) + Number(two)).toBe(40);
    expect(await database().wishList.count({ where: { roundId: round.id, state: 'waiting' } })).toBe(0);
    const booked = await database().booking.count({ where: { roundId: round.id, status: 'confirmed' } });
    expect(booked).toBe(20);
    await expectCountersToHold();
    // In the order of the line: before the first who got nothing nobody was left out by somebody behind with the same wishes.
    const line = await inOrder(round.id, people);
    const byWish = new Map<number, string[]>();
    for (const { personId } of line) {
      const index = people.findIndex((who) => who.personId === personId) % 3;
      byWish.set(index, [...(byWish.get(index) ?? []), (await stateOf(round.id, personId)) ?? '']);
    }
    for (const states of byWish.values())
      expect(states.lastIndexOf('booked')).toBeLessThan(states.indexOf('unmet') < 0 ? 99 : states.indexOf('unmet'));
  });
});
