import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { Visitor } from '../fixtures/visitor';
import { builtActions, builtRoutes } from './built';
import { callAction, send, ways } from './call';
import { Citizen } from './citizen';
import { type Action, actions, type Need, type Route, routes } from './doors';
import { endsOwn } from './fields';
import { ledger } from './ledger';
import { twoInside } from './standing';

/** Who tries, without a right to any of it. */
type Intruder =
  | 'nobody'
  | 'nobody, with the cookies of the place and the pass'
  | 'signed in'
  | 'signed in, with the cookies of somebody else';

const signInFirst = /^\/sign-in\/from\?next=/;
const passPage = (code: string) => new RegExp(`^/pass/${code}$`);

/** Where each is sent by a door behind the gate. */
const passRefusal: Record<Intruder, RegExp> = {
  nobody: passPage('pass-missing'),
  'nobody, with the cookies of the place and the pass': passPage('signed-out'),
  'signed in': passPage('pass-missing'),
  'signed in, with the cookies of somebody else': passPage('pass-forged'),
};

const ticketRefusal: Record<Intruder, { status: number; code: string }> = {
  nobody: { status: 401, code: 'signed-out' },
  'nobody, with the cookies of the place and the pass': { status: 401, code: 'signed-out' },
  'signed in': { status: 403, code: 'ticket-missing' },
  'signed in, with the cookies of somebody else': { status: 403, code: 'not-yours' },
};

const isNobody = (who: Intruder) => who.startsWith('nobody');
const guarded: Need[] = ['citizen', 'ticket', 'pass', 'clinic', 'agent', 'operator'];
const inBuild = <Door>(table: Record<string, Door>, built: Iterable<string>) =>
  [...built].flatMap((name): [string, Door][] => (table[name] ? [[name, table[name]]] : []));

/** They say in the page that one may not act for somebody. */
const saysSo: Partial<Record<string, 'household' | 'wish'>> = {
  ...{ togetherAction: 'household', inviteAction: 'household', joinAction: 'household', leaveHouseholdAction: 'household' },
  ...{ addWish: 'wish', dropWish: 'wish', takeWishesBack: 'wish' },
};

test('every route and every action of the build says what it asks for', () => {
  expect(builtRoutes().filter((name) => !routes[name])).toEqual([]);
  expect([...builtActions().keys()].filter((name) => !actions[name])).toEqual([]);
  // Nor does the table speak of what is no longer there.
  expect(Object.keys(routes).filter((name) => !builtRoutes().includes(name))).toEqual([]);
  expect(Object.keys(actions).filter((name) => !builtActions().has(name))).toEqual([]);
});

