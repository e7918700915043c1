import { expect, test } from 'vitest';
import { type Known, personalDataIn } from './personal-data';

const hwangbo: Known = {
  name: '황보슬기로운',
  birthDate: '1931-03-02',
  phone: '+82 10-9191-7373',
  ci: 'CI-4b1d==',
  typed: ['quirk@striking.example'],
};
const quirk: Known = { name: 'Zyx O’Quirk', phone: '01055556666', ci: 'CI-other' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['a line of a log', '{"what":"sign-in","name":"황보슬기로운"}'],
  ['escaped JSON', '{"name":"\\ud669\\ubcf4\\uc2ac\\uae30\\ub85c\\uc6b4"}'],
  ['an address', `/me?name=${encodeURIComponent('황보슬기로운')}`],
  ['an address within an address', `/from?next=${encodeURIComponent(`/me?name=${encodeURIComponent('황보슬기로운')}`)}`],
  ['base64', base64('황보슬기로운')],
  ['the claims of a token', base64('{"sub":"1","name":"황보슬기로운","x":1}')],
  ['the claims of a token, one letter later', base64('{"sub":"12","name":"황보슬기로운","x":1}')],
  ['the claims of a token, two letters later', Buffer.from('{"sub":"123","name":"황보슬기로운"}').toString('base64url')],
  ['a name that is taken apart', '황보슬기로운'.normalize('NFD')],
  ['a page', '&#54889;&#48372;&#49836;&#44592;&#47196;&#50868;'],
  ['bytes', Buffer.from('황보슬기로운').toString('hex')],
  ['a number', 'phone 01091917373'],
  ['a number with dashes', '010-9191-7373'],
  ['a number of abroad', '+821091917373'],
  ['a birth date', 'born 1931-03-02'],
  ['a birth date as it is typed', '19310302'],
  ['what identifies a person everywhere', base64('x CI-4b1d== x')],
  ['what was typed', 'quirk%40striking.example'],
  ['a name in Latin letters', 'name=Zyx%20O%E2%80%99Quirk'],
])('finds somebody in %s', (_, text) => {
  expect(personalDataIn(text, [hwangbo, quirk])).not.toEqual([]);
});

test.each([
  ['a log of nobody', '{"level":"info","what":"leader: begins","at":"2026-03-02T01:00:00Z"}'],
  ['another name', '황보슬기'],
  ['hashes', '3f1e9d0c55fd2f0d8b0f6f2a91917300'],
  ['nothing', ''],
])('finds nobody in %s', (_, text) => {
  expect(personalDataIn(text, [hwangbo, quirk])).toEqual([]);
});
