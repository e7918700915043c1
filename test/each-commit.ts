import { type Database, Prisma } from '@/lib/platform/database';

const complaint = 'counted wrongly at a commit';

/** Whether somebody was refused because their transaction would have left a counter wrong. */
export const isCountedWrongly = (fault: unknown): boolean => String(fault).includes(complaint);

/**
 * From now on this database checks by itself, whenever anything commits, that every half hour and share that was touched counts as many
 * as are held, offered and confirmed on it, and none past its limit; what does not is not committed. It sees all there is to see: whoever
 * changes how many a place has also changes its counter and so has its row locked until the commit is over, or is refused alone.
 */
export async function checkEachCommit(db: Database): Promise<void> {
  const active = Prisma.raw(`booking.status IN ('held', 'offered', 'confirmed')`);
  await db.$executeRaw`
    CREATE FUNCTION counted_rightly(slots int[], shares int[]) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      wrong text;
    BEGIN
      SELECT string_agg(place.name || ' counts ' || place.taken || ' of ' || place.most || ' for ' || place.booked, ', ') INTO wrong FROM (
        SELECT 'slot' AS name, slot.taken, slot.capacity AS most, (SELECT count(*) FROM booking WHERE booking.slot_id = slot.id AND ${active}) AS booked
          FROM slot WHERE slot.id = ANY (slots)
        UNION ALL
        SELECT 'share', share.taken - share.kept, share.quota, (SELECT count(*) FROM booking WHERE booking.share_id = share.id AND ${active})
          FROM share WHERE share.id = ANY (shares)
      ) AS place WHERE place.taken <> place.booked OR place.taken NOT BETWEEN 0 AND place.most;
      IF wrong IS NOT NULL THEN RAISE EXCEPTION '${Prisma.raw(complaint)}: %', wrong; END IF;
    END $$`;
  // Of a row that comes or goes one of the two is null.
  const both = (column: string) => Prisma.raw(`ARRAY[OLD.${column}, NEW.${column}]`);
  const touched = [
    { table: Prisma.raw('booking'), slots: both('slot_id'), shares: both('share_id') },
    { table: Prisma.raw('slot'), slots: both('id'), shares: Prisma.raw(`'{}'`) },
    { table: Prisma.raw('share'), slots: Prisma.raw(`'{}'`), shares: both('id') },
  ];
  for (const { table, slots, shares } of touched) {
    await db.$executeRaw`
      CREATE FUNCTION ${table}_counted_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM counted_rightly(${slots}, ${shares});
        RETURN NULL;
      END $$`;
    await db.$executeRaw`
      CREATE CONSTRAINT TRIGGER ${table}_counted_rightly AFTER INSERT OR UPDATE OR DELETE ON ${table} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION ${table}_counted_rightly()`;
  }
}

const switched = (db: Database, to: 'ENABLE' | 'DISABLE') =>
  db.$transaction(
    ['booking', 'slot', 'share'].map(
      (table) => db.$executeRaw`ALTER TABLE ${Prisma.raw(table)} ${Prisma.raw(to)} TRIGGER ${Prisma.raw(`${table}_counted_rightly`)}`,
    ),
  );

/** Without the check for as long as the work takes: whatever is wrong in between is left to be found afterwards. */
export async function uncheckedUntilTheEnd(db: Database, work: () => Promise<void>): Promise<void> {
  await switched(db, 'DISABLE');
  try {
    await work();
  } finally {
    await switched(db, 'ENABLE');
  }
}
