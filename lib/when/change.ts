import type { District, Part } from './district';
import type { Range } from './range';

/** Days by which an answer may move before people are told. */
export const marginDays = 3;

/** As the notice says it: see lib/notice/compose.ts. */
export type Reason = 'supply-late' | 'supply-more' | 'line-faster' | 'line-slower' | 'closure' | 'drawn' | 'other';
export type Sense = 'earlier' | 'later';

const dayMs = 86_400_000;

/** By how many days an end has moved; endless between a day and none. */
function apart(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return a && b ? Math.abs(Date.parse(a) - Date.parse(b)) / dayMs : Number.POSITIVE_INFINITY;
}

export const movedBy = (before: Range, after: Range): number => Math.max(apart(before.from, after.from), apart(before.to, after.to));

const never = '9999-12-31';

/** Whether an answer became better or worse: its last day counts, then its first. Null where neither moved. */
export function senseOf(before: Range, after: Range): Sense | null {
  for (const end of ['to', 'from'] as const) {
    const [was, is] = [before[end] ?? never, after[end] ?? never];
    if (was !== is) return is > was ? 'later' : 'earlier';
  }
  return null;
}

interface Stock {
  doses: number;
  /** Doses times days: as much vaccine may come later. */
  wait: number;
  shut: number;
}

/** The vaccine of a district from a day on, whoever has it: what was booked meanwhile is no change of it. */
function stockOf({ parts }: District, after: string): Stock {
  const add = (total: Stock, { free, taken, announced, shut }: Part): Stock => {
    const planned = free.filter(([day]) => day > after).reduce((doses, [, count]) => doses + count, taken);
    const coming = announced.reduce((doses, [, count]) => doses + count, 0);
    const wait = announced.reduce((days, [day, count]) => days + (count * Date.parse(day)) / dayMs, 0);
    return { doses: total.doses + planned + coming, wait: total.wait + wait, shut: total.shut + shut };
  };
  return parts.reduce(add, { doses: 0, wait: 0, shut: 0 });
}

/** Everything that says how many book, and how fast. */
const lineOf = ({ uptake, parts }: District): string =>
  JSON.stringify([uptake, parts.map(({ round, over, front, people, taken }) => [round, over, front, people, taken])]);

/** Why an answer moved in this sense between two looks at the district: by its vaccine, else by how fast people book, else by a day that passed. */
export function reasonOf(before: District, after: District, sense: Sense): Reason {
  const byLine = lineOf(before) !== lineOf(after);
  const [was, is] = [stockOf(before, after.today), stockOf(after, after.today)];
  if (sense === 'later') {
    if (is.shut > was.shut) return 'closure';
    return is.doses < was.doses || (is.doses === was.doses && is.wait > was.wait) ? 'supply-late' : byLine ? 'line-faster' : 'other';
  }
  return is.doses > was.doses || is.shut < was.shut || (is.doses === was.doses && is.wait < was.wait)
    ? 'supply-more'
    : byLine
      ? 'line-slower'
      : 'other';
}
