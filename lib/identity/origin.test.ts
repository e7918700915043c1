import { expect, it } from 'vitest';
import { isSameOrigin } from './origin';

const ours = 'https://charye.example';
const sent = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), ours);

it('takes a form of our own page', () => {
  expect(sent({ origin: ours, 'sec-fetch-site': 'same-origin' })).toBe(true);
  expect(sent({ origin: ours }), 'old browsers send no Sec-Fetch-Site').toBe(true);
});

it.each([
  [{}],
  [{ 'sec-fetch-site': 'same-origin' }],
  [{ origin: 'null' }],
  [{ origin: 'https://evil.example' }],
  [{ origin: 'http://charye.example' }],
  [{ origin: 'https://charye.example:8443' }],
  [{ origin: 'https://charye.example.evil.example' }],
  [{ origin: ours, 'sec-fetch-site': 'cross-site' }],
  [{ origin: ours, 'sec-fetch-site': 'same-site' }],
  [{ origin: ours, 'sec-fetch-site': 'none' }],
] as [Record<string, string>][])('refuses %j', (headers) => {
  expect(sent(headers)).toBe(false);
});
