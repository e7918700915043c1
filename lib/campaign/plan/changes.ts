import type { Change, PlannedRound, PlannedRule, Problem, ProblemCode } from './plan';
import { mayRelease } from './tranches';

/** A round as it stands. */
export interface KnownRound extends PlannedRound {
  /** Windows that it had before it was postponed or cancelled: a file that says one of them is of that time. */
  formerly: Pick<PlannedRound, 'drawAt' | 'opensAt' | 'closesAt'>[];
  hasTickets: boolean;
}

type Field = Exclude<keyof PlannedRound, 'id'>;

/** Until when a field may become another, and what is said afterwards. Times are moved in public by `npm run round` alone. */
const fixedBy: Record<Field, 'making' | 'ticket' | 'opening' | 'closing'> = {
  sequence: 'making',
  drawAt: 'making',
  opensAt: 'making',
  closesAt: 'making',
  beacon: 'making',
  cohort: 'ticket',
  lineOrder: 'ticket',
  cohortSize: 'opening',
  cohortSizeAssumed: 'opening',
  seatCount: 'opening',
  minSweep: 'opening',
  callHold: 'opening',
  passLength: 'opening',
  holdLength: 'opening',
  maxExtensions: 'opening',
  lateShare: 'opening',
  shareWeight: 'opening',
  handOnAt: 'opening',
  nameKo: 'closing',
  nameEn: 'closing',
  helpersAllowed: 'closing',
  tranches: 'closing',
};
const fields = Object.keys(fixedBy).filter((field): field is Field => field in fixedBy);
const times: readonly Field[] = ['drawAt', 'opensAt', 'closesAt'];

/** The same text for the same value, whatever the order of its keys. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

function refusalOf(field: Field, known: KnownRound, wanted: PlannedRound, now: Date): ProblemCode | null {
  const fixed = fixedBy[field];
  if (fixed === 'making') return field === 'beacon' ? 'committed' : times.includes(field) ? 'times-fixed' : 'fixed';
  if (known.closesAt <= now) return 'over';
  if (fixed === 'opening' && known.opensAt <= now) return 'open-already';
  if (fixed === 'ticket' && (known.hasTickets || known.drawAt <= now)) return 'has-tickets';
  if (field === 'tranches' && known.opensAt <= now && !mayRelease(known.tranches, wanted.tranches, now)) return 'released-already';
  return null;
}

/** What has to change so that a round is as the plan says, and what may not any more. */
export function roundChanges(known: KnownRound, wanted: PlannedRound, path: string, now: Date): { changes: Change[]; problems: Problem[] } {
  const changes: Change[] = [];
  const problems: Problem[] = [];
  const windowOf = (round: Pick<PlannedRound, 'drawAt' | 'opensAt' | 'closesAt'>) => textOf([round.drawAt, round.opensAt, round.closesAt]);
  const sameTimes = [known, ...known.formerly].some((window) => windowOf(window) === windowOf(wanted));
  for (const field of fields) {
    const [before, after] = [textOf(known[field]), textOf(wanted[field])];
    if (before === after || (sameTimes && times.includes(field))) continue;
    const code = refusalOf(field, known, wanted, now);
    if (code) problems.push({ path: `${path}.${field}`, code, value: after.slice(0, 60) });
    else changes.push({ what: `round ${known.id}: ${field}`, before, after });
  }
  return { changes, problems };
}

const ruleOn = (rules: readonly PlannedRule[], day: string): PlannedRule | undefined =>
  rules.filter(({ validFrom }) => validFrom <= day).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];

const course = (rule: PlannedRule | undefined) => rule && [rule.doses, rule.interval, rule.intervalMin, rule.intervalMax];
const limits = (rule: PlannedRule | undefined) => rule && [rule.minAge, rule.maxAge];

/** The rules that there will be: those of the plan, and those of other days. */
export const rulesTogether = (known: readonly PlannedRule[], wanted: readonly PlannedRule[]): PlannedRule[] => [
  ...known.filter(({ validFrom }) => wanted.every((rule) => rule.validFrom !== validFrom)),
  ...wanted,
];

/**
 * What rules of a product that people are booked for may not become: what held until today has been acted upon, and an interval
 * that changes moves people, which `npm run interval` does.
 */
export function ruleProblems(known: readonly PlannedRule[], wanted: readonly PlannedRule[], path: string, today: string): Problem[] {
  const after = rulesTogether(known, wanted);
  const wrong = (day: string): ProblemCode | null => {
    const [was, is] = [ruleOn(known, day), ruleOn(after, day)];
    if (textOf(course(was) ?? null) !== textOf(course(is) ?? null)) return day <= today ? 'rule-in-force' : 'interval-by-command';
    return day <= today && textOf(limits(was) ?? null) !== textOf(limits(is) ?? null) ? 'rule-in-force' : null;
  };
  return wanted.flatMap(({ validFrom }, index) => {
    const code = wrong(validFrom);
    return code ? [{ path: `${path}.rules[${index}]`, code, value: validFrom }] : [];
  });
}
