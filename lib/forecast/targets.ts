import type { Figures } from './figures';

/** A figure against what is to be reached. */
export interface Target {
  what: string;
  measured: string;
  reach: string;
  reached: boolean;
}

/** A figure that could not be measured in this setting leaves no row. */
export function targetsOf(figures: Figures): Target[] {
  const rows: Target[] = [];
  const most = (what: string, value: number | null, limit: number, unit = '') => {
    if (value !== null) rows.push({ what, measured: `${value}${unit}`, reach: `≤ ${limit}${unit}`, reached: value <= limit });
  };
  const least = (what: string, value: number | null, limit: number, unit = '') => {
    if (value !== null) rows.push({ what, measured: `${value}${unit}`, reach: `≥ ${limit}${unit}`, reached: value >= limit });
  };
  most('Reports of presence at the origin, at most', figures.reportsPerSecondMost, 200, '/s');
  most('Refusals for want of a seat, per entry', figures.refusalsPerEntry, 0.25);
  least('Seats in use while people wait', figures.seatsInUsePercent, 95, ' %');
  least('Seats in use after the return of many', figures.seatsInUseAfterReturnPercent, 95, ' %');
  least('True waits within the range shown', figures.estimatesInRangePercent, 90, ' %');
  most('Width of the range, first half hour, median', figures.rangeWidthFirstHalfHourMedianRatio, 5, ' ×');
  most('Width of the range, afterwards, median', figures.rangeWidthAfterwardsMedianRatio, 3, ' ×');
  most('Error of the middle, afterwards, median', figures.middleErrorMedianPercent, 10, ' %');
  const hammering = figures.hammeringChangesMedianWaitPercent;
  // In a small crowd few hammer, and chance alone moves their median by more.
  const hammeringMost = Math.max(5, figures.hammeringByChanceMostPercent);
  most('Hammering changes the median wait by', hammering === null ? null : Math.abs(hammering), hammeringMost, ' %');
  const chance = figures.correlationByChanceMost;
  most('Correlation of place and arrival', Math.abs(figures.correlationPlaceArrival), chance);
  most('Correlation of place and hammering', Math.abs(figures.correlationPlaceHammering), chance);
  most('Correlation of place and age of the record', Math.abs(figures.correlationPlaceAgeOfRecord), chance);
  most('Seats in use, at most', figures.seatsInUseMostPercent, 100, ' %');
  const broken =
    figures.frontsMovedBack + figures.entriesAboveSeats + figures.entriesUncalled + figures.entriesOnLapsedCall + figures.entriesTwice;
  most('Fronts moved back, entries that must not be', broken, 0);
  return rows;
}
