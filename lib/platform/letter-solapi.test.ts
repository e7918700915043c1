import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTextProvider } from '@/test/text-provider';
import type { Letter, Outcomes } from './letter';
import { solapi } from './letter-solapi';

const secret = 'a secret of the provider';
let provider: Awaited<ReturnType<typeof startTextProvider>>;
beforeAll(async () => {
  provider = await startTextProvider(secret);
  vi.stubGlobal('fetch', provider.fetch);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await provider.stop();
});

const channel = () => solapi({ key: 'key', secret, sender: '021234567', callMs: 1_000 });
let count = 0;
function letter(more: Partial<Letter> = {}): Letter {
  count += 1;
  return {
    id: `notice-${count}`,
    about: 'test',
    by: 'text',
    to: `010000${String(count).padStart(5, '0')}`,
    subject: '예약',
    text: '[차례] 예약 완료',
    ...more,
  };
}
const deliveries = ({ id }: Letter) => provider.delivered.filter(({ customFields }) => customFields.notice === id);

/** Sends, and gives what came of it with the group's name. */
async function send(letters: Letter[]): Promise<{ outcomes: Outcomes; group: string }> {
  let group = '';
  const outcomes = await channel().send(letters, async (name) => {
    group = name;
  });
  return { outcomes, group };
}

test('a short text, a long one and a call go out in one group, each once', async () => {
  const letters = [letter(), letter({ text: '가'.repeat(60) }), letter({ by: 'voice', to: '0212345678' })];
  const { outcomes } = await send(letters);
  expect([...outcomes.values()]).toEqual(letters.map(() => ({ is: 'sent' })));
  expect(letters.flatMap(deliveries).map(({ type, from, subject }) => [type, from, subject])).toEqual([
    ['SMS', '021234567', undefined],
    ['LMS', '021234567', '예약'],
    ['VOICE', '021234567', undefined],
  ]);
});

test('a number that the provider does not take is refused for good, by a code, and the others go out', async () => {
  const [good, bad] = [letter(), letter()];
  provider.unknownNumbers.add(bad.to);
  const { outcomes } = await send([good, bad]);
  expect(outcomes.get(good.id)).toEqual({ is: 'sent' });
  expect(outcomes.get(bad.id)).toEqual({ is: 'refused', problem: 'solapi-not-taken' });
});

test('two to one number go one after the other, and what is too long goes never', async () => {
  const first = letter();
  const [second, long] = [letter({ to: first.to }), letter({ text: '가'.repeat(1_001) })];
  const { outcomes } = await send([first, second, long]);
  expect([first, second, long].map(({ id }) => outcomes.get(id)?.is)).toEqual(['sent', 'later', 'refused']);
  expect(deliveries(second)).toEqual([]);
});

test.each([
  ['create', 'fails', '500-internal-error'],
  ['create', 'limited', '429-too-many-requests'],
  ['create', 'silent', 'timed-out'],
  ['add', 'fails', '500-internal-error'],
  ['add', 'silent', 'timed-out'],
] as const)('%s %s: it surely did not go out', async (step, mishap, problem) => {
  const one = letter();
  provider.plan(step, mishap);
  const { outcomes } = await send([one]);
  expect(outcomes.get(one.id)).toEqual({ is: 'failed', problem });
  expect(deliveries(one)).toEqual([]);
});

test('the library tries again by itself what was done: nothing is put in twice, nothing goes out twice', async () => {
  const [adding, sending] = [letter(), letter()];
  provider.calls.splice(0);
  provider.plan('add', 'busy');
  expect((await send([adding])).outcomes.get(adding.id)).toEqual({ is: 'sent' });
  expect(provider.calls).toEqual(['create', 'add', 'add', 'send', 'list']);
  provider.plan('send', 'busy');
  const { outcomes, group } = await send([sending]);
  expect(outcomes.get(sending.id)).toEqual({ is: 'unknown', problem: '400-bad-request' });
  expect((await channel().ask?.(group, [sending.id]))?.get(sending.id)).toEqual({ is: 'sent' });
  expect([adding, sending].map((one) => deliveries(one).length)).toEqual([1, 1]);
});

test.each([
  ['add', 'failed', 0],
  ['send', 'unknown', 1],
] as const)('the connection breaks after “%s”: it is %s', async (step, is, times) => {
  const one = letter();
  provider.plan(step, 'lost');
  const { outcomes } = await send([one]);
  expect(outcomes.get(one.id)).toEqual({ is, problem: 'network-error' });
  expect(deliveries(one)).toHaveLength(times);
});

test('sent, and the answer never came: it is unknown, and the provider says afterwards that it went out', async () => {
  const one = letter();
  provider.plan('send', 'silent');
  const { outcomes, group } = await send([one]);
  expect(outcomes.get(one.id)).toEqual({ is: 'unknown', problem: 'timed-out' });
  expect((await channel().ask?.(group, [one.id]))?.get(one.id)).toEqual({ is: 'sent' });
});

test('not sent, and nobody knows: asking withdraws the group, so that a slow server can’t send it any more', async () => {
  const one = letter();
  provider.plan('send', 'fails');
  const { outcomes, group } = await send([one]);
  expect(outcomes.get(one.id)).toEqual({ is: 'unknown', problem: '500-internal-error' });
  expect((await channel().ask?.(group, [one.id]))?.get(one.id)).toEqual({ is: 'later' });
  expect(provider.groups.has(group)).toBe(false);
  expect((await channel().ask?.(group, [one.id]))?.get(one.id)).toEqual({ is: 'later' });
  expect(deliveries(one)).toEqual([]);
});

test('while the provider does not answer, nobody knows', async () => {
  const one = letter();
  provider.plan('send', 'silent');
  const { group } = await send([one]);
  provider.plan('read', 'silent');
  expect((await channel().ask?.(group, [one.id]))?.get(one.id)).toEqual({ is: 'unknown', problem: 'timed-out' });
});
