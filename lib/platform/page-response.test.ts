import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { PageResponse } from './page-response';
import { requestFault } from './request-fault';

let server: Server<typeof import('node:http').IncomingMessage, typeof PageResponse> | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (response: PageResponse) => void;

/** A server that answers everything so, with what it heard of a fault. */
async function asking(answer: Answer, path = '/bookings?a=1&b=2', init: RequestInit = {}) {
  server = createServer({ ServerResponse: PageResponse }, (_request, response) =>
    requestFault().run(response.fault, () => answer(response)),
  );
  const at = server;
  await new Promise<void>((resolve) => at.listen(0, '127.0.0.1', resolve));
  const { port } = at.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html,*/*' }, ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const fails = (response: PageResponse) => {
  response.statusCode = 500;
  response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Set-Cookie', 'a=b');
};

/** In all the ways in which the framework sends a failure. */
const ways: Record<string, Answer> = {
  'a whole answer of no page': (response) => {
    fails(response);
    response.end();
  },
  'a page for its script': (response) => {
    fails(response);
    response.flushHeaders();
    response.write('<html id="__next_error__">');
    response.end('</html>');
  },
  'a head of its own': (response) => {
    fails(response);
    response.writeHead(500, { 'Content-Type': 'text/plain' });
    response.end('Internal Server Error', () => undefined);
  },
};

for (const [way, answer] of Object.entries(ways)) {
  test(`a failure sent as ${way} is a page that says what is safe and leads on`, async () => {
    const { status, headers, text } = await asking((response) => {
      answer(response);
      // The fault is told while the answer is under way.
      Object.assign(requestFault().getStore() ?? {}, { id: 'f<1' });
    });
    expect(status).toBe(500);
    expect(text).toContain('차례와 예약은 그대로 있습니다.');
    expect(text).toContain('<a class="button" href="/bookings?a=1&#38;b=2">다시 해 보기</a>');
    expect(text).toContain('<code>f&#60;1</code>');
    expect(text).not.toContain('__next_error__');
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBe('a=b');
  });
}

test('what failed for want of time is busy, not broken, and shown anew by itself', async () => {
  const { status, headers, text } = await asking((response) => {
    Object.assign(requestFault().getStore() ?? {}, { id: 'abc', overloaded: true });
    fails(response);
    response.end();
  }, '/en/book');
  expect(status).toBe(503);
  expect(headers.get('retry-after')).toBe('10');
  expect(text).toContain('<meta http-equiv="refresh" content="10">');
  expect(text).toContain('Your place and your bookings are safe.');
  expect(text).toContain('<a class="button" href="/en/book">');
});

test.each([
  ['/book/check', '/bookings', '내 예약 보기'],
  ['/en/bookings/1/move', '/en/bookings', 'See my bookings'],
  ['/staff?date=2026-11-24', '/staff?date=2026-11-24', '다시 해 보기'],
])('a form that failed at %s leads to %s and is not sent anew by itself', async (path, to, label) => {
  const { text } = await asking(
    (response) => {
      Object.assign(requestFault().getStore() ?? {}, { overloaded: true });
      fails(response);
      response.end();
    },
    path,
    { method: 'POST', headers: { accept: 'text/html' } },
  );
  expect(text).toContain(`href="${to}">${label}</a>`);
  expect(text).not.toContain('http-equiv="refresh"');
});

test.each([
  ['the framework’s script asks for a page', { accept: 'text/html', rsc: '1' }],
  ['the framework’s script sends a form', { accept: 'text/html', 'next-action': 'a1' }],
  ['a program asks', { accept: 'application/json' }],
])('what goes out is left alone when %s', async (_who, headers) => {
  const { status, text } = await asking(
    (response) => {
      response.statusCode = 500;
      response.write('as ');
      response.end('it was');
    },
    '/me',
    { headers },
  );
  expect([status, text]).toEqual([500, 'as it was']);
});

test('every other answer is left alone, in parts or with a head of its own', async () => {
  const { status, headers, text } = await asking((response) => {
    response.writeHead(404, 'Nowhere', { 'X-Own': 'yes' });
    response.write('not ');
    response.end('here');
  });
  expect([status, headers.get('x-own'), text]).toEqual([404, 'yes', 'not here']);
});
