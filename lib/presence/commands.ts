import { positionAt } from '@/lib/line/front';
import { digestOf, fractionOf } from '@/lib/line/place';
import { levelOf, reports, weightOf } from '@/lib/line/presence';
import { documentOf, drawOf } from '@/lib/line/queries';
import { waitAt } from '@/lib/line/wait';
import { database } from '@/lib/platform/database';
import { logFault } from '@/lib/platform/log';
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
 * Compares what this ticket was told with what came true: the time until its call, and what it had to wait at the gate
 * after that. How long the person took to come is not the line's. Only tickets of the sample have anything to compare.
 */
export async function settleEstimates(beneficiary: { personId: string }, roundId: string, number: string): Promise<void> {
  try {
    const draw = await drawOf(roundId);
    if (!draw?.seed) return;
    const place = fractionOf(await digestOf(draw.seed, number));
    await database().$executeRaw`
      UPDATE line_estimate SET tag = NULL, waited = greatest(0, extract(epoch FROM called.at + (ticket.entered_at - ticket.came_at) - line_estimate.at))
      FROM ticket, LATERAL (
        SELECT starts_at + (ends_at - starts_at) * ((${place}::float8 - from_position) / (to_position - from_position)) AS at
        FROM front_segment
        WHERE round_id = ${roundId} AND line = 'drawn' AND starts_at > ticket.entered_at - interval '2 hours'
          AND from_position <= ${place}::float8 AND to_position > ${place}::float8
      ) called
      WHERE line_estimate.round_id = ${roundId} AND line_estimate.tag = ${estimateTag(roundId, number)}
        AND ticket.round_id = ${roundId} AND ticket.person_id = ${beneficiary.personId}::uuid AND ticket.came_at <= ticket.entered_at
        AND EXISTS (SELECT FROM seat WHERE seat.round_id = ${roundId} AND seat.person_id = ticket.person_id AND seat.via = 'drawn')`;
  } catch (fault) {
    // The record may miss one; whoever enters does not wait for it.
    logFault('estimate’s record', fault);
  }
}
