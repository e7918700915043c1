import { gzipSync } from 'node:zlib';
import { session } from '../fixtures/session';
import { expect, test } from '../fixtures/test';
import { readable, Visitor } from '../fixtures/visitor';

/** The first flight of a connection. */
const flight = 14 * 1024;
const weight = (text: string) => gzipSync(text, { level: 6 }).length;

/** Up to where a browser can read and paint: what comes behind is the framework's script and its data. */
const beforeScript = (html: string) => html.replace(/<script(?![^>]*\bsrc=)[\s\S]*$/, '');

for (const language of ['', '/en']) {
  test(`the landing ${language || '/'} is readable within 14 KB, before any script`, async () => {
    const page = await new Visitor().get(language || '/');
    const head = beforeScript(page.text);
    expect(readable(head)).toContain('1339');
    expect(head).toContain('</main>');
    expect(weight(head)).toBeLessThanOrEqual(flight);
  });

  test(`the line page below ${language || '/'} weighs 14 KB in all, its script included`, async ({ world, people }) => {
    const round = await world.round(await people(1));
    const visitor = new Visitor();
    const page = await visitor.get(`${language}/line/${round.id}`);
    expect(page.status).toBe(200);
    let inAll = weight(page.text);
    for (const [, path = ''] of page.text.matchAll(/<(?:script|link|img)\b[^>]*\b(?:src|href)="([^"]*)"/g)) {
      inAll += weight((await visitor.get(path)).text);
    }
    expect(inAll).toBeLessThanOrEqual(flight);
  });
}

test('public pages set no cookie, and no cache keeps them for long', async ({ world, people }) => {
  const round = await world.round(await people(1));
  const visitor = new Visitor();
  const paths = [
    '/',
    '/when',
    `/when/${round.id}`,
    '/when/none',
    '/when/problem',
    '/sign-in',
    `/line/${round.id}`,
    '/pass/pass-missing',
    `/draw/${round.id}`,
  ];
  const documents = [`/line/${round.id}/document.json`, `/draw/${round.id}/record.json`];
  for (const path of [...paths, ...paths.map((one) => `/en${one === '/' ? '' : one}`), ...documents]) {
    const { headers, status } = await visitor.request(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(headers.getSetCookie(), path).toEqual([]);
    const caching = headers.get('cache-control') ?? '';
    expect(caching, path).toContain('public');
    expect(Number(/s-maxage=(\d+)/.exec(caching)?.[1]), path).toBeLessThanOrEqual(3_600);
    expect(headers.get('vary') ?? '', path).not.toMatch(/cookie/i);
  }
});

test('pages about a person are kept by no cache', async ({ people }) => {
  const [person] = await people(1);
  if (!person) throw new Error('nobody');
  const visitor = new Visitor([(await session(person)).cookie]);
  for (const path of ['/me', '/bookings', '/en/me', '/en/bookings', '/book']) {
    const { headers } = await visitor.request(path);
    expect(headers.get('cache-control'), path).toMatch(/private|no-store/);
    expect(headers.get('cache-control'), path).not.toMatch(/public|s-maxage/);
  }
});
