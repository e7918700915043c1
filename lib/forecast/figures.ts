import { hammers } from './crowd';
import type { Day } from './day';
import { type Look, quantileOf } from './record';

/** The figures of a simulated round; each key names its unit. Null: nothing to measure. */
export interface Figures {
  scenario: string;
  people: number;
  seats: number;
  seed: number;
  entries: number;
  bookings: number;
  toldSoldOutOrClosed: number;
  soldOutAfterMinutes: number | null;
  bookingsInFirstHalfHourPercent: number;
  lineEmptyAfterMinutes: number | null;
  reportsPerSecondMost: number;
  documentsPerSecondBehindShield: number;
  pollsPerSecondAtEdgeMost: number;
  hammeringRequestsPerSecondMost: number;
  refusalsPerEntry: number;
  refusalsPerSecondMost: number;
  seatsInUsePercent: number | null;
  seatsInUseAfterReturnPercent: number | null;
  seatsInUseMostPercent: number;
  waitFirstWaveMedianSeconds: number | null;
  waitFirstWave90PercentSeconds: number | null;
  waitLaterMedianSeconds: number | null;
  waitReturnMedianSeconds: number | null;
  waitReturn90PercentSeconds: number | null;
  hammeringChangesMedianWaitPercent: number | null;
  /** What chance alone can do to the median of so few: three standard deviations, for waits spread as a long line spreads them. */
  hammeringByChanceMostPercent: number;
  estimatesShown: number;
  estimatesInRangePercent: number | null;
  rangeWidthFirstHalfHourMedianRatio: number | null;
  rangeWidthAfterwardsMedianRatio: number | null;
  rangeWidthAfterwards90PercentRatio: number | null;
  middleErrorMedianPercent: number | null;
  correlationPlaceArrival: number;
  correlationPlaceHammering: number;
  correlationPlaceAgeOfRecord: number;
  /** Three standard deviations of what chance alone gives. */
  correlationByChanceMost: number;
  frontsMovedBack: number;
  entriesAboveSeats: number;
  entriesUncalled: number;
  entriesOnLapsedCall: number;
  entriesTwice: number;
}

const settledSeconds = 1_800;

export function figuresOf({ setting, crowd, record }: Day): Figures {
  const { delays, broken } = record;
  const wave = [delays.wave, delays.waveHammering];
  const back = [delays.return, delays.returnHammering];
  const known = record.looks.filter((look) => !Number.isNaN(look.trueSeconds));
  const early = known.filter((look) => look.at < settledSeconds);
  const later = known.filter((look) => look.at >= settledSeconds);
  const inRange = known.filter((look) => look.fromSeconds <= look.trueSeconds && look.trueSeconds <= look.toSeconds);
  const errors = later.filter((look) => !Number.isNaN(look.middleSeconds)).map((look) => errorOf(look));
  const [plain, hammered] = setting.return ? [delays.return, delays.returnHammering] : [delays.wave, delays.waveHammering];
  const half = record.minutes.find((minute) => minute.second === settledSeconds)?.booked ?? 0;
  const last = record.minutes.findLast((minute) => minute.waiting > 0);
  const correlation = (valueOfPerson: (person: number) => number) =>
    correlationOf(crowd.count, (person) => crowd.place[person] as number, valueOfPerson);
  return {
    scenario: setting.name,
    people: setting.people,
    seats: setting.seats,
    seed: setting.seed,
    entries: record.entries,
    bookings: record.booked,
    toldSoldOutOrClosed: record.answered,
    soldOutAfterMinutes: record.soldOutAt === null ? null : Math.round(record.soldOutAt / 60),
    bookingsInFirstHalfHourPercent: percent(half, record.booked),
    lineEmptyAfterMinutes: last ? last.second / 60 + 1 : null,
    reportsPerSecondMost: record.reportsMost,
    // By the document's headers: one request at a time, fresh for a second.
    documentsPerSecondBehindShield: 1,
    pollsPerSecondAtEdgeMost: Math.round(record.edgePollsMost),
    hammeringRequestsPerSecondMost: record.hammeringMost,
    refusalsPerEntry: round(record.refusals / Math.max(1, record.entries)),
    refusalsPerSecondMost: record.refusalsMost,
    seatsInUsePercent: record.busySeconds ? percent(record.busyActive, record.busySeconds * setting.seats) : null,
    seatsInUseAfterReturnPercent: record.returnSeconds ? percent(record.returnActive, record.returnSeconds * setting.seats) : null,
    seatsInUseMostPercent: percent(record.activeMost, setting.seats),
    waitFirstWaveMedianSeconds: quantileOf(wave, 0.5),
    waitFirstWave90PercentSeconds: quantileOf(wave, 0.9),
    waitLaterMedianSeconds: quantileOf([delays.rest, delays.restHammering], 0.5),
    waitReturnMedianSeconds: quantileOf(back, 0.5),
    waitReturn90PercentSeconds: quantileOf(back, 0.9),
    hammeringChangesMedianWaitPercent: changeOf(quantileOf([plain], 0.5), quantileOf([hammered], 0.5)),
    hammeringByChanceMostPercent: round(400 / Math.sqrt(Math.max(1, hammered.people)), 2),
    estimatesShown: known.length,
    estimatesInRangePercent: known.length ? percent(inRange.length, known.length) : null,
    rangeWidthFirstHalfHourMedianRatio: shareOf(early.map(widthOf), 0.5),
    rangeWidthAfterwardsMedianRatio: shareOf(later.map(widthOf), 0.5),
    rangeWidthAfterwards90PercentRatio: shareOf(later.map(widthOf), 0.9),
    middleErrorMedianPercent: shareOf(errors, 0.5),
    correlationPlaceArrival: correlation((person) => crowd.arrival[person] as number),
    correlationPlaceHammering: correlation((person) => (crowd.traits[person] as number) & hammers),
    correlationPlaceAgeOfRecord: correlation((person) => crowd.id[person] as number),
    correlationByChanceMost: round(3 / Math.sqrt(crowd.count), 5),
    frontsMovedBack: broken.frontsMovedBack,
    entriesAboveSeats: broken.aboveSeats,
    entriesUncalled: broken.enteredUncalled,
    entriesOnLapsedCall: broken.enteredOnLapsedCall,
    entriesTwice: broken.enteredTwice,
  };
}

const round = (value: number, digits = 4): number => Number(value.toFixed(digits));
const percent = (part: number, whole: number): number => round((100 * part) / Math.max(1, whole), 2);
/** Waits under a minute are shown as "under a minute": there is nothing to be divided by. */
const shownMinute = 60;
const widthOf = (look: Look): number => look.toSeconds / Math.max(shownMinute, look.fromSeconds);
const errorOf = (look: Look): number => (100 * Math.abs(look.middleSeconds - look.trueSeconds)) / Math.max(shownMinute, look.trueSeconds);
const changeOf = (plain: number | null, other: number | null): number | null =>
  plain === null || other === null ? null : round((100 * (other - plain)) / Math.max(shownMinute, plain), 2);

function shareOf(values: number[], share: number): number | null {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.floor(share * sorted.length)];
  return value === undefined ? null : round(value, 2);
}

/** Pearson's, in one pass. */
function correlationOf(count: number, one: (index: number) => number, other: (index: number) => number): number {
  let [sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const x = one(index);
    const y = other(index);
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  const spread = Math.sqrt((count * sumXX - sumX * sumX) * (count * sumYY - sumY * sumY));
  return spread > 0 ? round((count * sumXY - sumX * sumY) / spread, 5) : 0;
}
