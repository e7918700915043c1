import { request as ask } from 'node:http';
import { env } from '@/lib/platform/env';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { Visitor } from '../fixtures/visitor';
import { actionId } from './built';
import { actionBody, callAction, type Outcome, send, type Way, ways } from './call';
import { actions, type Ground, routes } from './doors';
import { ledger } from './ledger';
import { twoInside } from './standing';

const foreign: Record<string, Record<string, string>> = {
  'no origin': { origin: '' },
  'a foreign origin': { origin: 'https://example.org' },
  'a null origin': { origin: 'null' },
  'an origin that only begins like ours': { origin: `${env().CHARYE_URL}.example.org` },
  'an origin of another port': { origin: 'http://localhost:1' },
  'ours, in capitals': { origin: env().CHARYE_URL.toUpperCase() },
  'ours, sent by another site': { 'sec-fetch-site': 'cross-site' },
  'ours, sent by a sibling': { 'sec-fetch-site': 'same-site' },
  // What once let a request pass by the proxy: the action itself must ask, too.
  'none, and a header that skips proxies': { origin: '', 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
};

/** Everything that can be sent to: each would succeed, were it sent from our own page. */
function everything(ground: Ground) {
  // Pages take POSTs for their actions alone, which are listed on their own.
  const posts = Object.entries(routes).filter(
    ([name, door]) => door.need !== 'scheduler' && (door.methods === 'POST' || ['/when/check', '/sign-in/from'].includes(name)),
  );
  return {
    routes: posts.map(([name, door]) => ({ name, path: door.path(ground) })),
    actions: Object.entries(actions).flatMap(([name, door]) => ways.map((way) => ({ name, door, way }))),
  };
}

test('what another page sends is refused with 403 and changes nothing', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, booked, holding, ofBooked, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const sentence = words('ko', 'identity')('foreignOrigin');
  const all = everything(ofHolding);
  expect(all.routes.length).toBeGreaterThanOrEqual(8);

  const refused = (answer: Outcome, what: string) => {
    expect(answer.status, what).toBe(403);
    expect(answer.text, what).toContain(sentence);
  };
  for (const [trick, headers] of Object.entries(foreign)) {
    for (const { name, path } of all.routes) {
      const visitor = new Visitor(holding.cookies);
      refused(await send(visitor, path, { body: new URLSearchParams({ next: '/me' }), headers }), `${name} with ${trick}`);
      expect(visitor.cookies(), name).toEqual(holding.cookies);
    }
    for (const { name, door, way } of all.actions) {
      const visitor = new Visitor(name === 'cancelAction' ? booked.cookies : holding.cookies);
      const ground = name === 'cancelAction' ? ofBooked : ofHolding;
      refused(await callAction(visitor, name, door, ground, way, headers), `${name} by ${way} with ${trick}`);
    }
  }
  expect(await ledger(grounds)).toEqual(before);

  // The same, from our own page.
  const by = async (name: 'cancelAction' | 'extendPassAction' | 'confirmAction', way: Way) => {
    const [visitor, ground] = name === 'cancelAction' ? [booked.visitor, ofBooked] : [holding.visitor, ofHolding];
    const door = actions[name];
    if (!door) throw new Error('no such action');
    return (await callAction(visitor, name, door, ground, way)).to;
  };
  expect(await by('extendPassAction', 'script')).toBe('/book');
  expect(await by('confirmAction', 'script')).toBe(`/bookings/${ofHolding.bookingId}?done=1`);
  expect(await by('cancelAction', 'form')).toBe(`/bookings/${ofBooked.bookingId}`);
});

test('a body that pretends to be something else gets nowhere without our origin, and nothing more with it', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, holding, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const confirm = actions.confirmAction ?? never();
  const encoded = `$ACTION_ID_${actionId('confirmAction')}=&locale=ko&booking=${ofHolding.bookingId}`;
  // What a form of another site can send without asking first, and what a worker there can.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json', 'text/html', '']) {
    for (const [trick, headers] of Object.entries(foreign)) {
      const blob = new Blob([encoded], { type });
      const answer = await send(new Visitor(holding.cookies), '/book/check', { body: blob, headers });
      expect(answer.status, `${type} with ${trick}`).toBe(403);
    }
    await send(new Visitor(holding.cookies), '/book/check', { body: new Blob([encoded], { type }) });
  }
  expect(await ledger(grounds)).toEqual(before);
  expect((await callAction(holding.visitor, 'confirmAction', confirm, ofHolding, 'form')).to).toContain('done=1');
});

/** Without `Content-Length`, `Content-Type` or `Origin`, a request does not even meet the proxy. */
function bare(path: string, cookies: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(env().CHARYE_URL);
  return new Promise((resolve, reject) => {
    const asked = ask({ hostname, port, path, method: 'POST', headers: { cookie: cookies, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.removeHeader('transfer-encoding');
    asked.removeHeader('content-length');
    asked.on('error', reject).end();
  });
}

test('a request without a body, which the proxy does not see, is refused by the door itself', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, booked, holding, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const cookies = holding.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  for (const { name, path } of everything(ofHolding).routes) {
    expect((await bare(path, cookies)).status, name).toBe(403);
  }
  for (const name of Object.keys(actions)) await bare('/book/check', cookies, { 'next-action': actionId(name) });
  expect(await ledger(grounds)).toEqual(before);
  // Each of these needs no body: sent by our own page it would have done its work.
  expect((await send(holding.visitor, `/line/${round.id}/leave`)).status).toBe(303);
  expect((await send(booked.visitor, '/sign-out')).status).toBe(303);
  expect(await ledger(grounds)).not.toEqual(before);
});

test('an action called with our cookies from a program that sends everything but the origin', async ({ world, people }) => {
  const pair = await people(2);
  const { holding, ofHolding } = await twoInside(world, pair);
  const door = actions.confirmAction ?? never();
  for (const way of ways) {
    const body = actionBody('confirmAction', door, door.fields(ofHolding), way);
    const named: Record<string, string> = way === 'script' ? { 'next-action': actionId('confirmAction') } : {};
    const cookie = holding.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${env().CHARYE_URL}/book/check`, {
      method: 'POST',
      body,
      headers: { cookie, ...named },
      redirect: 'manual',
    });
    expect(answer.status).toBe(403);
  }
  expect((await world.bookings(pair[1] ?? never()))[0]?.status).toBe('held');
});

const never = (): never => {
  throw new Error('nothing there');
};
