import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { encode } from 'next-auth/jwt';
import { database } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { type Answer, readable, Visitor } from '../fixtures/visitor';
import { callAction, send } from './call';
import { askGate, Citizen } from './citizen';
import { actions } from './doors';
import { ledger } from './ledger';
import { twoInside } from './standing';

const [current] = env().CHARYE_SIGNING_KEYS;
if (!current) throw new Error('no signing key');
const key = current;
const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

interface Forgery {
  claims: Record<string, unknown>;
  audience?: string;
  issuer?: string;
  kid?: string | undefined;
  alg?: string;
  secret?: Uint8Array;
  expires?: number | null;
}

/** Well signed, unless told otherwise: the forger is given the server's own key. */
async function forge({
  claims,
  audience = 'ticket',
  issuer = 'charye',
  alg = 'HS256',
  secret = key.key,
  expires,
  ...rest
}: Forgery): Promise<string> {
  const kid = 'kid' in rest ? rest.kid : key.id;
  const token = new SignJWT(claims)
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .setIssuer(issuer)
    .setAudience(audience);
  if (expires !== null) token.setExpirationTime(expires ?? inAnHour());
  return await token.sign(secret);
}

/** The same token with one claim changed and the old signature. */
function altered(token: string, change: Record<string, unknown>): string {
  const [head, body = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  return [head, Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url'), signature].join('.');
}

const unsecured = (claims: Record<string, unknown>, audience: string) =>
  new UnsecuredJWT(claims).setIssuer('charye').setAudience(audience).setExpirationTime(inAnHour()).encode();

const another = new TextEncoder().encode('another key of more than thirty-two bytes');

test('a ticket that the server did not give opens nothing', async ({ world, people }) => {
  const [person, other] = await people(2);
  if (!person || !other) throw new Error('nobody');
  const round = await world.round([person, other]);
  const elsewhere = await world.round([person, other]);
  const honest = await Citizen.waiting(person, round);
  const neighbour = await Citizen.waiting(other, round);
  const there = await Citizen.waiting(person, elsewhere);
  const { number } = await world.standing(person, round);
  const othersNumber = (await world.standing(other, round)).number;
  const claims = { sub: person.personId, round: round.id, number };
  const mine = honest.visitor.cookie(`ticket.${round.id}`) ?? '';
  const grounds = { rounds: [round, elsewhere], people: [person, other] };
  const before = await ledger(grounds);

  const forgeries: [string, string, string][] = [
    ['no token at all', 'x', 'ticket-forged'],
    ['an empty token', '..', 'ticket-forged'],
    ['a long one', 'x'.repeat(5_000), 'ticket-forged'],
    ['altered', altered(mine, { number: othersNumber }), 'ticket-forged'],
    ['altered to another person', altered(mine, { sub: other.personId }), 'ticket-forged'],
    ['its signature cut off', mine.split('.').slice(0, 2).concat('').join('.'), 'ticket-forged'],
    ['alg: none', unsecured(claims, 'ticket'), 'ticket-forged'],
    [
      'alg: None, with the old signature',
      [Buffer.from('{"alg":"None"}').toString('base64url'), ...mine.split('.').slice(1)].join('.'),
      'ticket-forged',
    ],
    ['another algorithm', await forge({ claims, alg: 'HS512' }), 'ticket-forged'],
    ['an unknown key', await forge({ claims, kid: 'unknown', secret: another }), 'ticket-forged'],
    ['an unknown key under a known name', await forge({ claims, secret: another }), 'ticket-forged'],
    ['a key without a name', await forge({ claims, kid: undefined }), 'ticket-forged'],
    ['of another issuer', await forge({ claims, issuer: 'somebody' }), 'ticket-forged'],
    ['for another audience', await forge({ claims, audience: 'pass' }), 'ticket-forged'],
    ['expired', await forge({ claims, expires: 1_600_000_000 }), 'ticket-expired'],
    ['without an end', await forge({ claims, expires: null }), 'ticket-forged'],
    ['with the number of another person', await forge({ claims: { ...claims, number: othersNumber } }), 'ticket-forged'],
    ['with an invented number', await forge({ claims: { ...claims, number: 'A'.repeat(16) } }), 'ticket-forged'],
    ['without a number', await forge({ claims: { sub: person.personId, round: round.id } }), 'ticket-forged'],
    ['for another round', there.visitor.cookie(`ticket.${elsewhere.id}`) ?? '', 'ticket-forged'],
    ['of another person', neighbour.visitor.cookie(`ticket.${round.id}`) ?? '', 'not-yours'],
    ['of nobody', await forge({ claims: { ...claims, sub: randomUUID() } }), 'not-yours'],
    ['whose person is no id', await forge({ claims: { ...claims, sub: "' OR true --" } }), 'ticket-forged'],
  ];
  for (const [what, token, code] of forgeries) {
    const visitor = new Visitor([honest.signedIn.cookie, { name: `ticket.${round.id}`, value: token }]);
    const said = await askGate(visitor, round.id);
    expect({ code: said.code, status: said.status }, what).toEqual({ code, status: 403 });
    expect(said.sentence, what).toBe(words('ko', 'line')(`refusal.${code}` as 'refusal.ticket-forged'));
    expect(visitor.cookie('pass'), what).toBeUndefined();
    for (const path of ['number', 'take-over']) {
      const answer = await send(visitor, `/line/${round.id}/${path}`, { headers: { accept: 'application/json' } });
      // Only the gate recomputes whose number it is; until there a well-signed number shows that number and opens nothing.
      if (!what.includes('number')) expect(JSON.parse(answer.text).code, `${what}, ${path}`).toBe(code);
      expect(visitor.cookie('pass'), what).toBeUndefined();
    }
  }
  expect(await ledger(grounds)).toEqual(before);
  expect((await honest.enter()).to).toBe('/book');
});

test('a well-signed ticket of a person who never asked for one is not in the line', async ({ world, people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const round = await world.round([person]);
  const citizen = await Citizen.withoutTicket(person, round);
  const { number } = await world.standing(person, round);
  citizen.visitor.keep({ name: `ticket.${round.id}`, value: await forge({ claims: { sub: person.personId, round: round.id, number } }) });
  expect((await citizen.enter()).code).toBe('ticket-unknown');
  expect(await world.seatsInUse(round)).toBe(0);
});

test('a pass that the gate did not give shows and books nothing', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, booked, holding, ofHolding } = await twoInside(world, pair);
  const [, person] = pair;
  if (!person) throw new Error('nobody');
  const elsewhere = await world.round(pair);
  const [seat] = await database().seat.findMany({ where: { roundId: round.id, personId: person.personId } });
  if (!seat?.passId) throw new Error('no seat');
  const mine = holding.visitor.cookie('pass') ?? '';
  const claims = { sub: person.personId, round: round.id, pass: seat.passId, session: holding.signedIn.id };
  const second = await Citizen.waiting(person, round);
  const grounds = { rounds: [round, elsewhere], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const pass = (changed: Record<string, unknown> = {}, more: Omit<Forgery, 'claims'> = {}) =>
    forge({ claims: { ...claims, ...changed }, audience: 'pass', ...more });

  const forgeries: [string, string, string][] = [
    ['no token at all', 'x', 'pass-forged'],
    ['altered', altered(mine, { sub: ofHolding.bookingId }), 'pass-forged'],
    ['alg: none', unsecured(claims, 'pass'), 'pass-forged'],
    ['another algorithm', await pass({}, { alg: 'HS384' }), 'pass-forged'],
    ['an unknown key', await pass({}, { kid: 'unknown', secret: another }), 'pass-forged'],
    ['an unknown key under a known name', await pass({}, { secret: another }), 'pass-forged'],
    ['of another issuer', await pass({}, { issuer: 'somebody' }), 'pass-forged'],
    ['expired', await pass({}, { expires: 1_600_000_000 }), 'round-closed'],
    ['without an end', await pass({}, { expires: null }), 'pass-forged'],
    ['a ticket as a pass', holding.visitor.cookie(`ticket.${round.id}`) ?? '', 'pass-forged'],
    ['the claims of a pass, for the audience of tickets', await pass({}, { audience: 'ticket' }), 'pass-forged'],
    ['of another session', await pass({ session: booked.signedIn.id }), 'pass-forged'],
    ['of another person', await pass({ sub: pair[0]?.personId }), 'pass-gone'],
    ['for another round', await pass({ round: elsewhere.id }), 'pass-gone'],
    ['with an invented seat', await pass({ pass: randomUUID() }), 'pass-gone'],
    ['with a seat that is no id', await pass({ pass: "' OR true --" }), 'pass-forged'],
  ];
  const door = actions.confirmAction;
  const choose = actions.chooseAction;
  if (!door || !choose) throw new Error('no such action');
  for (const [what, token, code] of forgeries) {
    const visitor = new Visitor([holding.signedIn.cookie, { name: 'pass', value: token }]);
    for (const path of ['/book', '/book/check', `/book/clinic/${clinic.id}/${clinic.day}`]) {
      expect((await send(visitor, path, { method: 'GET' })).to, `${what}: ${path}`).toBe(`/pass/${code}`);
    }
    expect((await callAction(visitor, 'confirmAction', door, ofHolding, 'script')).to, what).toBe(`/pass/${code}`);
    expect((await callAction(visitor, 'chooseAction', choose, ofHolding, 'form')).to, what).toBe(`/pass/${code}`);
  }
  // Well signed for the person's other device, which does not hold the seat.
  const device = new Visitor([second.signedIn.cookie, { name: 'pass', value: await pass({ session: second.signedIn.id }) }]);
  expect((await send(device, '/book', { method: 'GET' })).to).toBe('/pass/pass-elsewhere');
  expect((await callAction(device, 'confirmAction', door, ofHolding, 'form')).to).toBe('/pass/pass-elsewhere');
  // A pass as a ticket.
  const reversed = new Visitor([holding.signedIn.cookie, { name: `ticket.${round.id}`, value: mine }]);
  expect((await askGate(reversed, round.id)).code).toBe('ticket-forged');
  expect(await ledger(grounds)).toEqual(before);

  const said: Answer = await holding.visitor.get('/book/check');
  expect((await holding.confirm(said)).path).toBe(`/bookings/${ofHolding.bookingId}?done=1`);
});

test('a session that was invented, ended or sealed with another secret signs nobody in', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, holding, ofHolding } = await twoInside(world, pair);
  const { name } = holding.signedIn.cookie;
  const seal = (sid: string, secret = env().CHARYE_SESSION_SECRET) => encode({ token: { sid }, secret, maxAge: 3_600 });
  const rest = holding.cookies.filter((cookie) => cookie.name !== name);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const sessions = {
    'no token': 'x',
    'an invented session': await seal(randomUUID()),
    'the id that stands in the table': await seal(holding.signedIn.id),
    'another secret': await seal(randomUUID(), 'another secret of thirty-two letters'),
    'plain JSON': JSON.stringify({ sid: holding.signedIn.id }),
    'alg: none': unsecured({ sid: holding.signedIn.id }, 'session'),
  };
  const door = actions.confirmAction;
  if (!door) throw new Error('no such action');
  const refusesAll = async (visitor: Visitor, what: string) => {
    expect((await send(visitor, '/book', { method: 'GET' })).to, what).toBe('/pass/signed-out');
    expect((await send(visitor, '/bookings', { method: 'GET' })).to, what).toContain('/sign-in/from');
    expect((await callAction(visitor, 'confirmAction', door, ofHolding, 'form')).to, what).toBe('/pass/signed-out');
    expect((await askGate(visitor, round.id)).code, what).toBe('signed-out');
  };
  for (const [what, value] of Object.entries(sessions)) await refusesAll(new Visitor([...rest, { name, value }]), what);
  expect(await ledger(grounds)).toEqual(before);

  const page = readable((await holding.visitor.get('/bookings')).text);
  expect(page).toContain(pair[1]?.name);
  await database().session.update({ where: { id: holding.signedIn.id }, data: { expiresAt: new Date(0) } });
  await refusesAll(holding.visitor, 'past its time');
});
