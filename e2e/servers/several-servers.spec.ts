import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { freePort, type RedisServer, startRedis } from '@/test/redis-server';
import { expect, test } from '../fixtures/test';
import { Visitor } from '../fixtures/visitor';
import { callAction, send } from '../tricks/call';
import { Citizen } from '../tricks/citizen';
import { actions, type Ground } from '../tricks/doors';
import { anotherServer, type Server } from './another-server';

const stops: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function server(settings: Record<string, string> = {}): Promise<Server> {
  const started = await anotherServer(settings);
  stops.push(started.kill);
  return started;
}

async function redis(): Promise<RedisServer> {
  const started = await startRedis(await freePort());
  stops.push(started.stop);
  return started;
}

/** The keys after a deployment: a new one signs, the old one is still read. */
const rotated = () => `9:${randomBytes(32).toString('base64')},${process.env.CHARYE_SIGNING_KEYS}`;

const action = (name: string) => {
  const found = actions[name];
  if (!found) throw new Error(`no action ${name}`);
  return found;
};

test('a place taken at one server enters at another and books at a third; servers die, Redis forgets, keys rotate: nobody loses a place', async ({
  world,
  people,
}) => {
  const crowd = await people(8);
  const [owner, second, ...waiting] = crowd;
  if (!owner || !second) throw new Error('nobody');
  const round = await world.round(crowd, { seatCount: 2 });
  const clinic = await world.clinic([5]);
  const [slot = 0] = clinic.slots;
  const shared = await redis();
  const REDIS_URL = shared.address;
  const [one, two, three] = await Promise.all([
    server({ REDIS_URL }),
    server({ REDIS_URL }),
    server({ REDIS_URL, CHARYE_SIGNING_KEYS: rotated() }),
  ]);
  const ground: Ground = { owner, round, clinic, bookingId: '', slotId: slot };

  // The ticket from the first server, by its own action.
  const citizen = await Citizen.withoutTicket(owner, round);
  citizen.visitor.server = one.address;
  await callAction(citizen.visitor, 'takeTicket', action('takeTicket'), ground, 'script');
  expect(citizen.visitor.cookie(`ticket.${round.id}`)).toBeTruthy();
  const standing = await world.standing(owner, round);
  expect(citizen.visitor.cookie(`number.${round.id}`)).toBe(standing.number);
  await one.kill();

  // The gate at the second one, which is then killed, too; the page of the third knows the pass.
  citizen.visitor.server = two.address;
  expect((await citizen.enter()).to).toBe('/book');
  const places = await Promise.all(crowd.map((person) => world.standing(person, round)));
  const others = await Promise.all(waiting.map((person) => Citizen.waiting(person, round)));
  const next = await Citizen.waiting(second, round);
  next.visitor.server = three.address;
  await two.kill();
  const link = new Redis(REDIS_URL, { protocol: 2 });
  await link.flushall();
  link.disconnect();
  expect((await next.enter()).to, 'a ticket signed with the key of before').toBe('/book');
  for (const other of others) {
    other.visitor.server = three.address;
    expect((await other.enter()).code).toBe('no-seat');
  }
  expect(await world.seatsInUse(round)).toBe(2);

  citizen.visitor.server = three.address;
  await callAction(citizen.visitor, 'chooseAction', action('chooseAction'), ground, 'script');
  const [held] = await world.bookings(owner);
  expect(held?.status).toBe('held');
  await shared.stop();
  await callAction(citizen.visitor, 'confirmAction', action('confirmAction'), { ...ground, bookingId: held?.id ?? '' }, 'script');
  expect((await world.bookings(owner))[0]?.status).toBe('confirmed');
  // As if the time had passed after which they were told to come again.
  await database().ticket.updateMany({ where: { roundId: round.id }, data: { retryAt: null } });
  expect((await others[0]?.enter())?.to, 'the seat that is free now').toBe('/book');
  expect(await Promise.all(crowd.map((person) => world.standing(person, round)))).toEqual(places);
});

