import { expect, test } from 'vitest';
import { deviceOf, nearestAddress, networkOf } from './whence';

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:12:34::1', '2001:db8:12::/48'],
  ['2001:DB8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80:0:0:1:2:3:4:5', 'fe80:0:0::/48'],
  ['', null],
  ['unknown', null],
  ['10.0.0.1; drop', null],
])('%s is of the network %s', (address, network) => expect(networkOf(address)).toBe(network));

test('only what the nearest proxy saw counts', () => {
  expect(nearestAddress('1.1.1.1, 203.0.113.77')).toBe('203.0.113.77');
  expect(nearestAddress(null)).toBe('');
});

test.each([
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
    'Android · Chrome',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36',
    'Android · Samsung Internet',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1',
    'iPhone, iPad · Safari',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', 'Windows · Edge'],
  ['curl/8', ''],
  [null, ''],
])('%s', (agent, device) => expect(deviceOf(agent)).toBe(device));
