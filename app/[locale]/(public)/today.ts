import { type Cancelled, type RoundPhase, type RoundTimes, roundState } from '@/lib/campaign/round';
import { seoulDate } from '@/lib/campaign/seoul';

type State = RoundPhase | 'cancelled';

const order: State[] = ['open', 'paused', 'cancelled', 'drawn', 'scheduled', 'closed'];

/** What people want to know first: the rounds of this day in Seoul, and always the next that opens. */
export function roundsOfToday<Round extends RoundTimes & { cancelled: Cancelled | null }>(
  rounds: Round[],
  now: Date,
): { round: Round; phase: State }[] {
  const today = seoulDate(now);
  const phased = rounds.map((round) => ({ round, phase: roundState(round, now) }));
  const nextOpening = Math.min(...rounds.filter((round) => round.opensAt > now).map((round) => round.opensAt.getTime()));
  return phased
    .filter(({ round, phase }) => {
      if (phase === 'open' || phase === 'paused') return true;
      // On the day that it was cancelled, and on the days that it would have had.
      if (round.cancelled) {
        const { opensAt, closesAt } = round.cancelled;
        return seoulDate(round.closesAt) === today || (seoulDate(opensAt) <= today && today <= seoulDate(closesAt));
      }
      if (phase === 'closed') return seoulDate(round.closesAt) === today;
      return round.opensAt.getTime() === nextOpening || seoulDate(round.opensAt) === today;
    })
    .sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase) || a.round.opensAt.getTime() - b.round.opensAt.getTime());
}
