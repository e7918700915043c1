import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPlan } from './schema';

const example = readFileSync('docs/examples/plan.json', 'utf8');

const refused = (text: string) => {
  const read = readPlan(text);
  return read.ok ? [] : read.problems.map(({ path, code }) => [path, code]);
};

it('the example is in order, and what it leaves out has its default', () => {
  const read = readPlan(example);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const [senior, nines] = read.plan.rounds;
  expect(senior).toMatchObject({ helpersAllowed: true, lineOrder: 'drawn', callHold: 600, beacon: null, shareWeight: null });
  expect(senior?.opensAt).toEqual(new Date('2027-03-02T01:00:00Z'));
  expect(nines).toMatchObject({ helpersAllowed: false, tranches: [], beacon: { graceSeconds: 600 } });
  expect(read.plan.products[0]?.rules[0]).toMatchObject({ maxAge: null, interval: 21 });
});

describe('what is wrong is named by field and reason', () => {
  const table: [from: string, to: string, path: string, code: string][] = [
    ['"seatCount": 5000,', '"seatCount": 5000, "seatcount": 1,', 'rounds[0].seatcount', 'unknown-field'],
    ['"seatCount": 5000,', '', 'rounds[0].seatCount', 'missing'],
    ['"seatCount": 5000,', '"seatCount": "5000",', 'rounds[0].seatCount', 'wrong-kind'],
    ['"seatCount": 5000,', '"seatCount": 0,', 'rounds[0].seatCount', 'out-of-range'],
    ['"helpersAllowed": true', '"helpersAllowed": true, "lineOrder": "lottery"', 'rounds[0].lineOrder', 'not-one-of'],
    ['"2027-03-02T10:00+09:00",\n      "closesAt"', '"2027-03-02 10:00",\n      "closesAt"', 'rounds[0].opensAt', 'not-a-time'],
    ['"opensAt": "2027-03-02T10:00+09:00"', '"opensAt": "2027-02-30T10:00+09:00"', 'rounds[0].opensAt', 'not-a-time'],
    ['"drawAt": "2027-03-02T09:30+09:00"', '"drawAt": "2027-03-02T10:30+09:00"', 'rounds[0].drawAt', 'backwards'],
    ['"closesAt": "2027-04-10T18:00+09:00"', '"closesAt": "2027-04-09T20:00+09:00"', 'rounds[1].closesAt', 'backwards'],
    ['"helpersAllowed": true', '"handOnAt": "2027-03-31T17:59+09:00"', 'rounds[0].handOnAt', 'backwards'],
    ['"permille": 1000', '"permille": 600', 'rounds[0].tranches[1].permille', 'backwards'],
    ['"permille": 1000', '"permille": 1001', 'rounds[0].tranches[1].permille', 'out-of-range'],
    ['"at": "2027-03-03T09:00+09:00"', '"at": "2027-03-02T10:00+09:00"', 'rounds[0].tranches[1].at', 'backwards'],
    ['"from": "2027-04-09T10:28:00Z"', '"from": "2027-04-09T10:41:00Z"', 'rounds[1].beacon.from', 'backwards'],
    ['"bornTo": "1962-12-31"', '"bornTo": "1962-02-29"', 'rounds[0].cohort.bornTo', 'not-a-date'],
    ['"dayDigits": [9]', '"dayDigits": [9, 9]', 'rounds[1].cohort.dayDigits', 'not-a-cohort'],
    ['"dayDigits": [9]', '"daydigits": [9]', 'rounds[1].cohort.daydigits', 'unknown-field'],
    ['"bornFrom": "1977-01-01"', '"bornFrom": "2010-01-01"', 'rounds[1].cohort', 'not-a-cohort'],
    ['"sequence": 2', '"sequence": 1', 'rounds[1].sequence', 'twice'],
    ['"id": "spring-2027-digit-9"', '"id": "spring-2027-senior"', 'rounds[1].id', 'twice'],
    ['"id": "spring-2027-digit-9"', '"id": "Digit 9"', 'rounds[1].id', 'not-of-the-form'],
    ['["comirnaty", "jcovden"]', '["jcovden", "jcovden"]', 'campaign.products[1]', 'twice'],
    ['"maxAge": 64', '"maxAge": 29', 'products[1].rules[0].maxAge', 'backwards'],
    ['"maxAge": 64', '"interval": 21', 'products[1].rules[0].interval', 'no-interval'],
    [
      '"validFrom": "2027-01-01", "minAge": 18, "doses": 2, "interval": 21',
      '"validFrom": "2027-01-01", "minAge": 18, "doses": 2, "interval": 20',
      'products[0].rules[0].interval',
      'not-within',
    ],
    ['"validFrom": "2027-05-01"', '"validFrom": "2027-01-01"', 'products[0].rules[1].validFrom', 'twice'],
    ['"lastDay": "2027-08-31"', '"lastDay": "2027-03-07"', 'campaign.lastDay', 'backwards'],
    ['"campaign": {', '"campaign": ', '', 'not-json'],
  ];
  it.each(table)('%s → %s: %s %s', (from, to, path, code) => {
    expect(example.split(from).length, 'the example has it').toBeGreaterThan(1);
    expect(refused(example.replace(from, to))).toEqual([[path, code]]);
  });
});
