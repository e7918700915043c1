import { cookies } from 'next/headers';
import { cookieSetting } from '@/lib/identity/cookie';
import { decrypt, encrypt } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';

export const remarks = ['bad-request', 'asked-too-often', 'code-refused', 'too-often', 'foreign-origin'] as const;
export type Remark = (typeof remarks)[number];

const context = 'cookie.code';
/** A telephone's code holds for ten minutes; a letter is typed in another time. */
const seconds = 10 * 60;
const setting = () => cookieSetting(env().CHARYE_URL, 'code');

/** Whom a code was asked for, in this browser: a hash, sealed. The same whether anybody answers to it or not. */
export async function keepTarget(target: Uint8Array): Promise<void> {
  const { name, options } = setting();
  const sealed = encrypt(Buffer.from(target).toString('hex'), context);
  (await cookies()).set(name, Buffer.from(sealed).toString('base64url'), { ...options, maxAge: seconds });
}

export async function dropTarget(): Promise<void> {
  const { name, options } = setting();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}

export async function keptTarget(): Promise<Uint8Array<ArrayBuffer> | null> {
  const sealed = (await cookies()).get(setting().name)?.value;
  if (!sealed) return null;
  try {
    return new Uint8Array(Buffer.from(decrypt(Buffer.from(sealed, 'base64url'), context), 'hex'));
  } catch {
    // Made with a key that is gone, or by somebody else.
    return null;
  }
}
