import { existsSync, readFileSync } from 'node:fs';

/** What has passed and failed so far; every check of every kind counts as one. */
export class Tally {
  passed = 0;
  failed = 0;

  check(ok) {
    if (ok) this.passed += 1;
    else this.failed += 1;
  }

  add({ passed, failed }) {
    this.passed += passed;
    this.failed += failed;
  }

  get line() {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}

/** A run that ended badly without a failed test (a crash, a file that can't be read) is a failure all the same. */
const atLeastOne = (counts, code) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

export function countVitest(file, code) {
  const report = readReport(file);
  if (!report) return { passed: 0, failed: 1 };
  // A file that could not be run has failed and holds no test.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return atLeastOne({ passed: report.numPassedTests, failed: report.numFailedTests + broken.length }, code);
}

export function countPlaywright(file, code) {
  const report = readReport(file);
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return atLeastOne({ passed: expected, failed: unexpected + flaky }, code);
}
