import { retrySeconds } from '@/lib/line/controller';
import { type Crowd, hammers, lateOrder, leavesBooking, leavesLine, personName, type TicketNumber } from './crowd';
import type { EntryFacts, Judgement } from './entry';
import { reactionSeconds, seatSeconds } from './habits';
import { type LateLine, lateLineOf } from './late-line';
import type { Chance } from './random';
import { addDelay, type Record } from './record';
import { pageOpensAt, type Setting } from './setting';
import { wheelOf } from './wheel';

/** Where somebody is. */
const away = 0;
const waits = 1;
const hasBeenCalled = 2;
const waitsLate = 3;
const isInside = 4;
const wasRefused = 5;
const hasBooked = 6;
const isGone = 7;

/** Stretches of the front, for those who leave the line half-way. */
const leaveParts = 4_096;
const never = -1;

export interface GateRules {
  judge(facts: EntryFacts): Judgement;
  seatIsFree(active: number, seats: number): boolean;
  ticketNumber: TicketNumber;
}

/** What the gate reads in a second. */
export interface Fronts {
  front: number;
  frontHeld: number;
  lateFront: number;
  lateHeld: number;
  releaseRate: number;
}

interface World {
  setting: Setting;
  rules: GateRules;
  crowd: Crowd;
  seed: Uint8Array;
  record: Record;
  chance: Chance;
  /** Somebody starts to wait in the drawn line. */
  joined: (person: number, second: number) => void;
  /** Somebody enters; `second` is when they could have, had they pressed at once. */
  letIn: (person: number, second: number) => void;
}

