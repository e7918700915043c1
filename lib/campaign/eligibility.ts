import { type Refusal, refuse } from '@/lib/platform/refusal';
import { ageOn, belongs, bornWithin, type Cohort, dayDigit, yearDigit } from './cohort';
import { clockOf, seoulDate, seoulInstant } from './seoul';

export interface EligibilityRound {
  id: string;
  cohort: Cohort;
  helpersAllowed: boolean;
  opensAt: Date;
  closesAt: Date;
}

export interface EligibilityQuestion<Round extends EligibilityRound> {
  /** Of the beneficiary, as verified. */
  person: { birthDate: string; onRoll: boolean };
  /** Of one campaign. */
  rounds: readonly Round[];
  now: Date;
  wantedRoundId?: string;
  /** Who asks: the beneficiary, a helper (whom the round may not allow), or an agent. */
  relation: 'self' | 'helper' | 'agent';
}

export type EligibilityCode =
  | 'not-on-roll'
  | 'no-such-round'
  | 'not-your-day'
  | 'not-your-age'
  | 'no-round-for-you'
  | 'round-closed'
  | 'helpers-not-allowed';

export type Eligibility<Round extends EligibilityRound> = { ok: true; round: Round } | Refusal<EligibilityCode>;

const isOver = (round: { closesAt: Date }, now: Date): boolean => now >= round.closesAt;

/** The rounds of a birth date that aren't over, in the order of opening: what is open comes first. */
export const roundsAhead = <Round extends Pick<EligibilityRound, 'cohort' | 'opensAt' | 'closesAt'>>(
  rounds: readonly Round[],
  birthDate: string,
  now: Date,
): Round[] =>
  rounds
    .filter((round) => belongs(round.cohort, birthDate) && !isOver(round, now))
    .sort((a, b) => a.opensAt.getTime() - b.opensAt.getTime() || a.closesAt.getTime() - b.closesAt.getTime());

/**
 * The next chance as facts of a sentence. `chance` is `now`, `later` or `none`; `nextAt` is the instant of its
 * opening in milliseconds, which the sentence writes as a date of Seoul; the time stands beside it in parts,
 * because Intl knows no 저녁 8시.
 */
function chanceIn(
  ahead: readonly EligibilityRound[],
  now: Date,
): { chance: string; nextAt?: number; nextPart?: string; nextHour?: number; nextMinute?: number } {
  const [next] = ahead;
  if (!next) return { chance: 'none' };
  const { part, hour, minute } = clockOf(next.opensAt);
  return {
    chance: now >= next.opensAt ? 'now' : 'later',
    nextAt: next.opensAt.getTime(),
    nextPart: part,
    nextHour: hour,
    nextMinute: minute,
  };
}

/** What stands in the way of this round, besides what is said first: it is over, and no helper may act in it. */
function besides(round: EligibilityRound, { relation, now }: { relation: string; now: Date }, said?: 'over') {
  const over = !said && isOver(round, now);
  const self = relation === 'helper' && !round.helpersAllowed;
  return { besides: over && self ? 'both' : over ? 'over' : self ? 'self' : 'none' };
}

const midnight = (date: string): number => seoulInstant(date, '00:00').getTime();

/** `limits` says which of the two bounds there are: `both`, `from`, `to` or `none`. */
function bounds(bornFrom: string | undefined, bornTo: string | undefined) {
  return {
    limits: bornFrom && bornTo ? 'both' : bornFrom ? 'from' : bornTo ? 'to' : 'none',
    ...(bornFrom && { bornFrom: midnight(bornFrom) }),
    ...(bornTo && { bornTo: midnight(bornTo) }),
  };
}

/** The widest bounds over all rounds; absent when any round has none on that side. */
function widest(rounds: readonly EligibilityRound[]) {
  const from = rounds.map(({ cohort }) => cohort.bornFrom ?? '').sort()[0];
  const to = rounds
    .map(({ cohort }) => cohort.bornTo ?? '9999-12-31')
    .sort()
    .at(-1);
  return bounds(from || undefined, to === '9999-12-31' ? undefined : to);
}

function notYourDay(round: EligibilityRound, ahead: readonly EligibilityRound[], question: EligibilityQuestion<EligibilityRound>) {
  const { birthDate } = question.person;
  const { dayDigits, yearDigits } = round.cohort;
  const byDay = dayDigits !== undefined && !dayDigits.includes(dayDigit(birthDate));
  return refuse('not-your-day', {
    digitOf: byDay ? 'day' : 'year',
    digit: byDay ? dayDigit(birthDate) : yearDigit(birthDate),
    roundDigits: ((byDay ? dayDigits : yearDigits) ?? []).join(', '),
    roundOpensAt: round.opensAt.getTime(),
    ...besides(round, question),
    ...chanceIn(ahead, question.now),
  });
}

/**
 * Whether a person may have a ticket, and for which round: the wanted one, else the open one of their cohort,
 * else the next to come (tickets can be had days ahead). A refusal names the rule that decides, all that stands in the way
 * besides (`besides`) and the next chance: facts of this person alone, so it is for them and for a helper they agreed to.
 */
export function decide<Round extends EligibilityRound>(question: EligibilityQuestion<Round>): Eligibility<Round> {
  const { person, rounds, now, wantedRoundId, relation } = question;
  if (!person.onRoll) return refuse('not-on-roll');
  const { birthDate } = person;
  const age = ageOn(birthDate, seoulDate(now));
  const ahead = roundsAhead(rounds, birthDate, now);
  const usable = relation === 'helper' ? ahead.filter((round) => round.helpersAllowed) : ahead;

  if (wantedRoundId !== undefined) {
    const wanted = rounds.find((round) => round.id === wantedRoundId);
    if (!wanted) return refuse('no-such-round');
    const { cohort } = wanted;
    if (!bornWithin(cohort, birthDate)) {
      const limits = bounds(cohort.bornFrom, cohort.bornTo);
      return refuse('not-your-age', { age, ...limits, ...besides(wanted, question), ...chanceIn(usable, now) });
    }
    if (!belongs(cohort, birthDate)) return notYourDay(wanted, usable, question);
    if (isOver(wanted, now)) {
      return refuse('round-closed', {
        closedAt: wanted.closesAt.getTime(),
        ...besides(wanted, question, 'over'),
        ...chanceIn(usable, now),
      });
    }
    if (relation === 'helper' && !wanted.helpersAllowed) return refuse('helpers-not-allowed', { ...chanceIn(usable, now) });
    return { ok: true, round: wanted };
  }

  const [round] = usable;
  if (round) return { ok: true, round };
  if (ahead.length > 0) return refuse('helpers-not-allowed', { chance: 'none' });
  const past = rounds.filter((one) => belongs(one.cohort, birthDate)).sort((a, b) => b.closesAt.getTime() - a.closesAt.getTime())[0];
  if (past) return refuse('round-closed', { closedAt: past.closesAt.getTime(), besides: 'none', chance: 'none' });
  const ofMyAge = rounds.find((one) => bornWithin(one.cohort, birthDate));
  if (ofMyAge) return notYourDay(ofMyAge, [], question);
  return refuse('no-round-for-you', { age, ...widest(rounds) });
}
