// `npm run edge -- 8080 3000 3001`: a cache on port 8080 in front of the servers on 3000 and 3001. It must be the address in CHARYE_URL.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEdge } from './ground/edge.mjs';
import { checkPort } from './ground/machine.mjs';
import { explain, Problem, say } from './ground/progress.mjs';
import { findNginx } from './ground/tools.mjs';

const tools = fileURLToPath(new URL('../.charye/tools', import.meta.url));

try {
  const [port, ...servers] = process.argv.slice(2).map(Number);
  if (!port || servers.length === 0 || servers.some((server) => !(server > 0)))
    throw new Problem('Say which port it is to have and which ports the servers have, e.g. npm run edge -- 8080 3000.');
  await checkPort(port);
  mkdirSync(tools, { recursive: true });
  const url = process.env.CHARYE_URL || `http://localhost:${port}`;
  const edge = await startEdge({ program: findNginx(tools), servers, url, from: port });
  say(
    `The edge is ready: http://localhost:${port}, before ${servers.join(', ')}, for ${url}. What it complains of is in ${join(edge.folder, 'error.log')}.`,
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => edge.stop().then(() => process.exit(0)));
} catch (error) {
  explain(error);
  process.exit(1);
}
