import { afterEach, expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { judgeProviders, lightOf, shareMeasures, signInMeasured } from './worker';

afterEach(async () => {
  await database().$executeRaw`TRUNCATE provider_sample, provider_light`;
});

const db = database();
const answers = () => Promise.resolve();
const fails = () => Promise.reject(new Error('503'));
const judge = (probe: () => Promise<void>) => judgeProviders(db, new Map([['pass', probe]]));
const people = (count: number, ok: boolean, tookMs = 100) => {
  for (let one = 0; one < count; one += 1) signInMeasured('pass', ok, tookMs);
};
/** So that the next judging probes again. */
const later = () => db.$executeRaw`UPDATE provider_light SET probed_at = now() - interval '1 minute'`;
/** What people met at one server since, and the judgement of all that was shared. */
const met = async (server: string, count: number, ok: boolean, tookMs?: number) => {
  people(count, ok, tookMs);
  await shareMeasures(db, server);
  await judge(answers);
};
const light = async () => {
  await shareMeasures(db, 'reader');
  return lightOf('pass');
};

test('nobody knows anything of a provider before the first probe', async () => {
  expect(await light()).toBe('grey');
  await judge(answers);
  expect(await light()).toBe('green');
});

test('what several servers measured adds up', async () => {
  await judge(answers);
  await met('one', 5, false);
  expect(await light()).toBe('green');
  await met('two', 5, false);
  expect(await light()).toBe('red');
});

test('slow answers make it yellow, and a provider that is quick again green', async () => {
  await judge(answers);
  await met('one', 10, true, 3_001);
  expect(await light()).toBe('yellow');
  await met('one', 10, true);
  expect(await light()).toBe('green');
});

test('a red one comes back by probes, and what was found of it before counts no more', async () => {
  await judge(answers);
  people(20, false);
  await shareMeasures(db, 'one');
  await judge(fails);
  expect(await light()).toBe('red');
  for (const probe of [answers, answers, fails, answers, answers]) {
    await later();
    await judge(probe);
    expect(await light()).toBe('red');
  }
  await later();
  await judge(answers);
  expect(await light()).toBe('yellow');
  await met('one', 10, true);
  expect(await light()).toBe('green');
});

test('probes are rare while all is well', async () => {
  let probed = 0;
  const counted = async () => {
    probed += 1;
  };
  await judge(counted);
  await judge(counted);
  await judge(counted);
  expect(probed).toBe(1);
});

test('old measures are forgotten', async () => {
  people(1, true);
  await shareMeasures(db, 'one');
  await db.$executeRaw`UPDATE provider_sample SET at = now() - interval '3 minutes'`;
  await judge(answers);
  expect(await db.providerSample.count()).toBe(0);
});
