// A worker of its own process, to be killed: `node --import tsx test/displacing.ts <database>`. Says each time how many it has seen to.
import { connect } from '@/lib/platform/database';
import { seeToDisplaced } from '@/lib/recall/worker';

const [url = ''] = process.argv.slice(2);
const db = connect(url, 2);
for (let seen = 1; seen > 0; ) {
  seen = await seeToDisplaced(db, { batch: 20, batches: 1 });
  process.stdout.write(`${seen}\n`);
}
await db.$disconnect();
