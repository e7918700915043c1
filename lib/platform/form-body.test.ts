import { describe, expect, it } from 'vitest';
import { bodyProblem, longestBody } from './form-body';

const bytes = (text: string) => new TextEncoder().encode(text).buffer;

async function sent(fields: Record<string, string>, called = true) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const request = new Response(form);
  return bodyProblem(await request.arrayBuffer(), request.headers.get('content-type') ?? '', called);
}

describe('a body that a page of ours may have sent', () => {
  it.each([
    '["$K1"]',
    '[null,"$K1"]',
    '["$undefined","$K2"]',
    '[{"code":"too-often","sentence":"$$5"},"$K1"]',
    '[{"at":"$D2021-08-09T11:00:00.000Z"},"$K1"]',
  ])('calls an action with %s', async (text) => {
    expect(await sent({ _1_locale: 'ko', 0: text })).toBeNull();
  });

  it('is a plain form, or nothing', async () => {
    expect(await sent({ locale: 'ko' }, false)).toBeNull();
    expect(await bodyProblem(bytes('a=b'), 'application/x-www-form-urlencoded', false)).toBeNull();
    expect(await bodyProblem(bytes(''), '', false)).toBeNull();
  });
});

describe('a body that none can have sent', () => {
  it.each(['', 'garbage{', '[]', '["x"]', '[null]', '{}', '["$F1"]', '["$F1","$K1"]', '[{"deep":["$@2"]},"$K1"]', '"$K1"'])(
    'calls an action with %s',
    async (text) => {
      expect(await sent({ 0: text })).toBe(400);
    },
  );

  it('calls an action without a form', async () => {
    expect(await sent({})).toBe(400);
    expect(await bodyProblem(bytes('["$K1"]'), 'text/plain;charset=UTF-8', true)).toBe(400);
    expect(await bodyProblem(bytes(''), '', true)).toBe(400);
  });

  it('is broken or too long', async () => {
    expect(await bodyProblem(bytes('hello'), 'multipart/form-data; boundary=x', false)).toBe(400);
    expect(await bodyProblem(bytes('hello'), 'multipart/form-data', false)).toBe(400);
    expect(await sent({ a: 'x'.repeat(longestBody) }, false)).toBe(413);
    expect(await bodyProblem(bytes('x'.repeat(longestBody + 1)), 'text/plain', false)).toBe(413);
  });
});
