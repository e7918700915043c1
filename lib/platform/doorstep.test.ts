import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createConnection, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { doorstep, type Refuse } from './doorstep';
import { wholeAnswer } from './whole-answer';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const refusal = (target: string) => wholeAnswer('503 Service Unavailable', ['Content-Length', String(target.length + 1)], `${target};`);
/** What begins with /no is refused; every answer is the address that was asked for. */
const refuse: Refuse = ({ target }) => (target.startsWith('/no') ? refusal(target) : null);

async function started(options = {}) {
  const heard: string[] = [];
  const server: Server = createServer(options, (request, response) => {
    heard.push(request.url ?? '');
    let length = 0;
    request.on('data', (chunk: Buffer) => (length += chunk.length));
    request.on('end', () => response.end(`${request.url}:${length};`));
  });
  doorstep(server, [refuse]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const connect = async () => {
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay(true);
    ends.push(() => socket.destroy());
    await once(socket, 'connect');
    return new Client(socket);
  };
  return { heard, connect };
}

class Client {
  #text = '';
  constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.#text += text;
    });
  }

  write = (text: string) => this.socket.write(text, 'latin1');

  /** Status and body of all that was answered. */
  get answers(): string[] {
    return [...this.#text.matchAll(/HTTP\/1\.1 (\d{3})[\s\S]*?\r\n\r\n(\/[\w/:]*);/g)].map(([, status, body]) => `${status} ${body}`);
  }

  async ask(text: string): Promise<string | undefined> {
    const before = this.answers.length;
    this.write(text);
    await expect.poll(() => this.answers.length, { interval: 2 }).toBe(before + 1);
    return this.answers.at(-1);
  }
}

const post = (target: string, body = '') => `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test('who is refused is answered on the connection: the server hears nothing, and the connection goes on', async () => {
  const { heard, connect } = await started();
  const client = await connect();
  expect(await client.ask(post('/yes'))).toBe('200 /yes:0');
  expect(await client.ask(post('/no', 'field=value'))).toBe('503 /no');
  expect(await client.ask(post('/no'))).toBe('503 /no');
  expect(await client.ask(post('/yes', 'abc'))).toBe('200 /yes:3');
  expect(heard).toEqual(['/yes', '/yes']);
});

test('the first request of a connection, one in pieces and one beside another are the server’s', async () => {
  const { heard, connect } = await started();
  const client = await connect();
  expect(await client.ask(post('/no/first'))).toBe('200 /no/first:0');
  const whole = post('/no/pieces', 'abcdef');
  client.write(whole.slice(0, -3));
  await expect.poll(() => heard).toContain('/no/pieces');
  expect(await client.ask(whole.slice(-3))).toBe('200 /no/pieces:6');
  expect(await client.ask(post('/no'))).toBe('503 /no');
  client.write(post('/yes') + post('/no/behind'));
  await expect.poll(() => client.answers.slice(-2)).toEqual(['200 /yes:0', '200 /no/behind:0']);
  expect(await client.ask(post('/no/later')), 'where a request begins is no longer sure').toBe('200 /no/later:0');
});

test('a body that looks like a request is none', async () => {
  const { heard, connect } = await started();
  const client = await connect();
  await client.ask(post('/yes'));
  const inner = post('/no/inside');
  const outer = post('/yes/outer', `${inner}${inner}`);
  const head = outer.slice(0, -2 * inner.length);
  client.write(head);
  await expect.poll(() => heard).toContain('/yes/outer');
  client.write(inner);
  expect(await client.ask(inner)).toBe(`200 /yes/outer:${2 * inner.length}`);
  expect(heard).toEqual(['/yes', '/yes/outer']);
});

test('a connection on which only refusals go is not taken for a silent one', async () => {
  const { connect } = await started({
    connectionsCheckingInterval: 20,
    headersTimeout: 2_000,
    requestTimeout: 2_000,
    keepAliveTimeout: 2_000,
  });
  const client = await connect();
  await client.ask(post('/yes'));
  for (const until = performance.now() + 5_000; performance.now() < until; ) expect(await client.ask(post('/no'))).toBe('503 /no');
  expect(client.socket.destroyed).toBe(false);
});

test('however a stream of requests is cut, each is answered once and in order', async () => {
  const { connect } = await started();
  const one = fc.record({ path: fc.constantFrom('/yes', '/no'), body: fc.nat(3), waits: fc.boolean() });
  const property = fc.asyncProperty(
    fc.array(one, { minLength: 1, maxLength: 8 }),
    fc.array(fc.nat(200), { maxLength: 12 }),
    async (asked, cuts) => {
      const client = await connect();
      let sent = 0;
      let pending = '';
      for (const [index, { path, body, waits }] of asked.entries()) {
        pending += post(`${path}/${index}`, post('/no').slice(0, body * 20));
        const cut = cuts[index];
        if (cut !== undefined && cut < pending.length) {
          client.write(pending.slice(0, cut));
          pending = pending.slice(cut);
          await new Promise(setImmediate);
        }
        if (!waits) continue;
        client.write(pending);
        pending = '';
        sent = index + 1;
        await expect.poll(() => client.answers.length, { interval: 1 }).toBe(sent);
      }
      client.write(pending);
      await expect.poll(() => client.answers.length, { interval: 1 }).toBe(asked.length);
      const paths = client.answers.map((answer) => answer.replace(/^\d+ |:\d+$/g, ''));
      expect(paths).toEqual(asked.map(({ path }, index) => `${path}/${index}`));
      client.socket.destroy();
    },
  );
  await fc.assert(property, { numRuns: 60, seed: 20210712 });
});
