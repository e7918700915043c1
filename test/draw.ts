import { randomBytes } from 'node:crypto';
import { database } from '@/lib/platform/database';

/** Gives a round of `openRound` its secrets and its reveal, as if it had been drawn when it was due. */
export async function drawn(roundId: string): Promise<void> {
  const secret = new Uint8Array(randomBytes(32));
  await database().roundSecret.create({ data: { roundId, secret, ticketKey: new Uint8Array(randomBytes(32)) } });
  await database().drawRecord.create({
    data: { roundId, kind: 'reveal', body: { secret: Buffer.from(secret).toString('hex'), beacon: null } },
  });
}
