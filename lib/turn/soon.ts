import type { LineDocument } from '@/lib/line/document';
import { positionAt } from '@/lib/line/front';
import { waitAt } from '@/lib/line/wait';

/** So long before their number is called people hear of it: time to come to a screen. */
export const soonMinutes = 15;

/** Halvings of what is left of the line: nearer than a thousandth of a person of ten millions. */
const halvings = 34;

/** What a place waits, by the public document: one figure where there is one, else the middle of the range. */
function expectedSeconds(line: LineDocument, place: number, now: number): number | null {
  const wait = waitAt(line, place, now);
  return wait && (wait.middleSeconds ?? (wait.fromSeconds + wait.toSeconds) / 2);
}

/**
 * Up to which place the front comes within `seconds`, as every waiting page says it; the front itself while nothing can be said,
 * or while it stands.
 */
export function placeWithin(line: LineDocument, now: number, seconds: number): number {
  const front = positionAt(line.fronts.drawn, now);
  if (line.state !== 'open') return front;
  let [near, far] = [front, 1];
  for (let done = 0; done < halvings; done += 1) {
    const middle = (near + far) / 2;
    const expected = expectedSeconds(line, middle, now);
    if (expected === null) return near;
    if (expected <= seconds) near = middle;
    else far = middle;
  }
  return near;
}
