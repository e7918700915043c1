import { expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { limiter } from '@/lib/platform/limits';
import { booked } from '@/test/booking';
import { statementsOf } from '@/test/sent';
import { findBooking, searchesPerAddress, searchesPerNumber } from './queries';

const home = '192.0.2.1';
/** As many addresses as it takes. */
const elsewhere = (tries: number) => `198.51.100.${Math.floor(tries / searchesPerAddress)}`;

async function ofSomebody() {
  const { id } = await booked();
  const { number } = await database().booking.findUniqueOrThrow({ where: { id } });
  if (!number) throw new Error('no number');
  return { id, number };
}

test('number and birth date show when and where, and nobody’s name', async () => {
  const { number } = await ofSomebody();
  const found = await findBooking(` ${number.toLowerCase().replace('-', ' ')}`, '1980-01-01', home);
  expect(found).toMatchObject({ status: 'confirmed', clinic: { nameKo: '의원' }, phone: '1339' });
  expect(Object.keys(found ?? {}).sort()).toEqual(['clinic', 'now', 'phone', 'startsAt', 'status']);
});

test('an unknown number, a wrong birth date, no number at all and one that was tried too often: one statement, one answer', async () => {
  const { number } = await ofSomebody();
  const asked: [string, string][] = [
    [number, '1980-01-01'],
    [number, '1980-01-02'],
    ['ZZZZZ-ZZZZZ', '1980-01-01'],
    ['', '1980-01-01'],
    ["' OR 1=1 --", '1980-01-01'],
  ];
  const answers: unknown[] = [];
  const sent: string[][] = [];
  for (const [one, birthDate] of asked) sent.push(await statementsOf(async () => answers.push(await findBooking(one, birthDate, home))));
  expect(answers[0]).not.toBeNull();
  expect(answers.slice(1)).toEqual([null, null, null, null]);
  expect(sent[0]).toHaveLength(1);
  for (const statements of sent) expect(statements).toEqual(sent[0]);
});

test('whoever tries birth dates, also all at once, is out before they meet the right one; others find their own', async () => {
  const [target, other] = [await ofSomebody(), await ofSomebody()];
  const wrong = Array.from({ length: searchesPerNumber + 10 }, (_, at) => findBooking(target.number, '1980-01-02', elsewhere(at)));
  await Promise.all(wrong);
  expect(await findBooking(target.number, '1980-01-01', home)).toBeNull();
  expect(await findBooking(other.number, '1980-01-01', home)).not.toBeNull();
  await database().$executeRaw`UPDATE attempt SET since = now() - interval '25 hours'`;
  expect(await findBooking(target.number, '1980-01-01', home)).not.toBeNull();
});

test('whoever has seen a number and tries as often as they like does not keep its person from it', async () => {
  const { number } = await ofSomebody();
  await Promise.all(Array.from({ length: searchesPerNumber + 10 }, () => findBooking(number, '1980-01-02', '198.51.100.7')));
  expect(await findBooking(number, '1980-01-01', '198.51.100.7'), 'out, where it was tried').toBeNull();
  expect(await findBooking(number, '1980-01-01', home)).not.toBeNull();
});

test('50,000 citizens behind four addresses pass, in ten minutes, while an attacker among them is stopped at the target', async () => {
  const allow = limiter(undefined);
  // A minute of the ten: five thousand citizens, and the attacker with as many tries as they can.
  const answers = await Promise.all(Array.from({ length: 5_000 }, (_, index) => allow('find-from', `address ${index % 4}`)));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  const { number } = await ofSomebody();
  for (let index = 0; index <= searchesPerNumber; index += 1) await findBooking(number, '1980-01-02', elsewhere(index));
  expect(await findBooking(number, '1980-01-01', home)).toBeNull();
  const flood = await Promise.all(Array.from({ length: 8_000 }, () => allow('find-from', 'address of a flood')));
  expect(flood.filter(({ ok }) => ok)).toHaveLength(6_000);
});
