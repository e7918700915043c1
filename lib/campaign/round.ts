export type RoundPhase = 'scheduled' | 'drawn' | 'open' | 'paused' | 'closed';

export interface RoundTimes {
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  pausedAt: Date | null;
}

/** Ids come in addresses, too: what can't be one is not asked of the database. */
export const isRoundId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);

/** A window is `[opensAt, closesAt)`. A pause shows once the round would be open; it doesn't move the window. */
export function roundPhase(round: RoundTimes, now: Date): RoundPhase {
  if (now >= round.closesAt) return 'closed';
  if (now >= round.opensAt) return round.pausedAt ? 'paused' : 'open';
  return now >= round.drawAt ? 'drawn' : 'scheduled';
}
