import { Prisma } from '@/lib/platform/database';

/**
 * Condition: somebody between these places of the drawn line has left wishes that the worker is about to meet. Whoever is behind them is told
 * when to come again, as without a seat: else they could take what was wished for before them. Asked for no longer than a call holds, a
 * worker that stands still keeps nobody out for good. A list whose ticket has become part of a household's is nobody's turn.
 */
export const undecidedBetween = (roundId: Prisma.Sql, from: Prisma.Sql, to: Prisma.Sql): Prisma.Sql => Prisma.sql`
  EXISTS (
    SELECT FROM wish_list JOIN ticket USING (round_id, person_id)
     WHERE wish_list.round_id = ${roundId} AND wish_list.state = 'waiting' AND wish_list.place >= ${from} AND wish_list.place < ${to} OFFSET 0)`;
