import { expect, test } from 'vitest';
import { Admission } from './admission';

const settings = { toleratedDelayMs: 100, least: 2, most: 40 };

/** A server with one processor that needs `costMs` for each answer, in the order in which they were let in. */
function serverOf(admission: Admission, costMs: number) {
  let busyUntil = 0;
  const running: { since: number; done: number }[] = [];
  let good = 0;
  const waits: number[] = [];
  const pass = (now: number) => {
    for (let first = running[0]; first && first.done <= now; first = running[0]) {
      running.shift();
      admission.end(first.since, first.done);
      good += 1;
    }
  };
  return {
    arrive(now: number, chance = 0.5) {
      pass(now);
      const answer = admission.ask(now, chance);
      if (answer.ok) {
        busyUntil = Math.max(now, busyUntil) + costMs;
        running.push({ since: now, done: busyUntil });
      } else waits.push(answer.seconds);
      return answer.ok;
    },
    pass,
    good: () => good,
    waits,
    running: () => running.length,
  };
}

/** So many arrivals a second for so long, evenly. */
function play(costMs: number, perSecond: number, seconds: number) {
  const admission = new Admission(settings);
  const server = serverOf(admission, costMs);
  for (let index = 0; index < perSecond * seconds; index += 1) server.arrive((index * 1_000) / perSecond, (index * 0.618) % 1);
  server.pass(seconds * 1_000);
  return { admission, ...server, perSecond: server.good() / seconds };
}

test.each([
  { costMs: 3, capacity: 333, load: 1 },
  { costMs: 3, capacity: 333, load: 10 },
  { costMs: 10, capacity: 100, load: 10 },
  { costMs: 40, capacity: 25, load: 10 },
])('a server of $capacity a second does what it can at $load times the load', ({ costMs, capacity, load }) => {
  const { perSecond, admission } = play(costMs, capacity * load, 20);
  expect(perSecond).toBeGreaterThan(0.95 * capacity);
  expect(admission.measured().perSecond).toBeGreaterThan(0.9 * capacity);
  expect(admission.measured().perSecond).toBeLessThan(1.1 * capacity);
});

test('nobody is refused below what the server can do', () => {
  const { waits, admission } = play(3, 150, 20);
  expect(waits).toEqual([]);
  expect(admission.busy(20_000)).toEqual({ state: 'calm', seconds: 0 });
});

test.each([3, 10, 40])('who is let in waits little more than is tolerated (%i ms an answer)', (costMs) => {
  const { admission } = play(costMs, 10_000 / costMs, 20);
  const { limit } = admission.measured();
  expect(limit * costMs).toBeLessThan(settings.toleratedDelayMs * 1.5 + 2 * costMs);
  expect(limit).toBeGreaterThanOrEqual(settings.least);
  expect(limit).toBeLessThanOrEqual(settings.most);
});

test('a server that slows down lets in less at once, and more again when it recovers', () => {
  const admission = new Admission(settings);
  const run = (from: number, seconds: number, costMs: number) => {
    const server = serverOf(admission, costMs);
    for (let now = from; now < from + seconds * 1_000; now += 1) server.arrive(now);
    server.pass(from + seconds * 1_000 + 60_000);
    return admission.measured().limit;
  };
  const quick = run(0, 10, 3);
  const slow = run(100_000, 20, 30);
  const again = run(200_000, 20, 3);
  expect(slow).toBeLessThan(quick / 2);
  expect(again).toBeGreaterThan(slow * 2);
});

test('people who are refused together are told to come as fast as they can be served, and not together', () => {
  const admission = new Admission(settings);
  const seconds: number[] = [];
  for (let index = 0; index < 1_040; index += 1) {
    const answer = admission.ask(0, (index * 0.618) % 1);
    if (!answer.ok) seconds.push(answer.seconds);
  }
  // 20 a second are believed of a server that has answered nothing yet: a thousand people take 50 s.
  expect(seconds).toHaveLength(1_000);
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...seconds)).toBeGreaterThan(45);
  const inTenths = Array.from({ length: 5 }, (_, tenth) => seconds.filter((one) => one >= tenth * 10 && one < tenth * 10 + 10).length);
  for (const count of inTenths) expect(count).toBeLessThan(350);
  expect(admission.busy(0)).toEqual({ state: 'busy', seconds: 50 });
});

test('no wait is longer than two minutes and a bit, however many hammer, and it is over when they stop', () => {
  const admission = new Admission(settings);
  for (let index = 0; index < 100_000; index += 1) {
    const answer = admission.ask(0, 0.999);
    if (!answer.ok) expect(answer.seconds).toBeLessThanOrEqual(144);
  }
  expect(admission.busy(0)).toEqual({ state: 'full', seconds: 120 });
  expect(admission.busy(145_000)).toEqual({ state: 'calm', seconds: 0 });
});

test('what was broken off frees its place and teaches nothing', () => {
  const admission = new Admission({ ...settings, most: 16 });
  for (let index = 0; index < 16; index += 1) expect(admission.ask(0, 0).ok).toBe(true);
  expect(admission.ask(0, 0).ok).toBe(false);
  admission.end(0, 60_000, false);
  expect(admission.ask(60_000, 0).ok).toBe(true);
  expect(admission.measured().limit).toBe(16);
});
