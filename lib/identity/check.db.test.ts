import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { database } from '@/lib/platform/database';
import { checkMinutes, checksPerPerson } from './check';
import { beginCheck, finishCheck, personFor, revokeSession, startSession, takeChecksBack, typedKeys } from './commands';
import { isFresh, standingCheck } from './queries';
import { sessionIdOf } from './token';

let people = 0;
/** Somebody of this test alone, as they type themselves. */
const somebody = () => {
  people += 1;
  return typedKeys(`사람${people}`, '01012345678', '192.0.2.1');
};
/** The same person, typed elsewhere. */
const elsewhere = (address: string) => typedKeys(`사람${people}`, '01012345678', address);
const letMinutesPass = (minutes: number) =>
  database().$executeRaw`UPDATE attempt SET since = since - make_interval(mins => ${minutes}) WHERE kind = 'identity-check'`;
const agrees = async () => true;
const refuses = async () => false;
const fails = async () => {
  throw new Error('the provider is down');
};

describe('a check of whom somebody has named', () => {
  it('is begun once, by however many devices at once, and the provider is asked once', async () => {
    const key = somebody();
    let calls = 0;
    const begun = await Promise.all(
      Array.from({ length: 20 }, () =>
        beginCheck(key, async () => {
          calls += 1;
          return true;
        }),
      ),
    );
    expect(calls).toBe(1);
    expect(begun.filter(({ is }) => is === 'begun')).toHaveLength(1);
    expect(begun.filter(({ is }) => is === 'standing')).toHaveLength(19);
  });

  it('can be begun again ten minutes later and not before, and says when that is', async () => {
    const key = somebody();
    const first = await beginCheck(key, agrees);
    if (first.is !== 'begun') throw new Error('not begun');
    const second = await beginCheck(key, agrees);
    if (second.is !== 'standing') throw new Error('begun twice');
    expect(second.again.getTime() - (first.counted[0]?.since.getTime() ?? 0)).toBe(checkMinutes * 60_000);
    await letMinutesPass(checkMinutes - 1);
    expect((await beginCheck(key, agrees)).is).toBe('standing');
    await letMinutesPass(1);
    expect((await beginCheck(key, agrees)).is).toBe('begun');
  });

  it('does not count when the provider fails, or refuses before it asks anybody', async () => {
    const key = somebody();
    await expect(beginCheck(key, fails)).rejects.toThrow('the provider is down');
    expect(await beginCheck(key, refuses)).toEqual({ is: 'refused' });
    expect((await beginCheck(key, agrees)).is).toBe('begun');
  });

  it('that fails late takes no other one back', async () => {
    const key = somebody();
    let fail: (reason: Error) => void = () => undefined;
    const late = beginCheck(key, () => new Promise<boolean>((_, reject) => (fail = reject)));
    await expect.poll(() => database().attempt.count({ where: { kind: 'identity-check', key: key.all } }), { timeout: 30_000 }).toBe(1);
    await letMinutesPass(checkMinutes + 1);
    expect((await beginCheck(key, agrees)).is).toBe('begun');
    fail(new Error('too slow'));
    await expect(late).rejects.toThrow('too slow');
    expect((await beginCheck(key, agrees)).is).toBe('standing');
  });

  it('that a stranger begins again and again, for whoever they know name and number of, keeps that person out nowhere else', async () => {
    const stranger = somebody();
    const tries = await Promise.all(Array.from({ length: 50 }, () => beginCheck(stranger, agrees)));
    expect(tries.find(({ is }) => is === 'begun')).toMatchObject({ elsewhere: false });
    // They hear that there is another: whoever confirms that one in the app lets somebody else in.
    expect(await beginCheck(elsewhere('198.51.100.7'), agrees)).toMatchObject({ is: 'begun', elsewhere: true });
  });

  it('is begun a few times from all addresses together, and what was refused takes up no place', async () => {
    const keys = somebody();
    const begun = await Promise.all(Array.from({ length: 12 }, (_, at) => beginCheck(elsewhere(`203.0.113.${at}`), agrees)));
    expect(begun.filter(({ is }) => is === 'begun')).toHaveLength(checksPerPerson);
    const one = begun.find((answer) => answer.is === 'begun');
    if (one?.is !== 'begun') throw new Error('none');
    expect((await beginCheck(keys, agrees)).is).toBe('standing');
    await takeChecksBack(one.counted);
    expect((await beginCheck(keys, agrees)).is, 'one that came to nothing').toBe('begun');
  });

  it('says nothing of anybody else', async () => {
    await beginCheck(typedKeys('김순자', '01011112222', 'x'), agrees);
    expect((await beginCheck(typedKeys('김순자', '01011112223', 'x'), agrees)).is).toBe('begun');
    expect((await beginCheck(typedKeys('김순', '01011112222', 'x'), agrees)).is).toBe('begun');
    const keys = await database().attempt.findMany({ where: { kind: 'identity-check' } });
    const plain = createHash('sha256').update('김순자01011112222').digest();
    expect(keys.every(({ key }) => key.length === 32 && Buffer.compare(Buffer.from(key), plain) !== 0)).toBe(true);
  });
});

