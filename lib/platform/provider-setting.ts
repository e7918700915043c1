import { z } from 'zod';

/** Names that the portal's own ways of signing in have. */
const taken = ['identity', 'kakao', 'naver', 'portone', 'code'];

const openIdProvider = z.strictObject({
  /** Stands in the address that the provider answers to: `<CHARYE_URL>/api/auth/callback/<id>`. */
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'small letters, digits and hyphens')
    .refine((id) => !taken.includes(id), 'this name is taken'),
  name: z.string().min(1).max(40),
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** Whether it proves who a person is, or only signs them in. */
  verifying: z.boolean().default(false),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A JSON list of OpenID providers beside the first one, in the order in which people see them. */
export const providerList = z
  .string()
  .transform(parsed)
  .pipe(z.array(openIdProvider).max(20))
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'each id once');
