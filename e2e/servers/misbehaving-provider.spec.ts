import { randomBytes, randomUUID } from 'node:crypto';
import { othersHelp, type Problem } from '@/lib/identity/problem';
import { lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { judgeProviders } from '@/lib/provider/worker';
import { type Mischief, misbehavingProvider, type Said } from '@/test/misbehaving-provider';
import { personalDataIn } from '@/test/personal-data';
import { freePort } from '@/test/redis-server';
import { expect, test } from '../fixtures/test';
import { type Answer, readable, Visitor } from '../fixtures/visitor';
import { anotherServer } from './another-server';

const id = `mischief-${randomBytes(4).toString('hex')}`;
const secret = randomBytes(32).toString('hex');
const name = '황보슬기로운물결';
const stops: (() => Promise<void>)[] = [];
test.afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** A provider that is not there yet, and a portal of its own address that knows it. */
async function ground() {
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const server = await anotherServer((address) => ({
    CHARYE_URL: address,
    NEXTAUTH_URL: address,
    CHARYE_PROVIDERS: JSON.stringify([{ id, name: '말썽', issuer, clientId: 'charye', clientSecret: secret, verifying: true }]),
  }));
  stops.push(server.kill);
  const said: Said = { sub: randomUUID(), ci: `CI-${randomUUID()}==`, name, birthdate: '1931-03-02', phone_number: '+82 10-9191-7373' };
  const provider = async () => {
    const client = { id: 'charye', secret, redirect: `${server.address}/api/auth/callback/${id}` };
    const started = await misbehavingProvider(Number(new URL(issuer).port), client, said);
    stops.push(started.stop);
    return started;
  };
  return { server, said, provider };
}

type Ground = Awaited<ReturnType<typeof ground>>;

/** The button of the sign-in page. Returns where it leads. */
async function press(visitor: Visitor, language = ''): Promise<string> {
  const headers = { origin: visitor.origin, 'sec-fetch-site': 'same-origin' };
  const body = new URLSearchParams({ provider: id });
  const response = await visitor.request(`${language}/sign-in/start`, { method: 'POST', headers, body });
  return new URL(response.headers.get('Location') ?? '', visitor.origin).href;
}

const sessionCookie = (visitor: Visitor) => visitor.cookies().find(({ name: cookie }) => cookie.endsWith('charye.session'));
const pathOf = (address: URL) => address.pathname + address.search;
const madePeople = ({ said }: Ground) => database().person.count({ where: { ciHash: lookupHash('ci', said.ci) } });
const madeSessions = () => database().session.count({ where: { provider: id } });
const countedChecks = ({ said }: Ground) => database().attempt.count({ where: { key: lookupHash('check-ci', said.ci) } });

/** To the microsecond, as the database writes it: a moment of ours is rounded, and may lie before what was just read. */
async function now(): Promise<string> {
  const [row] = await database().$queryRaw<{ now: string }[]>`SELECT now()::text AS now`;
  if (!row) throw new Error('no time');
  return row.now;
}

/** What the portal measured of the provider since then: it writes it each second, and keeps it for two minutes. */
async function badOnes(since: string): Promise<number> {
  const [row] = await database().$queryRaw<{ bad: number }[]>`
    SELECT coalesce(sum(bad), 0)::int AS bad FROM provider_sample WHERE provider = ${id} AND at > ${since}::text::timestamptz`;
  return row?.bad ?? 0;
}

/** One clear page: what it was, that nothing is lost, and what to do next. Nobody is signed in, and the address has nothing in it. */
function refused(visitor: Visitor, page: Answer, problem: Problem, what: string, language: 'ko' | 'en' = 'ko'): void {
  const t = words(language, 'identity');
  expect(page.path, what).toBe(`${language === 'en' ? '/en' : ''}/sign-in/problem/${problem}`);
  expect(page.status, what).toBe(200);
  const text = readable(page.text);
  expect(text, what).toContain(t(`problem.${problem}`));
  expect(text, what).toContain(t('problem.safe'));
  expect(text, what).toContain(othersHelp(problem) ? t('problem.others') : t('problem.again'));
  expect(text, what).toContain(t('problem.call'));
  expect(sessionCookie(visitor), what).toBeUndefined();
}

/** How it answers, the page that this ends in, and whether the provider is to blame. */
const answers: [mischief: Mischief, problem: Problem, its: boolean][] = [
  ['wrong issuer', 'answer', false],
  ['wrong audience', 'answer', false],
  ['expired', 'answer', false],
  ['wrong nonce', 'expired', false],
  ['no nonce', 'expired', false],
  ['unknown key', 'answer', false],
  ['unknown key under a known name', 'answer', false],
  ['alg none', 'answer', false],
  ['no id_token', 'answer', false],
  ['no CI', 'incomplete', false],
  ['no name', 'incomplete', false],
  ['a year for a birth date', 'incomplete', false],
  ['fails', 'provider', true],
  ['fails and says whom', 'provider', true],
  ['too often', 'provider', true],
  ['breaks off', 'provider', true],
  ['answers with a page', 'provider', true],
  ['never answers', 'slow', true],
];

/** What a browser brings that does not fit: of the sign-in that it has begun, and of one that it has not. */
type Trick = (own: URL, foreign: { answer: URL; visitor: Visitor }, visitor: Visitor) => URL;
const changed = (address: URL, change: Record<string, string | null>): URL => {
  const next = new URL(address);
  for (const [key, value] of Object.entries(change)) value === null ? next.searchParams.delete(key) : next.searchParams.set(key, value);
  return next;
};
const taken = (from: URL, key: string) => from.searchParams.get(key) ?? '';
const cookieOf = (visitor: Visitor, part: string) => visitor.cookies().find(({ name: cookie }) => cookie.endsWith(`charye.${part}`));
const swapped = (visitor: Visitor, foreign: Visitor, ...parts: string[]) => {
  for (const part of parts) visitor.keep(cookieOf(foreign, part) ?? { name: part, value: '' });
};
const tricks: [what: string, trick: Trick, problem: Problem][] = [
  ['another state', (own) => changed(own, { state: randomBytes(32).toString('base64url') }), 'expired'],
  ['no state', (own) => changed(own, { state: null }), 'expired'],
  ['an invented code', (own) => changed(own, { code: randomBytes(32).toString('base64url') }), 'expired'],
  ['no code', (own) => changed(own, { code: null }), 'expired'],
  ['no issuer', (own) => changed(own, { iss: null }), 'answer'],
  ['another issuer', (own) => changed(own, { iss: 'https://another.example' }), 'answer'],
  ['the answer to another person', (_, foreign) => foreign.answer, 'expired'],
  ['a code for another person', (own, { answer }) => changed(own, { code: taken(answer, 'code') }), 'expired'],
  [
    'a code for another person, with their state',
    (_, { answer, visitor: other }, visitor) => {
      swapped(visitor, other, 'state');
      return answer;
    },
    'expired',
  ],
  [
    'a code for another person, with all but their proof that they asked for it (PKCE)',
    (_, { answer, visitor: other }, visitor) => {
      swapped(visitor, other, 'state', 'nonce');
      return answer;
    },
    'expired',
  ],
  [
    'a code for another person, with all but their nonce',
    (_, { answer, visitor: other }, visitor) => {
      swapped(visitor, other, 'state', 'pkce');
      return answer;
    },
    'expired',
  ],
  ['the user cancels', (own) => changed(own, { code: null, error: 'access_denied', error_description: name }), 'cancelled'],
  ['it says that it fails', (own) => changed(own, { code: null, error: 'server_error', error_description: name }), 'provider'],
  ['it says nothing that is known', (own) => changed(own, { code: null, error: name }), 'provider'],
];

test('whatever a provider answers, it ends in one page with a way on, and nobody is signed in, written or named', async () => {
  test.setTimeout(600_000);
  const all = await ground();
  const { server, said } = all;
  const start = () => new Visitor().at(server.address);

  let since = await now();
  const before = start();
  refused(before, await before.get(pathOf(new URL(await press(before)))), 'provider', 'a provider that is not there');
  // That counts against it, too, within the second: it must not be read as the next one's.
  await expect.poll(() => badOnes(since), { timeout: 60_000 }).toBe(1);
  const provider = await all.provider();

  since = await now();
  for (const [mischief, problem, its] of answers) {
    const visitor = start();
    // Where a sign-in leads may be asked of the provider, too: that is not what is tried here.
    provider.be('none');
    const leads = await press(visitor);
    expect(leads, mischief).toContain(provider.issuer);
    provider.be(mischief);
    refused(visitor, await visitor.get(pathOf(await provider.answer(leads))), problem, mischief);
    if (!its) continue;
    // This one counts against it, and none of those before that were not its fault.
    await expect.poll(() => badOnes(since), { timeout: 60_000, message: mischief }).toBe(1);
    since = await now();
  }
  provider.be('none');

  const own: string[] = [];
  for (const [what, trick, problem] of tricks) {
    const visitor = start();
    const other = start();
    const [mine, theirs] = [await provider.answer(await press(visitor)), await provider.answer(await press(other))];
    own.push(taken(mine, 'code'), taken(mine, 'state'), taken(theirs, 'code'));
    refused(visitor, await visitor.get(pathOf(trick(mine, { answer: theirs, visitor: other }, visitor))), problem, what);
  }
  const english = start();
  const elsewhere = await provider.answer(await press(english, '/en'));
  refused(english, await english.get(pathOf(changed(elsewhere, { state: 'x' }))), 'expired', 'in English', 'en');

  expect([await madePeople(all), await madeSessions(), await countedChecks(all)]).toEqual([0, 0, 0]);
  // The same provider, honest: that nothing was accepted before was not the fault of the ground.
  const honest = start();
  const answer = await provider.answer(await press(honest));
  const cookies = honest.cookies();
  const arrived = await honest.get(pathOf(answer));
  expect(arrived.path).toMatch(/^\/me/);
  expect([await madePeople(all), await madeSessions(), await countedChecks(all)]).toEqual([1, 1, 1]);

  const asked = provider.asked();
  const replayed = new Visitor(cookies).at(server.address);
  refused(replayed, await replayed.get(pathOf(answer)), 'expired', 'a code that was used, with all that belongs to it');
  expect(provider.asked(), 'the provider was asked, and knew').toBe(asked + 1);
  const without = start();
  refused(without, await without.get(pathOf(answer)), 'expired', 'a code that was used, in another browser');
  expect(await madeSessions()).toBe(1);

  // Neither the person is in the log, nor what would do to go on in their place.
  const known = { name: said.name, birthDate: said.birthdate, phone: said.phone_number, ci: said.ci };
  expect(personalDataIn(server.log(), [{ ...known, typed: [said.sub, secret, ...own, taken(answer, 'code')] }])).toEqual([]);
  // The log was read at all, and says what broke.
  expect(server.log()).toContain('OAUTH_CALLBACK_ERROR');
  expect(server.log()).toContain('nonce mismatch');
  expect(personalDataIn(arrived.path, [known])).toEqual([]);

  // An address that anybody can make counts against nobody: this is the first bad one since.
  provider.be('fails');
  const failing = async () => {
    const visitor = start();
    const leads = await press(visitor);
    if (leads.startsWith(provider.issuer)) await visitor.get(pathOf(await provider.answer(leads)));
  };
  await failing();
  await expect.poll(() => badOnes(since), { timeout: 60_000 }).toBe(1);
  // Ten of them fail in a minute: the light is red, and nobody is sent there any more.
  const judged = async () => {
    await Promise.all(Array.from({ length: 12 }, failing));
    await judgeProviders(database(), new Map([[id, () => Promise.resolve()]]));
    return (await database().providerLight.findUnique({ where: { provider: id } }))?.light;
  };
  await expect.poll(judged, { timeout: 180_000 }).toBe('red');
  const late = start();
  await expect.poll(() => press(late), { timeout: 60_000 }).toBe(`${server.address}/sign-in/problem/red`);
  refused(late, await late.get('/sign-in/problem/red'), 'red', 'a red light');
});
