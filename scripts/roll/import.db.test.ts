import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { matchParts } from '@/lib/identity/match';
import { decrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { importRoll, Unusable } from './import';

const folder = mkdtempSync(join(tmpdir(), 'charye-roll-'));
const path = join(folder, 'people.csv');
const errorPath = join(folder, 'errors.csv');
const heading = 'name,birth_date,phone,region,ci\n';

beforeAll(async () => {
  const parts = { create: ['11110', '36110'].map((code) => ({ code, nameKo: '구', nameEn: 'District', population: 1 })) };
  await database().region.create({ data: { code: '11', nameKo: '시', nameEn: 'City', population: 1, parts } });
});
beforeEach(() => database().person.deleteMany());
afterAll(() => rmSync(folder, { recursive: true }));

async function take(text: string, more: { part?: boolean; dryRun?: boolean; resume?: boolean } = {}) {
  writeFileSync(path, text);
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const options = { path, errorPath, resume: false, dryRun: false, part: false, threads: 1, report: () => undefined, ...more };
    const { added, changed, unchanged, refused } = await importRoll(client, options);
    const errors = readFileSync(errorPath, 'utf8').split('\n').slice(1, -1);
    return { counts: [added, changed, unchanged, refused], errors };
  } finally {
    await client.end();
  }
}

async function people() {
  const rows = await database().person.findMany({ where: { onRoll: true } });
  return rows
    .map(({ name, phone, regionCode, ciHash }) =>
      [decrypt(name, 'person.name'), decrypt(phone, 'person.phone'), regionCode, ciHash ? 'ci' : ''].join(' '),
    )
    .sort();
}

const signedIn = (name: string, birthDate: string, phone: string, more: { ci?: string; hearsay?: boolean } = {}) =>
  database().person.create({
    data: {
      ...{ ciHash: lookupHash('ci', more.ci ?? name), matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)) },
      ...{ birthDate: new Date(birthDate), name: new Uint8Array([1]), phone: new Uint8Array([1]), onRoll: false },
      ...{ hearsay: more.hearsay ?? false, createdAt: new Date(0) },
    },
  });

it('takes people in, and names the lines that it can not take by column and reason alone', async () => {
  const text = `\ufeff${heading}가나다,1980-01-01,01011111111,11110,\n라마바,1980-13-01,01022222222,11110,\n\n"사아, 자",1980-01-03,010-3333-3333,36110,ci3\n`;
  expect(await take(`${text}"차카,1980-01-04,01044444444,11110,\n타파하,1980-01-05,01055555555,99999,`)).toEqual({
    counts: [2, 0, 0, 3],
    errors: ['3,birthDate,not-a-date', '6,line,not-csv', '7,region,unknown-region'],
  });
  expect(await people()).toEqual(['가나다 01011111111 11110 ', '사아, 자 01033333333 36110 ci']);
});

