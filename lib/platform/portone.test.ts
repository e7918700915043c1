import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { portone } from './portone';

/** Of one check, as PortOne's API V2 documents them. */
interface Check {
  status: 'READY' | 'VERIFIED' | 'FAILED';
  confirmedInApp: boolean;
  verifiedAt: string;
  channel: 'LIVE' | 'TEST';
  asked: unknown;
}

const now = new Date('2026-08-17T09:00:00Z');
const secret = 'a-secret-of-the-shop';
const customer = { name: '김순자', birthDate: '1958-08-17', phoneNumber: '01012345678', ci: 'CI-of-Kim==', gender: 'FEMALE' };
const checks = new Map<string, Check>();
let mishap: 'none' | 'broken' | 'silent' | 'refuses' | 'another' = 'none';

const server = createServer(async (request, response) => {
  const body = (await request.setEncoding('utf8').toArray()).join('');
  const give = (status: number, content: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  if (mishap === 'silent') return;
  if (mishap === 'broken') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
  if (request.headers.authorization !== `PortOne ${secret}`) return void give(401, { type: 'UNAUTHORIZED' });
  const [, id = '', step] = /^\/identity-verifications\/([^/?]+)(?:\/(send|confirm))?/.exec(request.url ?? '') ?? [];
  if (step === 'send') {
    if (mishap === 'refuses') return void give(502, { type: 'PG_PROVIDER', pgCode: 'E01', pgMessage: '김순자 명의가 아님' });
    checks.set(id, { status: 'READY', confirmedInApp: false, verifiedAt: now.toISOString(), channel: 'LIVE', asked: JSON.parse(body) });
    return void give(200, {});
  }
  const check = checks.get(id);
  if (!check) return void give(404, { type: 'IDENTITY_VERIFICATION_NOT_FOUND' });
  if (step === 'confirm') {
    if (check.status === 'VERIFIED') return void give(409, { type: 'IDENTITY_VERIFICATION_ALREADY_VERIFIED' });
    if (!check.confirmedInApp) return void give(502, { type: 'PG_PROVIDER', pgCode: 'E02', pgMessage: 'not confirmed' });
    check.status = 'VERIFIED';
    return void give(200, { identityVerification: { id } });
  }
  const { status, verifiedAt, channel } = check;
  give(200, {
    status,
    id: mishap === 'another' ? 'another' : id,
    channel: { type: channel, pgProvider: 'DANAL', pgMerchantId: 'shop' },
    ...(status === 'VERIFIED' && { verifiedCustomer: customer, verifiedAt, pgTxId: '1', pgRawResponse: '' }),
  });
});

let url = '';
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  checks.clear();
  mishap = 'none';
});

const adapter = (changes = {}) =>
  portone({ secret, channelKey: 'channel-key', storeId: 'store', url, testChannels: false, patienceMs: 1_000, ...changes });
const asked = { name: '김순자', phone: '01012345678', carrier: 'SKT', address: '198.51.100.7' } as const;
const checkOf = (id: string): Check => checks.get(id) ?? expect.fail('no check');

test('a check goes to the app on the number, and asks for no resident number', async () => {
  expect(await adapter().begin('one', asked)).toBe(true);
  expect(z.looseObject({}).parse(checkOf('one').asked)).toMatchObject({
    storeId: 'store',
    channelKey: 'channel-key',
    customer: { name: '김순자', phoneNumber: '01012345678', ipAddress: '198.51.100.7' },
    operator: 'SKT',
    method: 'APP',
  });
  expect(JSON.stringify(checkOf('one').asked)).not.toContain('identityNumber');
});

test('who has not confirmed in the app is not verified; who has is, with the CI, also when pressed twice', async () => {
  await adapter().begin('one', asked);
  expect(await adapter().finish('one', now)).toEqual({ outcome: 'unproved' });
  checkOf('one').confirmedInApp = true;
  const verified = { outcome: 'verified', customer: { ci: 'CI-of-Kim==', name: '김순자', birthDate: '1958-08-17', phone: '01012345678' } };
  expect(await adapter().finish('one', now)).toEqual(verified);
  expect(await adapter().finish('one', now)).toEqual(verified);
});

test('a check that nobody began, one that is old, one of a trial channel and one of somebody else prove nothing', async () => {
  expect(await adapter().finish('nobodys', now)).toEqual({ outcome: 'lost' });
  await adapter().begin('one', asked);
  const check = checkOf('one');
  check.confirmedInApp = true;
  check.verifiedAt = '2026-08-17T08:49:59Z';
  expect(await adapter().finish('one', now)).toEqual({ outcome: 'lost' });
  check.verifiedAt = now.toISOString();
  check.channel = 'TEST';
  expect(await adapter().finish('one', now)).toEqual({ outcome: 'test-channel' });
  expect(await adapter({ testChannels: true }).finish('one', now)).toMatchObject({ outcome: 'verified' });
  check.channel = 'LIVE';
  mishap = 'another';
  expect(await adapter().finish('one', now)).toEqual({ outcome: 'unproved' });
});

test('a refusal of the carrier is an answer; a wrong secret, a broken and a silent PortOne are faults that name nobody', async () => {
  mishap = 'refuses';
  expect(await adapter().begin('one', asked)).toBe(false);
  mishap = 'none';
  await expect(adapter({ secret: 'wrong' }).begin('one', asked)).rejects.toThrow();
  mishap = 'broken';
  await expect(adapter().begin('one', asked)).rejects.toThrow(/^(?!.*김순자)/);
  mishap = 'silent';
  await expect(adapter().finish('one', now)).rejects.toThrow('too slow');
});

test('a probe is answered by a PortOne that works, and by no other', async () => {
  await adapter().probe();
  await expect(adapter({ secret: 'wrong' }).probe()).rejects.toThrow();
  mishap = 'broken';
  await expect(adapter().probe()).rejects.toThrow();
});
