import { aimedSeats } from '@/lib/line/controller';
import { seatSeconds } from '@/lib/line/estimate';
import type { Uptake } from './district';

export interface Opening {
  opensAt: Date;
  closesAt: Date;
  /** Seconds. */
  minSweep: number;
  seatCount: number;
  cohortSize: number;
}

/** Seats are given back faster or slower than they were on other days. */
const spread = { quick: 0.7, slow: 1.5 };
const unknownPlace = [0.1, 0.9] as const;

/** When the gate is likely to call, before the round has opened: by the seats and by how many are likely to come. */
export function gateHour({ opensAt, closesAt, minSweep, seatCount, cohortSize }: Opening, uptake: Uptake, place: number | null) {
  const perSecond = aimedSeats(seatCount) / seatSeconds;
  const sweep = (share: number, factor: number) => Math.max(minSweep, (factor * share * cohortSize) / perSecond);
  const [first, last] = place === null ? unknownPlace : [place, place];
  const at = (seconds: number) => new Date(Math.min(closesAt.getTime(), opensAt.getTime() + seconds * 1_000));
  return { from: at(first * sweep(uptake.low, spread.quick)), to: at(last * sweep(uptake.high, spread.slow)) };
}
