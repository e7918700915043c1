export type RoundPhase = 'scheduled' | 'drawn' | 'open' | 'paused' | 'closed';

export interface RoundTimes {
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  pausedAt: Date | null;
}

/** A window is `[opensAt, closesAt)`. A pause shows once the round would be open; it doesn't move the window. */
export function roundPhase(round: RoundTimes, now: Date): RoundPhase {
  if (now >= round.closesAt) return 'closed';
  if (now >= round.opensAt) return round.pausedAt ? 'paused' : 'open';
  return now >= round.drawAt ? 'drawn' : 'scheduled';
}
