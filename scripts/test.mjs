// `npm test`: its own set-up, then every check there is. `npm test -- unit` (or database, journeys) runs a part.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, checkWritable } from './ground/machine.mjs';
import { explain } from './ground/progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.charye-test');

try {
  checkNode();
  checkWritable(root, folder);
  process.chdir(root);
  // Only now: an old Node could not even read it.
  const { test } = await import('./ground/test.mjs');
  await test({ root, folder, parts: process.argv.slice(2) });
} catch (error) {
  explain(error);
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
