// `npm run bench` measures everything, `npm run bench -- edge` one thing; `--json` prints one object.
import { mkdirSync, readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { explain } from '../scripts/ground/progress.mjs';
import { type Bench, type Figure, rounded } from './measure/figure';

const here = fileURLToPath(new URL('.', import.meta.url));
const tools = join(here, '../.charye-bench/tools');
const json = process.argv.includes('--json');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const say = (text: string) => process.stderr.write(`${text}\n`);

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory_gigabytes: rounded(totalmem() / 2 ** 30),
  node: process.version,
};

async function benches(): Promise<Bench[]> {
  const files = readdirSync(here).filter((file) => file.endsWith('.ts') && file !== 'run.ts');
  const all: Bench[] = await Promise.all(files.map((file) => import(pathToFileURL(join(here, file)).href)));
  const unknown = asked.find((name) => !all.some((bench) => bench.name === name));
  if (unknown) throw new Error(`There is no bench "${unknown}": npm run bench -- [${all.map(({ name }) => name).join('|')}].`);
  return all.filter(({ name }) => asked.length === 0 || asked.includes(name));
}

function print(name: string, figure: Figure): void {
  const reach = figure.reach ? `, reach ${figure.reach}: ${figure.reached ? 'yes' : 'NO'}` : '';
  process.stdout.write(`${name}.${figure.key}: ${figure.value} ${figure.unit} (against ${figure.against}${reach})\n`);
  if (figure.repeats) process.stdout.write(`    repeats: ${figure.repeats.join(', ')}\n`);
  if (figure.note) process.stdout.write(`    ${figure.note}\n`);
}

try {
  mkdirSync(tools, { recursive: true });
  const figures: Record<string, Omit<Figure, 'key'>> = {};
  if (!json) process.stdout.write(`${machine.processor}, ${machine.cores} cores, ${machine.memory_gigabytes} GB, Node ${machine.node}\n`);
  for (const { name, run } of await benches()) {
    for (const figure of await run({ tools, say })) {
      const { key, ...rest } = figure;
      figures[`${name}.${key}`] = rest;
      if (!json) print(name, figure);
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ machine, figures }, null, 2)}\n`);
  process.exit(0);
} catch (error) {
  explain(error);
  process.exit(1);
}
