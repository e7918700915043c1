import { expect, test } from 'vitest';
import { headOf } from './request-head';

const request = (...lines: string[]) => [...lines, '', ''].join('\r\n');

test.each([
  [request('POST /me HTTP/1.1', 'Host: x'), 'POST', '/me', 0],
  [request('GET /api/auth/callback/identity?code=x HTTP/1.1', 'Host: x'), 'GET', '/api/auth/callback/identity?code=x', 0],
  [request('POST /line/a/enter HTTP/1.1', 'Host: x', 'Content-Length: 12', 'Connection: keep-alive'), 'POST', '/line/a/enter', 12],
  [`${request('POST /me HTTP/1.1', 'content-length:  3')}abc`, 'POST', '/me', 3],
])('%j is read', (text, method, target, body) => {
  const head = headOf(text);
  expect(head).toMatchObject({ method, target });
  expect(head?.bytes).toBe(text.indexOf('\r\n\r\n') + 4 + body);
});

test('headers are found by their names in small letters', () => {
  const head = headOf(request('POST /me HTTP/1.1', 'Cookie: a=b; c=d', 'Next-Action: x', 'Accept:application/json'));
  expect(Object.fromEntries(head?.headers ?? [])).toEqual({ cookie: 'a=b; c=d', 'next-action': 'x', accept: 'application/json' });
});

test.each([
  ['a head that is not all there', 'POST /me HTTP/1.1\r\nHost: x\r\n'],
  ['an older HTTP', request('POST /me HTTP/1.0')],
  ['a whole address', request('POST http://x/me HTTP/1.1')],
  ['two lengths', request('POST /me HTTP/1.1', 'Content-Length: 1', 'Content-Length: 1')],
  ['a length that is no number', request('POST /me HTTP/1.1', 'Content-Length: 1, 1')],
  ['a length with a sign', request('POST /me HTTP/1.1', 'Content-Length: +1')],
  ['chunks', request('POST /me HTTP/1.1', 'Transfer-Encoding: chunked')],
  ['a body that waits to be wanted', request('POST /me HTTP/1.1', 'Expect: 100-continue', 'Content-Length: 1')],
  ['another protocol', request('GET /me HTTP/1.1', 'Upgrade: websocket')],
  ['a connection that ends', request('POST /me HTTP/1.1', 'Connection: close')],
  ['a folded header', request('POST /me HTTP/1.1', 'Host: x', ' y')],
  ['nothing', ''],
  ['no HTTP', '\x16\x03\x01\r\n\r\n'],
])('%s is left to the server', (_, text) => {
  expect(headOf(text)).toBeNull();
});
