import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOperator, makeStaff, type Somebody } from '../fixtures/people';
import { expect, test } from '../fixtures/test';
import { Visitor } from '../fixtures/visitor';
import { actionId, builtRoutes } from './built';
import { actionBody, type Outcome, send, type Way, ways } from './call';
import { Citizen } from './citizen';
import { actions, type Ground, routes } from './doors';
import { deciding } from './fields';
import { ledger } from './ledger';
import { twoInside } from './standing';

const tenKilobytes = 'x'.repeat(10_000);
const nonsense = ['', ' ', 'null', 'undefined', '-1', '0', '1e999', '99999999999999999999', '[]', '{"$gt":""}', '__proto__', "' OR 1=1 --"];
const strange = ['../../etc/passwd', '\0', '차례😀', '\u202e', '<script>alert(1)</script>', '%s%n', tenKilobytes, randomUUID()];
const badTexts = [...nonsense, ...strange];

/** What no answer may carry: it would tell how the program is made. */
const insides = /\bat \S+ \(|\.next\/|node_modules|prisma|SELECT |INSERT |pg_|ECONN|TypeError|SyntaxError|ZodError/;

function isRefusal(answer: Outcome, what: string): void {
  expect(answer.status, what).toBeLessThan(500);
  expect(answer.text.replace(/<script[\s\S]*?<\/script>/g, ''), what).not.toMatch(insides);
}

/** Nothing that a log may not hold: it is read by others than those whom the data are about. */
function logIsSilentOf(people: Somebody[]): void {
  const log = readFileSync(process.env.CHARYE_WEB_LOG ?? join('.charye-test', 'web.log'), 'utf8');
  expect(log).toContain('leader: begins');
  for (const { name, phone, birthDate } of people) {
    for (const text of [name, phone, phone.replaceAll('-', ''), birthDate, birthDate.replaceAll('-', '')]) expect(log).not.toContain(text);
  }
}

test('a wrong field of an action is refused, and changes nothing', async ({ world, people }) => {
  const [first, second, operatorPerson, ...rest] = await people(4);
  if (!first || !second || !operatorPerson) throw new Error('nobody');
  const everybody = [first, second, operatorPerson, ...rest];
  const { round, clinic, booked, holding, ofBooked, ofHolding } = await twoInside(world, [first, second]);
  await makeOperator(operatorPerson);
  await makeStaff(operatorPerson, clinic.id);
  const operator = await Citizen.withoutTicket(operatorPerson, round);
  const grounds = { rounds: [round], people: everybody, clinics: [clinic] };
  const before = await ledger(grounds);
  const may: Record<string, [Visitor, Ground]> = {
    cancelAction: [booked.visitor, ofBooked],
    givenAction: [operator.visitor, ofHolding],
    pauseAction: [operator.visitor, ofHolding],
    resumeAction: [operator.visitor, ofHolding],
    rateAction: [operator.visitor, ofHolding],
  };

  for (const [name, { fields, says }] of Object.entries(deciding)) {
    const door = actions[name];
    if (!door) throw new Error(`no action ${name}`);
    const [visitor, ground] = may[name] ?? [holding.visitor, ofHolding];
    const valid = door.fields(ground);
    const call = async (way: Way, change: (body: FormData, prefix: string) => void, what: string) => {
      const body = actionBody(name, door, valid, way);
      change(body, way === 'script' ? '_1_' : '');
      const headers: Record<string, string> = way === 'script' ? { 'next-action': actionId(name) } : {};
      const answer = await send(visitor, routes[door.on]?.path(ground) ?? '/', { body, headers });
      isRefusal(answer, `${name} with ${what}`);
      // Without script the answer of such an action stands in its page.
      if (way === 'script' || !door.answers) expect(door.answers ? answer.text : answer.to, `${name} with ${what}`).toMatch(says);
    };
    for (const field of fields) {
      const others =
        field === 'beneficiary'
          ? [first.personId]
          : // Of the clinic itself any booking is a right one.
            field === 'booking' && name !== 'givenAction'
            ? [name === 'cancelAction' ? ofHolding.bookingId : ofBooked.bookingId]
            : [];
      // Tickets are limited to twenty a minute, which would answer instead.
      const texts = field === 'round' && name === 'takeTicket' ? ['../x', '\0', tenKilobytes, ''] : [...badTexts, ...others];
      for (const [index, text] of texts.entries()) {
        const what = `${field} = ${JSON.stringify(text.slice(0, 40))}`;
        await call(ways[index % 2] ?? 'form', (body, prefix) => body.set(prefix + field, text), what);
      }
      await call('form', (body) => body.delete(field), `no ${field}`);
      await call('script', (body, prefix) => body.set(prefix + field, new Blob(['x']), 'x.txt'), `a file as ${field}`);
      const asList = (body: FormData, prefix: string) => {
        body.delete(prefix + field);
        for (const text of ['', tenKilobytes]) body.append(`${prefix}${field}[]`, text);
      };
      await call('script', asList, `${field} as a list`);
    }
  }
  expect(await ledger(grounds)).toEqual(before);
  logIsSilentOf(everybody);
});

test('a request that no form can have made is answered in the 400s', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, holding, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const id = actionId('confirmAction');
  const multipart = 'multipart/form-data; boundary=x';
  const form = (fields: Record<string, string>) => {
    const body = new FormData();
    for (const [name, text] of Object.entries(fields)) body.append(name, text);
    return body;
  };
  const oversized = 'x'.repeat(1_100_000);
  const requests: Record<string, { body: BodyInit; headers?: Record<string, string>; status: number | number[] }> = {
    'an action that does not exist': { body: form({ 0: '["$K1"]' }), headers: { 'next-action': '0'.repeat(42) }, status: [404, 409] },
    'an action whose id is none': { body: form({ 0: '["$K1"]' }), headers: { 'next-action': '../x' }, status: 400 },
    'no arguments': { body: '[]', headers: { 'next-action': id }, status: 400 },
    'a number for arguments': { body: '1', headers: { 'next-action': id }, status: 400 },
    'arguments that are no JSON': { body: 'garbage{', headers: { 'next-action': id }, status: 400 },
    'a string for a form': { body: '["x"]', headers: { 'next-action': id }, status: 400 },
    'a reference to code': { body: form({ 0: '["$F1"]', 1: '{"id":"x","bound":null}' }), headers: { 'next-action': id }, status: 400 },
    'a reference to nothing': { body: form({ 0: '["$K1","$@9"]' }), headers: { 'next-action': id }, status: 400 },
    'a prototype in the arguments': { body: form({ 0: '[{"__proto__":{"ok":true}}]' }), headers: { 'next-action': id }, status: 400 },
    'parts that are broken off': { body: 'hello', headers: { 'content-type': multipart }, status: 400 },
    'parts that are broken off, for an action': { body: 'hello', headers: { 'content-type': multipart, 'next-action': id }, status: 400 },
    'parts without a boundary': { body: 'hello', headers: { 'content-type': 'multipart/form-data' }, status: 400 },
    'a form without an action': { body: form({ booking: ofHolding.bookingId }), status: 400 },
    'a form of an action that does not exist': { body: form({ [`$ACTION_ID_${'0'.repeat(42)}`]: '' }), status: [404, 409] },
    'a bound action that is no JSON': { body: form({ $ACTION_REF_1: '', '$ACTION_1:0': 'garbage' }), status: 400 },
    'more than a megabyte': { body: form({ [`$ACTION_ID_${id}`]: '', booking: oversized }), status: 413 },
    'more than a megabyte, for an action': {
      body: form({ 0: '["$K1"]', _1_booking: oversized }),
      headers: { 'next-action': id },
      status: 413,
    },
    'more than a megabyte of text': { body: oversized, status: 413 },
  };
  for (const [what, { status, ...request }] of Object.entries(requests)) {
    const answer = await send(new Visitor(holding.cookies), '/book/check', request);
    isRefusal(answer, what);
    expect([status].flat(), what).toContain(answer.status);
  }
  for (const path of ['enter', 'number', 'take-over', 'leave']
    .map((name) => `/line/${round.id}/${name}`)
    .concat('/sign-out', '/sign-in/start', '/when/check')) {
    const visitor = new Visitor(holding.cookies);
    expect((await send(visitor, path, { body: oversized })).status, path).toBe(413);
    expect((await send(visitor, path, { body: 'hello', headers: { 'content-type': multipart } })).status, path).toBe(400);
  }
  expect(await ledger(grounds)).toEqual(before);
  logIsSilentOf(pair);
});

