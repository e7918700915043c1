/*
 * Who is let in to work that costs something, by what this server was seen to do: a limit on how much runs at once that
 * grows by one a round while answers come promptly and shrinks by a fifth when they wait, and an appointment for the rest.
 * All times are milliseconds of one clock that never goes back; chance is in [0, 1).
 */

export interface Settings {
  /** How much longer than at its best an answer may take on average before less is let in. */
  toleratedDelayMs: number;
  /** At once, whatever the delay says. */
  least: number;
  most: number;
}

export interface Busy {
  state: 'calm' | 'busy' | 'full';
  /** Over how many seconds those who want something now should spread themselves. */
  seconds: number;
}

export type Answer = { ok: true } | { ok: false; seconds: number };

/** Answers per second that are believed of a server that has not been busy yet. */
const startRate = 20;
const shortestWait = 3;
/** No appointment is later than this: who hammers makes the others wait no longer. */
const longestWait = 120;
/** A wait from which it is better to come later than to stay. */
const fullSeconds = 60;
/** Weight of the newest answer in the mean delay. */
const newest = 0.1;
/** An answer's best time is forgotten by a tenth a minute: machines and databases change. */
const forgottenPerMs = 0.1 / 60_000;

export class Admission {
  #limit: number;
  #running = 0;
  #bestMs = Number.POSITIVE_INFINITY;
  #delayMs = 0;
  #heardAt = 0;
  #cutAt = Number.NEGATIVE_INFINITY;
  #second = Number.NEGATIVE_INFINITY;
  #done = 0;
  #refused = 0;
  #rate = startRate;
  /** How many were told to come again in which second. */
  #appointments = new Map<number, number>();
  #waiting = 0;

  constructor(readonly settings: Settings) {
    // A server that was never busy lets a burst in, and learns from it.
    this.#limit = settings.most;
  }

  /** May one more begin? */
  ask(now: number, chance: number): Answer {
    const seconds = this.refusal(now, chance);
    if (seconds !== null) return { ok: false, seconds };
    this.#running += 1;
    return { ok: true };
  }

  /** Null while one more may begin; else in how many seconds to come again, so that people come as fast as they can be served. */
  refusal(now: number, chance: number): number | null {
    this.#roll(now);
    if (this.#running < this.#limit) return null;
    this.#refused += 1;
    const wait = this.#queueSeconds();
    // ±20 %, so that those who were refused together do not come back together.
    const seconds = Math.round(Math.min(longestWait, Math.max(shortestWait, wait)) * (0.8 + 0.4 * chance));
    const at = this.#second + seconds;
    this.#appointments.set(at, (this.#appointments.get(at) ?? 0) + 1);
    this.#waiting += 1;
    return seconds;
  }

  /** What `ask` let in at `since` is over. `counts` is false for what was broken off: it says nothing of how long an answer takes. */
  end(since: number, now: number, counts = true): void {
    this.#roll(now);
    const wasTight = this.#running >= this.#limit / 2;
    this.#running -= 1;
    if (!counts) return;
    this.#done += 1;
    const took = now - since;
    const best = this.#bestMs * (1 + forgottenPerMs * Math.max(0, now - this.#heardAt));
    this.#bestMs = Math.min(took, best);
    this.#heardAt = now;
    this.#delayMs += newest * (took - this.#bestMs - this.#delayMs);
    const { toleratedDelayMs, least, most } = this.settings;
    if (this.#delayMs > toleratedDelayMs) {
      // One cut per generation: what began before the last one says nothing about it.
      if (since < this.#cutAt) return;
      this.#limit = Math.max(least, this.#limit * 0.8);
      this.#cutAt = now;
    } else if (wasTight) {
      this.#limit = Math.min(most, this.#limit + 1 / this.#limit);
    }
  }

  /** For the public document. */
  busy(now: number): Busy {
    this.#roll(now);
    const seconds = Math.min(longestWait, Math.ceil(this.#queueSeconds()));
    if (seconds === 0) return { state: 'calm', seconds: 0 };
    return { state: seconds < fullSeconds ? 'busy' : 'full', seconds: Math.max(shortestWait, seconds) };
  }

  /** How much may run at once, and how many answers a second were seen: for measurements. */
  measured(): { limit: number; perSecond: number } {
    return { limit: Math.floor(this.#limit), perSecond: this.#rate };
  }

  /** Until all who have an appointment are served, at the measured rate. */
  #queueSeconds(): number {
    return this.#waiting / this.#rate;
  }

  /** Takes stock once a second. Only a second in which somebody was refused tells what the server can do at most. */
  #roll(now: number): void {
    const second = Math.floor(now / 1_000);
    if (second <= this.#second) return;
    const passed = Math.min(second - this.#second, 1_000);
    const perSecond = this.#done / passed;
    if (this.#refused > 0) this.#rate += 0.3 * (perSecond - this.#rate);
    else this.#rate = Math.max(this.#rate, perSecond);
    this.#rate = Math.max(1, this.#rate);
    this.#done = 0;
    this.#refused = 0;
    this.#second = second;
    for (const [at, people] of this.#appointments) {
      if (at > second) continue;
      this.#waiting -= people;
      this.#appointments.delete(at);
    }
  }
}
