/** What people are asked to agree to, each by itself. */
export const purposes = ['booking', 'channels', 'statistics'] as const;
export type Purpose = (typeof purposes)[number];

/** The sentences of a text are the messages `consent.<text>`. */
export type Text = 'booking.v1' | 'booking.v2' | 'channels.v1' | 'channels.v2' | 'statistics.v1';

interface Texts {
  /** The one that people are shown now. */
  version: string;
  /** Whoever agreed to one of these need not be asked anew. */
  valid: readonly string[];
  /** All that anybody was ever shown: whoever said yes or no to one can read it. */
  kept: Readonly<Record<string, Text>>;
}

/**
 * A text that was shown once is never changed: a new one gets a new version, and the old sentences stay. The second ones name what
 * people begin themselves (wishes, waiting for a place, helpers) and how they are told of it; nothing else became of what they
 * had agreed to, so nobody is asked anew.
 */
export const texts: Record<Purpose, Texts> = {
  booking: { version: 'v2', valid: ['v1', 'v2'], kept: { v1: 'booking.v1', v2: 'booking.v2' } },
  channels: { version: 'v2', valid: ['v1', 'v2'], kept: { v1: 'channels.v1', v2: 'channels.v2' } },
  statistics: { version: 'v1', valid: ['v1'], kept: { v1: 'statistics.v1' } },
};

/** What somebody's word of this version was about; without one the text that people are shown now. */
export function textOf(purpose: Purpose, version: string = texts[purpose].version): Text {
  const text = texts[purpose].kept[version];
  if (!text) throw new Error(`no text ${version} of ${purpose}`);
  return text;
}

/** Nobody is booked without it; all others may be refused, and nothing else follows from that. */
export const needed: Purpose = 'booking';
export const optional = ['channels', 'statistics'] as const satisfies readonly Purpose[];

/** A web page, whoever acts for the person, or what an agent was told on the telephone or at a counter. */
export type Channel = 'web' | 'helper' | 'phone' | 'counter';
