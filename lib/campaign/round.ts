export type RoundPhase = 'scheduled' | 'drawn' | 'open' | 'paused' | 'closed';

export interface RoundTimes {
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  pausedAt: Date | null;
}

/** Why a round does not take place, and when it would have. */
export interface Cancelled {
  reason: string;
  opensAt: Date;
  closesAt: Date;
}

/** Ids come in addresses, too: what can't be one is not asked of the database. */
export const isRoundId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);

/** A window is `[opensAt, closesAt)`. A pause shows once the round would be open; it doesn't move the window. */
export function roundPhase(round: RoundTimes, now: Date): RoundPhase {
  if (now >= round.closesAt) return 'closed';
  if (now >= round.opensAt) return round.pausedAt ? 'paused' : 'open';
  return now >= round.drawAt ? 'drawn' : 'scheduled';
}

/** As people are told: a cancelled round is closed for everything that decides. */
export const roundState = (round: RoundTimes & { cancelled: Cancelled | null }, now: Date): RoundPhase | 'cancelled' =>
  round.cancelled ? 'cancelled' : roundPhase(round, now);

/** The window that people know: cancelling ends a round's own at once. */
export const shownWindow = (
  round: Pick<RoundTimes, 'opensAt' | 'closesAt'> & { cancelled: Cancelled | null },
): { opensAt: Date; closesAt: Date } => round.cancelled ?? round;
