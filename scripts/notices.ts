// `npm run notices -- status|stop|start|rate|dead|retry`: an operator's commands from the console of a server.
import { mintOperator } from '@/lib/identity/proof';
import { connect } from '@/lib/platform/database';
import { consoleSettings } from './ground/console';

const usage = `npm run notices -- status                 what waits, what was sent, what could not be
npm run notices -- stop <reason>          nothing more is sent; everybody reads the reason
npm run notices -- start                  sends again
npm run notices -- rate <per second>      over all servers together, 500 at most
npm run notices -- dead                   those that could not be sent: ids and reasons, no people
npm run notices -- retry                  tries those again`;

/** Whoever may read this server's settings operates it. */
const operator = mintOperator({ sessionId: 'console', personId: 'console' });

async function status(): Promise<void> {
  const { noticeFigures, noticeSwitch } = await import('@/lib/notice/queries');
  const { problems, ...figures } = await noticeFigures(operator);
  const { stoppedAt, reason } = await noticeSwitch();
  console.log(stoppedAt ? `stopped since ${stoppedAt.toISOString()}: ${reason}` : 'sending');
  console.table({ ...figures, ...Object.fromEntries(problems.map(({ problem, count }) => [`dead: ${problem}`, count])) });
}

/** Null: nobody can tell what was meant. */
async function run(command: string | undefined, rest: string[]): Promise<boolean | null> {
  const { retryDead, setNoticeRate, startNotices, stopNotices } = await import('@/lib/notice/commands');
  const { deadNotices } = await import('@/lib/notice/queries');
  const { stopping } = await import('@/lib/notice/schema');
  if (command === 'status') return status().then(() => true);
  if (command === 'start') return startNotices(operator);
  if (command === 'retry') return (await retryDead(operator)) > 0;
  if (command === 'dead') {
    console.table((await deadNotices(operator)).map((one) => ({ ...one, at: one.at.toISOString() })));
    return true;
  }
  const rate = Number(rest[0]);
  if (command === 'rate') return rate > 0 && rate <= 500 ? setNoticeRate(operator, rate) : null;
  const asked = stopping.safeParse({ reason: rest.join(' ') });
  return command === 'stop' && asked.success ? stopNotices(operator, asked.data.reason) : null;
}

const db = connect(consoleSettings(), 1);
// What `database()` gives in this process.
Object.assign(globalThis, { charyeDatabase: db });
const [command, ...rest] = process.argv.slice(2);
const done = await run(command, rest);
if (done === null) console.error(usage);
else if (!done) console.error('Nothing changed: it is so already, or there is nothing to do.');
await db.$disconnect();
process.exitCode = done ? 0 : 1;
