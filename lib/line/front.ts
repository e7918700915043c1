/** How far ahead the published front reaches, in milliseconds: a dead controller stops the front within this time. */
export const reachMs = 5_000;

/** A stretch of a front; times in milliseconds since 1970. */
export interface Stretch {
  startsAt: number;
  endsAt: number;
  from: number;
  to: number;
}

/** Where the front stands at `now`, on the stretches of a chain that are not over (or the last one): never beyond what was promised. */
export function positionAt(chain: readonly Stretch[], now: number): number {
  const stretch = chain.findLast((one) => one.startsAt <= now) ?? chain[0];
  if (!stretch) return 0;
  const done = (now - stretch.startsAt) / (stretch.endsAt - stretch.startsAt);
  return stretch.from + (stretch.to - stretch.from) * Math.min(1, Math.max(0, done));
}

/** Movement per second at the end of a chain; 0 when it has stopped. */
export function paceOf(chain: readonly Stretch[], now: number): number {
  const last = chain.at(-1);
  return last && last.endsAt > now ? ((last.to - last.from) * 1000) / (last.endsAt - last.startsAt) : 0;
}

/**
 * The next stretch of a chain: begins where the last one promised to end (or now, when the chain had stopped),
 * reaches `reachMs` ahead and never passes `limit`. Null when nothing would move.
 */
export function nextStretch(last: Stretch | null, now: number, perSecond: number, limit: number): Stretch | null {
  const startsAt = Math.max(last?.endsAt ?? now, now);
  const endsAt = now + reachMs;
  const from = last?.to ?? 0;
  const to = Math.min(limit, from + (Math.max(0, perSecond) * (endsAt - startsAt)) / 1000);
  return endsAt > startsAt && to > from ? { startsAt, endsAt, from, to } : null;
}

/**
 * The next stretch of the late line's chain, up to and with the place `to`: from the first of these places on
 * and not from the last call, since nobody stands between.
 */
export function nextLateStretch(last: Stretch | null, now: number, to: number): Stretch {
  const startsAt = Math.max(last?.endsAt ?? now, now);
  return { startsAt, endsAt: Math.max(now + reachMs, startsAt + 1), from: Math.max(last?.to ?? 0, Math.floor(to)), to };
}

/**
 * The next stretch of the late line's chain when seats are clearly free: everybody up to `bucketEnd` is called at one instant, the end of the
 * ten seconds that are not over. The order within them is not known yet, and makes no difference then.
 */
export function callAllLate(last: Stretch | null, now: number, bucketEnd: number): Stretch {
  const startsAt = Math.max(last?.endsAt ?? now, now);
  const to = Math.max(last?.to ?? 0, bucketEnd);
  return { startsAt, endsAt: startsAt + 1, from: to, to };
}
