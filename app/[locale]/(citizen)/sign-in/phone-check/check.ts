import { cookies } from 'next/headers';
import { z } from 'zod';
import { checkMinutes } from '@/lib/identity/check';
import { cookieSetting } from '@/lib/identity/cookie';
import { typedName, typedPhone } from '@/lib/identity/typed';
import { decrypt, encrypt } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';
import { carriers, portone } from '@/lib/platform/portone';

export const remarks = [
  'bad-request',
  'refused',
  'unproved',
  'lost',
  'incomplete',
  'test-channel',
  'slow',
  'red',
  'standing',
  'checked',
  'too-often',
  'foreign-origin',
] as const;
export type Remark = (typeof remarks)[number];

export const checkForm = z.object({
  name: typedName,
  phone: typedPhone.pipe(z.string().regex(/^01\d{8,9}$/)),
  carrier: z.enum(carriers),
});

/** The adapter, where its keys are set. */
export function phoneChecks() {
  const { PORTONE_API_SECRET: secret, PORTONE_CHANNEL_KEY: channelKey, PORTONE_STORE_ID: storeId, PORTONE_API_URL: url, ...rest } = env();
  if (!secret || !channelKey) return null;
  return portone({ secret, channelKey, storeId, url, testChannels: rest.CHARYE_DEPLOYMENT !== 'production' });
}

const key = z.string().regex(/^[0-9a-f]{64}$/);

/** A check that this browser has begun; the number is the one that the carrier's app is on. */
const begun = z.object({
  id: z.uuid(),
  phone: z.string(),
  /** Of whom it is. */
  key,
  /** What the check is counted by, and since when. */
  counted: z.array(z.object({ key, since: z.iso.datetime() })),
  /** Another was begun before, in another place. */
  elsewhere: z.boolean(),
  until: z.number(),
});
export type Begun = z.infer<typeof begun>;

const context = 'cookie.check';

const setting = () => cookieSetting(env().CHARYE_URL, 'check');

export async function keepCheck(check: Omit<Begun, 'until'>, now: number): Promise<void> {
  const { name, options } = setting();
  const sealed = encrypt(JSON.stringify({ ...check, until: now + checkMinutes * 60_000 } satisfies Begun), context);
  (await cookies()).set(name, Buffer.from(sealed).toString('base64url'), { ...options, maxAge: checkMinutes * 60 });
}

export async function dropCheck(): Promise<void> {
  const { name, options } = setting();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}

/** Null for none, for one that took too long, and for a cookie that is not ours. */
export async function checkBegun(now: number): Promise<Begun | null> {
  const sealed = (await cookies()).get(setting().name)?.value;
  if (!sealed) return null;
  try {
    const found = begun.parse(JSON.parse(decrypt(Buffer.from(sealed, 'base64url'), context)));
    return found.until > now ? found : null;
  } catch {
    // Made with a key that is gone, or by somebody else.
    return null;
  }
}
