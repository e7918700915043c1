// `npm run roll -- import people.csv`: reads the eligible people from a file of any length. See docs/roll.md.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { consoleSettings } from './ground/console';
import { type ImportOptions, importRoll, Unusable } from './roll/import';

const usage = `npm run roll -- import <file.csv> [--resume] [--dry-run] [--part] [--errors <file>] [--threads <count>]
  The file: UTF-8, a person a line, its first line names the columns: name,birth_date,phone,region[,ci]
  --resume   goes on where the import of this very file stopped
  --dry-run  reads and checks every line, and writes nothing but the file of errors
  --part     the file is a part of the roll: it adds and changes, and nobody is looked for among those it doesn't name
  --errors   where lines that could not be taken in are named (else <file.csv>.errors.csv)`;

function give(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function parse(): ImportOptions {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        resume: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        part: { type: 'boolean', default: false },
        errors: { type: 'string' },
        // One more reads the file and speaks to the database.
        threads: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) },
      },
    });
    const [command, path] = positionals;
    if (command !== 'import' || !path || !/^[1-9]\d?$/.test(values.threads)) give(usage);
    const { resume, part, 'dry-run': dryRun } = values;
    return { path, errorPath: values.errors ?? `${path}.errors.csv`, resume, part, dryRun, threads: Number(values.threads), report };
  } catch (fault) {
    return give(`${fault instanceof Error ? fault.message : String(fault)}\n${usage}`);
  }
}

const terminal = process.stderr.isTTY;
const everyMs = terminal ? 200 : 10_000;
let reportedAt = Number.NEGATIVE_INFINITY;

/** On a terminal one line that is written over; in a log a line now and then. */
function report(progress: string): void {
  const now = performance.now();
  if (now < reportedAt + everyMs) return;
  reportedAt = now;
  process.stderr.write(terminal ? `\r${progress}\x1b[K` : `${progress}\n`);
}

const options = parse();
consoleSettings();
// Threads read the settings of their own process environment: the same.
const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
// One import at a time; the database frees the lock of one that was killed.
const lock = await client.query<{ ok: boolean }>("SELECT pg_try_advisory_lock(hashtextextended('charye roll import', 0)) AS ok");
if (!lock.rows[0]?.ok) give('Another import is running.');
// A part that is lost with a crash is lost with its checkpoint.
await client.query('SET synchronous_commit = off');

try {
  const { lines, added, changed, unchanged, refused } = await importRoll(client, options);
  if (terminal) process.stderr.write('\n');
  const sum = { lines: lines - 1, added, changed, unchanged, refused };
  process.stdout.write(`${JSON.stringify({ ...sum, ...(options.dryRun && { dryRun: true }), errors: options.errorPath })}\n`);
  process.exitCode = refused > 0 ? 2 : 0;
} catch (fault) {
  if (!(fault instanceof Unusable)) throw fault;
  give(fault.message);
} finally {
  await client.end();
}
