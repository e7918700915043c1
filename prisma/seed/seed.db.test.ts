import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { personFor } from '@/lib/identity/commands';
import { decrypt } from '@/lib/platform/crypto';
import { connect, database } from '@/lib/platform/database';
import { misplanned } from '@/test/supply';
import { onServer } from '@/test/template';
import { castIndex, citizenAt, personIdAt } from './citizens';
import { load } from './load';

const noon = new Date('2026-11-22T12:00:00+09:00');
const dayLater = new Date('2026-11-23T12:00:00+09:00');
const demoOver = new Date('2026-11-28T12:00:00+09:00');
const roll = 500;
const days = 3;

const other = `charye_test_${randomBytes(6).toString('hex')}`;
const otherUrl = onServer(inject('databaseServer'), other);

/** One client for what tests alone ask: names of tables that stand in no tagged template. */
async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const ownUrl = (): string => process.env.DATABASE_URL ?? '';

async function tables(url: string): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    url,
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  return rows.map(({ name }) => name).filter((name) => name !== '_prisma_migrations');
}

/** Every row of every table, as one hash each. */
async function everyRow(url: string): Promise<Map<string, Set<string>>> {
  const result = new Map<string, Set<string>>();
  for (const table of await tables(url)) {
    // What is planned of a delivery grows with the shares, and a round that comes later shares with those that have not opened.
    const columns = table === 'delivery' ? `- 'planned'` : table === 'share' ? `- 'quota'` : '';
    const rows = await ask<{ hash: string }>(url, `select md5((to_jsonb(t) ${columns})::text) as hash from "${table}" t`);
    result.set(table, new Set(rows.map(({ hash }) => hash)));
  }
  return result;
}

/** What two seeded databases have in common: all but the secrets, their commitments, ciphertext, and when a round was made. */
async function comparable(url: string): Promise<Record<string, string[]>> {
  const result: Record<string, string[]> = {};
  for (const table of await tables(url)) {
    if (table === 'round_secret' || table === 'draw_record') continue;
    const columns = table === 'person' ? `- 'name' - 'phone'` : table === 'round' ? `- 'created_at'` : '';
    const rows = await ask<{ row: string }>(url, `select (to_jsonb(t) ${columns})::text as row from "${table}" t order by 1`);
    result[table] = rows.map(({ row }) => row);
  }
  const people = await ask<{ id: string; name: Buffer; phone: Buffer }>(url, 'select id, name, phone from person order by id');
  result.plain = people.map(({ id, name, phone }) => `${id} ${decrypt(name, 'person.name')} ${decrypt(phone, 'person.phone')}`);
  return result;
}

beforeAll(async () => {
  await ask(onServer(inject('databaseServer'), 'postgres'), `create database ${other} template ${inject('databaseTemplate')}`);
  await load(database(), { now: noon, roll, days });
});
afterAll(() => ask(onServer(inject('databaseServer'), 'postgres'), `drop database ${other} with (force)`));

