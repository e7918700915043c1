import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import next from 'next';
import { doorstep } from '@/lib/platform/doorstep';
import { busyOnTheDoorstep, frontDoor } from '@/lib/platform/front-door';
import { repeatedOnTheDoorstep } from '@/lib/platform/repeats';

/** The web server of a deployment: the framework behind a front door. `scripts/ground/web-server.mjs` makes it one file beside the build. */
const { values } = parseArgs({ options: { host: { type: 'string', default: '0.0.0.0' }, port: { type: 'string', default: '3000' } } });
const port = Number(values.port);

const app = next({ dev: false, hostname: values.host, port });
await app.prepare();
const server = createServer(frontDoor(app.getRequestHandler()));
doorstep(server, [repeatedOnTheDoorstep, busyOnTheDoorstep]);
// Longer than the edge's own, so that no request goes out on a connection that ends at that moment.
server.keepAliveTimeout = 65_000;
server.listen(port, values.host);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 5_000).unref();
  });
}
