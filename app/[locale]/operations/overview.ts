import { type RoundPhase, type RoundTimes, roundPhase } from '@/lib/campaign/round';

export type RoundState = RoundPhase | 'full' | 'pausedAhead';

/** What an operator needs to see of a round at a glance; `full` while everybody called has to wait for a seat. */
export function stateOf(round: RoundTimes & { seatCount: number }, seatsInUse: number, now: Date): RoundState {
  const phase = roundPhase(round, now);
  if (phase === 'open') return seatsInUse >= round.seatCount ? 'full' : 'open';
  return round.pausedAt && phase !== 'paused' && phase !== 'closed' ? 'pausedAhead' : phase;
}

/** Open ones (paused ones, too), those ahead, and those that are over. */
export type Section = 'now' | 'ahead' | 'over';

export function sectionOf(state: RoundState): Section {
  switch (state) {
    case 'open':
    case 'full':
    case 'paused':
      return 'now';
    case 'closed':
      return 'over';
    default:
      return 'ahead';
  }
}

export const mayPause = (state: RoundState): boolean => state !== 'closed' && state !== 'paused' && state !== 'pausedAhead';
export const mayResume = (state: RoundState): boolean => state === 'paused' || state === 'pausedAhead';
