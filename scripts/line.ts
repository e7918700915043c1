// `npm run line -- rate|pause|resume <round> …`: an operator's commands from the console of a server, where pages may not answer.
import { mintOperator } from '@/lib/identity/proof';
import { consoleSettings } from './ground/console';

const usage = `npm run line -- rate <round> <people per second>|automatic   0 holds: nobody is called
npm run line -- pause <round> [reason that the whole line reads]
npm run line -- resume <round>`;

async function run(command: string | undefined, round: string | undefined, rest: string[]): Promise<boolean | null> {
  const { pauseRound, resumeRound, setCallRate } = await import('@/lib/line/commands');
  // Whoever may read this server's secrets operates it.
  const operator = mintOperator({ sessionId: 'console', personId: 'console' });
  if (!round) return null;
  if (command === 'resume') return await resumeRound(operator, round);
  if (command === 'pause') return await pauseRound(operator, round, rest.join(' ') || '잠시 멈췄어요. 차례는 그대로예요.');
  const [rate = ''] = rest;
  if (command !== 'rate' || !/^(\d{1,5}(\.\d{1,3})?|automatic)$/.test(rate)) return null;
  return await setCallRate(operator, round, rate === 'automatic' ? null : Number(rate));
}

consoleSettings();
const [command, round, ...rest] = process.argv.slice(2);
const done = await run(command, round, rest);
if (done === null) console.error(usage);
else if (!done) console.error(`Nothing changed: there is no such round, it is over, or it is so already.`);
const { database } = await import('@/lib/platform/database');
if (done !== null) await database().$disconnect();
process.exitCode = done ? 0 : 1;
