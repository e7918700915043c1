import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secrets } from './secrets.mjs';

const place = () => join(mkdtempSync(join(tmpdir(), 'charye-secrets-')), 'secrets.env');

test('secrets are made once, are strong, and differ from clone to clone', () => {
  const file = place();
  const made = secrets(file);
  expect(secrets(file)).toEqual(made);
  for (const value of Object.values(made)) expect(String(value).length).toBeGreaterThanOrEqual(32);
  const values = [...Object.values(made), ...Object.values(secrets(place()))];
  expect(new Set(values).size).toBe(values.length);
});

test('the file is for its owner alone, also when somebody opened it', () => {
  const file = place();
  secrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  secrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a secret that a newer version needs is added, and the others stay', () => {
  const file = place();
  const made = secrets(file);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^CHARYE_LOOKUP_KEY=.*\n/m, ''));
  const again = secrets(file);
  expect(again.CHARYE_LOOKUP_KEY).not.toBe(made.CHARYE_LOOKUP_KEY);
  expect({ ...again, CHARYE_LOOKUP_KEY: '' }).toEqual({ ...made, CHARYE_LOOKUP_KEY: '' });
});