/** The people of a day: one byte for where each is, one event ahead of each, and no object for anybody. */
export function peopleOf(world: World) {
  const { setting, rules, crowd, seed, record, chance, joined } = world;
  const { behaviour } = setting;
  const where = new Uint8Array(crowd.count);
  const firstTry = new Int32Array(crowd.count);
  /** `never`: not called, but let in on arrival. */
  const calledAt = new Int32Array(crowd.count).fill(never);
  const wheel = wheelOf(crowd.count, pageOpensAt, setting.closesAt + 1);
  const late: LateLine = lateLineOf(crowd.count);
  const leaving = Array.from({ length: leaveParts + 1 }, (): number[] => []);
  let nextInLine = 0;
  let leftTo = 0;
  const now = {
    active: 0,
    released: 0,
    came: 0,
    lateEntries: 0,
    arrivedCalled: 0,
    retrying: 0,
    refusals: 0,
    waiting: 0,
    lateWaiting: 0,
    hammering: 0,
  };
  let fronts: Fronts = { front: 0, frontHeld: 0, lateFront: 0, lateHeld: 0, releaseRate: 0 };

  for (let person = 0; person < crowd.count; person += 1) wheel.add(person, crowd.arrival[person] as number);
  const has = (person: number, trait: number) => ((crowd.traits[person] as number) & trait) !== 0;
  /** Who presses again and again, if anybody does. */
  const hammering = setting.hammering ? hammers : 0;
  const placeOf = (person: number) => crowd.place[person] as number;
  const hidden = (person: number, second: number) =>
    late.placeAt(second, lateOrder(seed, rules.ticketNumber(personName(crowd.id[person] as number), 0)));

  function move(person: number, to: number): void {
    const from = where[person] as number;
    const count = (state: number, by: number) => {
      if (state === waits) now.waiting += by;
      else if (state === waitsLate) now.lateWaiting += by;
      else if (state === wasRefused) now.retrying += by;
      if ((state === waits || state === waitsLate || state === wasRefused) && has(person, hammering)) now.hammering += by;
    };
    count(from, -1);
    count(to, 1);
    where[person] = to;
  }

  function call(person: number, second: number): void {
    calledAt[person] = second;
    move(person, hasBeenCalled);
    wheel.add(person, second + (has(person, hammering) ? 1 : reactionSeconds(behaviour, chance)));
  }

  function startWaiting(person: number, second: number): void {
    move(person, waits);
    joined(person, second);
    if (!has(person, leavesLine)) return;
    const at = fronts.front + chance.next() * (placeOf(person) - fronts.front);
    leaving[Math.ceil(at * leaveParts)]?.push(person);
  }

  function arrive(person: number, second: number): void {
    if (second < 0 || placeOf(person) >= fronts.front) {
      startWaiting(person, second);
      if (!has(person, hammering)) return;
    } else now.arrivedCalled += 1;
    attempt(person, second);
  }

  function attempt(person: number, second: number): void {
    const before = where[person] as number;
    if (before === wasRefused) move(person, hasBeenCalled);
    else firstTry[person] = second;
    const nobodyLate = !late.somebodyBefore(Number.POSITIVE_INFINITY, fronts.lateFront);
    const kept = late.placeOf(person);
    const verdict = rules.judge({
      now: second,
      closesAt: setting.closesAt,
      booked: before === hasBooked,
      inside: before === isInside,
      place: placeOf(person),
      ...fronts,
      latePlace: kept,
      // While nobody waits late, the hash makes no difference, and most late people need none.
      newLatePlace: () => (nobodyLate ? late.placeAt(second, 0.5) : hidden(person, second)),
      somebodyBefore: (place) => late.somebodyBefore(place, fronts.lateFront),
      soldOut: record.booked + now.active >= setting.supply,
    });
    if (before !== wasRefused && verdict.calledDrawn) now.came += 1;
    const isCalled = verdict.code === 'called';
    if (isCalled && rules.seatIsFree(now.active, setting.seats)) {
      enter(person, second, verdict);
      return;
    }
    if (verdict.latePlace !== kept) late.give(person, nobodyLate ? hidden(person, second) : verdict.latePlace);
    if (isCalled) refuse(person, second);
    else if (verdict.code === 'not-called' && verdict.latePlace !== 0) move(person, waitsLate);
    else if (verdict.code === 'sold-out') {
      record.answered += 1;
      move(person, isGone);
    }
  }

  function refuse(person: number, second: number): void {
    move(person, wasRefused);
    now.refusals += 1;
    // Who hammers asks each second until then, and the gate tells them what is left: nobody is let in before the time they were told.
    wheel.add(person, second + retrySeconds(now.retrying, fronts.releaseRate, chance.next()));
  }

  function enter(person: number, second: number, verdict: Judgement): void {
    const { broken } = record;
    if (now.active >= setting.seats) broken.aboveSeats += 1;
    if (placeOf(person) >= fronts.front) broken.enteredUncalled += 1;
    if (verdict.calledDrawn && placeOf(person) < fronts.frontHeld) broken.enteredOnLapsedCall += 1;
    if (where[person] === isInside || where[person] === hasBooked) broken.enteredTwice += 1;
    if (!verdict.calledDrawn && verdict.latePlace > fronts.lateFront) now.lateEntries += 1;
    late.spend(person);
    move(person, isInside);
    now.active += 1;
    record.entries += 1;
    record.activeMost = Math.max(record.activeMost, now.active);
    const called = calledAt[person] as number;
    // The time that a hand takes to press is not the line's; the time without a seat is.
    const letIn = called === never ? second : second - (firstTry[person] as number) + called;
    world.letIn(person, letIn);
    addDelay(record, crowd.traits[person] as number, letIn - Math.max(0, crowd.arrival[person] as number));
    wheel.add(person, second + seatSeconds(setting, chance, has(person, leavesBooking)));
  }

  function release(person: number): void {
    now.active -= 1;
    now.released += 1;
    const booked = !has(person, leavesBooking);
    if (booked) record.booked += 1;
    move(person, booked ? hasBooked : isGone);
  }

  function leave(): void {
    for (; leftTo <= Math.floor(fronts.front * leaveParts); leftTo += 1) {
      for (const person of leaving[leftTo] ?? []) if (where[person] === waits) move(person, isGone);
    }
  }

  return {
    late,
    now,
    isWaiting: (person: number) => where[person] === waits,
    /** One second: calls by both fronts, seats given back, then everybody who comes to the gate, in an order that nobody chose. */
    pass(second: number, reached: Fronts): void {
      fronts = reached;
      now.released = 0;
      now.came = 0;
      now.lateEntries = 0;
      now.arrivedCalled = 0;
      now.refusals = 0;
      late.settle(second);
      leave();
      for (; nextInLine < crowd.count && placeOf(nextInLine) < fronts.front; nextInLine += 1) {
        if (where[nextInLine] === waits) call(nextInLine, second);
      }
      for (let person = late.called(fronts.lateFront); person >= 0; person = late.called(fronts.lateFront)) {
        if (where[person] === waitsLate) call(person, second);
      }
      const due = wheel.take(second);
      let left = 0;
      for (const person of due) {
        if (where[person] === isInside) release(person);
        else {
          due[left] = person;
          left += 1;
        }
      }
      for (; left > 0; left -= 1) {
        const drawn = Math.floor(chance.next() * left);
        const person = due[drawn] as number;
        due[drawn] = due[left - 1] as number;
        if (where[person] === away) arrive(person, second);
        else if (where[person] !== isGone) attempt(person, second);
      }
    },
    /** Who still waits when the round ends or is sold out reads so on the page: that is their answer. */
    answerAll(): void {
      for (const state of where)
        if (state === waits || state === waitsLate || state === hasBeenCalled || state === wasRefused) record.answered += 1;
    },
  };
}
