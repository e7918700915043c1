import type { LineDocument } from './document';
import { type Wait, waitOf } from './estimate';
import { positionAt } from './front';

/** The wait of a place on the drawn line, from the public document alone: in the page, and on the server for the estimate's own record. */
export function waitAt(line: LineDocument, place: number, now: number): Wait | null {
  if (!line.pace) return null;
  return waitOf({
    place,
    front: positionAt(line.fronts.drawn, now),
    waiting: line.waiting.drawn,
    before: line.pace.before,
    releasesPerSecond: line.pace.releases,
    newcomersPerSecond: line.pace.newcomers,
    frontPerSecond: line.pace.speed,
    minSweepSeconds: line.minSweep,
    openSeconds: (now - line.opensAt) / 1000,
    steady: line.pace.steady,
  });
}
