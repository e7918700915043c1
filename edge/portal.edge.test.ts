import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEdge } from '@/scripts/ground/edge.mjs';
import { documentCaching } from '@/test/counting-origin';
import { ask } from './visitor';

// The whole portal, as built: `npm test -- edge` starts it and says where it is.
const portal = Number(process.env.CHARYE_PORTAL_PORT);
const build = process.env.CHARYE_BUILD_FOLDER ?? '.next-test';
let edge: Awaited<ReturnType<typeof startEdge>>;
let round = '';

/** The same for everybody. A new one needs its Cache-Control (next.config.ts) and its place in edge/nginx.conf.template. */
const publicRoutes = [
  '/[locale]',
  '/[locale]/draw/[round]',
  '/[locale]/line/[round]',
  '/[locale]/notices/real',
  '/[locale]/privacy',
  '/[locale]/pass/[code]',
  '/[locale]/sign-in',
  '/[locale]/sign-in/problem/[[...reason]]',
  '/[locale]/supply/[round]',
  '/[locale]/supply/[round]/[sido]',
  '/[locale]/supply/[round]/[sido]/[sigungu]',
  '/[locale]/supply/[round]/clinic/[clinic]',
  '/[locale]/supply/[round]/clinic/[clinic]/[day]',
  '/[locale]/when',
  '/[locale]/when/[round]',
  '/[locale]/when/[round]/[sido]',
  '/[locale]/when/none',
  '/[locale]/when/problem',
  '/availability/[district]',
  '/draw/[round]/record.json',
  '/feed/[file]',
  '/line/[round]/accuracy.json',
  '/line/[round]/document.json',
  '/record/head.json',
  '/sign-in/status.json',
];

const manifest: Record<string, string> = JSON.parse(readFileSync(join(build, 'app-path-routes-manifest.json'), 'utf8'));
const routes = Object.values(manifest).filter((route) => !route.startsWith('/_'));

const examples: Record<string, string> = {
  '[sido]': '11',
  '[sigungu]': '11110',
  '[clinic]': '11110001',
  '[day]': '2026-11-20',
  '[district]': '11110.json',
  '[file]': 'slot-11.ndjson',
  '[booking]': '00000000-0000-4000-8000-000000000000',
  '[disruption]': '00000000-0000-4000-8000-000000000000',
  '[code]': 'pass-missing',
  '[[...reason]]': 'busy',
  '[id]': '00000000',
  '[...rest]': 'nothing-here',
  '[...nextauth]': 'session',
};

function addressOf(route: string, language: '' | '/en'): string {
  const path = route.replace(/^\/\[locale\]/, language).replace(/\[\[?(?:\.{3})?\w+\]?\]/g, (part) => {
    const example = part === '[round]' ? round : examples[part];
    if (!example) throw new Error(`Give an example of ${part}, so that ${route} is checked too.`);
    return example;
  });
  return path || '/';
}

const addresses = (route: string) =>
  (route.startsWith('/[locale]') ? (['', '/en'] as const) : ([''] as const)).map((l) => addressOf(route, l));
const secondsOf = (caching: string, directive: string) =>
  Number(new RegExp(`(?:^|[ ,])${directive}=(\\d+)`).exec(caching)?.[1] ?? Number.NaN);

beforeAll(async () => {
  edge = await startEdge({
    program: process.env.CHARYE_NGINX ?? 'nginx',
    servers: [portal],
    url: process.env.CHARYE_PORTAL_URL,
    from: 39_400,
  });
  const landing = await ask(portal, '/');
  round = /href="\/line\/([A-Za-z0-9-]+)"/.exec(landing.body)?.[1] ?? '';
  expect(round).not.toBe('');
});
afterAll(() => edge?.stop());

test('the public routes are all in the build', () => {
  expect(publicRoutes.filter((route) => !routes.includes(route))).toEqual([]);
});

