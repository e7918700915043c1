import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { identity, isAlive } from './processes.mjs';

const patienceMs = 8_000;

/** The programs that one command has started: remembered in files, so that the next one can end what a `kill -9` left behind. */
export class Children {
  #folder;
  #running = [];
  #stopping = false;
  /**
   * Called when a program ends that should not have.
   * @type {(entry: { name: string, log: string }, reason: string) => unknown}
   */
  onDeath = () => undefined;

  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * Starts a program in a process group of its own, so that Ctrl-C reaches this command alone and it can stop
   * them in order. Its output goes to `<name>.log`, or to the terminal.
   */
  start(name, program, args, { signal = 'SIGTERM', terminal = false, ends = false, ...options } = {}) {
    const log = join(this.#folder, `${name}.log`);
    const output = terminal ? 'inherit' : openSync(log, 'w', 0o600);
    const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', output, output] });
    const entry = { name, child, signal, log, ends };
    this.#running.push(entry);
    child.once('error', (error) => this.#ended(entry, error.message));
    child.once('exit', (code, by) => this.#ended(entry, by ? `signal ${by}` : `exit code ${code}`));
    if (child.pid)
      writeFileSync(this.#record(name), JSON.stringify({ pid: child.pid, identity: identity(child.pid), signal }), { mode: 0o600 });
    return entry;
  }

  /** Runs a program to its end, with its output on the terminal, and gives its exit code. */
  async finish(name, program, args, options) {
    const entry = this.start(name, program, args, { ...options, terminal: true, ends: true });
    const [code] = await once(entry.child, 'exit');
    rmSync(this.#record(name), { force: true });
    return code ?? 1;
  }

  isRunning = (entry) => this.#running.includes(entry);

  /** The last lines that a program wrote. */
  lastWords(entry, lines = 12) {
    return readFileSync(entry.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  async stop() {
    this.#stopping = true;
    for (const entry of [...this.#running].reverse()) await this.#end(entry);
  }

  async #end({ name, child, signal }) {
    const gone = once(child, 'exit');
    signalGroup(child.pid, signal);
    if (!(await inTime(gone, patienceMs))) {
      signalGroup(child.pid, 'SIGKILL');
      await gone;
    }
    rmSync(this.#record(name), { force: true });
  }

  #ended(entry, reason) {
    this.#running = this.#running.filter((other) => other !== entry);
    if (!this.#stopping && !entry.ends) this.onDeath(entry, reason);
  }

  #record = (name) => join(this.#folder, `${name}.pid`);

  /** Ends what an earlier command left running; a process that merely has the same number now is left alone. */
  async endLeftOvers() {
    const records = readdirSync(this.#folder).filter((file) => file.endsWith('.pid'));
    const ended = [];
    for (const file of records) {
      const path = join(this.#folder, file);
      const left = parseRecord(readFileSync(path, 'utf8'));
      if (left && isAlive(left.pid) && identity(left.pid) === left.identity) {
        signalGroup(left.pid, left.signal);
        for (let waited = 0; isAlive(left.pid) && waited < patienceMs; waited += 50) await wait(50);
        if (isAlive(left.pid)) signalGroup(left.pid, 'SIGKILL');
        ended.push(file.replace('.pid', ''));
      }
      rmSync(path, { force: true });
    }
    return ended;
  }
}

/** A record that was cut short by the crash is none. */
function parseRecord(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function inTime(promise, ms) {
  const timer = new AbortController();
  const late = wait(ms, 'late', { signal: timer.signal });
  late.catch((error) => error);
  const first = await Promise.race([promise.then(() => 'done'), late]);
  timer.abort();
  return first === 'done';
}
