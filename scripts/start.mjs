// `npm start` and `npm run dev`: everything from a fresh clone to a running portal.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, checkWritable } from './ground/machine.mjs';
import { explain } from './ground/progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.charye');

try {
  checkNode();
  checkWritable(root, folder);
  process.chdir(root);
  // Only now: an old Node could not even read it.
  const { start } = await import('./ground/start.mjs');
  await start({ root, folder, dev: process.argv.includes('--dev') });
} catch (error) {
  explain(error);
  process.exit(1);
}
