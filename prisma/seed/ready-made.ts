import { ageOn, belongs, type Cohort, dayDigit } from '@/lib/campaign/cohort';
import { seoulDate } from '@/lib/campaign/seoul';
import { type Citizen, castIndex, citizenAt } from './citizens';

export interface ReadyMade {
  who: 'open-today' | 'other-day' | 'daughter' | 'mother' | 'clinic' | 'operator' | 'agent';
  citizen: Citizen;
  note: { ko: string; en: string };
}

export interface ReadyMadeRound {
  cohort: Cohort;
  opensAt: Date;
  closesAt: Date;
}

/** Far enough to meet every digit and age; the smallest roll that a seed should have. */
const searched = 500;

function find(matches: (birthDate: string) => boolean): Citizen | undefined {
  for (let index = Object.keys(castIndex).length; index < searched; index += 1) {
    const citizen = citizenAt(index);
    if (matches(citizen.birthDate)) return citizen;
  }
  return undefined;
}

const among = (rounds: readonly ReadyMadeRound[], birthDate: string): boolean => rounds.some(({ cohort }) => belongs(cohort, birthDate));
const isOpen = (round: ReadyMadeRound, now: Date): boolean => round.opensAt <= now && now < round.closesAt;

/**
 * The people whom everybody meets who tries the system out. Whose day it is depends on the rounds (of one campaign);
 * the others are always the same. Who can't be found is left out: when no digit is open nobody's day is today.
 */
export function readyMade(rounds: readonly ReadyMadeRound[], now: Date): ReadyMade[] {
  const byDay = rounds.filter(({ cohort }) => cohort.dayDigits);
  const open = rounds.filter((round) => isOpen(round, now));
  // A catch-up of this evening is nobody's own day.
  const ahead = byDay.filter(({ cohort, opensAt }) => cohort.dayDigits?.length === 1 && opensAt > now);

  const today = find((birthDate) =>
    among(
      byDay.filter((round) => isOpen(round, now)),
      birthDate,
    ),
  );
  const other =
    find((birthDate) => among(ahead, birthDate) && !among(open, birthDate)) ??
    find((birthDate) => among(byDay, birthDate) && !among(open, birthDate));
  const mother = citizenAt(castIndex.mother);
  const age = ageOn(mother.birthDate, seoulDate(now));

  const people: ReadyMade[] = [];
  const add = (who: ReadyMade['who'], citizen: Citizen | undefined, ko: string, en: string) => {
    if (!citizen) return;
    const digit = String(dayDigit(citizen.birthDate));
    people.push({ who, citizen, note: { ko: ko.replace('#', digit), en: en.replace('#', digit) } });
  };
  add('open-today', today, '지금 예약할 수 있는 사람 (생일 끝자리 #)', 'can book right now (day of birth ends in #)');
  add('other-day', other, '예약하는 날이 다른 사람 (생일 끝자리 #)', 'has another day (day of birth ends in #)');
  add('daughter', citizenAt(castIndex.daughter), `${age}세 어머니 대신 예약할 수 있는 딸`, `may act for her mother, who is ${age}`);
  add('mother', mother, `${age}세 어머니`, `the mother, ${age} years old`);
  add('clinic', citizenAt(castIndex.clinic), '접종기관 직원', 'works at a clinic');
  add('operator', citizenAt(castIndex.operator), '운영 담당자', 'runs the system');
  add('agent', citizenAt(castIndex.agent), '전화와 창구의 상담원', 'works at the call centre');
  return people;
}
