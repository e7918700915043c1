import { expect, test } from 'vitest';
import type { ListedBooking } from '@/lib/booking/queries';
import { seoulInstant } from '@/lib/campaign/seoul';
import { listCsv } from './csv';

const booking: ListedBooking = {
  id: '1',
  personId: '2',
  number: 'AAAAA-AAAAA',
  status: 'confirmed',
  startsAt: seoulInstant('2026-08-10', '09:30'),
  name: '홍길동',
  birthDate: '1961-05-09',
  phoneEnd: '0123',
  dose: 1,
  product: 'comirnaty',
  vaccinatedAt: null,
};

const csvOf = (name: string) => listCsv('ko', [{ ...booking, name }]);

test('a list begins with the mark of UTF-8 and has a head', () => {
  expect(csvOf('홍길동')).toBe(
    '\ufeff시간,이름,생년월일,전화 끝 번호,접종,예약 번호,상태\r\n09:30,홍길동,1961-05-09,0123,1차 · 코로나19 백신 (화이자),AAAAA-AAAAA,확정\r\n',
  );
});

test.each([
  ['=HYPERLINK("http://x.example";"A")', `"'=HYPERLINK(""http://x.example"";""A"")"`],
  ['+1+1', `'+1+1`],
  ['-1+1', `'-1+1`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['＝1', `'＝1`],
])('%j runs no formula', (name, cell) => expect(csvOf(name)).toContain(`,${cell},1961-05-09,`));

test.each(['김하늘'.normalize('NFD'), '𠮷田 龘', '가'.repeat(40), "O'Brien", "'Abd", 'Zoë Ångström', '👩‍👩‍👧 하늘', '후안, "페페"'])(
  '%s stands there unchanged',
  (name) => {
    const [, row = ''] = csvOf(name).split('\r\n');
    const cell = /^09:30,("(?:[^"]|"")*"|[^,]*),1961/.exec(row)?.[1] ?? '';
    expect(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).toBe(name);
  },
);
