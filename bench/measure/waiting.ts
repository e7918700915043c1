import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { LineDocument } from '@/lib/line/document';
import { nextPollMs } from '@/lib/line/estimate';
import { positionAt } from '@/lib/line/front';
import { firstReportAfter, levelOf, reportSeconds, reports } from '@/lib/line/presence';
import { waitAt } from '@/lib/line/wait';
import { roundId, type Visitor } from './crowd';

interface Reply {
  status: number;
  text: string;
  cookies: string[];
}

/** An estimate that somebody was shown; times in milliseconds of the database's clock. */
export interface Shown {
  place: number;
  at: number;
  fromSeconds: number;
  toSeconds: number;
}

/** Somebody who waits, as their page does it: all they know of the line is its public document. */
interface Waiter {
  visitor: Visitor;
  place: number;
  level: number;
  line: LineDocument | null;
  /** Of the monotonic clock. */
  heardAt: number;
  calledAt: number | null;
  enteredAt: number | null;
}

/** From the pass to the button that gives it back, on average. */
const insideMs = 40_000;
const againMs = 1_000;

export class Waiting {
  readonly shown: Shown[] = [];
  readonly counts = { polls: 0, reports: 0, failed: 0, documentsBack: 0, frontsBack: 0 };
  #entriesAt: number[] = [];
  #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  #waiters: Waiter[];
  #timers = new Set<NodeJS.Timeout>();
  #over = false;

  constructor(
    private edge: { port: number; origin: string },
    seed: Uint8Array,
    visitors: Visitor[],
  ) {
    this.#waiters = visitors.map((visitor) => {
      const digest = createHash('sha256').update(seed).update(visitor.number).digest();
      const place = digest.readUIntBE(0, 6) / 2 ** 48;
      return { visitor, place, level: levelOf(digest.readUInt32BE(28)), line: null, heardAt: 0, calledAt: null, enteredAt: null };
    });
  }

  start(): void {
    for (const waiter of this.#waiters) {
      this.#later(Math.random() * 10_000, () => this.#poll(waiter));
      this.#later(firstReportAfter(Math.random()) * 1_000, () => this.#report(waiter));
    }
  }

  stop(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#agent.destroy();
  }

  /**
   * The longest time, in milliseconds within these, for which somebody who was called asked and nobody was let in; and how many were.
   */
  gate(since: number, until: number): { closedMs: number; entries: number } {
    const entries = this.#entriesAt.filter((at) => at > since && at <= until);
    const turns = [since, ...entries, until];
    const closed = turns.slice(1).map((to, index) => {
      const standing = this.#waiters.filter(({ calledAt, enteredAt }) => calledAt !== null && calledAt < to && (enteredAt ?? to) >= to);
      const first = Math.min(to, ...standing.map(({ calledAt }) => calledAt ?? to));
      return to - Math.max(turns[index] ?? to, first);
    });
    return { closedMs: Math.max(...closed), entries: entries.length };
  }

  get entered(): number {
    return this.#entriesAt.length;
  }

  /** What the server says of one's own number: place by place of some who wait. */
  async numbers(count: number): Promise<string[]> {
    const some = this.#waiters.filter((_, index) => index % Math.ceil(this.#waiters.length / count) === 0);
    const asked = some.map(async ({ visitor }) => {
      for (;;) {
        const reply = await this.#ask('POST', `/line/${roundId}/number`, visitor.cookies);
        const number = /<p class="big">([^<]*)</.exec(reply?.text ?? '')?.[1];
        if (number) return number;
        if (this.#over) throw new Error('nobody answers');
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    });
    return await Promise.all(asked);
  }

  #later(ms: number, work: () => Promise<void>): void {
    if (this.#over) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      // Whatever becomes of one request, the next one is asked: none of them throws.
      void work();
    }, ms);
    this.#timers.add(timer);
  }

  async #poll(waiter: Waiter): Promise<void> {
    const reply = await this.#ask('GET', `/line/${roundId}/document.json`);
    if (reply?.status === 200) this.#hear(waiter, JSON.parse(reply.text));
    else this.counts.failed += 1;
    this.counts.polls += 1;
    const { line, place } = waiter;
    const now = line ? line.now + performance.now() - waiter.heardAt : 0;
    if (line?.state === 'open' && place < positionAt(line.fronts.drawn, now)) {
      waiter.calledAt = performance.now();
      this.#later(0, () => this.#enter(waiter));
      return;
    }
    const wait = line && line.state === 'open' ? waitAt(line, place, now) : null;
    if (line && wait) this.shown.push({ place, at: line.now, fromSeconds: wait.fromSeconds, toSeconds: wait.toSeconds });
    this.#later(nextPollMs(wait?.fromSeconds ?? null, Math.random()), () => this.#poll(waiter));
  }

  /** A page ignores an older document; of a newer one no front may stand before where it stood. */
  #hear(waiter: Waiter, news: LineDocument): void {
    const { line } = waiter;
    if (line && news.now < line.now) this.counts.documentsBack += 1;
    if (line && news.now <= line.now) return;
    for (const which of ['drawn', 'late'] as const) {
      if (line && positionAt(news.fronts[which], news.now) < positionAt(line.fronts[which], news.now) - 1e-9) this.counts.frontsBack += 1;
    }
    Object.assign(waiter, { line: news, heardAt: performance.now() });
  }

  async #report(waiter: Waiter): Promise<void> {
    if (waiter.calledAt !== null) return;
    if (waiter.line && reports(waiter.level, waiter.line.report)) {
      this.counts.reports += 1;
      await this.#ask('POST', `/line/${roundId}/present`, waiter.visitor.cookies);
    }
    this.#later(reportSeconds * 1_000, () => this.#report(waiter));
  }

  async #enter(waiter: Waiter): Promise<void> {
    const reply = await this.#ask('POST', `/line/${roundId}/enter`, waiter.visitor.cookies, 'application/json');
    const pass = reply?.cookies.find((cookie) => cookie.startsWith('pass='))?.split(';', 1)[0];
    if (!pass) {
      this.#later(againMs * (0.8 + 0.4 * Math.random()), () => this.#enter(waiter));
      return;
    }
    waiter.enteredAt = performance.now();
    this.#entriesAt.push(waiter.enteredAt);
    this.#later(insideMs * (0.5 + Math.random()), async () => {
      await this.#ask('POST', `/line/${roundId}/leave`, `${waiter.visitor.cookies}; ${pass}`, 'application/json');
    });
  }

  /** Null when nobody answered. */
  #ask(method: 'GET' | 'POST', path: string, cookie = '', accept = 'text/html'): Promise<Reply | null> {
    const headers = { accept, ...(cookie && { cookie, origin: this.edge.origin, 'sec-fetch-site': 'same-origin' }) };
    return new Promise((resolve) => {
      const sent = request({ host: '127.0.0.1', port: this.edge.port, method, path, headers, agent: this.#agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text, cookies: response.headers['set-cookie'] ?? [] }));
        response.once('error', () => resolve(null));
      });
      sent.once('error', () => resolve(null)).end();
    });
  }
}