test('an address with anything in the place of an id is not found', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, holding, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const encoded = badTexts.filter((text) => text.trim() !== '').map((text) => encodeURIComponent(text.slice(0, 4_000)));
  const broken = ['%FF', '%E0%A4%A', '%', '%00', '%2e%2e%2f%2e%2e'];
  // Each parameter gets all that is broken, and a third of the rest in turn.
  let turn = 0;
  const segmentsInTurn = () => {
    turn += 1;
    return [...broken, ...encoded.filter((_, index) => index % 3 === turn % 3)];
  };
  for (const name of builtRoutes().filter((one) => /\[(?!\.|\[)/.test(one))) {
    const door = routes[name];
    if (!door) throw new Error(`${name} is not in the table`);
    const method = door.methods.startsWith('GET') ? 'GET' : 'POST';
    for (const parameter of name.match(/\[[^\].]+\]/g) ?? []) {
      for (const segment of segmentsInTurn()) {
        const real = door.path(ofHolding).split('/');
        real[name.split('/').indexOf(parameter)] = segment;
        const visitor = new Visitor(holding.cookies);
        const answer = await send(visitor, real.join('/'), { method });
        const what = `${method} ${real.join('/').slice(0, 80)}`;
        isRefusal(answer, what);
        if (!name.startsWith('/sign-in')) expect([400, 404], what).toContain(answer.status);
      }
    }
  }
  expect(await ledger(grounds)).toEqual(before);
  logIsSilentOf(pair);
});

