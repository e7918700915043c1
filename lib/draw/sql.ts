import { Prisma } from '@/lib/platform/database';

/**
 * One after the other: whoever adds to a round's record holds its row. What must see the record as the one before left it
 * is a statement of its own after this, for a statement that waits here still reads what was there when it began.
 * Tickets are issued meanwhile: their keys need a weaker lock than this one blocks.
 */
export const lockRound = (roundId: string): Prisma.Sql => Prisma.sql`SELECT id FROM round WHERE id = ${roundId} FOR NO KEY UPDATE`;