describe.each(publicRoutes)('%s, the same for everybody', (route) => {
  test('says so to any cache: short, with what may stand in, and nothing of anybody', async () => {
    for (const address of addresses(route)) {
      const { status, headers } = await ask(portal, address, { headers: { cookie: 'session=mine' } });
      const caching = headers['cache-control'] ?? '';
      expect([address, status]).toEqual([address, 200]);
      expect(caching).toMatch(/^public/);
      expect(secondsOf(caching, 's-maxage')).toBeLessThanOrEqual(60);
      expect(secondsOf(caching, 'max-age')).toBe(0);
      expect(secondsOf(caching, 'stale-while-revalidate')).toBeGreaterThan(0);
      expect(secondsOf(caching, 'stale-if-error')).toBe(86_400);
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers.vary ?? '').not.toMatch(/cookie|\*/i);
    }
  });

  test('is kept by the edge, whatever is added to it', async () => {
    for (const address of addresses(route)) {
      await ask(edge.port, address);
      const again = await ask(edge.port, `${address}?x=${Math.random()}`, { headers: { cookie: 'session=mine', rsc: '1' } });
      expect([address, again.status, again.headers['x-edge']]).toEqual([address, 200, expect.stringMatching(/^(?:HIT|STALE|UPDATING)$/)]);
      expect(again.headers['content-type']).toMatch(/^(?:text\/html|application\/(?:json|fhir\+ndjson))/);
      expect(again.headers['x-content-type-options']).toBe('nosniff');
      expect(again.headers['x-frame-options']).toBe('DENY');
    }
  });
});

test.each(routes.filter((route) => !publicRoutes.includes(route)))(
  '%s is kept by no cache, and passes the edge untouched',
  async (route) => {
    for (const address of addresses(route)) {
      for (const port of [portal, edge.port]) {
        const { headers } = await ask(port, address);
        expect([address, headers['cache-control']]).toEqual([address, expect.stringMatching(/\bprivate\b|\bno-store\b/)]);
        expect(headers).not.toHaveProperty('x-edge');
      }
    }
  },
);

test('an answer to a form is kept by no cache, also one that goes to a public page', async () => {
  const headers = { origin: process.env.CHARYE_PORTAL_URL, 'content-type': 'application/x-www-form-urlencoded' };
  const forms = [`/line/${round}/enter`, `/line/${round}/number`, `/line/${round}/leave`, '/when/check', '/sign-out'];
  for (const path of forms) {
    const answer = await ask(edge.port, path, { method: 'POST', headers, body: 'year=1980&month=1&day=2' });
    expect(answer.status).toBeLessThan(500);
    expect([path, answer.headers['cache-control']]).toEqual([path, expect.stringMatching(/no-store/)]);
  }
  const foreign = await ask(edge.port, `/line/${round}/enter`, { method: 'POST', body: 'x' });
  expect(foreign.status).toBe(403);
});

test('200 people open the line page and its document at once: one request each to the portal', async () => {
  const fresh = await startEdge({
    program: process.env.CHARYE_NGINX ?? 'nginx',
    servers: [portal],
    url: process.env.CHARYE_PORTAL_URL,
    from: 39_450,
  });
  for (const path of [`/line/${round}`, `/line/${round}/document.json`]) {
    const seen = await Promise.all(Array.from({ length: 200 }, () => ask(fresh.port, path)));
    expect(seen.filter(({ status }) => status !== 200)).toEqual([]);
    expect(seen.filter(({ headers }) => headers['x-edge'] === 'MISS')).toHaveLength(1);
  }
  await fresh.stop();
});

test('the line document says what the tests and measurements of the edge take for granted', async () => {
  const { headers, body } = await ask(edge.port, `/line/${round}/document.json`);
  expect(headers['cache-control']).toBe(documentCaching);
  expect(JSON.parse(body)).toMatchObject({ round });
});

test('scripts and styles are kept for good, and the icon is asked for once', async () => {
  const files = readdirSync(join(build, 'static'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:js|css)$/.test(file));
  expect(files.length).toBeGreaterThan(0);
  for (const path of files.map((file) => `/_next/static/${file}`)) {
    await ask(edge.port, path);
    const { status, headers } = await ask(edge.port, path);
    expect([path, status, headers['x-edge']]).toEqual([path, 200, 'HIT']);
    expect(headers['cache-control']).toMatch(/immutable/);
  }
  await ask(edge.port, '/favicon.svg');
  expect((await ask(edge.port, '/favicon.svg')).headers['x-edge']).toBe('HIT');
});

test('what is not there is not made up: 404, and not kept for long', async () => {
  for (const path of [
    '/line/no-such-round',
    '/line/no-such-round/document.json',
    '/nothing-here',
    '/_next/static/nothing.js',
    '/_next/image',
  ]) {
    const { status, headers } = await ask(edge.port, path);
    expect([path, status]).toEqual([path, 404]);
    const caching = headers['cache-control'] ?? '';
    expect(/no-store/.test(caching) || secondsOf(caching, 's-maxage') <= 10 || path === '/_next/image').toBe(true);
  }
});
