import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { matchParts, plainPhone } from '@/lib/identity/match';
import { encrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { type Known, personalDataIn } from '@/test/personal-data';
import { freePort, startRedis } from '@/test/redis-server';
import { consent, makeAgent, makeOperator, makeStaff, type Somebody } from '../fixtures/people';
import { session } from '../fixtures/session';
import { expect, test } from '../fixtures/test';
import { Visitor } from '../fixtures/visitor';
import { actionId } from '../tricks/built';
import { actionBody, send, ways } from '../tricks/call';
import { type Action, actions, type Ground, type Need, routes } from '../tricks/doors';
import { endsOwn } from '../tricks/fields';
import { twoInside } from '../tricks/standing';
import { anotherServer } from './another-server';

const stops: (() => Promise<void>)[] = [];
test.afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Names, numbers and words that nothing else in the world has. */
const striking = [
  { name: '황보슬기로운물결', phone: '010-9191-7373' },
  { name: '제갈소스라치누리', phone: '010-9292-7474' },
  { name: 'Zyxwhild O’Quirk', phone: '010-9393-7575' },
  { name: '선우해돋이마루빛', phone: '010-9494-7676' },
  { name: '남궁어처구니없음', phone: '010-9595-7777' },
  { name: '독고휘뚜루마뚜루', phone: '010-9696-7878' },
];
const typed = ['뒷집 황보 씨가 대신 물어봄', 'zyx.quirk@striking.example'];
const [reason = '', email = ''] = typed;

/** The same people of the tests under these names: their birth dates are theirs alone. */
async function renamed(people: Somebody[]): Promise<Somebody[]> {
  return await Promise.all(
    people.map(async (person, index) => {
      const { name, phone } = striking[index] ?? { name: '', phone: '' };
      const ci = `CI-${randomUUID()}==`;
      const data = {
        name: encrypt(name, 'person.name'),
        phone: encrypt(plainPhone(phone), 'person.phone'),
        ciHash: lookupHash('ci', ci),
        matchHash: lookupHash('match', ...matchParts(name, person.birthDate, phone)),
      };
      await database().person.update({ where: { id: person.personId }, data });
      return { ...person, name, phone, ci };
    }),
  );
}

/** What others than the person can get at: addresses (the log of any proxy has them), cookies that a script reads, kept answers. */
function listen(visitor: Visitor, heard: { addresses: string[]; cookies: string[]; kept: string[] }): Visitor {
  const request = visitor.request.bind(visitor);
  visitor.request = async (path, init) => {
    const response = await request(path, init);
    heard.addresses.push(path);
    for (const name of ['location', 'x-action-redirect', 'link', 'refresh', 'referer', 'server-timing']) {
      heard.addresses.push(response.headers.get(name) ?? '');
    }
    for (const line of response.headers.getSetCookie()) if (!/;\s*httponly/i.test(line)) heard.cookies.push(line);
    if (/\bpublic\b|s-maxage/.test(response.headers.get('cache-control') ?? '')) heard.kept.push(await response.clone().text());
    return response;
  };
  return visitor;
}

/** Every key with its value, whatever its kind. */
async function allOfRedis(address: string): Promise<string[]> {
  const link = new Redis(address, { protocol: 2 });
  const found: string[] = [];
  for (const key of await link.keys('*')) {
    const kind = await link.type(key);
    const read = { string: ['GET', key], hash: ['HGETALL', key], set: ['SMEMBERS', key], list: ['LRANGE', key, '0', '-1'] }[kind];
    const [command = 'ZRANGE', ...rest] = read ?? ['ZRANGE', key, '0', '-1', 'WITHSCORES'];
    found.push(`${key} ${JSON.stringify(await link.call(command, ...rest))}`);
  }
  link.disconnect();
  return found;
}

/** What a form sends, with striking words wherever somebody may write what they like. */
function filled(door: Action, ground: Ground): Record<string, string> {
  const free = (field: string, value: string) => (field === 'email' ? email : /reason/i.test(field) ? reason : value);
  return Object.fromEntries(Object.entries(door.fields(ground)).map(([field, value]) => [field, free(field, value)]));
}

/** What concerns everybody, and not a round of the test's own. */
const forAll = [
  'stopNoticesAction',
  'startNoticesAction',
  'retryNoticesAction',
  'pauseProgrammeAction',
  'closeClinicAction',
  'recallAction',
];

test('whatever people do, nobody is named in a log, in Redis, in an address, in a cookie that a script reads or in what is kept for all', async ({
  world,
  people,
}) => {
  test.setTimeout(900_000);
  const redis = await startRedis(await freePort());
  stops.push(redis.stop);
  const server = await anotherServer({ REDIS_URL: redis.address });
  stops.push(server.kill);

  // Two more around them: what is public of a round has its first and its last birth date, and they are nobody's here.
  const chosen = await people(striking.length + 2);
  const [first, last] = [chosen[0], chosen.at(-1)];
  const cast = await renamed(chosen.slice(1, -1));
  const [owner, holder, helper, nurse, agent, operator] = cast;
  if (!first || !last || !owner || !holder || !helper || !nurse || !agent || !operator) throw new Error('nobody');
  const { ofBooked, ofHolding, booked, holding, clinic } = await twoInside(world, [owner, holder], [first, last]);
  await consent(helper, owner);
  await makeStaff(nurse, clinic.id);
  await makeAgent(agent);
  await makeOperator(operator);

  const heard = { addresses: [] as string[], cookies: [] as string[], kept: [] as string[] };
  const on = (cookies: { name: string; value: string }[]) => {
    const visitor = listen(new Visitor(cookies), heard);
    visitor.server = server.address;
    return visitor;
  };
  const signedIn = async (person: Somebody) => on([(await session(person)).cookie]);
  const anybody = on([]);
  const visitors: Record<Need, [Visitor, Ground]> = {
    public: [anybody, ofBooked],
    machine: [anybody, ofBooked],
    scheduler: [anybody, ofBooked],
    citizen: [on(booked.cookies), ofBooked],
    ticket: [on(holding.cookies), ofHolding],
    pass: [on(holding.cookies), ofHolding],
    clinic: [await signedIn(nurse), ofBooked],
    agent: [await signedIn(agent), ofBooked],
    operator: [await signedIn(operator), ofBooked],
  };
  const everybody = (Object.entries(visitors) as [Need, [Visitor, Ground]][]).map(
    ([need, [visitor, ground]]) => [visitor, ground, need] as const,
  );
  const helping = [await signedIn(helper), ofBooked, 'citizen'] as const;

  /** Each role at its own doors, and everybody at those that are everybody's. */
  const look = async (visitors: (readonly [Visitor, Ground, Need])[]) => {
    for (const [name, door] of Object.entries(routes)) {
      if (!door.methods.startsWith('GET')) continue;
      for (const [visitor, ground, role] of visitors) {
        if (role !== door.need && role !== 'citizen' && !(role === 'public' && door.need === 'machine')) continue;
        const { status } = await send(visitor, door.path(ground), { method: 'GET', headers: { origin: '' } });
        expect(status, name).toBeLessThan(500);
      }
    }
  };
  const call = async (name: string, door: Action) => {
    const [visitor, ground] = visitors[door.need];
    for (const way of ways) {
      const headers: Record<string, string> = way === 'script' ? { 'next-action': actionId(name) } : {};
      const body = actionBody(name, door, filled(door, ground), way);
      const { status } = await send(visitor, routes[door.on]?.path(ground) ?? '/', { body, headers });
      expect(status, name).toBeLessThan(500);
    }
  };
  await look([...everybody, helping]);
  for (const [name, door] of Object.entries(actions)) if (!endsOwn.includes(name) && !forAll.includes(name)) await call(name, door);
  // What no action does: the forms of routes.
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const posts: [Need, string, Record<string, string>][] = [
    ['public', '/when/check', { birthDate: owner.birthDate, date: owner.birthDate }],
    ['public', '/sign-in/start', { next: `/me?name=${encodeURIComponent(owner.name)}` }],
    ['clinic', '/staff/export/list.csv', { date: clinic.day, reason }],
    ['citizen', '/me/data/charye.json', {}],
    ['ticket', `/line/${ofHolding.round.id}/number`, {}],
  ];
  for (const [need, path, fields] of posts)
    await send(visitors[need][0], path, { body: new URLSearchParams(fields).toString(), headers: form });
  await look(everybody);
  for (const name of endsOwn) {
    const door = actions[name];
    if (door) await call(name, door);
  }

  const own = await (await on(holding.cookies).request('/me')).text();

  const known: Known[] = cast.map(({ name, birthDate, phone, ci }, index) => ({
    name,
    birthDate,
    phone,
    ci,
    typed: index === 0 ? typed : [],
  }));
  const stores = {
    'the log of this server': server.log(),
    'the log of the other server, which leads and sends': readFileSync(
      process.env.CHARYE_WEB_LOG ?? join('.charye-test', 'web.log'),
      'utf8',
    ),
    Redis: (await allOfRedis(redis.address)).join('\n'),
    addresses: heard.addresses.join('\n'),
    'cookies that a script reads': heard.cookies.join('\n'),
    'answers that are kept for all': heard.kept.join('\n'),
  };
  // The search finds them where they may be: on their own page.
  expect(personalDataIn(own, known)).not.toEqual([]);
  for (const [store, text] of Object.entries(stores)) {
    expect(text.length, `${store} is empty: it proves nothing`).toBeGreaterThan(20);
    expect(personalDataIn(text, known), store).toEqual([]);
  }
});
