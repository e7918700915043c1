import { type IncomingMessage, ServerResponse } from 'node:http';
import { faultPage } from './fault-page';
import type { RequestFault } from './request-fault';

/** Somebody waits to read the answer; the framework's own script reads faults by itself. */
const isRead = ({ headers }: IncomingMessage): boolean =>
  Boolean(headers.accept?.includes('text/html')) && headers.rsc === undefined && headers['next-action'] === undefined;

/**
 * An answer that is never an empty page: what the framework sends of a page that failed needs its script to say anything, and
 * of a route nothing at all. The fault's own page goes out in its place, as soon as the framework has nothing more to say.
 */
export class PageResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  readonly fault: RequestFault = {};
  #failed = false;

  #fails(): boolean {
    if (!this.headersSent && this.statusCode === 500 && isRead(this.req)) this.#failed = true;
    return this.#failed;
  }

  override writeHead(status: number, ...more: unknown[]): this {
    if (!this.headersSent) this.statusCode = status;
    if (!this.#fails()) Reflect.apply(super.writeHead, this, [status, ...more]);
    return this;
  }

  override flushHeaders(): void {
    if (!this.#fails()) super.flushHeaders();
  }

  override write(...sent: unknown[]): boolean {
    if (!this.#fails()) return Reflect.apply(super.write, this, sent);
    calledBack(sent);
    return true;
  }

  override end(...sent: unknown[]): this {
    if (!this.#fails()) return Reflect.apply(super.end, this, sent);
    // What failed is told at the same time as this: a turn later it is known.
    setImmediate(() => this.#sendFault());
    calledBack(sent);
    return this;
  }

  #sendFault(): void {
    if (this.headersSent || this.destroyed) return;
    const { status, html, retryAfter } = faultPage({ method: this.req.method ?? 'GET', url: this.req.url ?? '/' }, this.fault);
    for (const name of this.getHeaderNames()) if (name !== 'set-cookie') this.removeHeader(name);
    const body = Buffer.from(html);
    super.writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': body.length,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'strict-origin',
      'X-Frame-Options': 'DENY',
      ...(retryAfter && { 'Retry-After': retryAfter }),
    });
    super.end(body);
  }
}

function calledBack(sent: unknown[]): void {
  const last = sent.at(-1);
  if (typeof last === 'function') process.nextTick(() => Reflect.apply(last, undefined, []));
}
