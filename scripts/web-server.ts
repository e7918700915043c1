import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import next from 'next';
import { doorstep } from '@/lib/platform/doorstep';
import { busyOnTheDoorstep, frontDoor } from '@/lib/platform/front-door';
import { handOver } from '@/lib/platform/leaving';
import { PageResponse } from '@/lib/platform/page-response';
import { repeatedOnTheDoorstep } from '@/lib/platform/repeats';
import { requestFault } from '@/lib/platform/request-fault';

/** The web server of a deployment: the framework behind a front door. `scripts/ground/web-server.mjs` makes it one file beside the build. */
const { values } = parseArgs({ options: { host: { type: 'string', default: '0.0.0.0' }, port: { type: 'string', default: '3000' } } });
const port = Number(values.port);

const app = next({ dev: false, hostname: values.host, port });
await app.prepare();
const handle = app.getRequestHandler();
let leaving = false;
const server = createServer(
  { ServerResponse: PageResponse },
  frontDoor((request, response: PageResponse) => {
    // Whoever asks on a kept connection asks another server next.
    if (leaving) response.setHeader('Connection', 'close');
    return requestFault().run(response.fault, () => handle(request, response));
  }),
);
doorstep(server, [repeatedOnTheDoorstep, busyOnTheDoorstep]);
// Longer than the edge's own, so that no request goes out on a connection that ends at that moment.
server.keepAliveTimeout = 65_000;
server.listen(port, values.host);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    setTimeout(() => process.exit(0), 5_000).unref();
    leaving = true;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await Promise.all([closed, handOver()]);
    process.exit(0);
  });
}
