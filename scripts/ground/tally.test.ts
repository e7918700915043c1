import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { countPlaywright, countVitest, Tally } from './tally.mjs';

function report(content: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'charye-tally-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const name = resolve('lib/line/a.test.ts');
const passed = { name, status: 'passed', assertionResults: [{ status: 'passed', fullName: 'is well' }] };
const failed = {
  name,
  status: 'failed',
  assertionResults: [
    { status: 'failed', fullName: 'the front stands', failureMessages: ['\u001b[31mexpected 3\u001b[39m\n    at a.ts:3'] },
  ],
};
const unreadable = { name, status: 'failed', message: 'no such module', assertionResults: [] };
const ended = [expect.stringMatching(/report\.json ended with 1$/)];

test.each([
  ['all is well', [passed], 0, { passed: 3, failed: 0, failures: [] }],
  ['a test fails', [passed, failed], 1, { passed: 3, failed: 1, failures: ['lib/line/a.test.ts › the front stands\n    expected 3'] }],
  ['a file can not be read', [passed, unreadable], 1, { passed: 3, failed: 1, failures: ['lib/line/a.test.ts\n    no such module'] }],
  ['the run crashes after its tests', [passed], 1, { passed: 3, failed: 1, failures: ended }],
])('when %s the unit tests count so', (_, testResults, code, counts) => {
  expect(countVitest(report({ numPassedTests: 3, testResults }), code)).toEqual(counts);
});

test('a run that wrote no report has failed', () => {
  const none = { passed: 0, failed: 1, failures: ['no-such-report.json was never written'] };
  expect(countVitest('no-such-report.json', 0)).toEqual(none);
  expect(countPlaywright('no-such-report.json', 0)).toEqual(none);
});

test('a journey that passes only at times has failed, and is named with the browser that it failed in', () => {
  const flaky = { projectName: 'phone', status: 'flaky', results: [{ error: { message: 'Timeout' } }, {}] };
  const well = { projectName: 'desktop', status: 'expected', results: [{}] };
  const suites = [{ suites: [{ specs: [{ title: 'books', file: 'booking.spec.ts', tests: [flaky, well] }] }] }];
  expect(countPlaywright(report({ stats: { expected: 5, unexpected: 0, flaky: 1 }, suites }), 0)).toEqual({
    passed: 5,
    failed: 1,
    failures: ['[phone] booking.spec.ts › books\n    Timeout'],
  });
});

test('the last line adds everything up, below the names of what failed', () => {
  const tally = new Tally();
  tally.check(true, 'Types');
  expect(tally.lines).toBe('1 passed, 0 failed');
  tally.check(false, 'Lint');
  tally.add({ passed: 10, failed: 2, failures: ['one', 'two'] });
  expect(tally.lines).toBe('Failed:\n- Lint\n- one\n- two\n11 passed, 3 failed');
});
