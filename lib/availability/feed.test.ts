import { describe, expect, test } from 'vitest';
import { type FeedDay, feedFile, instant, location, manifest, ndjson, schedule, slot } from './feed';

const options = { url: 'https://charye.example', phone: '1339' };
const day: FeedDay = {
  clinicId: '11110001',
  product: 'comirnaty',
  day: '2027-02-28',
  startsAt: new Date('2027-02-27T23:30:00Z'),
  endsAt: new Date('2027-02-28T09:30:00Z'),
  places: 123,
  roundId: 'demo-1',
};

test.each([
  ['2026-12-31T15:00:00Z', '2027-01-01T00:00:00+09:00'],
  ['2028-02-29T14:59:59.999Z', '2028-02-29T23:59:59+09:00'],
])('%s is told as %s', (at, told) => expect(instant(new Date(at))).toBe(told));

describe('a slot', () => {
  test('is free while it can be booked, with where to book it', () => {
    expect(slot(day, options)).toMatchObject({
      id: '11110001-comirnaty-2027-02-28',
      schedule: { reference: 'Schedule/11110001-comirnaty' },
      status: 'free',
      start: '2027-02-28T08:30:00+09:00',
      end: '2027-02-28T18:30:00+09:00',
      extension: [
        { valueUrl: 'https://charye.example/supply/demo-1/clinic/11110001/2027-02-28' },
        { valueString: '1339' },
        // Told in two digits.
        { url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity', valueInteger: 120 },
      ],
    });
  });

  test('is busy where nothing can be booked, and names no capacity', () => {
    const busy = slot({ ...day, places: 0 }, options);
    expect(busy.status).toBe('busy-unavailable');
    expect(busy.extension.map(({ url }) => url.split('/').at(-1))).toEqual(['booking-deep-link', 'booking-phone']);
  });
});

test.each([
  ['slot-11.ndjson', { kind: 'Slot', province: '11' }],
  ['location-50.ndjson', { kind: 'Location', province: '50' }],
  ['slot-1.ndjson', null],
  ['patient-11.ndjson', null],
  ['../slot-11.ndjson', null],
])('%s', (name, file) => expect(feedFile(name)).toEqual(file));

test('the manifest names a file of each kind for each province', () => {
  const made = manifest([{ code: '11', nameEn: 'Seoul' }], new Date('2026-11-22T00:00:00Z'), options);
  expect(made).toMatchObject({ transactionTime: '2026-11-22T09:00:00+09:00', request: 'https://charye.example/feed/$bulk-publish' });
  expect(made.output.map(({ type, url }) => `${type} ${url}`)).toEqual([
    'Location https://charye.example/feed/location-11.ndjson',
    'Schedule https://charye.example/feed/schedule-11.ndjson',
    'Slot https://charye.example/feed/slot-11.ndjson',
  ]);
});

test('a line each, and one at the end', () => {
  const lines = ndjson([schedule({ clinicId: 'a', product: 'b', cvx: '208', name: 'c' }), { a: 1 }]);
  expect(lines.split('\n')).toHaveLength(3);
  expect(lines.endsWith('}\n')).toBe(true);
});

test('a location has a whole address', () => {
  const clinic = {
    id: 'a',
    name: '의원',
    address: '중앙로 1',
    city: '종로구',
    state: '서울특별시',
    postalCode: '03181',
    phone: '02',
    latitude: 37,
    longitude: 127,
  };
  expect(location(clinic, options).address).toEqual({
    line: ['중앙로 1'],
    city: '종로구',
    state: '서울특별시',
    postalCode: '03181',
    country: 'KR',
  });
});
