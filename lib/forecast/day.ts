import { callsOf } from '@/lib/line/controller';
import { nextPollMs } from '@/lib/line/estimate';
import { nextStretch } from '@/lib/line/front';
import { drawSeed } from '@/lib/line/place';
import { ticketNumber } from '@/lib/line/ticket-number';
import { type Crowd, crowdOf } from './crowd';
import { judge } from './entry';
import { type FrontRules, leaderOf } from './leader';
import { type GateRules, peopleOf } from './people';
import { chanceOf } from './random';
import { lookSeconds, type Record, recordOf, sampleStride } from './record';
import { reportersOf } from './reporters';
import { pageOpensAt, type Setting } from './setting';

export type Rules = FrontRules & GateRules;

const roundId = 'simulated';

/** The rules of the running program. A window of a browser has no part in a ticket. */
export function ownRules(key: Uint8Array): Rules {
  let last = { person: '', ticket: '' };
  return {
    callsOf,
    nextStretch,
    judge,
    seatIsFree: (active, seats) => active < seats,
    ticketNumber: (person) => {
      if (person !== last.person) last = { person, ticket: ticketNumber(key, person, roundId) };
      return last.ticket;
    },
  };
}

export interface Day {
  setting: Setting;
  crowd: Crowd;
  record: Record;
}

/** Secrets of a simulated round: of the seed alone. */
function bytesOf(seed: number, stream: number): Uint8Array<ArrayBuffer> {
  const chance = chanceOf(seed, stream);
  return Uint8Array.from({ length: 32 }, () => Math.floor(chance.next() * 256));
}

/** Runs a round from half an hour before its opening to its end. The same setting gives the same day. */
export async function simulate(setting: Setting, change: (rules: Rules) => Rules = (rules) => rules): Promise<Day> {
  const seed = await drawSeed(bytesOf(setting.seed, 2), 'a value that nobody here controls', roundId);
  const rules = change(ownRules(bytesOf(setting.seed, 3)));
  const crowd = crowdOf(setting, seed, rules.ticketNumber);
  return { setting, crowd, record: run(setting, rules, crowd, seed) };
}

function run(setting: Setting, rules: Rules, crowd: Crowd, seed: Uint8Array): Record {
  const record = recordOf(setting);
  const chance = chanceOf(setting.seed, 4);
  const leader = leaderOf(setting, rules);
  const stride = sampleStride(crowd);
  const letInAt = new Float64Array(Math.ceil(crowd.count / stride)).fill(Number.NaN);
  const people = peopleOf({
    setting,
    rules,
    crowd,
    seed,
    record,
    chance,
    joined: (person, second) => reporters.join(person, second),
    letIn: (person, second) => {
      if (person % stride === 0) letInAt[person / stride] = second;
    },
  });
  const reporters = reportersOf(setting.people, crowd, chanceOf(setting.seed, 5), people.isWaiting);
  const frontWas = new Float64Array(setting.closesAt + 1);
  const lateFrontWas = new Float64Array(setting.closesAt + 1);

  function look(second: number): void {
    for (let person = 0; person < crowd.count; person += stride) {
      const wait = people.isWaiting(person) ? leader.wait(crowd.place[person] as number) : null;
      if (wait)
        record.looks.push({ at: second, person, ...wait, middleSeconds: wait.middleSeconds ?? Number.NaN, trueSeconds: Number.NaN });
    }
  }

  for (let second = pageOpensAt; second < setting.closesAt; second += 1) {
    const front = leader.front(second);
    const lateFront = leader.lateFront(second);
    if (second >= 0) {
      if (second > 0 && (front < (frontWas[second - 1] as number) || lateFront < (lateFrontWas[second - 1] as number))) {
        record.broken.frontsMovedBack += 1;
      }
      frontWas[second] = front;
      lateFrontWas[second] = lateFront;
    }
    const held = second - setting.callHoldSeconds;
    people.pass(second, {
      front,
      frontHeld: held >= 0 ? (frontWas[held] as number) : 0,
      lateFront,
      lateHeld: held >= 0 ? (lateFrontWas[held] as number) : 0,
      releaseRate: leader.releaseRate(),
    });
    const heard = reporters.hear(second);
    leader.step(second, { ...people.now, newcomers: heard.newcomers + people.now.arrivedCalled, reported: heard.people }, people.late);
    note(record, setting, second, people.now, heard.reports, front, leader.atFullSweep());
    if (second >= 60 && (second - 60) % lookSeconds === 0) look(second);
    if (record.booked >= setting.supply) {
      record.soldOutAt = second;
      break;
    }
  }
  people.answerAll();
  for (const shown of record.looks) shown.trueSeconds = (letInAt[shown.person / stride] as number) - shown.at;
  return record;
}

/** Of the line page's polls: parts of the line, each with its own wait. */
const slices = 50;
/** From the opening, or from the return of many, until seats must be in use. */
const settledSeconds = 300;

function note(
  record: Record,
  setting: Setting,
  second: number,
  now: ReturnType<typeof peopleOf>['now'],
  reports: number,
  front: number,
  fullSweep: boolean,
): void {
  record.reportsMost = Math.max(record.reportsMost, reports);
  record.refusals += now.refusals;
  record.refusalsMost = Math.max(record.refusalsMost, now.refusals);
  record.hammeringMost = Math.max(record.hammeringMost, now.hammering);
  // Seats can't be filled for which nobody is there, nothing is left to book, or the sweep would be too short.
  const fillable = !fullSweep && record.booked + now.active < setting.supply;
  if (second >= settledSeconds && fillable && now.waiting + now.lateWaiting + now.retrying >= setting.seats - now.active) {
    record.busySeconds += 1;
    record.busyActive += now.active;
    if (setting.return && second >= setting.return.at + settledSeconds) {
      record.returnSeconds += 1;
      record.returnActive += now.active;
    }
  }
  if (second % 60 !== 0) return;
  const { waiting, lateWaiting, active } = now;
  record.minutes.push({ second, waiting, lateWaiting, active, front, booked: record.booked });
  let polls = 0;
  for (let slice = 0; slice < slices; slice += 1) {
    // As the page reckons it: `untilNext` of the line page's script.
    const wait = second < 0 ? -second : ((slice + 0.5) / slices) * (1 - front) * setting.minSweepSeconds;
    polls += (setting.pagesPerPerson * waiting * 1000) / slices / nextPollMs(wait, 0.5);
  }
  record.edgePollsMost = Math.max(record.edgePollsMost, polls);
}
