// `npm run engineer-role`: makes the database role of those who run the servers, which can read nobody. See docs/privacy.md.
import { consoleSettings } from './ground/console';

consoleSettings();
const { database, Prisma } = await import('@/lib/platform/database');
const { engineerStatements, readable } = await import('@/lib/privacy/engineer');
await database().$transaction(async (db) => {
  for (const statement of engineerStatements()) await db.$executeRaw(Prisma.raw(statement));
});
console.log(`charye_engineer may read ${Object.keys(readable).length} tables. Give it to somebody: GRANT charye_engineer TO <account>;`);
await database().$disconnect();
