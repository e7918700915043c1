import { createConnection, type Socket } from 'node:net';

export interface Reply {
  status: number;
  location: string | undefined;
  retryAfter: number | undefined;
  /** `name=value` of each that is set. */
  cookies: string[];
  body: string;
}

/** One kept connection to the server, one request at a time: the thinnest client, so that the measure is the server's. */
export class Connection {
  #socket: Socket;
  #buffer = '';
  #waiting: ((reply: Reply | null) => void) | undefined;

  constructor(port: number) {
    this.#socket = createConnection(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#read(text));
    // A connection that breaks answers nothing; the run counts it.
    this.#socket.on('error', () => this.#answer(null));
    this.#socket.on('close', () => this.#answer(null));
  }

  get open(): boolean {
    return !this.#socket.destroyed;
  }

  send(request: string): Promise<Reply | null> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#buffer += text;
    const end = this.#buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#buffer.slice(0, end);
    const header = (name: string) => new RegExp(`\r\n${name}: ([^\r]*)`, 'i').exec(head)?.[1];
    const length = header('content-length');
    const body = this.#buffer.slice(end + 4);
    const status = Number(head.slice(9, 12));
    const chunked = header('transfer-encoding') !== undefined;
    const whole = length !== undefined ? body.length >= Number(length) : !chunked || /(?:^|\r\n)0\r\n\r\n$/.test(body.slice(-7));
    if (!whole) return;
    this.#buffer = '';
    const retryAfter = header('retry-after');
    const cookies = [...head.matchAll(/\r\nset-cookie: ([^;\r]*)/gi)].map(([, cookie = '']) => cookie);
    const again = retryAfter === undefined ? undefined : Number(retryAfter);
    this.#answer({ status, location: header('location'), retryAfter: again, cookies, body });
  }

  #answer(reply: Reply | null): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(reply);
  }
}

export interface Outcome {
  seconds: number;
  /** Per status of the answer; 0 for a connection that broke. */
  statuses: Record<number, number>;
  /** Answers that did what was asked: redirects to the place it leads to, or pages. */
  good: number;
  /** Of the good ones. */
  latenciesMs: number[];
}

export interface Asked {
  text: string;
  /** Null for a page, which leads nowhere. */
  leadsTo: string | null;
  refused?: () => void;
  answered?: (reply: Reply) => void;
}

export type NextRequest = () => Asked | undefined;

export const isGood = ({ leadsTo }: Asked, reply: Reply): boolean =>
  leadsTo === null ? reply.status === 200 : (reply.location?.includes(leadsTo) ?? false);

const outcome = (): Outcome => ({ seconds: 0, statuses: {}, good: 0, latenciesMs: [] });

async function ask(connection: Connection, next: NextRequest, into: Outcome): Promise<boolean> {
  const request = next();
  if (!request) return false;
  const since = performance.now();
  const reply = await connection.send(request.text);
  const status = reply?.status ?? 0;
  into.statuses[status] = (into.statuses[status] ?? 0) + 1;
  if (reply && isGood(request, reply)) {
    into.good += 1;
    into.latenciesMs.push(performance.now() - since);
    request.answered?.(reply);
  } else request.refused?.();
  return connection.open;
}

/** `connections` people, each asking again as soon as they are answered, for `seconds`: what the server can do at most. */
export async function closedLoop(port: number, connections: number, seconds: number, next: NextRequest): Promise<Outcome> {
  const into = outcome();
  const since = performance.now();
  const until = since + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new Connection(port);
      while (performance.now() < until && (await ask(connection, next, into)));
      connection.close();
    }),
  );
  into.seconds = (performance.now() - since) / 1_000;
  return into;
}

/** `perSecond` requests, come what may, over at most `connections`; what finds none free is not sent and is told as such (`unsent`). */
export async function openLoop(
  port: number,
  perSecond: number,
  connections: number,
  seconds: number,
  next: NextRequest,
): Promise<Outcome & { offered: number; unsent: number }> {
  const into = { ...outcome(), offered: 0, unsent: 0 };
  const free = Array.from({ length: connections }, () => new Connection(port));
  const all = [...free];
  const since = performance.now();
  const running = new Set<Promise<void>>();
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - since) / 1_000) {
    for (const due = elapsed * perSecond; into.offered < due; into.offered += 1) {
      const connection = free.pop();
      if (!connection) {
        into.unsent += 1;
        continue;
      }
      const one: Promise<void> = ask(connection, next, into).then((open) => {
        if (open) free.push(connection);
        running.delete(one);
      });
      running.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(running);
  into.seconds = (performance.now() - since) / 1_000;
  for (const connection of all) connection.close();
  return into;
}

export const perSecond = ({ good, seconds }: Outcome): number => good / seconds;