describe('the seed', () => {
  test('two seeded databases are equal', async () => {
    const db = connect(otherUrl, 2);
    try {
      await load(db, { now: noon, roll, days });
    } finally {
      await db.$disconnect();
    }
    const mine = await comparable(ownUrl());
    const theirs = await comparable(otherUrl);
    expect(Object.keys(mine)).toEqual(Object.keys(theirs));
    for (const table of Object.keys(mine)) expect(theirs[table], table).toEqual(mine[table]);
    expect(mine.person).toHaveLength(roll);
    expect(mine.slot?.length).toBeGreaterThan(30_000);
    // The secrets alone differ, each from each.
    const secrets = await Promise.all(
      [ownUrl(), otherUrl].map((url) => ask<{ key: string }>(url, `select encode(secret, 'hex') as key from round_secret`)),
    );
    const keys = secrets.flat().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('each round of the demo has its seats, its secrets and the public commitment to them', async () => {
    const rounds = await ask<{ id: string; fits: boolean }>(
      ownUrl(),
      `select round.id, body->>'secretHash' = encode(sha256(secret), 'hex') and body->>'ticketKeyHash' = encode(sha256(ticket_key), 'hex')
         and body->'beaconSource' = 'null'::jsonb
         and seat_count = (select count(*) from seat where round_id = round.id and number between 1 and seat_count) as fits
       from round left join round_secret on round_secret.round_id = round.id
       left join draw_record on draw_record.round_id = round.id and kind = 'commit'
       where campaign_id = 'demo-20261117'`,
    );
    expect(rounds).toHaveLength(22);
    expect(rounds.filter(({ fits }) => !fits)).toEqual([]);
  });

  test('the campaign of August 2021 is a record: no draw, no seat', async () => {
    const [row] = await ask(
      ownUrl(),
      `select count(*)::int as rounds, count(secret)::int as secrets, count(seat.number)::int as seats from round
       left join round_secret on round_secret.round_id = round.id left join seat on seat.round_id = round.id
       where campaign_id = 'august-2021'`,
    );
    expect(row).toEqual({ rounds: 13, secrets: 0, seats: 0 });
  });

  test('half hours lie in the clinic’s hours, from tomorrow, and begin with it', async () => {
    const times = await ask<{ time: string }>(
      ownUrl(),
      `select to_char(starts_at at time zone 'Asia/Seoul', 'MM-DD HH24:MI') as time from slot
       where clinic_id = '11110001' and (starts_at at time zone 'Asia/Seoul')::date = '2026-11-23' order by starts_at`,
    );
    // 08:30–12:30 and 13:30–19:00.
    expect(times.map(({ time }) => time.slice(6)).join(' ')).toBe(
      '08:30 09:00 09:30 10:00 10:30 11:00 11:30 12:00 13:30 14:00 14:30 15:00 15:30 16:00 16:30 17:00 17:30 18:00 18:30',
    );
    const dates = await ask<{ day: string }>(
      ownUrl(),
      `select distinct (starts_at at time zone 'Asia/Seoul')::date::text as day from slot order by 1`,
    );
    // Three days of first doses, and three weeks after each the day of the second one.
    const expected = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-12-14', '2026-12-15', '2026-12-16'];
    expect(dates.map(({ day }) => day)).toEqual(expected);
  });

  test('every round that has a weight has its part of every day, and each first dose its second; no dose is planned twice', async () => {
    const sums = await ask<{ round: string; dose: number; places: number; part: number }>(
      ownUrl(),
      `select round_id as round, dose, sum(quota)::int as places,
         (coalesce(share_weight, cohort_size)::float8 * sum(sum(quota)) over (partition by dose)
           / sum(coalesce(share_weight, cohort_size)) over (partition by dose)) as part
       from share join round on round.id = round_id group by round_id, dose, share_weight, cohort_size order by dose, 1`,
    );
    expect(sums).toHaveLength(16);
    for (const { places, part } of sums) expect(Math.abs(places - part)).toBeLessThan(4);
    const of = (wanted: number) => sums.filter(({ dose }) => dose === wanted).map(({ round, places }) => [round, places]);
    expect(of(1)).toEqual(of(2));
    expect(await misplanned()).toEqual([]);
    expect(await ask(ownUrl(), `select from share where dose = 1 and day > '2026-11-25' or dose = 2 and day < '2026-12-14'`)).toEqual([]);
  });

  test('a person of the roll is found at sign-in, by CI or by name, birth date and telephone', async () => {
    for (const index of [6, 7]) {
      const { ci, name, birthDate, phone } = citizenAt(index);
      const claims = { sub: `subject-${index}`, ci, name, birthdate: birthDate, phone_number: phone };
      expect(await personFor(claims, { issuer: 'https://id.example', verifying: true })).toBe(personIdAt(index));
    }
  });

  test('the daughter is the first of her mother’s helpers, and the staff have their roles', async () => {
    const [daughter, mother, clinic, operator] = [castIndex.daughter, castIndex.mother, castIndex.clinic, castIndex.operator].map(
      personIdAt,
    );
    const consents = await database().consent.findMany({ select: { helperId: true, beneficiaryId: true, lead: true, endedAt: true } });
    expect(consents).toEqual([{ helperId: daughter, beneficiaryId: mother, lead: true, endedAt: null }]);
    const roles = await database().staffRole.findMany({ select: { personId: true, role: true, clinicId: true }, orderBy: { id: 'asc' } });
    expect(roles).toEqual([
      { personId: clinic, role: 'clinic', clinicId: '11110001' },
      { personId: operator, role: 'operator', clinicId: null },
      { personId: personIdAt(castIndex.agent), role: 'agent', clinicId: null },
    ]);
  });

  test('run again it changes nothing; a day later, and when the demo is over, it only adds', async () => {
    // What people did meanwhile stays too: a place taken, a consent ended.
    await database().$executeRaw`UPDATE slot SET taken = 1 WHERE id = 1`;
    await database().$executeRaw`UPDATE consent SET ended_at = now()`;
    const before = await everyRow(ownUrl());
    await load(database(), { now: noon, roll, days });
    expect(await everyRow(ownUrl())).toEqual(before);

    await load(database(), { now: dayLater, roll, days });
    const after = await everyRow(ownUrl());
    for (const [table, rows] of before) expect(lost(rows, after.get(table)), table).toEqual(new Set());
    const grown = [...after].filter(([table, rows]) => rows.size > (before.get(table)?.size ?? 0)).map(([table]) => table);
    expect(grown).toEqual(['draw_record', 'round', 'round_secret', 'seat', 'share', 'slot']);
    expect(await database().round.count({ where: { id: 'demo-20261117-soon-2' } })).toBe(1);

    await load(database(), { now: demoOver, roll, days });
    const last = await everyRow(ownUrl());
    for (const [table, rows] of after) expect(lost(rows, last.get(table)), table).toEqual(new Set());
    expect(await database().campaign.count({ where: { id: 'demo-20261123' } })).toBe(1);
    expect(await misplanned()).toEqual([]);
  });

  test.each([
    ['without tables', 'postgres', 'The database has no tables yet: run `npx prisma migrate deploy` first.\n'],
    ['that is not there', 'no_such_database', /^The database at \S+ gives no answer\. .*\n$/],
  ])('a database %s gets one sentence', (_, name, sentence) => {
    const env = { ...process.env, DATABASE_URL: onServer(inject('databaseServer'), name) };
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'prisma/seed.ts'], { env, encoding: 'utf8' });
    expect(stderr).toEqual(typeof sentence === 'string' ? sentence : expect.stringMatching(sentence));
    expect(status).toBe(1);
  });

  test('there is nothing to book on a holiday, and while a clinic is shut its new half hours are closed', async () => {
    const shut = { startsAt: new Date('2026-12-24T10:00:00+09:00'), endsAt: new Date('2026-12-24T12:00:00+09:00') };
    await database().closure.create({ data: { clinicId: '11110001', ...shut } });
    await load(database(), { now: new Date('2026-12-22T12:00:00+09:00'), roll, days });
    const dates = await ask<{ day: string }>(
      ownUrl(),
      `select distinct (starts_at at time zone 'Asia/Seoul')::date::text as day from slot where starts_at >= '2026-12-23 00:00+09' order by 1`,
    );
    expect(dates.map(({ day }) => day)).toEqual(['2026-12-23', '2026-12-24', '2027-01-13', '2027-01-14', '2027-01-15']);
    const closed = await ask<{ clinic: string; time: string }>(
      ownUrl(),
      `select clinic_id as clinic, to_char(starts_at at time zone 'Asia/Seoul', 'MM-DD HH24:MI') as time from slot where closed_at is not null order by 2`,
    );
    const times = ['12-24 10:00', '12-24 10:30', '12-24 11:00', '12-24 11:30'];
    expect(closed).toEqual(times.map((time) => ({ clinic: '11110001', time })));
  });
});

function lost(before: Set<string>, after: Set<string> | undefined): Set<string> {
  return new Set([...before].filter((row) => !after?.has(row)));
}
