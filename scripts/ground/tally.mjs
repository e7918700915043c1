import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What has passed and failed so far, and the names of what failed; every check of every kind counts as one. */
export class Tally {
  passed = 0;
  failed = 0;
  /** @type {string[]} */
  failures = [];

  check(ok, name = 'the run itself') {
    if (ok) this.passed += 1;
    else this.add({ passed: 0, failed: 1, failures: [name] });
  }

  add({ passed, failed, failures }) {
    this.passed += passed;
    this.failed += failed;
    this.failures.push(...failures);
  }

  /** What failed, by name and with its reason: last of all, where whoever sees only the end of a long log finds it. */
  get lines() {
    const total = `${this.passed} passed, ${this.failed} failed`;
    return this.failures.length === 0 ? total : ['Failed:', ...this.failures.map((name) => `- ${name}`), total].join('\n');
  }
}

/** A run that ended badly without a failed test (a crash, a file that can't be read) is a failure all the same. */
const atLeastOne = (counts, code, what) =>
  code !== 0 && counts.failed === 0 ? { ...counts, failed: 1, failures: [`${what} ended with ${code}`] } : counts;

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

const noReport = (file) => ({ passed: 0, failed: 1, failures: [`${file} was never written`] });

/** The first lines of a message, without colours and without the stack. */
function reason(message) {
  const lines = stripVTControlCharacters(message ?? '').split('\n');
  const told = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line)).slice(0, 8);
  return told.map((line) => `\n    ${line}`).join('');
}

export function countVitest(file, code) {
  const report = readReport(file);
  if (!report) return noReport(file);
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const where = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that could not be run has failed and holds no test.
    if (status === 'failed' && failed.length === 0) return [`${where}${reason(message)}`];
    return failed.map((test) => `${where} › ${test.fullName}${reason(test.failureMessages?.[0])}`);
  });
  return atLeastOne({ passed: report.numPassedTests, failed: failures.length, failures }, code, file);
}

export function countPlaywright(file, code) {
  const report = readReport(file);
  if (!report) return noReport(file);
  const { expected, unexpected, flaky } = report.stats;
  const failures = report.suites.flatMap(failedSpecs);
  return atLeastOne({ passed: expected, failed: unexpected + flaky, failures }, code, file);
}

const failedSpecs = (suite) => [
  ...(suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const error = results.find((result) => result.error)?.error;
        return `[${projectName}] ${spec.file} › ${spec.title}${reason(error?.message)}`;
      }),
  ),
  ...(suite.suites ?? []).flatMap(failedSpecs),
];
