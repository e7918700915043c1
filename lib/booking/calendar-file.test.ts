import { expect, test } from 'vitest';
import { calendarFile } from './calendar-file';

const file = calendarFile('ko', {
  id: '0199-id',
  number: '019AH-JZ0ZZ',
  startsAt: new Date('2021-08-26T14:30:00+09:00'),
  now: new Date('2021-08-10T20:05:00+09:00'),
  clinic: { nameKo: '봄 의원', nameEn: 'Spring Clinic', addressKo: '서울 종로구 1', addressEn: '1 Jongno', phone: '02-000-0000' },
});
const lines = file.split('\r\n');

test('the half hour is exact whatever the zone of the machine or of the calendar', () => {
  expect(lines).toContain('DTSTART:20210826T053000Z');
  expect(lines).toContain('DTEND:20210826T060000Z');
  expect(lines).toContain('DTSTAMP:20210810T110500Z');
});

test('where, the number, and two reminders', () => {
  expect(lines).toContain('SUMMARY:예방접종 · 봄 의원');
  expect(lines).toContain('LOCATION:서울 종로구 1');
  expect(file).toContain('019AH-JZ0ZZ');
  expect(lines.filter((line) => line.startsWith('TRIGGER'))).toEqual(['TRIGGER:-P1D', 'TRIGGER:-PT2H']);
});
