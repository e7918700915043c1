import { expect, test } from 'vitest';
import { askingForm, typedBirthDate } from './schema';

test.each([
  ['19440302', '1944-03-02'],
  ['1944-03-02', '1944-03-02'],
  ['1944. 3. 2.', '1944-03-02'],
  ['1944년 3월 2일', '1944-03-02'],
  ['１９４４０３０２', '1944-03-02'],
  ['440302', null],
  ['1944-02-30', null],
  ['20270101', null],
  ['1899-12-31', null],
  ['', null],
])('%s is read as %s', (typed, birthDate) => expect(typedBirthDate(typed, '2026-11-22')).toBe(birthDate));

test('what is asked for is compared as it is kept: composed, one space, digits alone', () => {
  const typed = { name: ' 심청자 '.normalize('NFD'), birthDate: '19440302', phone: '+82 10-0124-2221', kinship: 'daughter', way: 'phone' };
  expect(askingForm.parse(typed)).toMatchObject({ name: '심청자', phone: '01001242221' });
});

test('nobody makes themself a guardian', () => {
  const typed = { name: '심청자', birthDate: '19440302', phone: '01001242221', kinship: 'guardian', way: 'phone' };
  expect(askingForm.safeParse(typed).success).toBe(false);
});
