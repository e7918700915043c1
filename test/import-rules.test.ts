import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

/** `*` stands for a folder or file of the case's own. */
const refused: [path: string, text: string, message: string][] = [
  ['lib/*/rotation.ts', `export { cookies } from 'next/headers';`, 'A pure file knows no framework'],
  ['lib/*/rotation.ts', `import { readFileSync } from 'node:fs';\nreadFileSync('x');`, 'no input or output'],
  ['lib/*/rotation.ts', `export const load = () => import('node:fs');`, 'no input or output'],
  ['lib/*/rotation.ts', `import { rounds } from './queries';\nrounds();`, 'A pure file imports pure files only'],
  ['lib/*/rotation.ts', `import type { Env } from '@/lib/platform/env';\nexport type E = Env;`, 'no database, settings'],
  ['lib/*/rotation.ts', `export const today = () => new Date();`, 'no clock'],
  ['lib/*/rotation.ts', `export const today = () => Date.now();`, 'no clock'],
  ['lib/*/rotation.ts', `export const chance = () => Math.random();`, 'no chance'],
  ['lib/*/rotation.ts', `export const key = process.env.KEY;`, 'no settings'],
  ['lib/*/token.ts', `import { randomBytes } from 'node:crypto';\nexport const id = () => randomBytes(8);`, 'no chance'],
  ['lib/*/commands.ts', `import { leave } from '@/lib/line/commands';\nleave();`, 'writes its own tables only'],
  ['lib/*/commands.ts', `import { PrismaClient } from '@prisma/client';\nnew PrismaClient();`, 'The database is reached through'],
  ['lib/*/queries.ts', `import { Redis } from '@upstash/redis';\nnew Redis({});`, 'Redis is for limits alone'],
  ['lib/*/commands.ts', `import { mintPass } from '@/lib/line/proof';\nmintPass({});`, 'Only a gate.ts mints proofs'],
  ['lib/*/commands.ts', `import { save } from '@/app/[locale]/book/actions';\nsave();`, 'Nothing imports app/'],
  ['components/*.tsx', `import { round } from '@/lib/campaign/round';\nround();`, 'Interface parts know nothing of vaccination'],
  ['components/*.tsx', `import { save } from '../app/actions';\nsave();`, 'Nothing imports app/'],
  ['app/*/page.tsx', `import Link from 'next/link';\nexport default Link;`, 'A plain <a href>'],
  ['app/*/page.tsx', `import { rotation } from '@/lib/campaign';\nrotation();`, 'There are no barrels'],
  ['app/*/page.tsx', `export async function save() {\n  'use server';\n}`, 'Server actions stand in actions.ts'],
  ['lib/*/queries.ts', `db.$queryRawUnsafe('select 1');`, 'Nothing silences'],
  ['lib/*/queries.ts', `export const x = y as unknown as string;`, 'Nothing silences'],
  ['lib/*/queries.ts', `export const limit = process.env.LIMIT;`, 'process.env'],
  ['lib/*/queries.ts', `export * from './place';`, 'barrel'],
];

const allowed: [path: string, text: string][] = [
  [
    'lib/*/place.ts',
    `import { createHash } from 'node:crypto';\nexport const hash = (x: string) => createHash('sha256').update(x).digest();`,
  ],
  ['lib/*/place.ts', `import { refuse } from '@/lib/platform/refusal';\nexport const no = () => refuse('late');`],
  ['lib/*/place.ts', `export const at = (seconds: number) => new Date(seconds * 1000);`],
  [
    'lib/*/gate.ts',
    `import { cookies } from 'next/headers';\nimport { mintPass } from './proof';\nexport const pass = () => mintPass(cookies());`,
  ],
  ['lib/*/commands.ts', `import { livePass } from '@/lib/line/sql';\nexport const book = () => livePass();`],
  ['components/*.tsx', `import { href } from '@/lib/platform/words';\nexport const home = href('ko', '/');`],
  ['app/*/actions.ts', `'use server';\nimport { book } from '@/lib/booking/commands';\nexport const save = async () => book();`],
];

const cases = [...refused, ...allowed].map(([path, text], index) => ({ path: path.replace('*', `case-${index}`), text }));
const folder = mkdtempSync(join(tmpdir(), 'charye-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Biome says, by case: one run over a folder that holds them all. */
function lint(): Map<string, string> {
  for (const name of ['biome.json', 'lint', '.gitignore']) cpSync(name, join(folder, name), { recursive: true });
  for (const { path, text } of cases) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  const options = ['--reporter=github', '--max-diagnostics=none', '--diagnostic-level=error'];
  const biome = spawnSync(resolve('node_modules/.bin/biome'), ['lint', ...options, '.'], { cwd: folder, encoding: 'utf8' });
  const found = new Map<string, string>();
  for (const line of biome.stdout.split('\n')) {
    const name = /case-\d+/.exec(line)?.[0];
    if (name) found.set(name, `${found.get(name) ?? ''}${line}\n`);
  }
  return found;
}

describe('the import rules of the house', () => {
  const found = lint();
  test.each(refused.map((row, index) => ({ path: row[0], text: row[1], message: row[2], said: found.get(`case-${index}`) })))(
    '$path may not hold: $text',
    ({ said, message }) => expect(said).toContain(message),
  );
  test.each(allowed.map((row, index) => ({ path: row[0], text: row[1], said: found.get(`case-${refused.length + index}`) })))(
    '$path may hold: $text',
    ({ said }) => expect(said).toBeUndefined(),
  );
});
