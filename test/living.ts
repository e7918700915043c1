import { factsOf } from './facts';
import { type Server, type Setting, type World, worldOf } from './history';
import { Broken } from './statements';
import { type Outcome, perform, type Step, tell } from './steps';
import { Witness } from './witness';

export interface History {
  setting: Setting;
  steps: Step[];
}

/** Lives through a history, and checks after each step what must hold. Throws what is broken, with what had happened. */
export async function live({ setting, steps }: History, servers: Server[], clock?: World['serverClock'], toTheEnd = true): Promise<void> {
  const world = await worldOf(setting, servers, clock);
  const witness = new Witness(world, await factsOf(world.id));
  const told: string[] = [];
  let ended: number | undefined;
  try {
    for (const who of setting.early ? world.people.keys() : []) await one({ do: 'ticket', who, session: 0 });
    for (const step of steps) await one(step);
    await read(servers.at(-1));
    told.push('and on to the end');
    ended = told.length;
    if (toTheEnd) await end(world, one);
    await read(servers[0]);
  } catch (fault) {
    throw fault instanceof Broken
      ? new Broken(fault.statement, `${fault.what}\n${JSON.stringify(setting)}\n  ${told.slice(0, ended).join('\n  ')}`)
      : fault;
  } finally {
    world.serverClock(0);
  }

  async function read(server: Server | undefined) {
    await witness.reads(await server?.documentOf(world.id));
  }

  async function one(step: Step): Promise<Outcome[]> {
    told.push(tell(step));
    const outcomes = await perform(world, step);
    await witness.sees(outcomes, step.do !== 'burst');
    return outcomes;
  }
}

/** Time passes and everybody asks, until all have a definite answer. */
async function end(world: World, one: (step: Step) => Promise<Outcome[]>): Promise<void> {
  // The controller calls at most 2 K people in 240 s, the late line gets φ of them, and here a leader works one second in ten.
  const turnsMax = 10 + (90 * world.setting.people) / world.setting.seats;
  await one({ do: 'resume' });
  const waiting = new Set(world.people);
  for (let turn = 0; waiting.size > 0; turn += 1) {
    if (turn >= turnsMax) throw new Broken(5, `${waiting.size} wait for ever: ${JSON.stringify(await factsOf(world.id))}`);
    await one({ do: 'wait', tens: 3 });
    for (const who of waiting) if (await settles(world, world.people.indexOf(who), one)) waiting.delete(who);
  }
}

/** Asks, and books when inside. True with a definite answer. */
async function settles(world: World, who: number, one: (step: Step) => Promise<Outcome[]>): Promise<boolean> {
  for (const session of [0, 1, 2]) {
    const [entry] = (await one({ do: 'enter', who, session })).flatMap((outcome) => (outcome.was === 'entry' ? [outcome.answer] : []));
    if (!entry) return world.elapsed > world.setting.closesInMinutes * 60;
    if (!entry.ok && entry.code === 'in-use-elsewhere') continue;
    if (!entry.ok) return ['already-booked', 'sold-out', 'round-closed'].includes(entry.code);
    for (const slot of world.slots.keys()) {
      if ((await one({ do: 'hold', who, session, slot })).length === 0) continue;
      return (await one({ do: 'confirm', who, session })).length > 0;
    }
    await one({ do: 'leave', who, session });
    return false;
  }
  return false;
}
