import { Connection, isGood } from './connections';
import { type Figure, rounded } from './figure';
import { processorOfDatabase } from './processor';
import type { Server } from './scratch';
import { connections, figure } from './slices';
import { type Surroundings, steps, type Walker } from './walker';

/** Bookings an hour on the day on which everybody comes. */
const wanted = 2_000_000;
/**
 * US dollars for one virtual processor an hour: half of what Amazon's price list of January 2025 asks for a c6i.large (two
 * virtual processors, Linux, on demand, US East). Other regions ask up to a fifth more; for longer terms it is less.
 */
const price = 0.0425;

interface Whole {
  perSecond: number;
  /** Of the processor, for each. */
  serverMs: number;
  databaseMs: number;
}

/** So many people at once, each from the sign-in to the booking, one request after the other. */
export async function wholeJourneys(
  web: Server,
  all: Walker[],
  walks: number,
  around: Surroundings,
  say: (text: string) => void,
): Promise<Whole[]> {
  const found: Whole[] = [];
  const walkers = all.length / walks;
  for (let walk = 0; walk < walks; walk += 1) {
    const queue = all.slice(walk * walkers, (walk + 1) * walkers);
    const before = { at: performance.now(), server: web.processorMs(), database: await processorOfDatabase() };
    let done = 0;
    const one = async () => {
      const connection = new Connection(web.port);
      for (let walker = queue.pop(); walker; walker = queue.pop()) if (await walked(walker, connection, around)) done += 1;
      connection.close();
    };
    await Promise.all(Array.from({ length: connections }, one));
    if (done === 0) throw new Error('nobody came to a booking');
    const seconds = (performance.now() - before.at) / 1_000;
    const spent = (now: number | null, then: number | null) => (now === null || then === null ? Number.NaN : (now - then) / done);
    const serverMs = spent(web.processorMs(), before.server);
    const databaseMs = spent(await processorOfDatabase(), before.database);
    found.push({ perSecond: done / seconds, serverMs, databaseMs });
    say(
      `whole ${JSON.stringify({ done, perSecond: rounded(done / seconds), serverMs: rounded(serverMs), databaseMs: rounded(databaseMs) })}`,
    );
  }
  return found;
}

async function walked(walker: Walker, connection: Connection, around: Surroundings): Promise<boolean> {
  for (const step of steps) {
    const asked = walker.ask(step, around);
    const reply = await connection.send(asked.text);
    if (!reply || !isGood(asked, reply)) return false;
    asked.answered?.(reply);
  }
  return true;
}

export function figuresOfAll(whole: Whole[]): Figure[] {
  const of = (key: keyof Whole) => whole.map((one) => one[key]);
  const machines = whole.map(({ perSecond }) => wanted / 3_600 / perSecond);
  const processors = whole.map(({ serverMs, databaseMs }) => ((wanted / 3_600) * (serverMs + databaseMs)) / 1_000);
  const asked = `${wanted / 1_000_000} million bookings an hour`;
  const money = `${asked}, ${price} US dollars for a virtual processor an hour`;
  const note = 'Server, PostgreSQL, provider and load generator share the machine.';
  return [
    { key: 'requests', value: steps.length, unit: 'dynamic requests a booking', against: 'those that a browser makes' },
    { ...figure('journeys_per_second', 'journeys/s', 'the whole machine', of('perSecond')), note },
    figure('journey_processor_ms', 'ms of the server', 'one journey', of('serverMs')),
    figure('journey_database_processor_ms', 'ms of PostgreSQL', 'one journey', of('databaseMs')),
    { ...figure('machines', 'machines like this one', asked, machines), note },
    figure('processors', 'processors, wholly busy', `${asked}, by the processor time of server and PostgreSQL`, processors),
    figure(
      'dollars_per_hour_by_machines',
      'US dollars/h',
      `${money}, two of them a machine`,
      machines.map((count) => Math.ceil(count) * 2 * price),
    ),
    figure(
      'dollars_per_hour_by_processor_time',
      'US dollars/h',
      money,
      processors.map((count) => Math.ceil(count) * price),
    ),
  ];
}
