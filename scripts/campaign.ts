// `npm run campaign -- import <plan.json>`: a campaign with its vaccines, rounds and tranches. See docs/campaign.md.
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importPlan } from '@/lib/campaign/plan/commands';
import type { Change, Problem } from '@/lib/campaign/plan/plan';
import { readPlan } from '@/lib/campaign/plan/schema';
import { database } from '@/lib/platform/database';
import { type Locale, words } from '@/lib/platform/words';
import { regionRows } from '../prisma/seed/regions';
import { atConsole, operator } from './recall/console';

const usage = `npm run campaign -- import plan.json [--dry-run]
  --dry-run   say what would change, change nothing
Example: docs/examples/plan.json; what each field means: docs/campaign.md`;

const languages: Locale[] = ['ko', 'en'];
const say = (line: string): void => console.log(line);

function sentence(language: Locale, { path, code, value }: Problem): string {
  const t = words(language, 'plan');
  const what = value === undefined ? t(`problem.${code}`) : t('value', { what: t(`problem.${code}`), value });
  return path ? t('at', { path, what }) : what;
}

const line = ({ what, before, after }: Change): string => (before === null ? `+ ${what} ${after}` : `~ ${what} ${before} → ${after}`);

async function take(file: string, dry: boolean): Promise<boolean> {
  const read = readPlan(readFileSync(file, 'utf8'));
  const done = read.ok ? await importPlan(database(), operator, read.plan, { dry, regions: regionRows() }) : read;
  if (!done.ok) {
    for (const problem of done.problems) for (const language of languages) say(sentence(language, problem));
    say('Nothing was changed.');
    return false;
  }
  for (const change of done.changes) say(line(change));
  for (const id of done.left) say(`  round ${id} is not in the file and stays as it is`);
  if (done.changes.length === 0) say('Everything is so already.');
  else if (dry) say('Nothing was changed: this is what would change.');
  else say(`${done.changes.length} changes made. Supply that has come already is shared out by \`npm run supply -- share\`.`);
  return true;
}

async function run(): Promise<boolean | null> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
  const [command, file = ''] = positionals;
  if (command !== 'import' || positionals.length !== 2 || !existsSync(file)) return null;
  return take(file, values['dry-run'] ?? false);
}

await atConsole(usage, run);