test('who waits reports to any server: the same empty answer for everybody, one row for each server, and the leader adds them up', async ({
  world,
  people,
}) => {
  const crowd = await people(6);
  const round = await world.round(crowd, { calledUpTo: 0, calledAgo: 5, minSweep: 1_000_000 });
  await world.clinic([5]);
  const [one, two] = await Promise.all([server(), server()]);
  const citizens = await Promise.all(crowd.map((person) => Citizen.waiting(person, round)));
  const present = `/line/${round.id}/present`;
  const answers = [];
  for (const [index, citizen] of citizens.entries()) {
    citizen.visitor.server = [one, two][index % 2]?.address ?? '';
    answers.push(await send(citizen.visitor, present), await send(citizen.visitor, present));
  }
  const nobody = new Visitor();
  const forged = new Visitor([{ name: `ticket.${round.id}`, value: 'x.y.z' }]);
  answers.push(await send(nobody, present), await send(forged, present));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['204 ']));
  expect((await send(nobody, '/line/no-such-round/present')).status).toBe(404);
  expect((await send(new Visitor(), present, { headers: { origin: 'https://example.org' } })).status).toBe(403);

  const counted = async () => {
    const rows = await database().linePresence.findMany({ where: { roundId: round.id } });
    return {
      rows: rows.length,
      reports: rows.reduce((sum, row) => sum + Number(row.reports), 0),
      newcomers: rows.reduce((sum, row) => sum + Number(row.newcomers), 0),
    };
  };
  await expect.poll(counted).toEqual({ rows: 2, reports: 6, newcomers: 6 });
});

test('a page that waits reports by itself, and says nothing when its ticket is not asked', async ({ world, people, page, at }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person], { calledUpTo: 0, calledAgo: 5, minSweep: 1_000_000 });
  const citizen = await Citizen.waiting(person, round);
  await page.context().addCookies(citizen.cookies.map((cookie) => ({ ...cookie, url: env().CHARYE_URL })));
  await page.clock.install();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/present')) sent.push(request.method());
  });
  await page.goto(at(`/line/${round.id}`));
  // The first within a minute, the others a minute later each; the page's clock also runs by itself, and the machine may be slow.
  await page.clock.runFor(61_000);
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  const first = sent.length;
  expect(first).toBeLessThan(3);
  await page.clock.runFor(60_000);
  await expect.poll(() => sent.length).toBeGreaterThan(first);
  expect(new Set(sent)).toEqual(new Set(['POST']));

  // From now on only one ticket in four thousand million is asked.
  const document = await (await page.request.get(`/line/${round.id}/document.json`)).json();
  let heard = 0;
  await page.route(/document\.json$/, async (route) => {
    heard += 1;
    await route.fulfill({ json: { ...document, now: document.now + 3_600_000 + heard, report: 32 } });
  });
  while (heard < 2) await page.clock.runFor(5_000);
  const before = sent.length;
  await page.clock.runFor(65_000);
  await expect.poll(() => heard).toBeGreaterThan(2);
  expect(sent.length).toBe(before);
});

test('the scheduled route ticks for whoever knows its secret, and for nobody else', async () => {
  const secret = randomBytes(32).toString('base64');
  const [without, own] = [await server({ CHARYE_TICK_SECRET: '' }), await server({ CHARYE_TICK_SECRET: secret })];
  const tick = async ({ address }: Server, authorization?: string) => {
    const answer = await fetch(`${address}/api/tick`, { method: 'POST', headers: authorization ? { authorization } : {} });
    return { status: answer.status, body: await answer.json() };
  };
  const refused = { status: 401, body: { ok: false } };
  expect(await tick(without, `Bearer ${secret}`)).toEqual(refused);
  expect(await tick(without, 'Bearer ')).toEqual(refused);
  expect(await tick(own)).toEqual(refused);
  expect(await tick(own, 'Bearer ')).toEqual(refused);
  expect(await tick(own, `Bearer ${secret}x`)).toEqual(refused);
  expect(await tick(own, secret)).toEqual(refused);
  // Another server leads already, so there is nothing left to do.
  expect(await tick(own, `Bearer ${secret}`)).toEqual({ status: 200, body: { ok: true, led: expect.any(Boolean) } });
});
