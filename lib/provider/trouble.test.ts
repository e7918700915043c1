import { expect, test } from 'vitest';
import { isItsFault, profileTroubleOf, type Trouble, troubleOf, unspoken } from './trouble';

const fault = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more });

test.each<[fault: unknown, trouble: Trouble]>([
  [fault('OPError', 'server_error', { error: 'server_error' }), 'provider'],
  [fault('OPError', 'invalid_client', { error: 'invalid_client', response: { statusCode: 401 } }), 'provider'],
  [fault('OPError', 'expected 200 OK, got: 503 Service Unavailable', { response: { statusCode: 503 } }), 'provider'],
  [fault('OPError', 'too many', { error: 'slow_down', response: { statusCode: 429 } }), 'provider'],
  [fault('OPError', 'invalid_grant', { error: 'invalid_grant', response: { statusCode: 400 } }), 'expired'],
  [fault('RPError', 'outgoing request timed out after 10000ms'), 'slow'],
  [fault('RPError', 'state mismatch, expected a, got: b'), 'expired'],
  [fault('RPError', 'nonce mismatch, expected a, got: b'), 'expired'],
  [fault('RPError', 'iss mismatch, expected a, got: b'), 'answer'],
  [fault('RPError', 'failed to validate JWT signature'), 'answer'],
  [fault('SyntaxError', 'Unexpected token < in JSON'), 'provider'],
  [fault('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }), 'provider'],
  [fault('Error', 'the answer names no issuer'), 'answer'],
])('%s is %s', (thrown, trouble) => {
  expect(troubleOf(thrown)).toBe(trouble);
});

test('whatever fails when a provider is asked who it is, with tokens that it has just given, is its fault', () => {
  expect(profileTroubleOf(fault('OPError', 'invalid_token', { error: 'invalid_token', response: { statusCode: 401 } }))).toBe('provider');
  expect(profileTroubleOf(fault('Error', 'the answer names nobody'))).toBe('provider');
  expect(profileTroubleOf(fault('RPError', 'outgoing request timed out after 10000ms'))).toBe('slow');
});

test('nobody can spoil a light with an address of their own making', () => {
  expect((['provider', 'slow', 'expired', 'answer'] as const).map(isItsFault)).toEqual([true, true, false, false]);
});

const logged = (name: string, message: string) => {
  const error = new Error(message);
  error.stack = `${name}: ${message}\n    at callback (client.js:1:1)`;
  return unspoken(error);
};

test.each([
  ['RPError', 'nonce mismatch, expected abc, got: 황보슬기', 'RPError: nonce mismatch'],
  ['RPError', 'failed to validate JWT signature', 'RPError: failed to validate JWT signature'],
  ['OPError', 'invalid_grant (황보슬기 01012345678)', 'OPError: invalid_grant'],
  ['OPError', '황보슬기', 'OPError: '],
  ['OPError', 'hwangbo', 'OPError: '],
  ['OPError', 'expected 200 OK, got: 503 Service Unavailable', 'OPError: 503'],
  ['SyntaxError', `Unexpected token '<', "<h1>황보슬기" is not valid JSON`, 'SyntaxError: '],
  ['Error', '황보슬기\n01012345678', 'Error: '],
])('of %s "%s" the log has what the library says and where it was, and nothing of what was said to it', (name, message, head) => {
  const plain = logged(name, message);
  expect(plain.stack?.split('\n')).toEqual([head, '    at callback (client.js:1:1)']);
  expect(plain.stack).not.toMatch(/황보|hwangbo|0101/);
});
