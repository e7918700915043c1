import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { processorSeconds } from './processor';

test.skipIf(!existsSync('/proc/self/stat'))('the time that a child spends working is counted, and to its own parent', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);']);
  const before = processorSeconds(process.pid) ?? 0;
  await expect.poll(() => (processorSeconds(process.pid) ?? 0) - before, { timeout: 100_000 }).toBeGreaterThan(0.2);
  expect(processorSeconds(child.pid)).toBe(0);
  child.kill('SIGKILL');
});
