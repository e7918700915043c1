import { createHash } from 'node:crypto';
import type { RequestHead } from './request-head';
import { wholeAnswer } from './whole-answer';

/** A refusal that would be the same again. Times are milliseconds of one clock that never goes back. */
export interface Repeat {
  answer: Buffer;
  until: number;
  /** Whether it must still be so. */
  still(now: number): boolean;
}

/** Of some hundred bytes each. */
const most = 50_000;
/** A few for each round. */
const answersMost = 500;

/** Refusals by the question they answered, for whoever asks the very same again before anything can have changed. */
export class Repeats {
  #known = new Map<string, Repeat>();
  #answers = new Map<string, Buffer>();

  keep(key: string, repeat: Repeat): void {
    if (this.#known.size >= most) this.#known.clear();
    if (this.#answers.size >= answersMost) this.#answers.clear();
    // The same bytes for many: held once.
    const text = repeat.answer.toString('latin1');
    const answer = this.#answers.get(text) ?? repeat.answer;
    this.#answers.set(text, answer);
    this.#known.set(key, { ...repeat, answer });
  }

  answerTo(key: string, now: number): Buffer | null {
    const known = this.#known.get(key);
    return known && now <= known.until && known.still(now) ? known.answer : null;
  }
}

// One per process: the framework's part of the program fills it, the doorstep (bundled apart) reads it.
const shared = globalThis as { charyeRepeats?: Repeats };
export const repeats = (): Repeats => {
  shared.charyeRepeats ??= new Repeats();
  return shared.charyeRepeats;
};

/** All of a request, besides its address, that an answer of ours hangs on. */
const read = ['accept', 'origin', 'sec-fetch-site', 'cookie'] as const;

/** The same for the same question of the same browser, and for no other. */
export function questionKey(path: string, header: (name: string) => string | null | undefined): string {
  const parts = [path, ...read.map((name) => header(name) ?? null)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

const entrance = /^(?:\/en)?\/line\/[a-z0-9-]{1,64}\/enter$/;

/** For the doorstep: what was refused at the gate a moment ago, and must be still. */
export function repeatedOnTheDoorstep({ method, target, headers }: RequestHead): Buffer | null {
  if (method !== 'POST' || !entrance.test(target)) return null;
  const key = questionKey(target, (name) => headers.get(name));
  return repeats().answerTo(key, performance.now());
}

/** A refusal as the doorstep repeats it, with the headers that next.config.ts puts on every answer. */
export function repeatable(type: string, text: string): Buffer {
  const body = Buffer.from(text).toString('latin1');
  const own = ['Content-Type', type, 'Content-Length', String(body.length), 'Cache-Control', 'private, no-store'];
  const always = ['X-Content-Type-Options', 'nosniff', 'Referrer-Policy', 'strict-origin', 'X-Frame-Options', 'DENY'];
  return wholeAnswer('409 Conflict', [...own, ...always, 'Permissions-Policy', 'camera=(), microphone=(), payment=()'], body);
}
