/** What people are asked to agree to, each by itself. The sentences are messages: `consent.<purpose>.<version>`. */
export const purposes = ['booking', 'channels', 'statistics'] as const;
export type Purpose = (typeof purposes)[number];
export type TextVersion = 'v1';

interface Text {
  /** The one that people are shown now. */
  version: TextVersion;
  /** Whoever agreed to one of these need not be asked anew. */
  valid: readonly TextVersion[];
}

/** A text that was shown once is never changed: a new one gets a new version, and the old sentences stay. */
export const texts: Record<Purpose, Text> = {
  booking: { version: 'v1', valid: ['v1'] },
  channels: { version: 'v1', valid: ['v1'] },
  statistics: { version: 'v1', valid: ['v1'] },
};

/** Nobody is booked without it; all others may be refused, and nothing else follows from that. */
export const needed: Purpose = 'booking';
export const optional = ['channels', 'statistics'] as const satisfies readonly Purpose[];

/** A web page, whoever acts for the person, or what an agent was told on the telephone or at a counter. */
export type Channel = 'web' | 'helper' | 'phone' | 'counter';
