import { parseArgs } from 'node:util';
import { cancelRound, postponeRound, recordBeacon } from '@/lib/draw/commands';
import { mintOperator, type OperatorProof } from '@/lib/identity/proof';
import { connect, type Database } from '@/lib/platform/database';
import { logEvent } from '@/lib/platform/log';
import { words } from '@/lib/platform/words';
import { consoleSettings } from './ground/console';

const usage = `What an operator does to a round, for good and in public. Times carry their offset: 2026-11-23T20:00+09:00
  npm run round -- beacon   <round> <value> --operator <person>
  npm run round -- postpone <round> <opens at> <closes at> <reason> --operator <person>
  npm run round -- cancel   <round> <reason> --operator <person>`;

function give(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Whoever may run this has the database in their hands anyway: this is so that the record knows who. */
async function operatorOf(db: Database, personId: string | undefined): Promise<OperatorProof> {
  const roles = await db.staffRole.findMany({ where: { role: 'operator' }, select: { personId: true } });
  if (personId && roles.some((role) => role.personId === personId)) return mintOperator({ personId, sessionId: 'command' });
  give(`Say which operator you are: --operator ${roles.map((role) => role.personId).join(' or ') || '(there is none yet)'}`);
}

const timeOf = (text: string) =>
  /T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : give(`“${text}” is no time with its offset, such as 2026-11-23T20:00+09:00.`);

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: { operator: { type: 'string' } } });
  } catch (fault) {
    return give(`${fault instanceof Error ? fault.message : String(fault)}\n${usage}`);
  }
}

const { positionals, values } = parse();
const [command, roundId = '', ...rest] = positionals;
const expected = { beacon: 1, postpone: 3, cancel: 1 };
if (!(command === 'beacon' || command === 'postpone' || command === 'cancel') || rest.length !== expected[command]) give(usage);

const db = connect(consoleSettings(), 1);
// What `database()` gives in this process.
Object.assign(globalThis, { charyeDatabase: db });
const operator = await operatorOf(db, values.operator);

async function run() {
  const [first = '', second = '', reason = ''] = rest;
  if (command === 'beacon') return await recordBeacon(operator, roundId, first);
  if (command === 'cancel') return await cancelRound(operator, roundId, first);
  return await postponeRound(operator, roundId, timeOf(first), timeOf(second), reason);
}

const answer = await run();
logEvent(`operator: ${command}`, { personId: operator.personId, roundId, outcome: answer.ok ? 'done' : answer.code });
if (!answer.ok) process.stderr.write(`${words('en', 'draw')(`refusal.${answer.code}`)}\n`);
await db.$disconnect();
process.exitCode = answer.ok ? 0 : 1;
