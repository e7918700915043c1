import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { admissionOf, signInBusy } from './busy';
import { frontDoor, stepOf } from './front-door';

test.each([
  ['POST', '/sign-in/start', 'sign-in'],
  ['POST', '/en/sign-in/start', 'sign-in'],
  ['GET', '/api/auth/callback/identity?code=x&state=y', 'callback'],
  ['POST', '/me', 'ticket'],
  ['POST', '/en/me?round=autumn-1', 'ticket'],
  ['POST', '/line/autumn-1/enter', 'enter'],
  ['POST', '/en/line/autumn-1/enter', 'enter'],
])('%s %s is what may be refused: %s', (method, url, step) => {
  expect(stepOf(method, url)).toBe(step);
});

test.each([
  ['GET', '/'],
  ['GET', '/sign-in'],
  ['GET', '/sign-in/status.json'],
  ['GET', '/me'],
  ['GET', '/line/autumn-1/document.json'],
  ['POST', '/line/autumn-1/leave'],
  ['POST', '/book/check'],
  ['POST', '/sign-out'],
])('%s %s is not: whoever is inside is not turned away', (method, url) => {
  expect(stepOf(method, url)).toBeUndefined();
});

let server: Server | undefined;
afterEach(() => {
  // Each test has a process that was never busy.
  delete (globalThis as { charyeAdmissions?: unknown }).charyeAdmissions;
  server?.closeAllConnections();
  server?.close();
});

/** A server behind the door whose answers wait until they are let go. */
async function full() {
  const inside: (() => void)[] = [];
  server = createServer(frontDoor((_request, response) => inside.push(() => response.end('inside')))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, init: RequestInit = { method: 'POST' }) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init });
  return { ask, inside };
}

/** Asks until the door is shut: the answers are kept waiting. */
async function shut(path: string, init?: RequestInit) {
  const { ask, inside } = await full();
  const waiting = Array.from({ length: admissionOf(stepOf(init?.method ?? 'POST', path) ?? 'enter').measured().limit }, () =>
    ask(path, init),
  );
  await expect.poll(() => inside.length).toBe(waiting.length);
  const letGo = async () => {
    for (const answer of inside) answer();
    await Promise.all(waiting);
  };
  return { ask, inside, letGo };
}

test('above the limit the answer is 503 with the seconds to wait, and nothing behind the door hears of it', async () => {
  const { ask, inside, letGo } = await shut('/me');
  const before = inside.length;
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask('/me', { method: 'POST', body: 'x'.repeat(10_000) })));
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(2);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toContain(`${answer.headers.get('retry-after')}초`);
  }
  expect(inside.length).toBe(before);
  await letGo();
  const after = ask('/me');
  await expect.poll(() => inside.length).toBe(before + 1);
  inside.at(-1)?.();
  expect((await after).status).toBe(200);
});

test('who is further along is let in while the sign-in is full', async () => {
  const { ask, inside, letGo } = await shut('/sign-in/start');
  expect((await ask('/sign-in/start')).status).toBe(503);
  const ahead = ask('/line/autumn-1/enter');
  await expect.poll(() => inside.length).toBe(admissionOf('sign-in').measured().limit + 1);
  expect(signInBusy().state).toBe('busy');
  await letGo();
  expect((await ahead).status).toBe(200);
});

test('each way of asking is answered in a way it can show', async () => {
  const { ask, letGo } = await shut('/line/autumn-1/enter');
  const json = await ask('/en/line/autumn-1/enter', { method: 'POST', headers: { accept: 'application/json' } });
  const { sentence, seconds } = await json.json();
  expect(seconds).toBe(Number(json.headers.get('retry-after')));
  expect(sentence).toContain(`${seconds} s`);
  const page = await (await ask('/en/line/autumn-1/enter')).text();
  expect(page).toContain('lang="en"');
  expect(page).toContain('<form method="post" action="/en/line/autumn-1/enter">');
  await letGo();
  const action = await shut('/me');
  const toScript = await action.ask('/me', { method: 'POST', headers: { 'next-action': 'x' } });
  expect([toScript.status, toScript.headers.get('x-action-redirect')]).toEqual([503, '/me/busy;push']);
  await action.letGo();
});

test("the provider's answer is asked for again by the browser itself", async () => {
  const callback = '/api/auth/callback/identity?code=x';
  const { ask, letGo } = await shut(callback, { method: 'GET' });
  const answer = await ask(callback, { method: 'GET' });
  expect(await answer.text()).toContain(`http-equiv="refresh" content="${answer.headers.get('retry-after')}"`);
  await letGo();
});
