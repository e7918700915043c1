import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { startSession } from '@/lib/identity/commands';
import { cookieSetting } from '@/lib/identity/cookie';
import { issueTicket } from '@/lib/line/commands';
import { documentOf } from '@/lib/line/queries';
import { signToken } from '@/lib/line/token';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { doorstep } from '@/lib/platform/doorstep';
import { env } from '@/lib/platform/env';
import { repeatedOnTheDoorstep } from '@/lib/platform/repeats';
import { ownNode } from '@/lib/presence/worker';
import { lineRound, moveFront, person, standingOf } from '@/test/line';
import { POST } from './route';

/** The framework's look at the request under way. */
const underWay = new AsyncLocalStorage<Headers>();
vi.mock('next/headers', () => {
  const jar = () => new Map((underWay.getStore()?.get('cookie') ?? '').split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string]));
  const get = (name: string) => (jar().has(name) ? { name, value: jar().get(name) } : undefined);
  return { headers: async () => underWay.getStore() ?? new Headers(), cookies: async () => ({ get, set: () => undefined }) };
});

const ends: (() => void)[] = [];
afterEach(() => {
  // What an entry leaves to be written within a second would find no database.
  clearTimeout(ownNode().timer);
  for (const end of ends.splice(0)) end();
});

/** The route behind the doorstep, as a deployment has it, and a browser with one kept connection to it. */
async function browser() {
  const server = createServer(async (request, response) => {
    const sent = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
    const [, round = ''] = /^\/line\/([a-z0-9-]+)\/enter$/.exec(request.url ?? '') ?? [];
    const context = { params: Promise.resolve({ locale: 'ko', round }) };
    const asked = new Request(`http://localhost${request.url}`, { method: 'POST', headers: sent });
    const answer = await underWay.run(sent, () => POST(asked, context));
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'x-from': 'gate' }).end(await answer.text());
  });
  doorstep(server, [repeatedOnTheDoorstep]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  ends.push(() => {
    socket.destroy();
    server.close();
  });
  return async (roundId: string, cookie: string, accept = 'application/json') => {
    const lines = [
      `POST /line/${roundId}/enter HTTP/1.1`,
      'Host: x',
      `Origin: ${env().CHARYE_URL}`,
      `Accept: ${accept}`,
      `Cookie: ${cookie}`,
    ];
    text = '';
    socket.write([...lines, 'Content-Length: 0', '', ''].join('\r\n'));
    const whole = /^HTTP\/1\.1 (\d+)([\s\S]*?)\r\n\r\n(?:[\da-f]+\r\n)?([{<][\s\S]*[}>])(?:\r\n0\r\n\r\n)?$/;
    await expect.poll(() => whole.test(text), { interval: 1, timeout: 30_000 }).toBe(true);
    const [, status, head = '', body] = whole.exec(text) ?? [];
    const type = /\r\ncontent-type: ([^\r]*)/i.exec(head)?.[1];
    const given = /\r\nset-cookie: ([^\r]*)/i.exec(head)?.[1];
    return { answer: { status, type, body, given }, byTheGate: /x-from: gate/i.test(head) };
  };
}

/** Signed in, with a ticket, and the cookies of both. */
async function waiting(roundId: string, createdAt = new Date(0)) {
  const { personId } = await person();
  await database().person.update({ where: { id: personId }, data: { name: encrypt('홍길동', 'person.name'), createdAt } });
  const token = await startSession(personId, 'test', true);
  await issueTicket(await person({ personId, createdAt }), roundId);
  const { number, place } = await standingOf(personId, roundId);
  const { CHARYE_URL, CHARYE_SESSION_SECRET, CHARYE_SIGNING_KEYS } = env();
  const sealed = await encode({ token: { sid: token }, secret: CHARYE_SESSION_SECRET, maxAge: 3_600 });
  const ticket = signToken('ticket', { sub: personId, round: roundId, number }, new Date(Date.now() + 3_600_000), CHARYE_SIGNING_KEYS);
  return { personId, place, cookie: `${cookieSetting(CHARYE_URL, 'session').name}=${sealed}; ticket.${roundId}=${ticket}` };
}

/** How many statements the driver sends while `work` runs. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const count = sent.mock.calls.length;
  sent.mockRestore();
  return count;
}

const afterwards = () => new Date(Date.now() + 60_000);

/** Nobody is called: a sweep takes longer than any round. */
const far = { minSweep: 1_000_000 };

