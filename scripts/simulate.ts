// `npm run simulate -- --people 10000000`: a whole day of the waiting line, with the functions of the running program.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { august, july12 } from '@/lib/forecast/backtests';
import { type Day, simulate } from '@/lib/forecast/day';
import { drawingOf } from '@/lib/forecast/drawing';
import { type Figures, figuresOf } from '@/lib/forecast/figures';
import { day, news, type Setting } from '@/lib/forecast/setting';
import { targetsOf } from '@/lib/forecast/targets';

const usage = `npm run simulate -- [--people 10000000] [--seats 0.02] [--scenario day|news|july-12|august] [--seed 1] [--json] [--draw file.svg]
  --people    people with a ticket; with a backtest everything shrinks in proportion (default: its own size)
  --seats     seats as a share of the people (day and news)
  --scenario  day; news: passed-over people come back at 21:00; july-12 and august: backtests with published figures
  --json      one object, each key with its unit
  --draw      a picture of the day (of the first round of a backtest)`;

const { values } = parseArgs({
  options: {
    people: { type: 'string' },
    seats: { type: 'string', default: '0.02' },
    scenario: { type: 'string', default: 'day' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    draw: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function settings(): Setting[] {
  const people = values.people === undefined ? null : Number(values.people);
  const [seats, seed] = [Number(values.seats), Number(values.seed)];
  const sane = (people === null || (people >= 100 && people <= 50_000_000)) && seats > 0 && seats <= 1 && Number.isInteger(seed);
  if (values.help || !sane) return [];
  if (values.scenario === 'day') return [day(people ?? 10_000_000, seats, seed)];
  if (values.scenario === 'news') return [news(people ?? 10_000_000, seats, seed)];
  if (values.scenario === 'july-12') return july12(people, seed);
  return values.scenario === 'august' ? august(people, seed) : [];
}

const print = (text: string) => process.stdout.write(`${text}\n`);

function table(figures: Figures, seconds: number): void {
  print(
    `\n${figures.scenario}: ${figures.people.toLocaleString('en')} people, ${figures.seats.toLocaleString('en')} seats, seed ${figures.seed}, ${seconds} s`,
  );
  const rows = targetsOf(figures);
  const widest = Math.max(...rows.map((row) => row.what.length));
  for (const { what, measured, reach, reached } of rows) {
    print(`  ${reached ? '✓' : '✗'} ${what.padEnd(widest)}  ${measured.padStart(10)}  ${reach}`);
  }
  for (const [key, value] of Object.entries(figures)) {
    if (
      /^(wait|entries$|bookings|toldSold|soldOut|lineEmpty|polls|hammeringReq|refusalsPerSecond|rangeWidthAfterwards90)/.test(key) &&
      value !== null
    )
      print(`    ${key}: ${value}`);
  }
}

const rounds = settings();
if (rounds.length === 0) {
  print(usage);
  process.exit(values.help ? 0 : 1);
}
const started = performance.now();
const measured: (Figures & { secondsTaken: number })[] = [];
let first: Day | undefined;
for (const setting of rounds) {
  const begun = performance.now();
  const lived = await simulate(setting);
  if (values.draw && !first) first = lived;
  const figures = figuresOf(lived);
  const secondsTaken = Math.round((performance.now() - begun) / 100) / 10;
  measured.push({ ...figures, secondsTaken });
  if (!values.json) table(figures, secondsTaken);
}
if (values.draw && first) writeFileSync(values.draw, drawingOf(first));
const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
  memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  memoryMostMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  secondsTaken: Math.round((performance.now() - started) / 100) / 10,
  // Of all processors: what it takes on a machine with nothing else to do.
  processorSecondsTaken: Math.round((process.resourceUsage().userCPUTime + process.resourceUsage().systemCPUTime) / 1e5) / 10,
};
const [only] = measured;
if (values.json)
  print(JSON.stringify(rounds.length === 1 ? { ...only, machine } : { scenario: values.scenario, rounds: measured, machine }, null, 2));
else
  print(
    `\n${machine.processors} × ${machine.processor}, Node ${machine.node}, ${machine.memoryMostMegabytes} MB at most, ${machine.secondsTaken} s (${machine.processorSecondsTaken} s of processor time)`,
  );
