import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

// What the import rules (lint/) can't see because it takes more than one file: see test/import-rules.test.ts for those.

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n');
const files = listed.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && existsSync(file));
const program = files.filter((file) => /^(app|components|lib)\//.test(file) && !/\.test\.tsx?$/.test(file));

/** The file that an import means, if it is one of ours. */
function resolve(from: string, source: string): string | undefined {
  const path = source.startsWith('@/') ? source.slice(2) : source.startsWith('.') ? join(dirname(from), source) : undefined;
  return path && ['', '.ts', '.tsx', '/index.ts'].map((ending) => path + ending).find((file) => program.includes(file));
}

/** Imports of values: those of types alone are gone when the program runs. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm);
  return [...statements].flatMap(([, source, effect]) => resolve(file, source ?? effect ?? '') ?? []);
}

function cycleFrom(start: string, graph: Map<string, string[]>, done: Set<string>, path: string[] = []): string[] | undefined {
  if (path.includes(start)) return [...path.slice(path.indexOf(start)), start];
  if (done.has(start)) return undefined;
  for (const next of graph.get(start) ?? []) {
    const cycle = cycleFrom(next, graph, done, [...path, start]);
    if (cycle) return cycle;
  }
  done.add(start);
  return undefined;
}

test('imports run one way: no file reaches itself', () => {
  const graph = new Map(program.map((file) => [file, importsOf(file)]));
  const done = new Set<string>();
  expect([...graph.values()].flat().length).toBeGreaterThan(20);
  expect(program.map((file) => cycleFrom(file, graph, done)).filter((cycle) => cycle !== undefined)).toEqual([]);
});

test('a file is named after its idea', () => {
  const nameless = /^(utils?|helpers?|types?|misc|common|index|shared)\.(ts|tsx|mjs)$/;
  expect(files.filter((file) => nameless.test(basename(file)) && file !== 'messages/index.ts')).toEqual([]);
});

test('a file fits on a few screens', () => {
  const linesMax = 250;
  const long = files.filter((file) => !/\.test\.tsx?$|^prisma\/seed\/(regions|names)/.test(file));
  expect(long.filter((file) => readFileSync(file, 'utf8').split('\n').length > linesMax + 1)).toEqual([]);
});
