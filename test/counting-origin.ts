import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

export interface Received {
  method: string;
  /** As it came, with what a visitor added to it. */
  address: string;
  headers: IncomingHttpHeaders;
  /** Milliseconds of the monotonic clock. */
  at: number;
}

export interface Answer {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** How long the work takes. */
  delayMs?: number;
}

/** What the line document says of itself. */
export const documentCaching = 'public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=86400';

/** A server that remembers what reached it, on a port of its own. */
export class CountingOrigin {
  received: Received[] = [];
  #server: Server;
  #port = 0;

  constructor(answer: (path: string, count: number) => Answer) {
    this.#server = createServer(async (request, response) => {
      const address = request.url ?? '';
      this.received.push({ method: request.method ?? '', address, headers: request.headers, at: performance.now() });
      const { status = 200, body = '{}', headers, delayMs = 0 } = answer(address, this.received.length);
      if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs));
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': documentCaching, ...headers }).end(body);
    });
  }

  get port(): number {
    return this.#port;
  }

  async start(port = this.#port): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
    return this;
  }

  /** As when its process dies: connections break in the middle. */
  async kill(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  countOf = (address: string): number => this.received.filter((request) => request.address === address).length;
}
