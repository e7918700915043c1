import { expect, test } from 'vitest';
import type { ListedBooking } from '@/lib/booking/queries';
import { seoulInstant } from '@/lib/campaign/seoul';
import { cancelledGroups, dayGroups, foundGroups } from './lines';

const at = (time: string, day = '2026-08-10') => seoulInstant(day, time);
const booking = (number: string, startsAt: Date, status: ListedBooking['status'] = 'confirmed'): ListedBooking => ({
  id: number,
  personId: number,
  number,
  status,
  startsAt,
  name: '홍길동',
  birthDate: '1961-05-09',
  phoneEnd: '1234',
  dose: 1,
  product: 'comirnaty',
  vaccinatedAt: null,
});

test('every half hour of the day stands in the list, each with its own people and how full it is', () => {
  const halfHours = ['09:00', '09:30', '10:00'].map((time) => ({ startsAt: at(time), capacity: 5 }));
  const confirmed = [booking('A', at('09:00')), booking('B', at('09:00')), booking('C', at('10:00'))];
  const groups = dayGroups('ko', { now: at('08:00', '2026-08-09'), halfHours, confirmed });
  expect(groups.map(({ when, load, lines }) => [when, load, lines.map((line) => line.number)])).toEqual([
    ['09:00', '2명 / 정원 5명', ['A', 'B']],
    ['09:30', '0명 / 정원 5명', []],
    ['10:00', '1명 / 정원 5명', ['C']],
  ]);
});

test('on the day itself a line can be marked as vaccinated, and the mark taken back', () => {
  const halfHours = [{ startsAt: at('09:00'), capacity: 5 }];
  const confirmed = [booking('A', at('09:00')), { ...booking('B', at('09:00')), vaccinatedAt: at('09:10') }];
  const marks = (now: Date) => dayGroups('ko', { now, halfHours, confirmed })[0]?.lines.map(({ mark }) => mark?.fields.undo);
  expect(marks(at('23:59'))).toEqual(['', '1']);
  expect(marks(at('00:00', '2026-08-11'))).toEqual([undefined, undefined]);
  const [given, taken] = dayGroups('ko', { now: at('10:00'), halfHours, confirmed })[0]?.lines ?? [];
  expect(given?.mark?.other?.href).toBe(`/staff?date=2026-08-10&mark=other&booking=${given?.id}`);
  expect(taken?.mark?.other).toBeUndefined();
});

test('a line says product, dose and state in words, and no more of the telephone than its end', () => {
  const [group] = cancelledGroups('en', [booking('A', at('13:30'), 'cancelled')]);
  expect(group).toMatchObject({
    when: '13:30',
    lines: [{ dose: 'Dose 1 · COVID-19 vaccine (Pfizer)', status: 'cancelled', cancelled: true, phone: '1234' }],
  });
});

test('what was found on several days says the day with the time', () => {
  const found = [booking('A', at('09:00')), booking('B', at('09:00', '2026-08-11'))];
  expect(foundGroups('ko', found).map(({ when }) => when)).toEqual(['8월 10일 (월) 09:00', '8월 11일 (화) 09:00']);
});
