import { cookies } from 'next/headers';
import { z } from 'zod';
import { cookieSetting } from '@/lib/identity/cookie';
import { decrypt, encrypt } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';

export const remarks = ['bad-request', 'asked-too-often', 'code-refused', 'too-often', 'foreign-origin'] as const;
export type Remark = (typeof remarks)[number];

const context = 'cookie.code';
/** A telephone's code holds for ten minutes; a letter is typed in another time. */
const seconds = 10 * 60;
const setting = () => cookieSetting(env().CHARYE_URL, 'code');

const asked = z.object({ target: z.string().regex(/^[0-9a-f]{64}$/), ids: z.array(z.uuid()) });

/** Whom this browser has asked codes for. */
export interface Asked {
  target: Uint8Array<ArrayBuffer>;
  /** Of what was asked: whichever message comes first is good. */
  ids: string[];
}

/** A hash, sealed. The same whether anybody answers to it or not. */
export async function keepTarget(target: Uint8Array, id: string): Promise<void> {
  const { name, options } = setting();
  const before = await keptTarget();
  const ids = before && Buffer.compare(before.target, target) === 0 ? [id, ...before.ids] : [id];
  const sealed = encrypt(JSON.stringify({ target: Buffer.from(target).toString('hex'), ids } satisfies z.infer<typeof asked>), context);
  (await cookies()).set(name, Buffer.from(sealed).toString('base64url'), { ...options, maxAge: seconds });
}

export async function dropTarget(): Promise<void> {
  const { name, options } = setting();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}

export async function keptTarget(): Promise<Asked | null> {
  const sealed = (await cookies()).get(setting().name)?.value;
  if (!sealed) return null;
  try {
    const { target, ids } = asked.parse(JSON.parse(decrypt(Buffer.from(sealed, 'base64url'), context)));
    return { target: new Uint8Array(Buffer.from(target, 'hex')), ids };
  } catch {
    // Made with a key that is gone, or by somebody else.
    return null;
  }
}
