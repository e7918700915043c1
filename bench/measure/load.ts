import { execFile } from 'node:child_process';
import { Agent, get } from 'node:http';
import { promisify } from 'node:util';

/** One GET, read to its end; the address of a failed one is not news, its number is. */
function read(port: number, path: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200));
      response.once('error', () => resolve(false));
    });
    request.once('error', () => resolve(false));
  });
}

export interface Played {
  sent: number;
  failed: number;
  seconds: number;
  /** How far the sender fell behind the times it was given, at most. */
  lateMs: number;
}

/** Asks at these times (milliseconds from now, in order), over so many kept connections. */
export async function play(port: number, path: string, times: number[], connections = 256): Promise<Played> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const start = performance.now();
  const asked: Promise<boolean>[] = [];
  let lateMs = 0;
  while (asked.length < times.length) {
    const now = performance.now() - start;
    for (let at = times[asked.length]; at !== undefined && at <= now; at = times[asked.length]) {
      lateMs = Math.max(lateMs, now - at);
      asked.push(read(port, path, agent));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const answers = await Promise.all(asked);
  agent.destroy();
  return { sent: asked.length, failed: answers.filter((ok) => !ok).length, seconds: (performance.now() - start) / 1_000, lateMs };
}

/** Requests a second that a server answers to 64 connections which ask again at once. */
export async function flood(wrk: string | undefined, port: number, path: string, seconds: number): Promise<number> {
  return wrk ? floodByWrk(wrk, port, path, seconds) : floodByNode(port, path, seconds);
}

async function floodByWrk(wrk: string, port: number, path: string, seconds: number): Promise<number> {
  const args = ['-t1', '-c64', `-d${seconds}s`, '-H', 'Accept-Encoding: gzip', `http://127.0.0.1:${port}${path}`];
  const { stdout } = await promisify(execFile)(wrk, args);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  if (!rate || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk saw failures:\n${stdout}`);
  return Number(rate);
}

async function floodByNode(port: number, path: string, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const start = performance.now();
  const end = start + seconds * 1_000;
  let answered = 0;
  const connection = async () => {
    while (performance.now() < end) {
      if (!(await read(port, path, agent))) throw new Error('a request failed');
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: 64 }, connection));
  agent.destroy();
  return answered / ((performance.now() - start) / 1_000);
}
