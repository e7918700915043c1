import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { choicePage } from './pages';
import { numberOf, readyMadePeople } from './people';

describe('the made-up identity provider', () => {
  it('never stands beside a deployment', () => {
    const settings = { PROVIDER_PORT: '1', PROVIDER_CLIENT_SECRET: 'x'.repeat(32), PROVIDER_REDIRECT: 'http://localhost/' };
    const started = spawnSync('node_modules/.bin/tsx', ['scripts/identity-provider.ts'], {
      env: { ...process.env, ...settings, CHARYE_DEPLOYMENT: 'production' },
      encoding: 'utf8',
    });
    expect(started.status).toBe(1);
    expect(started.stderr).toContain('not for a deployment');
  });

  it('knows the numbers of the roll and no others', () => {
    expect(['0', ' 7 ', '00042', '99999'].map(numberOf)).toEqual([0, 7, 42, 99_999]);
    expect(['', '-1', '1.5', '100000', '1e3', 'eins', null].map(numberOf)).toEqual(Array(7).fill(null));
  });

  it('has nobody ready before the first seed', () => {
    expect(readyMadePeople('/nowhere/people.json')).toEqual([]);
  });

  it('shows names as text', () => {
    const person = { who: 'x', index: 3, name: '<b>"이"', birthDate: '1971-08-02', note_ko: '<i>', note_en: "'" };
    const page = choicePage({ people: [person], citizens: 10, mistaken: false });
    expect(page).not.toMatch(/<b>|<i>/);
    expect(page).toContain('실제 사람이 아닙니다');
  });
});
