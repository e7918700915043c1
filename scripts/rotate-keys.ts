// `npm run rotate-keys`: seals names, telephone numbers and the like with the first of CHARYE_DATA_KEYS. May be stopped and begun again.
import { consoleSettings } from './ground/console';

consoleSettings();
const { keysInUse, rotateKeys } = await import('@/lib/privacy/commands');
const { database } = await import('@/lib/platform/database');
const { env } = await import('@/lib/platform/env');

let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
});
const [current, ...old] = env().CHARYE_DATA_KEYS;
const done = await rotateKeys(({ table, column, done }) => {
  process.stdout.write(`\r${table}.${column}: ${done} sealed with key ${current?.id}   `);
  return !stopped;
});
process.stdout.write('\n');
for (const { table, column, unreadable } of done) {
  if (unreadable > 0) console.error(`✗ ${table}.${column}: ${unreadable} values open with none of the keys and were left as they are.`);
}
const inUse = await keysInUse();
console.log(`Key ${current?.id} seals ${inUse.get(current?.id ?? '') ?? 0} values.`);
for (const { id } of old) {
  const left = inUse.get(id) ?? 0;
  console.log(
    left === 0
      ? `Nothing is sealed with key ${id} any more. Once every server has key ${current?.id} first and this command says so again, it can be dropped.`
      : `Key ${id} still seals ${left} values: run this command again.`,
  );
}
if (stopped) console.log('Stopped before the end: what was done stays done.');
process.exitCode = stopped || done.some(({ unreadable }) => unreadable > 0) ? 1 : 0;
await database().$disconnect();
