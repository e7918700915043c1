import { mkdirSync, mkdtempSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { fingerprint } from './fingerprint.mjs';
import { isInstalled, linkLibraries } from './install.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'charye-install-'));
  mkdirSync(join(root, 'node_modules'));
});

const write = (file: string, packages: object) => writeFileSync(join(root, file), JSON.stringify({ packages }));
const locked = { '': {}, 'node_modules/next': { version: '16.4.5' }, 'node_modules/other-platform': { version: '1.0.0', optional: true } };

test('installed means: every package of the lockfile in its version, save those of other platforms', () => {
  write('package-lock.json', locked);
  expect(isInstalled(root)).toBe(false);
  write('node_modules/.package-lock.json', { 'node_modules/next': { version: '16.4.5' } });
  expect(isInstalled(root)).toBe(true);
  write('node_modules/.package-lock.json', { 'node_modules/next': { version: '16.4.4' } });
  expect(isInstalled(root)).toBe(false);
  write('node_modules/.package-lock.json', {});
  expect(isInstalled(root)).toBe(false);
});

test('the links between libraries that npm could not pack are made, once', () => {
  mkdirSync(join(root, 'native/lib'), { recursive: true });
  writeFileSync(join(root, 'native/lib/libx.so.1'), '');
  writeFileSync(join(root, 'native/pg-symlinks.json'), JSON.stringify([{ source: 'native/lib/libx.so.1', target: 'native/lib/libx.so' }]));
  linkLibraries(root);
  linkLibraries(root);
  expect(readlinkSync(join(root, 'native/lib/libx.so'))).toBe('libx.so.1');
});

test('a fingerprint changes with the content, the name and the settings, and with nothing else', () => {
  mkdirSync(join(root, 'app/deep'), { recursive: true });
  writeFileSync(join(root, 'app/deep/page.tsx'), 'one');
  const before = fingerprint(root, ['app', 'missing.ts'], 'URL=a');
  expect(fingerprint(root, ['app', 'missing.ts'], 'URL=a')).toBe(before);
  expect(fingerprint(root, ['app', 'missing.ts'], 'URL=b')).not.toBe(before);
  writeFileSync(join(root, 'app/deep/page.tsx'), 'two');
  expect(fingerprint(root, ['app'], 'URL=a')).not.toBe(before);
});
