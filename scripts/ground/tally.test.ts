import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countPlaywright, countVitest, Tally } from './tally.mjs';

function report(content: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'charye-tally-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const failed = { status: 'failed', assertionResults: [{ status: 'failed' }] };
const unreadable = { status: 'failed', assertionResults: [] };

test.each([
  ['all is well', [passed], 0, 0, { passed: 3, failed: 0 }],
  ['a test fails', [passed, failed], 1, 1, { passed: 3, failed: 1 }],
  ['a file can not be read', [passed, unreadable], 0, 1, { passed: 3, failed: 1 }],
  ['the run crashes after its tests', [passed], 0, 1, { passed: 3, failed: 1 }],
])('when %s the unit tests count so', (_, testResults, numFailedTests, code, counts) => {
  expect(countVitest(report({ numPassedTests: 3, numFailedTests, testResults }), code)).toEqual(counts);
});

test('a run that wrote no report has failed', () => {
  expect(countVitest('no-such-report.json', 0)).toEqual({ passed: 0, failed: 1 });
  expect(countPlaywright('no-such-report.json', 0)).toEqual({ passed: 0, failed: 1 });
});

test('a journey that passes only at times has failed', () => {
  expect(countPlaywright(report({ stats: { expected: 5, unexpected: 0, flaky: 1 } }), 0)).toEqual({ passed: 5, failed: 1 });
});

test('the last line adds everything up', () => {
  const tally = new Tally();
  tally.check(true);
  tally.check(false);
  tally.add({ passed: 10, failed: 2 });
  expect(tally.line).toBe('11 passed, 3 failed');
});
