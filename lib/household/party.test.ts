import { expect, it } from 'vitest';
import { settlesAt, spokenCode } from './party';
import { joinRequest } from './schema';

it('settles an hour before the draw', () => {
  expect(settlesAt(new Date('2021-08-10T10:30:00Z'))).toEqual(new Date('2021-08-10T09:30:00Z'));
});

it('is read out in groups of four digits, and read however it was typed', () => {
  expect(spokenCode('012345678901')).toBe('0123 4567 8901');
  const person = '01890000-0000-7000-8000-000000000000';
  for (const typed of ['012345678901', ' 0123 4567 8901 ', '0123-4567-8901']) {
    expect(joinRequest.parse({ person, code: typed })).toEqual({ person, code: '012345678901' });
  }
  for (const typed of ['', '0123', '0123 4567 890a', '0123 4567 8901 2'])
    expect(joinRequest.safeParse({ person, code: typed }).success).toBe(false);
});
