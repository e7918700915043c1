import { expect, test } from 'vitest';
import { questionKey, Repeats } from './repeats';

const answer = Buffer.from('not yet');
const still = () => true;

test('the same question gets the same answer until its time, and while it must be so', () => {
  const memory = new Repeats();
  let so = true;
  memory.keep('key', { answer, until: 100, still: () => so });
  expect(memory.answerTo('another', 50)).toBeNull();
  expect(memory.answerTo('key', 100)).toEqual(answer);
  expect(memory.answerTo('key', 101)).toBeNull();
  so = false;
  expect(memory.answerTo('key', 50)).toBeNull();
});

test('it forgets when it is full, and goes on', () => {
  const memory = new Repeats();
  for (let index = 0; index <= 50_000; index += 1) memory.keep(`${index}`, { answer, until: 100, still });
  expect(memory.answerTo('0', 50)).toBeNull();
  expect(memory.answerTo('50000', 50)).toEqual(answer);
});

test('each part of the question makes another key', () => {
  const asked: Record<string, string> = { accept: 'application/json', origin: 'https://x', 'sec-fetch-site': 'same-origin', cookie: 'a=b' };
  const keyOf = (path: string, headers: Record<string, string | undefined>) => questionKey(path, (name) => headers[name]);
  const keys = [
    keyOf('/line/a/enter', asked),
    keyOf('/en/line/a/enter', asked),
    ...Object.keys(asked).map((name) => keyOf('/line/a/enter', { ...asked, [name]: 'other' })),
    ...Object.keys(asked).map((name) => keyOf('/line/a/enter', { ...asked, [name]: undefined })),
  ];
  expect(new Set(keys).size).toBe(10);
  expect(keyOf('/line/a/enter', { ...asked })).toBe(keys[0]);
});
