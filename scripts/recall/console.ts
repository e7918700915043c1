import { mintOperator } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { type List, listOf } from '@/lib/recall/queries';
import { consoleSettings } from '../ground/console';

/** Whoever may read this server's settings operates it. */
export const operator = mintOperator({ sessionId: 'console', personId: 'console' });

/** Those of a recall, a pause or a changed interval whom somebody has to look after. */
export async function printList(id: string, which: List): Promise<boolean> {
  const rows = await listOf(operator, id, which);
  console.table(
    rows.map(({ number, state, wasAt, clinic }) => ({
      number,
      state,
      wasAt: wasAt.toISOString(),
      clinic: clinic.nameKo,
      phone: clinic.phone,
    })),
  );
  return true;
}

/** Runs one command and ends; where it answers null, nobody can tell what was meant, and the usage is printed. */
export async function atConsole(usage: string, run: () => Promise<boolean | null>): Promise<void> {
  consoleSettings();
  const done = await run().catch((fault: unknown) => {
    console.error(fault instanceof Error ? fault.message : fault);
    return null;
  });
  if (done === null) console.error(usage);
  await database().$disconnect();
  process.exitCode = done ? 0 : 1;
}
