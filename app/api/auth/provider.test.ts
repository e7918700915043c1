import { expect, test, vi } from 'vitest';
import { type Description, type KnownProvider, providerMemory } from './provider';

const minute = 60_000;
const at = (address: string): KnownProvider => ({
  description: {
    issuer: address,
    authorization_endpoint: `${address}/auth`,
    token_endpoint: `${address}/token`,
    jwks_uri: `${address}/jwks`,
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    authorization_response_iss_parameter_supported: true,
  } satisfies Description,
});

/** A provider that answers as told, and a clock. */
function provider(answers: (KnownProvider | Error)[]) {
  let now = 0;
  let asked = 0;
  const load = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
    return answer;
  };
  return {
    known: providerMemory(load, () => now),
    asked: () => asked,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('a hundred sign-ins at once ask the provider once, and none does for ten minutes', async () => {
  const { known, asked, pass } = provider([at('https://one')]);
  await Promise.all(Array.from({ length: 100 }, known));
  pass(9 * minute);
  await known();
  expect(asked()).toBe(1);
});

test('news are heard after ten minutes, and nobody waits for them', async () => {
  const { known, asked, pass } = provider([at('https://one'), at('https://two')]);
  await known();
  pass(11 * minute);
  expect((await known()).description.issuer).toBe('https://one');
  await expect.poll(async () => (await known()).description.issuer).toBe('https://two');
  expect(asked()).toBe(2);
});

test('the same description keeps its keys', async () => {
  const { known, asked, pass } = provider([at('https://one'), at('https://one')]);
  const first = await known();
  pass(11 * minute);
  await known();
  await expect.poll(asked).toBe(2);
  expect(await known()).toBe(first);
});

test('a provider that can not be reached is used as it was', async () => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { known, asked, pass } = provider([at('https://one'), new Error('down'), at('https://one')]);
  await known();
  pass(11 * minute);
  expect((await known()).description.issuer).toBe('https://one');
  await expect.poll(asked).toBe(2);
  await known();
  expect(asked()).toBe(2);
  pass(6_000);
  await known();
  await expect.poll(asked).toBe(3);
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});

test('a provider that was never reached is an error, and asked again by the next', async () => {
  const { known } = provider([new Error('down'), at('https://one')]);
  await expect(known()).rejects.toThrow('down');
  expect((await known()).description.issuer).toBe('https://one');
});
