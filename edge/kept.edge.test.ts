import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizenAt } from '@/prisma/seed/citizens';
import { startEdge } from '@/scripts/ground/edge.mjs';
import { personalDataIn } from '@/test/personal-data';
import { ask, type Seen } from './visitor';

// The whole portal, as built, with the made-up identity provider: `npm test -- edge` starts them.
const ours = process.env.CHARYE_PORTAL_URL ?? '';
const build = process.env.CHARYE_BUILD_FOLDER ?? '.next-test';
let edge: Awaited<ReturnType<typeof startEdge>>;

beforeAll(async () => {
  edge = await startEdge({
    program: process.env.CHARYE_NGINX ?? 'nginx',
    servers: [Number(process.env.CHARYE_PORTAL_PORT)],
    url: ours,
    from: 39_480,
  });
});
afterAll(() => edge?.stop());

/** Somebody of the demo, by their number at the made-up provider. */
const number = 54_321;
const { name, phone, ci } = citizenAt(number);
const typed = ['뒷집 황보 씨가 대신 물어봄', 'zyx.quirk@striking.example'];
const known = { name, phone, ci, typed };

const jars = new Map<string, Map<string, string>>();
const cookiesOf = (host: string) => [...(jars.get(host) ?? [])].map(([cookie, value]) => `${cookie}=${value}`).join('; ');

/** As a browser: the portal behind the edge, the provider where it is, and each its own cookies. */
async function go(address: string, { method = 'GET', body = '', headers = {} } = {}): Promise<Seen> {
  const url = new URL(address, ours);
  const cookie = cookiesOf(url.host);
  const own = url.origin === ours;
  const form = body
    ? { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin, 'content-length': Buffer.byteLength(body) }
    : {};
  const sent = { ...(cookie && { cookie }), ...(!own && { host: url.host }), ...form, ...headers };
  const seen = await ask(own ? edge.port : Number(url.port), url.pathname + url.search, { method, body, headers: sent });
  const jar = jars.get(url.host) ?? new Map<string, string>();
  for (const line of seen.headers['set-cookie'] ?? []) {
    const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    jar.set(key, value);
  }
  jars.set(url.host, jar);
  const next = seen.headers.location;
  return method === 'GET' || !next ? seen : { ...seen, headers: { ...seen.headers, location: new URL(next, url).href } };
}

/** To the provider, there as this person, and back. */
async function signIn(): Promise<void> {
  let address = (await go('/sign-in/start', { method: 'POST', body: 'provider=identity' })).headers.location ?? '';
  for (let steps = 0; steps < 10 && address; steps += 1) {
    const asks = new URL(address).pathname.startsWith('/choose/');
    const { headers } = await go(address, asks ? { method: 'POST', body: `citizen=${number}` } : {});
    if (new URL(address).origin === ours) return;
    address = headers.location ? new URL(headers.location, address).href : '';
  }
}

/** What stands in a file of the cache: nginx's own head, the key, the headers and the body, which may be packed. */
function textOf(file: string): string {
  const bytes = readFileSync(file);
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, Math.max(end, 0)).toString('latin1');
  const packed = /^content-encoding:\s*gzip/im.test(head);
  return bytes.toString('utf8') + (packed ? gunzipSync(bytes.subarray(end + 4)).toString('utf8') : '');
}

const manifest: Record<string, string> = JSON.parse(readFileSync(join(build, 'app-path-routes-manifest.json'), 'utf8'));

test('of whoever is signed in, and of what people type, nothing comes into the folder of the edge', async () => {
  await signIn();
  // Who was never asked for their consent is led there first.
  for (const path of ['/sign-in/checked', '/me?consent=later']) expect((await go(path)).body, path).toContain(name);
  const landing = await go('/');
  const round = /href="\/line\/([A-Za-z0-9-]+)"/.exec(landing.body)?.[1] ?? '';
  const parts: Record<string, string> = { '[locale]': '', '[round]': round, '[sido]': '11', '[sigungu]': '11110', '[clinic]': '11110001' };
  const asked = new URLSearchParams({ name, phone, ci, reason: typed[0] ?? '', email: typed[1] ?? '' });
  for (const route of Object.values(manifest).filter((one) => !one.startsWith('/_'))) {
    const path = route
      .split('/')
      .map((part) => parts[part] ?? (part.startsWith('[') ? 'x' : part))
      .filter((part) => part !== '')
      .join('/');
    // As it is, and with everything that a browser or a link could add to it.
    await go(`/${path}`);
    await go(`/${path}?${asked}`, { headers: { referer: `${ours}/?${asked}`, 'x-name': encodeURIComponent(name), rsc: '1' } });
  }
  const forms = ['/when/check', `/line/${round}/enter`, '/find', '/sign-in/code', '/sign-in/phone-check', '/me/helpers'];
  for (const path of forms) await go(path, { method: 'POST', body: `${asked}&year=1980&month=1&day=2` });
  const files = readdirSync(edge.folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name !== 'nginx.conf')
    .map((one) => join(one.parentPath, one.name));
  const texts = files.map(textOf);
  // It is what the edge keeps that was looked through: the landing page, and as many as there are public ones.
  expect(texts.some((text) => text.includes(`/line/${round}`) && text.includes('<html'))).toBe(true);
  expect(files.length).toBeGreaterThan(20);
  expect(texts.flatMap((text) => personalDataIn(text, [known]))).toEqual([]);
  const session = [...jars.values()].flatMap((jar) => [...jar].filter(([cookie]) => cookie.includes('charye.')).map(([, value]) => value));
  expect(session.filter((value) => value.length > 20 && texts.some((text) => text.includes(value)))).toEqual([]);
});
