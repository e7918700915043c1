import { database, Prisma } from '@/lib/platform/database';

/** The late line knows the time in buckets of ten seconds, so time passes in whole ones: then nothing but the time changes. */
export const bucketSeconds = 10;

/** Of round and of every table that belongs to a round, save what can only be added to: the columns that hold an instant. */
async function instants(): Promise<{ table: string; columns: string[] }[]> {
  return await database().$queryRaw`
    SELECT c.table_name::text AS table, array_agg(c.column_name::text) AS columns
    FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.data_type = 'timestamp with time zone'
      AND (c.table_name = 'round' OR EXISTS (
        SELECT FROM information_schema.columns o WHERE o.table_schema = 'public' AND o.table_name = c.table_name AND o.column_name = 'round_id'))
      AND NOT EXISTS (SELECT FROM information_schema.triggers t WHERE t.event_object_table = c.table_name AND t.event_manipulation = 'UPDATE'
        AND t.action_statement LIKE '%refuse_change%')
    GROUP BY c.table_name`;
}

let known: ReturnType<typeof instants> | undefined;

/** Places of the late line are instants, too. */
const alsoInstants: Record<string, (tens: number) => Prisma.Sql> = {
  ticket: (tens) => Prisma.sql`, late_position = late_position - ${tens}::int`,
  front_segment: (tens) => Prisma.sql`,
    from_position = from_position - CASE WHEN line = 'late' THEN ${tens}::int ELSE 0 END,
    to_position = to_position - CASE WHEN line = 'late' THEN ${tens}::int ELSE 0 END`,
};

/**
 * It is `tens` × 10 seconds later in a round: the database's clock stays, and all that the round knows moves into the past, in one
 * statement. Half hours of clinics stay: they are days ahead.
 */
export async function later(roundId: string, tens: number): Promise<void> {
  known ??= instants();
  const by = Prisma.sql`make_interval(secs => ${tens * bucketSeconds})`;
  const moved = (await known).map(({ table, columns }) => {
    const set = columns.map((column) => Prisma.sql`${Prisma.raw(column)} = ${Prisma.raw(column)} - ${by}`);
    const id = Prisma.raw(table === 'round' ? 'id' : 'round_id');
    return Prisma.sql`${Prisma.raw(`later_${table}`)} AS (
      UPDATE ${Prisma.raw(table)} SET ${Prisma.join(set)}${alsoInstants[table]?.(tens) ?? Prisma.empty} WHERE ${id} = ${roundId})`;
  });
  await database().$executeRaw`WITH ${Prisma.join(moved)} UPDATE lease SET until = until - ${by}`;
}
