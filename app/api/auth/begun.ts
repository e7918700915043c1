import { cookies } from 'next/headers';
import { z } from 'zod';
import { checkMinutes } from '@/lib/identity/check';
import { cookieSetting } from '@/lib/identity/cookie';
import { decrypt, encrypt } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';

const kept = z.object({ provider: z.string(), again: z.boolean(), address: z.url(), until: z.number() });
const context = 'cookie.begun';
const setting = () => cookieSetting(env().CHARYE_URL, 'begun');

/**
 * The sign-in that this browser has begun: whoever comes back without an answer goes on with the same one, and so does a second
 * window, where a new one would make the first one's answer worthless.
 */
export async function keepBegun(provider: string, again: boolean, address: string): Promise<void> {
  if (!URL.canParse(address) || new URL(address).origin === env().CHARYE_URL) return;
  const until = Date.now() + checkMinutes * 60_000;
  const sealed = encrypt(JSON.stringify({ provider, again, address, until } satisfies z.infer<typeof kept>), context);
  const { name, options } = setting();
  (await cookies()).set(name, Buffer.from(sealed).toString('base64url'), { ...options, maxAge: checkMinutes * 60 });
}

/** Its address at the provider, for the same question. An answer ends it, whatever it says. */
export async function begunAt(provider: string, again: boolean): Promise<string | null> {
  const jar = await cookies();
  const sealed = jar.get(setting().name)?.value;
  if (!sealed || !jar.has(cookieSetting(env().CHARYE_URL, 'state').name)) return null;
  try {
    const found = kept.parse(JSON.parse(decrypt(Buffer.from(sealed, 'base64url'), context)));
    return found.provider === provider && found.again === again && found.until > Date.now() ? found.address : null;
  } catch {
    // Made with a key that is gone, or by somebody else.
    return null;
  }
}

export async function dropBegun(): Promise<void> {
  const { name, options } = setting();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}
