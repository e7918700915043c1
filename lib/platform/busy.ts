import { Admission, type Busy } from './admission';

/**
 * The steps that cost the server something, in the order in which people take them, each with the delay it tolerates.
 * All share one processor: when it is short, the early steps feel it first, and who is further along is let through.
 */
const tolerated = { 'sign-in': 200, callback: 300, ticket: 400, enter: 600 } as const;
export type Step = keyof typeof tolerated;

/** Few enough that the last of them waits no second; more than the pool of the database can work on. */
const least = 16;
/** A burst that is answered within half a second where an answer takes four milliseconds. */
const most = 128;

const admissions = () =>
  Object.fromEntries(
    Object.entries(tolerated).map(([step, toleratedDelayMs]) => [step, new Admission({ toleratedDelayMs, least, most })]),
  ) as Record<Step, Admission>;

// One per process: the front door counts, and the pages (bundled apart) read.
const shared = globalThis as { charyeAdmissions?: Record<Step, Admission> };

export function admissionOf(step: Step): Admission {
  shared.charyeAdmissions ??= admissions();
  return shared.charyeAdmissions[step];
}

/** How busy the sign-in of this server is: its own measure, no database. */
export function signInBusy(): Busy {
  const [start, finish] = (['sign-in', 'callback'] as const).map((step) => admissionOf(step).busy(performance.now()));
  if (!start || !finish) throw new Error('no measure');
  return start.seconds >= finish.seconds ? start : finish;
}
