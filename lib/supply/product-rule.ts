import { addDays } from '@/lib/campaign/seoul';

/** What holds for a product from a day (`YYYY-MM-DD`) on, until its next rule. Years are whole years on the day of the dose. */
export interface ProductRule {
  product: string;
  validFrom: string;
  minAge: number;
  maxAge: number | null;
  doses: number;
}

/** With the days from the first to the second dose: as booked by itself, and the range. Null for one dose. */
export interface CourseRule extends ProductRule {
  interval: number | null;
  intervalMin: number | null;
  intervalMax: number | null;
}

/** Whole years on a day: who was born on 29 February is a year older on 1 March of a common year. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

function ruleOn<Rule extends ProductRule>(rules: readonly Rule[], product: string, day: string): Rule | undefined {
  let rule: Rule | undefined;
  for (const one of rules) {
    if (one.product === product && one.validFrom <= day && (!rule || one.validFrom > rule.validFrom)) rule = one;
  }
  return rule;
}

/** Whether the rule in effect on the day lets somebody have this dose. A product without a rule yet is for nobody. */
export function mayHave(rules: readonly ProductRule[], product: string, dose: number, birthDate: string, day: string): boolean {
  const rule = ruleOn(rules, product, day);
  if (!rule || dose > rule.doses) return false;
  const age = ageOn(birthDate, day);
  return age >= rule.minAge && (rule.maxAge === null || age <= rule.maxAge);
}

/** The rules with another interval from a day on, and the announced one before; null where there is no second dose on that day. */
export function withInterval(
  rules: readonly CourseRule[],
  { product, validFrom, interval, min, max }: { product: string; validFrom: string; interval: number; min: number; max: number },
): { all: CourseRule[]; before: number } | null {
  const known = ruleOn(rules, product, validFrom);
  if (!known || known.doses < 2) return null;
  const others = rules.filter((rule) => rule.product !== product || rule.validFrom !== validFrom);
  const all = [...others, { ...known, validFrom, interval, intervalMin: min, intervalMax: max }];
  return { all, before: known.interval ?? interval };
}

const daysBetween = (one: string, other: string): number => (Date.parse(other) - Date.parse(one)) / 86_400_000;

/** How a second dose on `day` stands to the range after the first one, by the rule of that day. Without a range every day will do. */
export function standingOf(rules: readonly CourseRule[], product: string, first: string, day: string): 'early' | 'within' | 'late' {
  const rule = ruleOn(rules, product, day);
  if (rule?.intervalMin == null || rule.intervalMax == null) return 'within';
  const after = daysBetween(first, day);
  if (after < rule.intervalMin) return 'early';
  return after > rule.intervalMax ? 'late' : 'within';
}

/**
 * The day to aim at for a second dose whose own day no longer fits: of the days of its weekday within the range the nearest to the
 * announced interval, of two the later; where the range has none, the announced one.
 */
export function aimOf(rules: readonly CourseRule[], product: string, first: string, day: string): string {
  const rule = ruleOn(rules, product, day);
  if (rule?.interval == null || rule.intervalMin == null || rule.intervalMax == null) return day;
  const { interval, intervalMin, intervalMax } = rule;
  // Days from the announced one to the next of the weekday, 0 to 6, and to the one before.
  const ahead = (((daysBetween(first, day) - interval) % 7) + 7) % 7;
  const fitting = [interval + ahead, interval + ahead - 7].filter((after) => after >= intervalMin && after <= intervalMax);
  const [after = interval] = fitting.sort((a, b) => Math.abs(a - interval) - Math.abs(b - interval) || b - a);
  return addDays(first, after);
}

/** The first and the last day on which any rule lets a second dose be after the first one; the first one itself where none says. */
export function reachOf(rules: readonly CourseRule[], product: string, first: string): [string, string] {
  const own = rules.filter((rule) => rule.product === product && rule.intervalMin !== null && rule.intervalMax !== null);
  const [min, max] = [Math.min(...own.map((rule) => rule.intervalMin ?? 0)), Math.max(...own.map((rule) => rule.intervalMax ?? 0))];
  return own.length === 0 ? [first, first] : [addDays(first, min), addDays(first, max)];
}
