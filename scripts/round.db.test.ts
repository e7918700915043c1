import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { database } from '@/lib/platform/database';
import { databaseNow, somebody } from '@/test/booking';
import { lineRound } from '@/test/line';

const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/round.ts', ...args], { env: process.env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (fault: { code: number; stdout: string; stderr: string }) => fault,
  );
const later = (at: Date, hours: number) => new Date(at.getTime() + hours * 3_600_000).toISOString();

it('an operator postpones and cancels by command, each with a line of audit; nobody else does', async () => {
  const { id } = await lineRound(1, { drawInMinutes: 10, opensInMinutes: 40 });
  const [operator, other] = [await somebody(), await somebody()];
  await database().staffRole.create({ data: { personId: operator, role: 'operator' } });
  const now = await databaseNow();
  const kinds = async () =>
    (await database().drawRecord.findMany({ where: { roundId: id }, orderBy: { id: 'asc' } })).map(({ kind }) => kind);

  expect(await command('cancel', id, '시험', '--operator', other)).toMatchObject({ code: 1, stderr: expect.stringContaining(operator) });
  expect((await command('postpone', id, '2099-01-01 20:00', later(now, 9), '점검', '--operator', operator)).stderr).toContain('offset');
  expect(await kinds()).toEqual(['commit']);

  const postponed = await command('postpone', id, later(now, 5), later(now, 9), '점검', '--operator', operator);
  expect(postponed).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(postponed.stdout)).toMatchObject({ what: 'operator: postpone', personId: operator, roundId: id, outcome: 'done' });

  const refused = await command('beacon', id, 'c5a1', '--operator', operator);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('does not use') });
  expect(JSON.parse(refused.stdout)).toMatchObject({ outcome: 'beacon-not-named' });
  expect((await command('cancel', id, '시험', '--operator', operator)).code).toBe(0);
  expect(await kinds()).toEqual(['commit', 'postponed', 'attempt', 'cancelled']);
});