test.each(['application/json', 'text/html'])(
  'who hammers before the call (%s) gets the gate’s own answer, for no statement',
  async (accept) => {
    const round = await lineRound(1, far);
    const who = await waiting(round.id);
    const ask = await browser();
    const first = await ask(round.id, who.cookie, accept);
    expect(first).toMatchObject({ byTheGate: true, answer: { status: '409' } });
    const sent = await statements(async () => {
      for (let time = 0; time < 50; time += 1) {
        expect(await ask(round.id, who.cookie, accept)).toEqual({ answer: first.answer, byTheGate: false });
      }
    });
    expect(sent).toBe(0);
  },
);

test.each(['application/json', 'text/html'])('a server whose connections are all in use says when to ask again (%s)', async (accept) => {
  const round = await lineRound(1, far);
  const who = await waiting(round.id);
  const ask = await browser();
  const holder = new pg.Client(process.env.DATABASE_URL);
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(1)');
  const all = env().CHARYE_DATABASE_POOL;
  const stuck = Promise.allSettled(Array.from({ length: all }, () => database().$executeRaw`SELECT pg_advisory_xact_lock_shared(1)`));
  const inUse = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
  await expect.poll(async () => (await holder.query(inUse)).rowCount, { timeout: 60_000 }).toBe(all);
  try {
    const { answer } = await ask(round.id, who.cookie, accept);
    expect(answer.status).toBe('503');
    expect(answer.body).toContain('너무 많은 분이 함께 쓰고 있어요');
  } finally {
    await holder.end();
    await stuck;
  }
});

test('whoever is called gets in with the first request that the server could know it by', async () => {
  const round = await lineRound(1, far);
  const who = await waiting(round.id);
  const ask = await browser();
  await ask(round.id, who.cookie);
  expect(await ask(round.id, who.cookie)).toMatchObject({ byTheGate: false });
  await moveFront(round.id, 'drawn', 1);
  await expect.poll(async () => (await documentOf(round.id))?.fronts.drawn.at(-1)?.to).toBe(1);
  const letIn = await ask(round.id, who.cookie);
  expect(letIn).toMatchObject({ byTheGate: true, answer: { status: '200', body: '{"to":"/book"}' } });
  expect(letIn.answer.given).toMatch(/^pass=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=lax$/);
});

test('whom the front can reach within seconds is always asked of the database', async () => {
  const round = await lineRound(1, { minSweep: 1_800 });
  const who = await waiting(round.id);
  const ask = await browser();
  await moveFront(round.id, 'drawn', Math.max(0, who.place - 0.5 / 1_800));
  for (let time = 0; time < 5; time += 1)
    expect(await ask(round.id, who.cookie)).toMatchObject({ byTheGate: true, answer: { status: '409' } });
});

test('another browser, a late place and a paused round are asked of the gate', async () => {
  const round = await lineRound(1, far);
  const [who, other] = [await waiting(round.id), await waiting(round.id)];
  const ask = await browser();
  await ask(round.id, who.cookie);
  expect(await ask(round.id, who.cookie)).toMatchObject({ byTheGate: false });
  expect(await ask(round.id, other.cookie)).toMatchObject({ byTheGate: true });
  expect(await ask(round.id, who.cookie.replace('ticket.', 'x=y; ticket.'))).toMatchObject({ byTheGate: true });
  // Of two whose records came after the draw, the one who came a minute later.
  const [ahead, late] = [await waiting(round.id, afterwards()), await waiting(round.id, afterwards())];
  await database().$executeRaw`
    UPDATE ticket SET late_position = late_position - 6 WHERE round_id = ${round.id} AND person_id = ${ahead.personId}::uuid`;
  for (let time = 0; time < 2; time += 1)
    expect(await ask(round.id, late.cookie)).toMatchObject({ byTheGate: true, answer: { status: '409' } });
  await database().$executeRaw`UPDATE round SET paused_at = now(), pause_reason = '점검' WHERE id = ${round.id}`;
  await expect.poll(async () => (await documentOf(round.id))?.state).toBe('paused');
  expect(await ask(round.id, who.cookie)).toMatchObject({ byTheGate: true });
});
