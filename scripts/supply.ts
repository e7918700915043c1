// `npm run supply -- import <file> …`: clinics, deliveries, closures and holidays from CSV; `-- share` shares supply out anew.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { type Doubt, type Outcome, type Outside, type Staged, takeIn } from '@/lib/intake/commands';
import { headerProblems, type Kind, kinds, type Problem, Reader } from '@/lib/intake/rows';
import { connect, type Database } from '@/lib/platform/database';
import { type Locale, words } from '@/lib/platform/words';
import { planShares } from '@/lib/supply/commands';
import { consoleSettings } from './ground/console';
import { operator } from './recall/console';

const usage = `npm run supply -- import clinics.csv|deliveries.csv|closures.csv|holidays.csv [--dry-run] [--yes] [--yes-to 12,40] [--as <kind>]
npm run supply -- share

  --dry-run   find out everything, change nothing
  --yes       take it in without asking first; a figure that looks like a slip is asked about all the same
  --yes-to    the lines whose figures are right, for scripts
  --as        what the file has, where its name does not begin with it
Examples: docs/examples/`;

const most = 50;
const languages: Locale[] = ['ko', 'en'];
const say = (line: string): void => console.log(line);

function sentence(language: Locale, { line, column, code, value, booked }: Problem): string {
  const t = words(language, 'intake');
  const what = booked ? t('booked', booked) : value ? t('value', { what: t(`problem.${code}`), value }) : t(`problem.${code}`);
  return column ? t('at', { line, column, what }) : t('atLine', { line, what });
}

function tell(concerned: number): void {
  if (concerned > 0) for (const language of languages) say(words(language, 'intake')('concerned', { count: concerned }));
}

/** In Seoul, as the command that closes a clinic takes it. */
const moment = (at: Date): string => `${new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 16)}+09:00`;

/** Whoever is booked at half hours that a clinic does not have any more is left to `npm run pause -- clinic`. */
function tellOutside(outside: readonly Outside[]): void {
  for (const { clinic, fromAt, toAt, bookings } of outside.slice(0, most)) {
    const facts = { clinic, from: moment(fromAt), to: moment(toAt), count: bookings };
    for (const language of languages) say(words(language, 'intake')('outside', facts));
  }
  if (outside.length > most) for (const language of languages) say(words(language, 'intake')('more', { count: outside.length - most }));
}

function report(problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, most)) for (const language of languages) say(sentence(language, problem));
  if (problems.length > most) for (const language of languages) say(words(language, 'intake')('more', { count: problems.length - most }));
}

/** Only where somebody watches: a log keeps the ends of steps alone. */
function progress(what: string, part: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const done = Math.min(width, Math.round(part * width));
  process.stderr.write(`\r${what} [${'#'.repeat(done)}${' '.repeat(width - done)}] ${Math.round(part * 100)} %${part >= 1 ? '\n' : ''}`);
}

/** Line by line, however large the file is. */
async function readFile(file: string, kind: Kind): Promise<{ lines: Staged[]; problems: Problem[] }> {
  const size = statSync(file).size;
  const source = createReadStream(file);
  const parser = source.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }));
  const lines: Staged[] = [];
  const problems: Problem[] = [];
  let reader: Reader | undefined;
  let shown = 0;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (!reader) {
      problems.push(...headerProblems(kind, record));
      if (problems.length > 0) return { lines, problems };
      reader = new Reader(kind, record);
      continue;
    }
    const { row, problems: wrong } = reader.read(info.lines, record);
    problems.push(...wrong);
    if (row) lines.push({ line: info.lines, row });
    const part = source.bytesRead / size;
    if (part - shown > 0.02) {
      progress('CSV', part);
      shown = part;
    }
  }
  progress('CSV', 1);
  if (lines.length === 0 && problems.length === 0) problems.push({ line: 1, column: null, code: 'empty' });
  return { lines, problems };
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^(?:y|yes|네|예)$/i.test(answer.trim());
}

const doubtWords = (language: Locale, { line, value, of, usual }: Doubt): string =>
  words(language, 'intake')('slip', { line, value, of, usual: Math.round(usual) });

/** The lines whose figures somebody has looked at, and whether that is all of them. */
async function confirm(doubts: readonly Doubt[], confirmed: Set<number>): Promise<boolean> {
  for (const doubt of doubts.filter(({ line }) => !confirmed.has(line))) {
    for (const language of languages) say(doubtWords(language, doubt));
    if (await ask('?')) confirmed.add(doubt.line);
  }
  return doubts.every(({ line }) => confirmed.has(line));
}

async function shareOut(db: Database): Promise<void> {
  const campaigns = await db.$queryRaw<{ id: string; now: Date }[]>`
    SELECT DISTINCT campaign_id AS id, now() FROM round WHERE closes_at > now() AND EXISTS (SELECT FROM seat WHERE seat.round_id = round.id)`;
  for (const { id, now } of campaigns) {
    const written = await planShares(db, id, now, { progress: (done, of) => progress(id, done / of) });
    say(`${id}: ${written.toLocaleString('en-US')} shares written`);
  }
}

const kindOf = (file: string, as: string | undefined): Kind | undefined =>
  kinds.find((kind) => (as ? kind === as : basename(file).startsWith(kind)));

async function take(
  db: Database,
  file: string,
  kind: Kind,
  given: { dry: boolean; yes: boolean; confirmed: Set<number> },
): Promise<boolean> {
  const { lines, problems } = await readFile(file, kind);
  if (problems.length > 0) {
    report(problems);
    return false;
  }
  const first: Outcome = await takeIn(db, kind, lines, { by: operator, dry: true, confirmed: given.confirmed });
  if (!first.ok) {
    report(first.problems);
    return false;
  }
  const sure = await confirm(first.doubts, given.confirmed);
  say(`${lines.length.toLocaleString('en-US')} lines of ${kind} are in order${sure ? '' : '; nothing was taken in'}.`);
  tell(first.concerned);
  if (given.dry || !sure) {
    tellOutside(first.outside);
    return sure;
  }
  if (!given.yes && !(await ask(`Take them in?`))) {
    say('Nothing was taken in. (In a script: --yes.)');
    return false;
  }
  const done = await takeIn(db, kind, lines, { by: operator, dry: false, confirmed: given.confirmed });
  if (!done.ok) {
    report(done.problems);
    return false;
  }
  say(`${done.written.toLocaleString('en-US')} lines taken in.`);
  if (done.concerned !== first.concerned) tell(done.concerned);
  tellOutside(done.outside);
  await shareOut(db);
  return done.written === lines.length;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' }, 'yes-to': { type: 'string' }, as: { type: 'string' } },
});
const [command, file = ''] = positionals;
const kind = kindOf(file, values.as);
const asked = (command === 'import' && kind && existsSync(file)) || command === 'share';
if (!asked) {
  console.error(usage);
  process.exitCode = 1;
} else {
  const db = connect(consoleSettings(), 2);
  try {
    const confirmed = new Set((values['yes-to'] ?? '').split(',').filter(Boolean).map(Number));
    const given = { dry: values['dry-run'] ?? false, yes: values.yes ?? false, confirmed };
    if (command === 'share') await shareOut(db);
    else if (kind && !(await take(db, file, kind, given))) process.exitCode = 1;
  } finally {
    await db.$disconnect();
  }
}
