import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { database } from '@/lib/platform/database';

const file = join(mkdtempSync(join(tmpdir(), 'charye-plan-')), 'plan.json');

/** The command with this text as its file. */
async function take(text: string, ...options: string[]): Promise<{ code: number; said: string }> {
  writeFileSync(file, text);
  const command = ['--import', 'tsx', 'scripts/campaign.ts', 'import', file, ...options];
  return promisify(execFile)(process.execPath, command, { env: process.env }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (fault: { code: number; stdout: string; stderr: string }) => ({ code: fault.code, said: fault.stdout + fault.stderr }),
  );
}

it('a country begins with a file: refused with field and reason, tried dry, taken in once', async () => {
  // The rounds of the example, a century later: no day on which this runs is past them.
  const example = readFileSync('docs/examples/plan.json', 'utf8').replaceAll(/(At|at|from)": "2027/g, '$1": "2127');
  const wrong = await take(example.replace('"seatCount": 5000', '"seatCount": 0'));
  expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('rounds[0].seatCount: 있을 수 없는 값이에요. (적힌 값: 0)') });
  expect(wrong.said).toContain('rounds[0].seatCount: that can’t be. (it says: 0)');

  const dry = await take(example, '--dry-run');
  expect(dry).toMatchObject({ code: 0, said: expect.stringContaining('+ round spring-2027-senior') });
  expect(await database().campaign.count()).toBe(0);

  expect(await take(example)).toMatchObject({ code: 0, said: expect.stringContaining('changes made') });
  expect(await database().seat.groupBy({ by: ['roundId'], _count: true, orderBy: { roundId: 'asc' } })).toMatchObject([
    { roundId: 'spring-2027-digit-9', _count: 20_000 },
    { roundId: 'spring-2027-senior', _count: 5_000 },
  ]);
  expect(await database().region.count({ where: { parentCode: null } })).toBe(17);
}, 600_000);
