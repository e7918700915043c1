/** How far ahead the published front reaches, in milliseconds: a dead controller stops the front within this time. */
export const reachMs = 5_000;

/** A stretch of a front; times in milliseconds since 1970. */
export interface Stretch {
  startsAt: number;
  endsAt: number;
  from: number;
  to: number;
}

/** Where the front stands at `now`: never beyond what was promised. */
export function positionAt(stretch: Stretch | null, now: number): number {
  if (!stretch) return 0;
  if (now >= stretch.endsAt) return stretch.to;
  if (now <= stretch.startsAt) return stretch.from;
  return stretch.from + ((stretch.to - stretch.from) * (now - stretch.startsAt)) / (stretch.endsAt - stretch.startsAt);
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
