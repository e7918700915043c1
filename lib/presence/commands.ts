import { positionAt } from '@/lib/line/front';
import { digestOf, fractionOf } from '@/lib/line/place';
import { levelOf, reports, weightOf } from '@/lib/line/presence';
import { documentOf, drawOf } from '@/lib/line/queries';
import { standingAt } from '@/lib/line/ticket-number';
import { waitAt } from '@/lib/line/wait';
import { estimateTag, sampleMs } from './estimate-tag';
import { ownNode, scheduleWrite } from './worker';

/** Whether this server has time for one more report; asked before anything of it is looked at. */
export const hasRoom = (): boolean => ownNode().tally.hasRoom(performance.now());

/**
 * Somebody waits. Counts in memory and writes nothing of a person; the place and the level are computed from the signed
 * ticket's number, and a report of a ticket that was not asked, or has been called, is nothing.
 */
export async function report(roundId: string, number: string, first: boolean): Promise<void> {
  const [line, draw] = await Promise.all([documentOf(roundId), drawOf(roundId)]);
  if (!line || !draw?.seed || line.order !== 'drawn' || line.state === 'closed') return;
  const digest = await digestOf(draw.seed, number);
  const place = fractionOf(digest);
  if (!reports(levelOf(digest.getUint32(28)), line.report) || place < positionAt(line.fronts.drawn, line.now)) return;
  const node = ownNode();
  const now = performance.now();
  if (!node.tally.count({ roundId, number, weight: weightOf(line.report), first }, now)) return;
  const wait = line.state === 'open' ? waitAt(line, place, line.now) : null;
  const tag = estimateTag(roundId, number);
  if (wait && now - (node.sampledAt.get(tag) ?? Number.NEGATIVE_INFINITY) >= sampleMs) {
    node.sampledAt.set(tag, now);
    node.samples.push({ roundId, at: line.now, tag, ...wait });
  }
  scheduleWrite();
}

/**
 * Somebody has entered with the ticket of `headId`: within a second what their ticket was told is compared with what came true. Kept in memory until
 * then, so that nobody who enters waits for it; the record may miss one.
 */
export async function noteEntry(headId: string, roundId: string, number: string): Promise<void> {
  const draw = await drawOf(roundId);
  if (!draw?.seed) return;
  const { place } = standingAt(draw.seed, number);
  ownNode().entered.push({ roundId, personId: headId, tag: estimateTag(roundId, number), place });
  scheduleWrite();
}
