import { expect, test } from 'vitest';
import { accountClaims } from '@/lib/identity/schema';
import { saidBy } from './said';

const kakao = (account: object) => ({ id: 4_217_700_001, connected_at: '2026-08-01T00:00:00Z', kakao_account: account });
const naver = (response: object) => ({ resultcode: '00', message: 'success', response });
const whole = { name: '김순자', birthyear: '1958', birthday: '0817', birthday_type: 'SOLAR', phone_number: '+82 10-1234-5678' };

test('Kakao says a birth date in two parts and a number with its country', () => {
  expect(accountClaims.parse(saidBy('kakao', kakao(whole)))).toEqual({
    ...{ sub: '4217700001', name: '김순자', birthdate: '1958-08-17', phone_number: '01012345678' },
  });
});

test('Naver says them within its answer', () => {
  const response = { id: 'abc', name: '김순자', birthyear: '1958', birthday: '08-17', mobile: '010-1234-5678' };
  expect(accountClaims.parse(saidBy('naver', naver(response)))).toEqual({
    ...{ sub: 'abc', name: '김순자', birthdate: '1958-08-17', phone_number: '01012345678' },
  });
});

test.each([
  ['no consent to the name', saidBy('kakao', kakao({ ...whole, name: undefined }))],
  ['no year', saidBy('kakao', kakao({ ...whole, birthyear: undefined }))],
  ['a birthday by the moon', saidBy('kakao', kakao({ ...whole, birthday_type: 'LUNAR' }))],
  ['nothing but an id', saidBy('naver', naver({ id: 'abc' }))],
  ['an answer of another shape', saidBy('naver', { resultcode: '024' })],
  ['nothing', saidBy('kakao', null)],
])('%s is not enough', (_, said) => {
  expect(accountClaims.safeParse(said).success).toBe(false);
});
