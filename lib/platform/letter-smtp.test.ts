import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Letter } from './letter';
import { smtp } from './letter-smtp';

const received: string[] = [];
/** What the server says to the next letters, before it takes any. */
const answers: (number | 'breaks')[] = [];
let server: SMTPServer;
let url: string;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const answer = answers.shift();
        if (typeof answer === 'number') return done(Object.assign(new Error(`not for ${session.id}`), { responseCode: answer }));
        received.push(Buffer.concat(parts).toString());
        // Taken, and the answer is lost.
        if (answer === 'breaks') return server.connections.forEach((one) => void one._socket.destroy());
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  url = `smtp://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const letter = (id: string, more: Partial<Letter> = {}): Letter => ({
  id,
  about: 'test',
  by: 'email',
  to: 'hong@example.kr',
  subject: '예약 완료',
  text: '[차례] 홍길동 님 예약 완료',
  ...more,
});
const send = async (...letters: Letter[]) => smtp(url, 'charye@example.kr').send(letters, async () => undefined);

test('a letter arrives with its text, and with the appointment for the calendar', async () => {
  const calendar = { method: 'CANCEL', content: 'BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR' } as const;
  const outcomes = await send(letter('a', { calendar }));
  expect(outcomes.get('a')).toEqual({ is: 'sent' });
  const [mail = ''] = received.splice(0);
  expect(mail).toContain('Message-ID: <a@example.kr>');
  expect(mail).toMatch(/Content-Type: text\/calendar;[^\n]*(?:\n\s[^\n]*)*method=CANCEL/);
  expect(Buffer.from(mail.match(/\r\n\r\n([A-Za-z0-9+/=\r\n]{30,}?)\r\n(?:\r\n|--)/)?.[1] ?? '', 'base64').toString()).toContain(
    '홍길동 님',
  );
});

test.each([
  [450, 'failed'],
  [550, 'refused'],
] as const)('the server answers %d: the letter is %s, and others go on', async (code, is) => {
  answers.push(code);
  const outcomes = await send(letter('b'), letter('c'));
  expect([...outcomes.values()].map((outcome) => outcome.is).sort()).toEqual([is, 'sent'].sort());
  expect([...outcomes.values()].find((outcome) => outcome.is === is)).toMatchObject({ problem: expect.stringMatching(`^${code}-`) });
  received.splice(0);
});

test('taken, and the connection broke: nobody knows; sent again it is the same letter to a mail program', async () => {
  answers.push('breaks');
  const lost = await send(letter('d'));
  expect(lost.get('d')?.is).toBe('unknown');
  expect((await send(letter('d'))).get('d')).toEqual({ is: 'sent' });
  const ids = received.splice(0).map((mail) => /Message-ID: (.+)/i.exec(mail)?.[1]);
  expect(ids).toEqual(['<d@example.kr>', '<d@example.kr>'].map((id) => expect.stringContaining(id)));
});

test('no server: it can’t have gone out, as far as anybody knows', async () => {
  const outcomes = await smtp('smtp://127.0.0.1:1', 'charye@example.kr').send([letter('e')], async () => undefined);
  expect(outcomes.get('e')?.is).toBe('unknown');
});
