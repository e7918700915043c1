import { revealDraws } from '@/lib/draw/worker';
import { declareHousehold, takeIn } from '@/lib/household/commands';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';

/** One session acts for all of them, and the first has the ticket. */
export async function householdOf(roundId: string, people: BeneficiaryProof[]): Promise<void> {
  const [head, ...others] = people;
  if (!head) throw new Error('nobody');
  const asked = await declareHousehold(head, roundId);
  if (!asked.ok) throw new Error(asked.code);
  for (const one of others) {
    const answer = await takeIn(head, { ...one, sessionId: head.sessionId }, roundId);
    if (!answer.ok) throw new Error(answer.code);
  }
}

/** The round's time has come: it is drawn, and open since a minute ago. */
export async function drawAndOpen(roundId: string): Promise<void> {
  await database().$executeRaw`
    UPDATE round SET draw_at = now() - interval '1 hour', opens_at = now() - interval '1 minute' WHERE id = ${roundId}`;
  await revealDraws();
}
