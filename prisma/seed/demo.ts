import type { Cohort } from '@/lib/campaign/cohort';
import type { NewRound } from '@/lib/campaign/commands';
import { evening, tenPart } from '@/lib/campaign/rotation';
import { addDays, seoulDate, seoulInstant } from '@/lib/campaign/seoul';

/** The campaign for trying the system out: the shape of August 2021, placed around the day on which it is made. */
export type DemoRound = Omit<NewRound, 'cohortSize' | 'campaignId'>;

const minute = 60_000;
/** Evenings that already lie behind when a demo is made: four digits have had their day, one has it, five are to come. */
const eveningsBehind = 4;
const evenings = 10;
/** A sweep in a minute: nobody trying it out waits for half an hour. */
const common = { lineOrder: 'drawn', minSweep: 60, seatCount: 200 } as const;

/** The last day on which a window opened at 20:00 or would have. */
function latestEvening(now: Date): string {
  const today = seoulDate(now);
  return now >= seoulInstant(today, '20:00') ? today : addDays(today, -1);
}

const idOf = (firstDate: string): string => `demo-${firstDate.replaceAll('-', '')}`;
const firstDateOf = (id: string): string => id.replace(/^demo-(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

/** The newest demo while one of its digits still has a window ahead; else a new one. */
export function demoCampaignId(newest: string | undefined, now: Date): string {
  if (newest && now < evening(addDays(firstDateOf(newest), evenings - 1)).closesAt) return newest;
  return idOf(addDays(latestEvening(now), -eveningsBehind));
}

const before = (opensAt: Date, minutes: number): Date => new Date(opensAt.getTime() - minutes * minute);

/** Ages by the year of birth, as in 2021. */
const ages = (year: number, from: number, to?: number): Cohort => ({
  ...(to !== undefined && { bornFrom: `${year - to}-01-01` }),
  bornTo: `${year - from}-12-31`,
});

/** `now`: when they are made. */
export function demoRounds(campaignId: string, now: Date): DemoRound[] {
  const firstDate = firstDateOf(campaignId);
  const year = Number(firstDate.slice(0, 4));
  const young = ages(year, 18, 49);
  const windows = tenPart(firstDate, Number(firstDate.slice(-1)), young);
  const rounds = windows.flatMap(({ date, digits, cohort, opensAt, closesAt }, index): DemoRound[] => {
    const [digit = 0] = digits;
    // The two hours in which no digit has its window: at any hour of the day somebody's round is open.
    const had = windows.slice(0, index + 1).flatMap((window) => window.digits);
    const catchUpOpens = closesAt;
    return [
      {
        ...common,
        id: `${campaignId}-digit-${digit}`,
        sequence: 2 * index + 1,
        nameKo: `생일 끝자리 ${digit}`,
        nameEn: `Day of birth ending in ${digit}`,
        cohort,
        drawAt: before(opensAt, 30),
        opensAt,
        closesAt,
      },
      {
        ...common,
        id: `${campaignId}-catch-up-${index + 1}`,
        sequence: 2 * index + 2,
        nameKo: had.length === evenings ? '추가 예약: 모든 끝자리' : `추가 예약: 끝자리 ${had.join(', ')}`,
        nameEn: had.length === evenings ? 'Catch-up for all digits' : `Catch-up for digits ${had.join(', ')}`,
        cohort: { ...young, dayDigits: had },
        // It has what the digit before it left, unless that one was over before there was anything to share.
        ...(now < catchUpOpens && { shareWeight: 0 }),
        drawAt: before(catchUpOpens, 30),
        opensAt: catchUpOpens,
        closesAt: seoulInstant(addDays(date, 1), '20:00'),
      },
    ];
  });
  const opensAt = seoulInstant(firstDate, '20:00');
  return [
    ...rounds,
    {
      ...common,
      id: `${campaignId}-senior`,
      sequence: 2 * evenings + 1,
      nameKo: '60세 이상',
      nameEn: 'Ages 60 and over',
      cohort: ages(year, 60),
      helpersAllowed: true,
      seatCount: 100,
      drawAt: before(opensAt, 30),
      opensAt,
      closesAt: seoulInstant(addDays(firstDate, evenings), '20:00'),
    },
  ];
}

/** Of a round over night three fifths can be booked from the opening, the rest from nine in the morning, by those who sleep. */
export function tranchesOf({ opensAt, closesAt }: Pick<DemoRound, 'opensAt' | 'closesAt'>): { at: Date; permille: number }[] {
  const morning = seoulInstant(addDays(seoulDate(opensAt), 1), '09:00');
  if (closesAt <= morning) return [];
  return [
    { at: opensAt, permille: 600 },
    { at: morning, permille: 1000 },
  ];
}

/** Drawn in a minute, opens in about six, open for two hours: to see the line before an opening. `number` counts them. */
export function soonRound(campaignId: string, number: number, now: Date): DemoRound {
  const opensAt = new Date(Math.ceil((now.getTime() + 6 * minute) / minute) * minute);
  return {
    ...common,
    id: `${campaignId}-soon-${number}`,
    sequence: 100 + number,
    nameKo: `50~59세 (${number}회차)`,
    nameEn: `Ages 50 to 59 (round ${number})`,
    cohort: ages(Number(firstDateOf(campaignId).slice(0, 4)), 50, 59),
    drawAt: new Date(now.getTime() + minute),
    opensAt,
    closesAt: new Date(opensAt.getTime() + 120 * minute),
  };
}
