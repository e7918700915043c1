import { readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startEdge } from '@/scripts/ground/edge.mjs';
import { type Answer, CountingOrigin } from '@/test/counting-origin';
import { ask, crowd } from './visitor';

const program = process.env.CHARYE_NGINX ?? 'nginx';
const path = '/line/autumn-1/document.json';
// Tests that wait run beside each other: none may take a port that another has just found free.
// Below the ports that the system gives to the crowd's own connections.
let nextPort = 29_300;
const ended: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ended.reverse()) await end();
});

async function origin(answer: (path: string, count: number) => Answer): Promise<CountingOrigin> {
  const made = await new CountingOrigin(answer).start();
  ended.push(() => made.kill());
  return made;
}

async function nginx(...servers: CountingOrigin[]) {
  nextPort += 4;
  const made = await startEdge({ program, servers: servers.map(({ port }) => port), url: 'https://charye.test', from: nextPort });
  ended.push(made.stop);
  return made;
}

const edge = async (...servers: CountingOrigin[]): Promise<number> => (await nginx(...servers)).port;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const numbered = (_: string, count: number) => ({ body: JSON.stringify({ count }) });
const uncached = { 'cache-control': 'private, no-store' };

test('200 first requests at once are one request to a server', async () => {
  const server = await origin(() => ({ body: '{"slow":true}', delayMs: 300 }));
  const port = await edge(server);
  const seen = await Promise.all(Array.from({ length: 200 }, () => ask(port, path)));
  expect(new Set(seen.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"slow":true}']));
  expect(server.received).toHaveLength(1);
});

test.concurrent('ten seconds of polls from many connections: a server is asked at most once a second for each document', async ({
  expect,
}) => {
  const server = await origin(numbered);
  const port = await edge(server);
  const paths = [path, '/line/autumn-2/document.json'];
  const began = performance.now();
  const seen = await Promise.all(paths.map((each) => crowd(port, each, 40, 10_000)));
  const seconds = (performance.now() - began) / 1_000;
  expect(seen.flat().every(({ status }) => status === 200)).toBe(true);
  for (const each of paths) {
    const asked = server.received.filter(({ address }) => address === each).length;
    // Not frozen either: the document keeps moving.
    expect(asked).toBeGreaterThanOrEqual(3);
    // One in each whole second of nginx's clock that the crowd has touched; of the spacing nothing is asked: requests may be read late.
    expect(asked).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(seen.flat().length).toBeGreaterThan(5 * asked);
  }
});

test.concurrent('a crowd that comes after a quiet time is one request, and everybody waits for the new document', async ({ expect }) => {
  const server = await origin((_, count) => ({ body: `{"count":${count}}`, delayMs: 300 }));
  const { port, folder } = await nginx(server);
  expect((await ask(port, path)).body).toBe('{"count":1}');
  await expect.poll(() => filesIn(join(folder, 'front')), { timeout: 100_000, interval: 200 }).toHaveLength(0);
  const seen = await Promise.all(Array.from({ length: 100 }, () => ask(port, path)));
  expect(new Set(seen.map(({ body }) => body))).toEqual(new Set(['{"count":2}']));
  expect(server.received).toHaveLength(2);
});

test.concurrent('so is a crowd that comes when the document is too old and not yet forgotten', async ({ expect }) => {
  const headers = { 'cache-control': 'public, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400' };
  const server = await origin(() => ({ headers, delayMs: 300 }));
  const { port, folder } = await nginx(server);
  await ask(port, path);
  const age = () => Date.now() - Math.max(...filesIn(join(folder, 'front')).map((file) => statSync(file).mtimeMs));
  await expect.poll(age, { timeout: 60_000, interval: 100 }).toBeGreaterThan(4_000);
  const seen = await Promise.all(Array.from({ length: 100 }, () => ask(port, path)));
  expect(seen.filter(({ status }) => status !== 200)).toEqual([]);
  expect(server.received).toHaveLength(2);
});

test.concurrent('with all servers dead everybody still gets the last document; what was never asked for says so calmly', async ({
  expect,
}) => {
  const servers = [await origin(numbered), await origin(numbered)];
  const port = await edge(...servers);
  await ask(port, path);
  for (const server of servers) await server.kill();
  const seen = await crowd(port, path, 20, 9_000);
  expect(new Set(seen.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"count":1}']));
  const page = await ask(port, '/when');
  expect(page.status).toBe(503);
  expect(page.body).toContain('lang="en"');
  const personal = await ask(port, '/me');
  expect([personal.status, personal.headers['cache-control']]).toEqual([503, 'no-store']);
});

test.concurrent('servers that fail, and then hang, leave the last document standing', async ({ expect }) => {
  let answer: Answer = { body: '{"good":true}' };
  const server = await origin(() => answer);
  const port = await edge(server);
  await ask(port, path);
  answer = { status: 500, body: 'boom', headers: uncached };
  const seen = await crowd(port, path, 5, 8_000);
  expect(new Set(seen.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"good":true}']));
  answer = { body: '{"never":true}', delayMs: 60_000 };
  const slow = await crowd(port, path, 5, 8_000);
  expect(new Set(slow.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"good":true}']));
  answer = { body: '{"better":true}' };
  await expect.poll(async () => (await ask(port, path)).body, { timeout: 60_000 }).toBe('{"better":true}');
});

test.concurrent('one of two servers dies: nobody notices', async ({ expect }) => {
  const servers = [await origin(() => ({ headers: uncached })), await origin(() => ({ headers: uncached }))] as const;
  const port = await edge(...servers);
  const killed = expect
    .poll(() => servers[0].received.length)
    .toBeGreaterThan(10)
    .then(() => servers[0].kill());
  const seen = await Promise.all([crowd(port, '/me', 10, 3_000), crowd(port, path, 10, 3_000), killed]);
  expect([...seen[0], ...seen[1]].filter(({ status }) => status !== 200)).toEqual([]);
  expect(servers[1].received.length).toBeGreaterThan(10);
});

test('a form is not sent twice, and never answered from a cache', async () => {
  const server = await origin(numbered);
  const port = await edge(server);
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' };
  const first = await ask(port, '/line/autumn-1/enter', form);
  const second = await ask(port, '/line/autumn-1/enter', form);
  expect([first.body, second.body]).toEqual(['{"count":1}', '{"count":2}']);
  expect((await ask(port, path, form)).status).toBe(405);
  expect(server.received.map(({ method }) => method)).toEqual(['POST', 'POST']);
});

test('nothing that a visitor adds reaches a server on a public path, nor makes a second copy', async () => {
  const server = await origin(numbered);
  const port = await edge(server);
  const added = {
    cookie: 'session=mine',
    authorization: 'Bearer x',
    rsc: '1',
    'next-router-state-tree': 'x',
    'next-router-prefetch': '1',
    'next-url': '/me',
    'next-action': 'x',
    'x-nextjs-data': '1',
    'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
    'x-invoke-path': '/me',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-for': '10.9.8.7',
    host: 'evil.test',
    accept: 'text/x-component',
    range: 'bytes=0-1',
    'if-none-match': '"x"',
    'cache-control': 'no-cache',
    pragma: 'no-cache',
  };
  // The one that a server hears of is the first, with all that it brings along.
  for (const address of ['/line//autumn-1/./document.json?_rsc=1', path, `${path}?${Math.random()}`]) {
    const { range: _, ...headers } = added;
    expect((await ask(port, address, { headers })).body).toBe('{"count":1}');
  }
  await ask(port, path, { headers: added });
  expect((await ask(port, path)).body).toBe('{"count":1}');
  expect((await ask(port, path, { method: 'HEAD' })).headers['x-edge']).toBe('HIT');
  const [only, ...others] = server.received;
  expect(others).toEqual([]);
  expect(only?.address).toBe(path);
  expect(Object.keys(only?.headers ?? {}).sort()).toEqual(['host', 'x-forwarded-proto']);
  expect(only?.headers.host).toBe('charye.test');
});

test.each([
  ['a cookie', { 'set-cookie': 'session=yours' }],
  ['private', uncached],
  ['no-store', { 'cache-control': 'no-store' }],
  ['no word on caching', { 'cache-control': '' }],
  ['max-age=0 alone', { 'cache-control': 'public, max-age=0' }],
])('an answer with %s is kept for nobody, on a public path too', async (_, headers) => {
  const server = await origin((_path, count) => ({ body: `{"count":${count}}`, headers }));
  const port = await edge(server);
  expect((await ask(port, path)).body).toBe('{"count":1}');
  const second = await ask(port, path);
  expect(second.body).toBe('{"count":2}');
  expect(second.headers['set-cookie'] === undefined || /no-store/.test(second.headers['cache-control'] ?? '')).toBe(true);
});

test("a personal path keeps its cookie and its forms' origin, and names the visitor's address once", async () => {
  const server = await origin(() => ({ headers: { 'set-cookie': 'session=new' } }));
  const port = await edge(server);
  const headers = {
    cookie: 'session=mine',
    origin: 'https://charye.test',
    'x-forwarded-for': '10.9.8.7, 10.9.8.6',
    'x-real-ip': '10.9.8.7',
    'next-action': 'abc',
    'x-nextjs-data': '1',
    'x-middleware-subrequest': 'proxy',
    rsc: '1',
  };
  const first = await ask(port, '/book?day=1', { headers });
  await ask(port, '/line/autumn-1/enter', { method: 'POST', headers, body: 'x' });
  expect(first.headers['set-cookie']).toEqual(['session=new']);
  const [book, enter] = server.received;
  expect(book?.address).toBe('/book?day=1');
  expect(book?.headers).toMatchObject({
    cookie: 'session=mine',
    origin: 'https://charye.test',
    'next-action': 'abc',
    rsc: '1',
    'x-forwarded-for': '127.0.0.1',
  });
  for (const name of ['x-real-ip', 'x-nextjs-data', 'x-middleware-subrequest']) expect(book?.headers).not.toHaveProperty(name);
  // Actions are behind some pages alone.
  for (const name of ['next-action', 'rsc']) expect(enter?.headers).not.toHaveProperty(name);
  expect(enter?.headers['content-length']).toBe('1');
});

test('methods that nobody needs are refused before a server hears of them', async () => {
  const server = await origin(numbered);
  const port = await edge(server);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'PURGE']) {
    expect((await ask(port, path, { method })).status).toBe(405);
    const personal = await ask(port, '/me', { method });
    expect([personal.status, personal.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  }
  expect((await ask(port, path, { method: 'POST' })).headers.allow).toBe('GET, HEAD');
  expect(await firstLine(port, 'GARBAGE!\u0000 /me HTTP/1.1\r\n\r\n')).toContain(' 400 ');
  expect(await firstLine(port, 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n')).toContain(' 405 ');
  expect(server.received).toEqual([]);
});

test('what is too large is refused before a server hears of it', async () => {
  const server = await origin(numbered);
  const port = await edge(server);
  expect((await ask(port, '/me', { method: 'POST', body: 'x'.repeat(70_000) })).status).toBe(413);
  expect((await ask(port, '/me', { headers: { cookie: 'x'.repeat(40_000) } })).status).toBe(400);
  expect((await ask(port, `/me?${'x'.repeat(10_000)}`)).status).toBe(414);
  expect(server.received).toEqual([]);
});

test('who can read gzip gets it, who can not gets the text, from one copy', async () => {
  const text = JSON.stringify({ text: '차례 '.repeat(300) });
  const server = await origin(() => ({ body: text }));
  const port = await edge(server);
  const packed = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'accept-encoding': 'gzip' } });
  expect([packed.headers.get('content-encoding'), await packed.text()]).toEqual(['gzip', text]);
  const plain = await ask(port, path);
  expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, text]);
  expect(plain.headers.vary).toBe('Accept-Encoding');
  expect(server.received).toHaveLength(1);
});

/** Of the answer to bytes that no HTTP library would send. */
function firstLine(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
