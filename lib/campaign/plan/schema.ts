import { z } from 'zod';
import { calendarDate, cohortSchema } from '../schema';
import { isDate } from '../seoul';
import type { Plan, PlannedProduct, PlannedRound, PlannedRule, Problem, ProblemCode } from './plan';
import { problemCodes } from './plan';

const name = z.string().trim().min(1).max(100);
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const code = z.string().regex(/^[a-z0-9-]{1,32}$/);
const whole = (least: number, most: number) => z.int().min(least).max(most);
const seconds = (least: number) => whole(least, 86_400);

/** With its offset, as `2027-03-02T20:00+09:00`: nobody has to guess whose time it is. */
const instant = z
  .string()
  .refine((text) => /^.{10}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)$/.test(text) && isDate(text.slice(0, 10)), 'not-a-time')
  .transform((text) => new Date(text));

type Wrong = (path: (string | number)[], code: ProblemCode) => void;

function twice(values: readonly string[], path: (index: number) => (string | number)[], wrong: Wrong): void {
  for (const [index, value] of values.entries()) if (values.indexOf(value) !== index) wrong(path(index), 'twice');
}

/** A refinement in our own codes. */
const judging =
  <Value>(judge: (value: Value, wrong: Wrong) => void) =>
  (value: Value, context: z.RefinementCtx): void =>
    judge(value, (path, message) => context.addIssue({ code: 'custom', path, message }));

const days = whole(1, 365).nullable().default(null);
const ruleSchema = z
  .strictObject({
    validFrom: calendarDate,
    minAge: whole(0, 150),
    maxAge: whole(0, 150).nullable().default(null),
    doses: whole(1, 2),
    interval: days,
    intervalMin: days,
    intervalMax: days,
  })
  .superRefine(
    judging<PlannedRule>(({ minAge, maxAge, doses, interval, intervalMin, intervalMax }, wrong) => {
      if (maxAge !== null && maxAge < minAge) wrong(['maxAge'], 'backwards');
      const given = [interval, intervalMin, intervalMax].filter((one) => one !== null);
      if (given.length !== (doses === 2 ? 3 : 0)) wrong(['interval'], 'no-interval');
      else if (given.length === 3 && !((intervalMin ?? 0) <= (interval ?? 0) && (interval ?? 0) <= (intervalMax ?? 0)))
        wrong(['interval'], 'not-within');
    }),
  );

const productSchema: z.ZodType<PlannedProduct> = z
  .strictObject({ code, nameKo: name, nameEn: name, cvx: z.string().regex(/^\d{1,4}$/), rules: z.array(ruleSchema).max(100) })
  .superRefine(
    judging(({ rules }, wrong) =>
      twice(
        rules.map(({ validFrom }) => validFrom),
        (index) => ['rules', index, 'validFrom'],
        wrong,
      ),
    ),
  );

function judgeRound(round: PlannedRound, wrong: Wrong): void {
  const { drawAt, opensAt, closesAt, handOnAt, beacon, tranches } = round;
  if (drawAt > opensAt) wrong(['drawAt'], 'backwards');
  if (opensAt >= closesAt) wrong(['closesAt'], 'backwards');
  if (handOnAt && handOnAt < closesAt) wrong(['handOnAt'], 'backwards');
  // A beacon comes while the draw can still wait for it: see `promiseOf`.
  if (beacon && beacon.from.getTime() >= Math.min(drawAt.getTime() + beacon.graceSeconds * 1_000, opensAt.getTime()))
    wrong(['beacon', 'from'], 'backwards');
  for (const [index, { at, permille }] of tranches.entries()) {
    const before = tranches[index - 1];
    if (at >= closesAt || (before && at <= before.at)) wrong(['tranches', index, 'at'], 'backwards');
    if (before && permille <= before.permille) wrong(['tranches', index, 'permille'], 'backwards');
  }
}