test('the inner address, typed in, opens nothing; an action, called, does nothing', async ({ world, people }) => {
  // Of different names: what nobody may read of the others are their names.
  const [owner, holder, intruder] = new Map((await people(8)).map((person) => [person.name, person])).values();
  if (!owner || !holder || !intruder) throw new Error('nobody');
  const { round, clinic, booked, holding, ofBooked } = await twoInside(world, [owner, holder]);
  const stranger = await Citizen.withoutTicket(intruder, round);
  const stolen = holding.cookies.filter(({ name }) => /^(ticket|number)\.|^pass$/.test(name));
  expect(stolen.map(({ name }) => name.split('.')[0]).sort()).toEqual(['number', 'pass', 'ticket']);
  const before = await ledger({ rounds: [round], people: [owner, holder, intruder], clinics: [clinic] });

  const intruders: Record<Intruder, () => Visitor> = {
    nobody: () => new Visitor(),
    'nobody, with the cookies of the place and the pass': () => new Visitor(stolen),
    'signed in': () => new Visitor([stranger.signedIn.cookie]),
    'signed in, with the cookies of somebody else': () => new Visitor([stranger.signedIn.cookie, ...stolen]),
  };

  for (const who of Object.keys(intruders) as Intruder[]) {
    for (const [name, door] of inBuild(routes, builtRoutes())) {
      if (!guarded.includes(door.need)) continue;
      await refusesRoute(name, door, who, intruders[who]());
    }
    for (const [name, door] of inBuild(actions, builtActions().keys())) {
      // Ends one's own sign-ins, whoever it is: with it the intruder would be out.
      if (!guarded.includes(door.need) || endsOwn.includes(name)) continue;
      for (const way of ways) await refusesAction(name, door, who, intruders[who](), way);
    }
  }
  expect(await ledger({ rounds: [round], people: [owner, holder, intruder], clinics: [clinic] })).toEqual(before);

  // The same doors, without the trick.
  for (const path of ['/book', `/book/clinic/${clinic.id}/${clinic.day}`, '/book/check', '/me']) {
    expect((await send(holding.visitor, path, { method: 'GET' })).status, path).toBe(200);
  }
  expect((await send(booked.visitor, `/bookings/${ofBooked.bookingId}`, { method: 'GET' })).status).toBe(200);

  async function refusesRoute(name: string, door: Route, who: Intruder, visitor: Visitor): Promise<void> {
    const method = door.methods.startsWith('GET') ? 'GET' : 'POST';
    const answer = await send(visitor, door.path(ofBooked), {
      method,
      headers: method === 'GET' ? { origin: '' } : { accept: 'application/json' },
    });
    const what = `${method} ${name} as ${who}`;
    for (const text of [owner?.name, holder?.name]) expect(answer.text, what).not.toContain(text);
    if (name === '/line/[round]/leave') {
      // It gives up what the browser holds, which is nothing here.
      expect(answer.status, what).toBe(200);
      expect(JSON.parse(answer.text), what).toEqual({ to: `/line/${round.id}` });
    } else if (door.need === 'pass') expect(answer.to, what).toMatch(passRefusal[who]);
    else if (door.need === 'ticket') {
      const { status, code } = ticketRefusal[who];
      expect({ status: answer.status, code: JSON.parse(answer.text).code }, what).toEqual({ status, code });
    } else if (isNobody(who)) expect(answer.to, what).toMatch(signInFirst);
    else expect(answer.status, what).toBe(door.need === 'citizen' && !door.owned ? 200 : 404);
  }

  async function refusesAction(name: string, door: Action, who: Intruder, visitor: Visitor, way: (typeof ways)[number]): Promise<void> {
    const answer = await callAction(visitor, name, door, ofBooked, way);
    const what = `${name} by ${way} as ${who}`;
    for (const text of [owner?.name, holder?.name]) expect(answer.text, what).not.toContain(text);
    if (door.need === 'pass') expect(answer.to, what).toMatch(passRefusal[who]);
    else if (isNobody(who)) expect(answer.to, what).toMatch(signInFirst);
    else if (name === 'takeTicket') {
      if (way === 'script') expect(answer.text, what).toContain(words('ko', 'identity')('refusal.not-for-you'));
      expect(visitor.cookie(`ticket.${round.id}`), what).toBe(
        who === 'signed in' ? undefined : stolen.find((one) => one.name.startsWith('ticket'))?.value,
      );
    } else if (saysSo[name]) {
      if (way === 'script') expect(answer.text, what).toContain(words('ko', saysSo[name])('refusal.not-for-you'));
    } else if (name === 'cancelAction') expect(answer.to, what).toBe('/bookings?remark=booking-unknown');
    // Anybody's own page: with somebody else's ids it does nothing, as the ledger says.
    else if (door.need === 'citizen') expect(answer.status, what).toBeLessThanOrEqual(404);
    else expect(answer.status, what).toBe(404);
  }
});

test('no other method opens a door', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, holding, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const tried = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  for (const [name, door] of inBuild(routes, builtRoutes())) {
    // A POST to a page is for its actions, and is tested with them.
    for (const method of tried.filter((one) => !door.methods.split(' ').includes(one))) {
      const overridden = { 'x-http-method-override': 'POST', 'x-method-override': 'POST', 'x-http-method': 'POST' };
      const visitor = new Visitor(holding.cookies);
      const answer = await send(visitor, `${door.path(ofHolding)}?_method=POST`, { method, headers: overridden });
      expect(visitor.cookies(), `${method} ${name}`).toEqual(holding.cookies);
      if (method !== 'OPTIONS' && door.methods !== 'GET HEAD POST') expect([400, 404, 405], `${method} ${name}`).toContain(answer.status);
    }
  }
  for (const [name, door] of inBuild(actions, builtActions().keys())) {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const visitor = new Visitor(holding.cookies);
      await send(visitor, routes[door.on]?.path(ofHolding) ?? '/', {
        method,
        body: new URLSearchParams(door.fields(ofHolding)),
        headers: { 'next-action': builtActions().get(name) ?? '' },
      });
    }
  }
  expect(await ledger(grounds)).toEqual(before);
  expect((await callAction(holding.visitor, 'confirmAction', actions.confirmAction ?? never(), ofHolding, 'form')).to).toContain('done=1');
});

const never = (): never => {
  throw new Error('no such action');
};
