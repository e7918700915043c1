import { type RoundPhase, type RoundTimes, roundPhase } from '@/lib/campaign/round';
import { seoulDate } from '@/lib/campaign/seoul';

const order: RoundPhase[] = ['open', 'paused', 'drawn', 'scheduled', 'closed'];

/** What people want to know first: the rounds of this day in Seoul, and always the next that opens. */
export function roundsOfToday<Round extends RoundTimes>(rounds: Round[], now: Date): { round: Round; phase: RoundPhase }[] {
  const today = seoulDate(now);
  const phased = rounds.map((round) => ({ round, phase: roundPhase(round, now) }));
  const nextOpening = Math.min(...rounds.filter((round) => round.opensAt > now).map((round) => round.opensAt.getTime()));
  return phased
    .filter(({ round, phase }) => {
      if (phase === 'open' || phase === 'paused') return true;
      if (phase === 'closed') return seoulDate(round.closesAt) === today;
      return round.opensAt.getTime() === nextOpening || seoulDate(round.opensAt) === today;
    })
    .sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase) || a.round.opensAt.getTime() - b.round.opensAt.getTime());
}