const roundSchema = z
  .strictObject({
    id: slug,
    sequence: whole(1, 10_000),
    nameKo: name,
    nameEn: name,
    cohort: cohortSchema,
    cohortSize: whole(0, 2_000_000_000),
    cohortSizeAssumed: z.boolean().default(false),
    lineOrder: z.enum(['drawn', 'arrival']).default('drawn'),
    helpersAllowed: z.boolean().default(false),
    drawAt: instant,
    opensAt: instant,
    closesAt: instant,
    seatCount: whole(1, 1_000_000),
    minSweep: seconds(1).default(1_800),
    callHold: seconds(0).default(600),
    passLength: seconds(1).default(600),
    holdLength: seconds(1).default(300),
    maxExtensions: whole(0, 1_000).default(10),
    lateShare: z.number().min(0).max(1).default(0.7),
    shareWeight: whole(0, 2_000_000_000).nullable().default(null),
    handOnAt: instant.nullable().default(null),
    beacon: z
      .strictObject({ source: z.string().trim().min(1).max(500), from: instant, graceSeconds: seconds(0).default(600) })
      .nullable()
      .default(null),
    tranches: z
      .array(z.strictObject({ at: instant, permille: whole(1, 1_000) }))
      .max(100)
      .default([]),
  })
  .superRefine(judging(judgeRound));

/** Of an entry of the public record that postpones or cancels a round: the window as it was. */
export const formerWindow = z
  .object({ before: z.object({ drawAt: z.coerce.date(), opensAt: z.coerce.date(), closesAt: z.coerce.date() }) })
  .transform(({ before }) => before);

/** What stands in the file of `npm run campaign`: see docs/campaign.md. */
const planSchema = z
  .strictObject({
    campaign: z.strictObject({
      id: slug,
      nameKo: name,
      nameEn: name,
      phone: z.string().regex(/^[0-9][0-9-]{2,19}$/),
      products: z.array(code).min(1).max(50),
      firstDay: calendarDate,
      lastDay: calendarDate,
    }),
    products: z.array(productSchema).max(100).default([]),
    rounds: z.array(roundSchema).max(1_000).default([]),
  })
  .superRefine(
    judging<Plan>(({ campaign, products, rounds }, wrong) => {
      if (campaign.lastDay < campaign.firstDay) wrong(['campaign', 'lastDay'], 'backwards');
      twice(campaign.products, (index) => ['campaign', 'products', index], wrong);
      const codes = products.map((product) => product.code);
      twice(codes, (index) => ['products', index, 'code'], wrong);
      const ids = rounds.map(({ id }) => id);
      twice(ids, (index) => ['rounds', index, 'id'], wrong);
      const sequences = rounds.map(({ sequence }) => String(sequence));
      twice(sequences, (index) => ['rounds', index, 'sequence'], wrong);
    }),
  );

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((all, part) => (typeof part === 'number' ? `${all}[${part}]` : all ? `${all}.${String(part)}` : String(part)), '');

const codeOf = (issue: z.core.$ZodIssue): ProblemCode => {
  const own = problemCodes.find((one) => one === issue.message);
  if (own) return own;
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown-field';
    case 'invalid_type':
      return issue.input === undefined ? 'missing' : 'wrong-kind';
    case 'invalid_value':
      return issue.input === undefined ? 'missing' : 'not-one-of';
    case 'too_small':
    case 'too_big':
      return 'out-of-range';
    case 'custom':
      return typeof issue.input === 'string' ? 'not-a-date' : 'not-a-cohort';
    default:
      return 'not-of-the-form';
  }
};

const shown = (input: unknown): Pick<Problem, 'value'> =>
  typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean' ? { value: String(input).slice(0, 60) } : {};

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), code: 'unknown-field' as const }));
  return [{ path: pathOf(issue.path), code: codeOf(issue), ...shown(issue.input) }];
}

/** The plan that a file states, or all that is wrong with it. */
export function readPlan(text: string): { ok: true; plan: Plan } | { ok: false; problems: Problem[] } {
  let stated: unknown;
  try {
    stated = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (fault) {
    if (fault instanceof SyntaxError) return { ok: false, problems: [{ path: '', code: 'not-json', value: fault.message.slice(0, 100) }] };
    throw fault;
  }
  const read = planSchema.safeParse(stated, { reportInput: true });
  return read.success ? { ok: true, plan: read.data } : { ok: false, problems: read.error.issues.flatMap(problemsOf) };
}
