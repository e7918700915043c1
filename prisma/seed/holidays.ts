export interface HolidayRow {
  /** `YYYY-MM-DD` */
  day: string;
  nameKo: string;
  nameEn: string;
}

/**
 * Public holidays of 2026 and 2027, by hand from the law on public holidays and the Korean lunar calendar (설날 of 2027 is
 * 7 February in Korea, a day after China's). Constitution Day is a holiday again since 2026. Substitutes: 설날 and 추석 when
 * they meet a Sunday; national days, children's day, Buddha's birthday and Christmas on Saturdays too; 새해 and 현충일 never.
 * Labour Day is left to the operator, who edits this table.
 */
const table: [day: string, nameKo: string, nameEn: string][] = [
  ['2026-01-01', '새해 첫날', 'New Year’s Day'],
  ['2026-02-16', '설날 연휴', 'Seollal holiday'],
  ['2026-02-17', '설날', 'Seollal'],
  ['2026-02-18', '설날 연휴', 'Seollal holiday'],
  ['2026-03-01', '삼일절', 'Independence Movement Day'],
  ['2026-03-02', '삼일절 대체공휴일', 'Independence Movement Day, substitute'],
  ['2026-05-05', '어린이날', 'Children’s Day'],
  ['2026-05-24', '부처님오신날', 'Buddha’s Birthday'],
  ['2026-05-25', '부처님오신날 대체공휴일', 'Buddha’s Birthday, substitute'],
  ['2026-06-03', '전국동시지방선거일', 'Local elections'],
  ['2026-06-06', '현충일', 'Memorial Day'],
  ['2026-07-17', '제헌절', 'Constitution Day'],
  ['2026-08-15', '광복절', 'Liberation Day'],
  ['2026-08-17', '광복절 대체공휴일', 'Liberation Day, substitute'],
  ['2026-09-24', '추석 연휴', 'Chuseok holiday'],
  ['2026-09-25', '추석', 'Chuseok'],
  ['2026-09-26', '추석 연휴', 'Chuseok holiday'],
  ['2026-10-03', '개천절', 'National Foundation Day'],
  ['2026-10-05', '개천절 대체공휴일', 'National Foundation Day, substitute'],
  ['2026-10-09', '한글날', 'Hangul Day'],
  ['2026-12-25', '성탄절', 'Christmas Day'],
  ['2027-01-01', '새해 첫날', 'New Year’s Day'],
  ['2027-02-06', '설날 연휴', 'Seollal holiday'],
  ['2027-02-07', '설날', 'Seollal'],
  ['2027-02-08', '설날 연휴', 'Seollal holiday'],
  ['2027-02-09', '설날 대체공휴일', 'Seollal, substitute'],
  ['2027-03-01', '삼일절', 'Independence Movement Day'],
  ['2027-05-05', '어린이날', 'Children’s Day'],
  ['2027-05-13', '부처님오신날', 'Buddha’s Birthday'],
  ['2027-06-06', '현충일', 'Memorial Day'],
  ['2027-07-17', '제헌절', 'Constitution Day'],
  ['2027-07-19', '제헌절 대체공휴일', 'Constitution Day, substitute'],
  ['2027-08-15', '광복절', 'Liberation Day'],
  ['2027-08-16', '광복절 대체공휴일', 'Liberation Day, substitute'],
  ['2027-09-14', '추석 연휴', 'Chuseok holiday'],
  ['2027-09-15', '추석', 'Chuseok'],
  ['2027-09-16', '추석 연휴', 'Chuseok holiday'],
  ['2027-10-03', '개천절', 'National Foundation Day'],
  ['2027-10-04', '개천절 대체공휴일', 'National Foundation Day, substitute'],
  ['2027-10-09', '한글날', 'Hangul Day'],
  ['2027-10-11', '한글날 대체공휴일', 'Hangul Day, substitute'],
  ['2027-12-25', '성탄절', 'Christmas Day'],
  ['2027-12-27', '성탄절 대체공휴일', 'Christmas Day, substitute'],
];

export const holidays: HolidayRow[] = table.map(([day, nameKo, nameEn]) => ({ day, nameKo, nameEn }));
