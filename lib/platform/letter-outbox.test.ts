import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { outbox } from './letter-outbox';

test('a letter is a file for its owner’s eyes; the log names neither the person nor the number, and the same letter stays one file', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'charye-outbox-')), 'outbox');
  const output: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0);
  const letter = {
    id: 'a',
    about: 'one-time-code',
    by: 'text',
    to: '01012345678',
    subject: '인증번호',
    text: '[차례] 인증번호 482913',
  } as const;
  const calendar = { method: 'REQUEST', content: 'BEGIN:VCALENDAR' } as const;
  for (let tries = 0; tries < 2; tries += 1) {
    expect((await outbox(folder).send([{ ...letter, calendar }], async () => undefined)).get('a')).toEqual({ is: 'sent' });
  }
  write.mockRestore();
  expect(readdirSync(folder).sort()).toEqual(['a.ics', 'a.txt']);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toContain('482913');
  for (const file of ['.', 'a.txt', 'a.ics']) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  expect(output.join('')).toContain('"about":"one-time-code"');
  expect(output.join('')).not.toMatch(/12345678|482913|5678/);
  rmSync(folder, { recursive: true });
});
