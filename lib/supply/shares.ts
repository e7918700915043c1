import { type Carry, split, type Weighted } from './split';
import { type Cell, cellKey } from './stock';

export interface PlannedRound {
  id: string;
  weight: number;
  /** Its share is still being planned (`ahead`), is published and may be booked (`open`), or is over. */
  phase: 'ahead' | 'open' | 'closed';
}

/** A round's share of a cell, as it stands. */
export interface KnownShare {
  roundId: string;
  quota: number;
  taken: number;
  /** Of the quota: handed on by rounds before. */
  received: number;
}

export interface PlannedShare extends Cell {
  roundId: string;
  /** Its places before; 0 for one that is new. */
  was: number;
}

/** What rounding owes each round, by product and dose: each of them has its own proportion. */
export class Carries {
  readonly #all = new Map<string, Carry>();

  of({ delivery, dose }: Cell): Carry {
    const key = `${delivery.product} ${dose}`;
    const carry = this.#all.get(key) ?? new Map();
    this.#all.set(key, carry);
    return carry;
  }
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const weighty = (rounds: readonly PlannedRound[], phase: PlannedRound['phase']): Weighted[] =>
  rounds.filter((round) => round.phase === phase && round.weight > 0);

/** Takes `excess` off what is not taken, in proportion to it. Gives what could not be taken off. */
function takeOff(quotas: Map<string, number>, from: readonly KnownShare[], excess: number): number {
  const slack = from.map(({ roundId, taken }) => ({ id: roundId, weight: Math.max(0, (quotas.get(roundId) ?? 0) - taken) }));
  const off = Math.min(excess, sum(slack.map(({ weight }) => weight)));
  if (off > 0) for (const [id, part] of split(off, slack, new Map())) quotas.set(id, (quotas.get(id) ?? 0) - part);
  return excess - off;
}

/**
 * Splits one cell over the rounds. A share that is published grows, and gets smaller only where the places themselves are gone: a
 * round that is added later shares with those that have not opened. `known` is what stands; empty for a cell that is new.
 */
function roundsOf(cell: Cell, rounds: readonly PlannedRound[], known: readonly KnownShare[], resplit: boolean, carry: Carry) {
  const ahead = weighty(rounds, 'ahead');
  const phases = new Map(rounds.map(({ id, phase }) => [id, phase]));
  const quotas = new Map(known.map(({ roundId, quota }) => [roundId, quota]));
  const growth = cell.places - sum(quotas.values());
  if (growth > 0 && !known.some(({ roundId }) => ['ahead', 'open'].includes(phases.get(roundId) ?? ''))) {
    const among = [...weighty(rounds, 'open'), ...ahead];
    if (among.length > 0) for (const [id, part] of split(growth, among, carry)) quotas.set(id, (quotas.get(id) ?? 0) + part);
    return quotas;
  }
  const [early, published] = [true, false].map((is) => known.filter(({ roundId }) => (phases.get(roundId) === 'ahead') === is));
  if (growth < 0) {
    const rest = takeOff(quotas, early ?? [], -growth);
    takeOff(quotas, published ?? [], rest);
  } else if (ahead.length > 0 && (growth > 0 || resplit)) {
    const handed = new Map(early?.map(({ roundId, received }) => [roundId, received]));
    const fixed = sum(published?.map(({ quota }) => quota) ?? []) + sum(handed.values());
    for (const { roundId } of early ?? []) quotas.set(roundId, handed.get(roundId) ?? 0);
    for (const [id, part] of split(cell.places - fixed, ahead, carry)) quotas.set(id, part + (handed.get(id) ?? 0));
  } else if (growth > 0) {
    const open = weighty(rounds, 'open');
    if (open.length > 0) for (const [id, part] of split(growth, open, carry)) quotas.set(id, (quotas.get(id) ?? 0) + part);
  }
  return quotas;
}

/** The shares of one clinic's cells. `resplit` where a round has come that has no share yet. */
export function sharesOf(
  cells: readonly Cell[],
  rounds: readonly PlannedRound[],
  known: ReadonlyMap<string, KnownShare[]>,
  carries: Carries,
  resplit = false,
): PlannedShare[] {
  return cells.flatMap((cell) => {
    const before = known.get(cellKey(cell)) ?? [];
    const quotas = roundsOf(cell, rounds, before, resplit, carries.of(cell));
    const planned = [...quotas].map(([roundId, places]) => ({
      ...cell,
      roundId,
      places,
      was: before.find((one) => one.roundId === roundId)?.quota ?? 0,
    }));
    return planned.filter(({ places, was }) => places !== was);
  });
}
