/*
 * What one server heard: in its memory, and of no person for longer than a minute.
 */

/** Counters of a round since this server started. They only grow. */
export interface Counts {
  reports: number;
  /** Reports times the people that each stood for. */
  people: number;
  /** The same, of first reports alone. */
  newcomers: number;
}

export interface Report {
  roundId: string;
  number: string;
  /** How many people it stands for. */
  weight: number;
  /** This browser's first. */
  first: boolean;
}

/** A page reports every 60 s; the network may bring two reports a little closer together. */
const minuteMs = 55_000;
/** The whole country sends 180 a second. What comes beyond this is not looked at. */
export const reportsPerSecondMost = 1_000;

export function tally() {
  const heard = new Map<string, number>();
  const rounds = new Map<string, Counts>();
  let changed = new Set<string>();
  let second = 0;
  let asked = 0;

  return {
    /** Whether there is time for one more; asked before anything of a report is looked at. */
    hasRoom(nowMs: number): boolean {
      const current = Math.floor(nowMs / 1_000);
      asked = current === second ? asked + 1 : 1;
      second = current;
      return asked <= reportsPerSecondMost;
    },

    /** Counts a ticket once a minute; false for a repetition. */
    count({ roundId, number, weight, first }: Report, nowMs: number): boolean {
      // Entries are in the order of their time: the old ones stand first.
      for (const [key, at] of heard) {
        if (nowMs - at < minuteMs) break;
        heard.delete(key);
      }
      const key = `${roundId} ${number}`;
      if (heard.has(key)) return false;
      heard.set(key, nowMs);
      const before = rounds.get(roundId) ?? { reports: 0, people: 0, newcomers: 0 };
      rounds.set(roundId, {
        reports: before.reports + 1,
        people: before.people + weight,
        newcomers: before.newcomers + (first ? weight : 0),
      });
      changed.add(roundId);
      return true;
    },

    /** The counters that have grown since the last look. */
    news(): (Counts & { roundId: string })[] {
      const news = [...changed].flatMap((roundId) => {
        const counts = rounds.get(roundId);
        return counts ? [{ roundId, ...counts }] : [];
      });
      changed = new Set();
      return news;
    },

    /** A write that failed: the next one says it all. */
    again(roundIds: readonly string[]): void {
      for (const roundId of roundIds) changed.add(roundId);
    },
  };
}
