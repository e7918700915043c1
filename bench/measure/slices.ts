import { closedLoop, type NextRequest, perSecond } from './connections';
import { type Figure, median, rounded } from './figure';
import { limited } from './requests';
import type { Server } from './scratch';

export const connections = 16;

export interface Sample {
  perSecond: number;
  /** Milliseconds of the server's processor for each answer. */
  cost: number;
}

/** A kind of request, and for how long, or how many of it, a slice lasts. */
interface Slices {
  /** The compiler has seen everything by then; or after so many seconds, on a machine that is busy with others. */
  warmUpAnswers: number;
  warmUpSeconds: number;
  seconds: number;
  answers?: number;
  repeats: number;
}

const sampled = (before: number | null, after: number | null, good: number): number =>
  before === null || after === null ? Number.NaN : (after - before) / Math.max(1, good);

/** Short slices side by side, after a warm-up: what else the machine does meanwhile falls on all of them. */
export async function sideBySide<Kind extends string>(
  web: Server,
  kinds: Record<Kind, NextRequest>,
  order: readonly Kind[],
  { warmUpAnswers, warmUpSeconds, seconds, answers = Number.POSITIVE_INFINITY, repeats }: Slices,
  say: (text: string) => void,
): Promise<Record<Kind, Sample[]>> {
  const samples = new Map<Kind, Sample[]>(order.map((kind) => [kind, []]));
  for (const kind of order) await closedLoop(web.port, connections, warmUpSeconds, limited(kinds[kind], warmUpAnswers));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const kind of repeat % 2 === 0 ? order : order.toReversed()) {
      const before = web.processorMs();
      const outcome = await closedLoop(web.port, connections, seconds, limited(kinds[kind], answers));
      const cost = sampled(before, web.processorMs(), outcome.good);
      samples.get(kind)?.push({ perSecond: perSecond(outcome), cost });
      say(`${kind} ${JSON.stringify({ perSecond: rounded(perSecond(outcome)), cost: rounded(cost), ...outcome.statuses })}`);
    }
  }
  return Object.fromEntries(samples) as Record<Kind, Sample[]>;
}

export function figure(key: string, unit: string, against: string, repeats: number[], reach?: number): Figure {
  const value = rounded(median(repeats));
  const goal = reach === undefined ? {} : { reach: `≥ ${reach}`, reached: value >= reach };
  return { key, value, unit, against, ...goal, repeats: repeats.map(rounded) };
}

/** What our work costs beside the framework's own, by rate and by processor time. */
export function besideEmpty(
  names: { one: string; many: string; empty: string },
  mine: Sample[],
  empty: Sample[],
  reach?: number,
): Figure[] {
  const { one, many } = names;
  const rates = (samples: Sample[]) => samples.map((sample) => sample.perSecond);
  const costs = (samples: Sample[]) => samples.map((sample) => sample.cost);
  const beside = (mines: number[], others: number[]) => mines.map((value, index) => value / (others[index] ?? Number.NaN));
  return [
    figure(`${many}_per_second`, `${many}/s`, `${names.empty}: ${rounded(median(rates(empty)))}/s`, rates(mine)),
    figure(`${many}_of_empty_ratio`, 'ratio', `${names.empty}, in the slice beside`, beside(rates(mine), rates(empty)), reach),
    figure(`${one}_processor_ms`, 'ms of the server', `${names.empty}: ${rounded(median(costs(empty)))} ms`, costs(mine)),
    figure(`${many}_of_empty_processor_ratio`, 'ratio', `the processor time of ${names.empty}`, beside(costs(empty), costs(mine)), reach),
  ];
}
