import { hash } from 'node:crypto';
import { drawInput, fractionOf, lateText } from '@/lib/line/place';
import { levelOf } from '@/lib/line/presence';
import { type Chance, chanceOf } from './random';
import { pageOpensAt, type Setting } from './setting';

/** Traits of a person, as bits. */
export const hammers = 1;
export const leavesLine = 2;
export const leavesBooking = 4;
export const firstWave = 8;
export const returns = 16;
export const silent = 32;

/** Windows that somebody who hammers has open. */
export const windowsOfHammerers = 5;

/** Gives the number of a person's ticket as seen from one of their windows. */
export type TicketNumber = (person: string, window: number) => string;

/** Everybody who comes, in the order of their places: a person is the index of their place. */
export interface Crowd {
  count: number;
  place: Float64Array;
  arrival: Int32Array;
  traits: Uint8Array;
  /** See `levelOf` of presence. */
  level: Uint8Array;
  /** The number under which somebody came into the world, before the draw. */
  id: Int32Array;
}

const digestOf = (seed: Uint8Array, text: string): DataView => {
  const bytes: Uint8Array = hash('sha256', drawInput(seed, text), 'buffer');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

/** The same as `lateOrderOf`, without waiting for a promise. */
export const lateOrder = (seed: Uint8Array, ticket: string): number => fractionOf(digestOf(seed, lateText(ticket)));

export const personName = (id: number): string => `person-${id}`;

export function crowdOf(setting: Setting, seed: Uint8Array, ticketNumber: TicketNumber): Crowd {
  const { behaviour, people } = setting;
  const coming = Math.round(people * (1 - behaviour.neverCome));
  const count = Math.min(people, coming + (setting.return?.people ?? 0));
  const chance = chanceOf(setting.seed, 1);
  const arrival = new Int32Array(count);
  const traits = new Uint8Array(count);
  const place = new Float64Array(count);
  const level = new Uint8Array(count);
  for (let person = 0; person < count; person += 1) {
    const trait = traitsOf(setting, chance, person >= coming);
    traits[person] = trait;
    arrival[person] = arrivalOf(setting, chance, trait);
    const windows = trait & hammers ? windowsOfHammerers : 1;
    place[person] = 1;
    let known = '';
    for (let window = 0; window < windows; window += 1) {
      const ticket = ticketNumber(personName(person), window);
      // The same ticket has the same place: hashed once.
      if (ticket === known) continue;
      known = ticket;
      const digest = digestOf(seed, ticket);
      const found = fractionOf(digest);
      if (found >= (place[person] as number)) continue;
      place[person] = found;
      level[person] = levelOf(digest.getUint32(28));
    }
  }
  const id = orderOf(place);
  return {
    count,
    place: Float64Array.from(id, (person) => place[person] as number),
    arrival: Int32Array.from(id, (person) => arrival[person] as number),
    traits: Uint8Array.from(id, (person) => traits[person] as number),
    level: Uint8Array.from(id, (person) => level[person] as number),
    id,
  };
}

function traitsOf({ behaviour }: Setting, chance: Chance, isReturn: boolean): number {
  const leaves = chance.next() / behaviour.leave;
  let traits = leaves >= 1 ? 0 : leaves < 0.5 ? leavesLine : leavesBooking;
  if (chance.next() < behaviour.hammer) traits |= hammers;
  if (chance.next() < behaviour.silent) traits |= silent;
  if (isReturn) return traits | returns;
  return chance.next() < behaviour.firstWave ? traits | firstWave : traits;
}

function arrivalOf(setting: Setting, chance: Chance, traits: number): number {
  const { behaviour } = setting;
  // Squared: the nearer to the opening or to the news, the more.
  const near = chance.next() ** 2;
  if (traits & returns) return (setting.return?.at ?? 0) + Math.floor(300 * near);
  if (!(traits & firstWave)) return Math.floor(chance.next() * behaviour.restSeconds);
  return chance.next() < behaviour.beforeOpening ? Math.ceil(pageOpensAt * near) : Math.floor(1_800 * near);
}

/** Indices by value: values are spread evenly over [0, 1), so counting finds nearly the rank and inserting the rest. */
export function orderOf(values: Float64Array): Int32Array {
  const count = values.length;
  const starts = new Int32Array(count + 1);
  const bucketOf = (value: number) => Math.min(count - 1, Math.floor(value * count));
  for (const value of values) starts[bucketOf(value) + 1] = (starts[bucketOf(value) + 1] as number) + 1;
  for (let bucket = 0; bucket < count; bucket += 1) starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  const filled = starts.slice();
  const order = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    const value = values[index] as number;
    const bucket = bucketOf(value);
    let at = filled[bucket] as number;
    filled[bucket] = at + 1;
    for (; at > (starts[bucket] as number) && (values[order[at - 1] as number] as number) > value; at -= 1)
      order[at] = order[at - 1] as number;
    order[at] = index;
  }
  return order;
}
