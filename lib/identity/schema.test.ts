import { describe, expect, it } from 'vitest';
import { claims, ticketRequest } from './schema';

const said = { sub: '1', ci: 'ci-1', name: ' 김하늘', birthdate: '1983-02-09', phone_number: '+82 10-1234-5678' };

describe('what a provider says of a person', () => {
  it('is taken as it is compared', () => {
    expect(claims.parse({ ...said, email: 'a@b.example' })).toEqual({ ...said, name: '김하늘', phone_number: '01012345678' });
  });

  it.each(['김하늘'.normalize('NFD'), '𠮷田 龘', '가'.repeat(40).normalize('NFD'), "O'Brien", "'Abd  al", '👩‍👩‍👧 하늘', '=1+1'])(
    'has the name %s unchanged',
    (name) => expect(claims.parse({ ...said, name }).name).toBe(name),
  );

  it.each([
    ['no CI', { ci: undefined }],
    ['no name', { name: '   ' }],
    ['a year alone', { birthdate: '1983' }],
    ['a day that is none', { birthdate: '1983-02-30' }],
    ['an unknown year', { birthdate: '0000-02-09' }],
    ['no telephone', { phone_number: '' }],
    ['a CI without end', { ci: 'x'.repeat(5_000) }],
  ])('is refused with %s', (_, change) => {
    expect(claims.safeParse({ ...said, ...change }).success).toBe(false);
  });
});

it('a place is asked for by two ids and nothing else', () => {
  const asked = { beneficiary: '0197a0b0-0000-7000-8000-000000000000', round: 'demo-1' };
  expect(ticketRequest.safeParse(asked).success).toBe(true);
  for (const change of [
    { beneficiary: '1' },
    { beneficiary: null },
    { round: '' },
    { round: '../me' },
    { round: 'x'.repeat(65) },
    { round: 'A B' },
  ]) {
    expect(ticketRequest.safeParse({ ...asked, ...change }).success).toBe(false);
  }
});