it('the same file again changes nothing', async () => {
  const text = `${heading}가나다,1980-01-01,01011111111,11110,\n라마바,1980-01-02,01022222222,11110,ci2\n`;
  await take(text);
  const before = await database().person.findMany({ orderBy: { id: 'asc' } });
  expect((await take(text)).counts).toEqual([0, 0, 2, 0]);
  expect(await database().person.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
});

it('a second file changes regions and numbers, and adds', async () => {
  await take(
    `${heading}가나다,1980-01-01,01011111111,11110,ci1\n라마바,1980-01-02,01022222222,11110,\n사아자,1980-01-03,01033333333,11110,\n`,
  );
  const ids = await database().person.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  const next = `${heading}가나다,1980-01-01,01099999999,36110,ci1\n라마바,1980-01-02,01088888888,11110,\n사아자,1980-01-03,01033333333,36110,\n`;
  expect((await take(`${next}차카타,1980-01-04,01044444444,11110,\n`)).counts).toEqual([1, 3, 0, 0]);
  expect(await people()).toEqual([
    '가나다 01099999999 36110 ci',
    '라마바 01088888888 11110 ',
    '사아자 01033333333 36110 ',
    '차카타 01044444444 11110 ',
  ]);
  expect(await database().person.count({ where: { id: { in: ids.map(({ id }) => id) } } })).toBe(3);
});

it('two of one name and birth date are two people, in one file and in the next', async () => {
  const twins = `${heading}김민준,2001-05-05,01011111111,11110,\n김민준,2001-05-05,01022222222,36110,\n`;
  expect((await take(twins)).counts).toEqual([2, 0, 0, 0]);
  expect((await take(`${twins}김민준,2001-05-05,01033333333,11110,\n`)).counts).toEqual([1, 0, 2, 0]);
});

it('does not guess whose number it is when several have left theirs', async () => {
  await take(`${heading}김민준,2001-05-05,01011111111,11110,\n김민준,2001-05-05,01022222222,36110,\n`);
  const answer = await take(`${heading}김민준,2001-05-05,01033333333,11110,\n김민준,2001-05-05,01044444444,11110,\n`);
  expect(answer).toEqual({ counts: [0, 0, 0, 2], errors: ['2,ci,unclear', '3,ci,unclear'] });
});

it('a part of the roll is no reason to take somebody for another', async () => {
  await take(`${heading}김민준,2001-05-05,01011111111,11110,\n`);
  const part = `${heading}김민준,2001-05-05,01022222222,36110,\n김민준,2001-05-05,01033333333,11110,\n`;
  expect(await take(part, { part: true })).toEqual({ counts: [1, 0, 0, 1], errors: ['3,ci,unclear'] });
});

it('never makes two records of one person in a file', async () => {
  const line = '가나다,1980-01-01,01011111111,11110,ci1\n';
  const other = '가나다,1980-01-01,01022222222,11110,ci1\n';
  expect((await take(`${heading}${line}${line}${other}`)).errors).toEqual(['3,line,twice', '4,line,twice']);
  expect((await take(`${heading}${other}${line}`)).errors).toEqual(['3,line,twice']);
  expect(await people()).toHaveLength(1);
});

it('finds whoever signed in before they stood on the roll, and they are of now', async () => {
  const before = await signedIn('가나다', '1980-01-01', '01011111111');
  const hearsay = await signedIn('라마바', '1980-01-02', '01022222222', { hearsay: true });
  await take(`${heading}가나다,1980-01-01,01011111111,11110,\n라마바,1980-01-02,01022222222,11110,\n`);
  const found = await database().person.findUniqueOrThrow({ where: { id: before.id } });
  expect(found).toMatchObject({ onRoll: true, regionCode: '11110' });
  expect(found.createdAt.getTime()).toBeGreaterThan(0);
  expect(await database().person.findUniqueOrThrow({ where: { id: hearsay.id } })).toMatchObject({ onRoll: false });
  expect(await people()).toHaveLength(2);
});

it('a dry run writes errors and nobody', async () => {
  const answer = await take(`${heading}가나다,1980-01-01,01011111111,11110,\n라마바,x,01022222222,11110,\n`, { dryRun: true });
  expect(answer).toEqual({ counts: [0, 0, 0, 1], errors: ['3,birthDate,not-a-date'] });
  expect(await database().person.count()).toBe(0);
  await expect(take('a,b\n')).rejects.toThrow(Unusable);
  await expect(take(`${heading}x\n`, { resume: true }), 'nothing to go on with').rejects.toThrow(Unusable);
});

it('killed half-way it goes on where it was, and all are there once', async () => {
  const total = 70_000;
  const lines = Array.from({ length: total }, (_, index) =>
    index % 1_000 === 999 ? '없음,x,,,' : `김${index},1980-01-01,010${String(10_000_000 + index)},11110,`,
  );
  writeFileSync(path, `${heading}${lines.join('\n')}\n`);
  const start = (more: string[]) =>
    spawn(process.execPath, ['--import', 'tsx', 'scripts/roll.ts', 'import', path, '--errors', errorPath, ...more], { stdio: 'ignore' });
  const first = start([]);
  const lasting = async () => (await database().rollImport.findFirst({ where: { finishedAt: null, givenUpAt: null } }))?.lines ?? 0n;
  await expect.poll(lasting, { timeout: 100_000, interval: 5 }).toBeGreaterThan(1n);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const stopped = Number(await lasting());
  expect(stopped).toBeLessThan(total);
  // The database notices that the killed one is gone.
  await expect.poll(async () => (await once(start(['--resume']), 'exit'))[0], { timeout: 100_000 }).toBe(2);
  expect(await database().person.count()).toBe(total - total / 1_000);
  const errors = readFileSync(errorPath, 'utf8').split('\n').slice(0, -1);
  expect(errors).toHaveLength(1 + total / 1_000);
  expect(errors.slice(0, 3)).toEqual(['line,column,reason', '1001,birthDate,not-a-date', '2001,birthDate,not-a-date']);
  expect(new Set(errors).size, 'no error twice').toBe(errors.length);
});
