// `npm run verify-record [-- <head.json, its address, or a log with heads>…]`: reads the whole record of accesses and says whether it is whole.
// Exit status: 0 whole, 1 not whole, 2 nothing could be checked.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SignedHead } from '@/lib/record/head';
import { consoleSettings } from './ground/console';

const head = z.object({
  seq: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.coerce.date(),
  keyId: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

const textOf = async (source: string): Promise<string> => {
  if (!/^https?:\/\//.test(source)) return readFileSync(source, 'utf8');
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} answers ${response.status}`);
  return await response.text();
};

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A log has other lines, too.
    return null;
  }
}

/** Heads in a copy of head.json, or in the lines of a log. */
function headsIn(text: string): SignedHead[] {
  const whole = z.object({ head }).safeParse(json(text));
  if (whole.success) return [whole.data.head];
  return text.split('\n').flatMap((line) => head.safeParse(json(line)).data ?? []);
}

const sentences = {
  cut: (seq: number) => `Cut: what stood before number ${seq}, or the entry itself, is gone.`,
  change: (seq: number) => `Changed: number ${seq} is not what was chained or signed.`,
  'missing-tail': (seq: number) => `The tail is missing: a signed head says that the chain went on to number ${seq}.`,
  'forged-head': (seq: number) => `Forged: the head of number ${seq} was signed by none of our keys.`,
  'unknown-head': (seq: number) =>
    `The head of number ${seq} was signed with a key that is not among CHARYE_SIGNING_KEYS: it can't be checked.`,
  unchained: (id: number) => `Entry ${id} was kept out of the chain.`,
};

consoleSettings(2);
const { verifyRecord } = await import('@/lib/record/queries');
const { database } = await import('@/lib/platform/database');
try {
  const kept = (await Promise.all(process.argv.slice(2).map(textOf))).flatMap(headsIn);
  const { length, end, heads, findings } = await verifyRecord(kept);
  for (const { kind, seq } of findings.slice(0, 50)) console.log(`✗ ${sentences[kind](seq)}`);
  if (findings.length > 50) console.log(`✗ … and ${findings.length - 50} more`);
  console.log(`${length} entries, ${heads} signed heads (${kept.length} from outside).`);
  if (end) console.log(`The chain ends with number ${end.seq}, hash ${end.hash}.`);
  console.log(findings.length === 0 ? '✓ The record is whole.' : '✗ The record is not whole.');
  process.exitCode = findings.length === 0 ? 0 : 1;
} catch (fault) {
  console.error(`The record can't be checked: ${fault instanceof Error ? fault.message : String(fault)}`);
  process.exitCode = 2;
}
await database().$disconnect();