describe('a check that a provider has finished', () => {
  it('counts a few times in ten minutes for one person, however many come at once', async () => {
    const ci = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => finishCheck(ci)));
    expect(answers.filter((again) => again === null)).toHaveLength(checksPerPerson);
    const again = answers.find((one) => one !== null);
    expect(again).toBeInstanceOf(Date);
    expect(await finishCheck(randomUUID()), 'another person').toBeNull();
    await letMinutesPass(checkMinutes);
    expect(await finishCheck(ci)).toBeNull();
  });
});

describe('whoever is signed in', () => {
  const provider = { issuer: 'https://provider', verifying: true };
  const signedIn = async (by = 'identity', verified = true, minutesAgo = 0, person?: string) => {
    const claims = { sub: 'x', ci: randomUUID(), name: '김순자', birthdate: '1958-08-17', phone_number: '01012345678' };
    const personId = person ?? (await personFor(claims, provider));
    const token = await startSession(personId, by, verified, { authenticatedAt: new Date(Date.now() - minutesAgo * 60_000) });
    return { personId, sessionId: sessionIdOf(token) };
  };

  it('needs no other check for ten minutes', async () => {
    const { sessionId } = await signedIn();
    expect(await standingCheck(sessionId)).toEqual({ here: true, again: expect.any(Date) });
    expect(await standingCheck((await signedIn('identity', true, checkMinutes + 1)).sessionId)).toBeNull();
  });

  it('is told of one on another device, which proves nothing here', async () => {
    const { personId, sessionId } = await signedIn('identity', true, 60);
    expect(await standingCheck(sessionId)).toBeNull();
    await signedIn('portone', true, 3, personId);
    expect(await standingCheck(sessionId)).toEqual({ here: false, again: expect.any(Date) });
    expect(await isFresh({ sessionId })).toBe(false);
  });

  it('may have who they are checked after a code by text, or an account that proves nothing', async () => {
    expect(await standingCheck((await signedIn('code')).sessionId)).toBeNull();
    expect(await standingCheck((await signedIn('kakao', false)).sessionId)).toBeNull();
  });

  it('and nobody who has signed out', async () => {
    const { sessionId } = await signedIn();
    await revokeSession(sessionId);
    expect(await standingCheck(sessionId)).toBeNull();
  });

  it('can always either take their data along or have who they are checked for it', async () => {
    for (const minutesAgo of [0, 4, 6, 9, 11, 40]) {
      const { sessionId } = await signedIn('identity', true, minutesAgo);
      expect([minutesAgo, await isFresh({ sessionId })]).toEqual([minutesAgo, (await standingCheck(sessionId)) !== null]);
    }
  });
});