test('queries and cookies with anything in them are passed over', async ({ world, people }) => {
  const pair = await people(2);
  const { round, clinic, holding, ofHolding } = await twoInside(world, pair);
  const grounds = { rounds: [round], people: pair, clinics: [clinic] };
  const before = await ledger(grounds);
  const pages = builtRoutes().filter((name) => routes[name]?.methods.startsWith('GET'));
  const names = [
    'pass',
    `ticket.${round.id}`,
    `number.${round.id}`,
    'region',
    'charye.session',
    'charye.next',
    'charye.return',
    'charye.csrf',
    'charye.state',
  ];
  const texts = ['%00', '%FF', '%22', "'%20OR%201=1", 'x'.repeat(2_000), '%EC%B0%A8'];
  for (const [index, name] of pages.entries()) {
    const path = routes[name]?.path(ofHolding) ?? '/';
    const text = texts[index % texts.length];
    const query = `remark=${text}&remark=b&round[]=${text}&next=${text}&day=${text}&done=${text}&cancel=${text}&_rsc=${text}&__proto__=1&${text}`;
    isRefusal(await send(holding.visitor, `${path}?${query}`, { method: 'GET' }), `${path} with a strange query`);
  }
  for (const [index, name] of names.entries()) {
    for (const text of texts.filter((_, at) => at % 3 === index % 3)) {
      const cookies = holding.cookies.filter((one) => one.name !== name).concat({ name, value: text });
      for (const path of ['/book', '/me']) {
        isRefusal(await send(new Visitor(cookies), path, { method: 'GET' }), `${path} with ${name}=${text}`);
      }
      isRefusal(await send(new Visitor(cookies), `/line/${round.id}/number`), `number with ${name}=${text}`);
    }
  }
  expect(await ledger(grounds)).toEqual(before);
  expect((await holding.visitor.get('/book/check')).status).toBe(200);
  logIsSilentOf(pair);
});

test('a birth date that is none, and a way back that leads elsewhere', async () => {
  const visitor = new Visitor();
  const dates = [
    ['', '', ''],
    ['abcd', '1', '1'],
    ['1990', '13', '1'],
    ['1990', '2', '30'],
    ['-1', '0', '0'],
    ['99999', '1', '1'],
    ['1'.repeat(100), '1', '1'],
  ];
  for (const [year = '', month = '', day = ''] of dates) {
    const answer = await send(visitor, '/when/check', { body: new URLSearchParams({ year, month, day }) });
    expect({ status: answer.status, to: answer.to }, `${year}-${month}-${day}`).toEqual({ status: 303, to: '/when/problem' });
  }
  for (const next of ['//example.org', 'https://example.org', '/\\example.org', 'javascript:alert(1)']) {
    const answer = await send(new Visitor(), '/sign-in/start', { body: new URLSearchParams({ next }) });
    expect(answer.to, next).toContain('/auth?client_id=');
    const from = new Visitor();
    await send(from, `/sign-in/from?next=${encodeURIComponent(next)}`, { method: 'GET' });
    expect(from.cookie('charye.next') ?? '', next).not.toContain('example');
  }
});
