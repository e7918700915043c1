import { z } from 'zod';
import { providerList } from './provider-setting';

/** `1:<base64>,2:<base64>`: versions of a key, the first one in use, the others still accepted. */
const keyRing = z.string().transform((text, context) =>
  text.split(',').map((entry) => {
    const [id, material] = entry.split(':');
    const key = Buffer.from(material ?? '', 'base64');
    if (!id || key.length < 32) {
      context.addIssue({ code: 'custom', message: 'each key is <id>:<base64 of 32 bytes or more>' });
      return z.NEVER;
    }
    return { id, key: new Uint8Array(key) };
  }),
);

const secret = z.string().min(32, 'at least 32 characters');
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

const schema = z
  .object({
    CHARYE_DEPLOYMENT: z.enum(['production', 'demo', 'test']).default('demo'),
    /** The public address, without a slash at the end: the only origin that forms may come from. */
    CHARYE_URL: z.url().transform((text) => new URL(text).origin),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'a postgresql:// address'),
    /** Connections of one server process. Few: a claim is one statement. */
    CHARYE_DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
    /** Encrypts the sign-in cookie. */
    CHARYE_SESSION_SECRET: secret,
    /** Signs tickets and passes. */
    CHARYE_SIGNING_KEYS: keyRing,
    /** Encrypts names and telephone numbers. */
    CHARYE_DATA_KEYS: keyRing,
    /** Keys the hashes by which a person is found; never changes. */
    CHARYE_LOOKUP_KEY: secret,
    OIDC_ISSUER: z.url(),
    OIDC_CLIENT_ID: z.string().min(1),
    OIDC_CLIENT_SECRET: z.string().min(1),
    /** What people see on the button. */
    OIDC_NAME: z.string().min(1).default('간편인증'),
    /** Whether the provider proves who a person is, or only signs them in. */
    OIDC_VERIFYING: flag,
    /** More of the kind: see provider-setting.ts. */
    CHARYE_PROVIDERS: providerList.default([]),
    /** These two sign in and prove nothing; each needs both of its settings. */
    KAKAO_CLIENT_ID: z.string().min(1).optional(),
    KAKAO_CLIENT_SECRET: z.string().min(1).optional(),
    NAVER_CLIENT_ID: z.string().min(1).optional(),
    NAVER_CLIENT_SECRET: z.string().min(1).optional(),
    /** Identity checks by the telephone's app, with PortOne; off without these two. */
    PORTONE_API_SECRET: z.string().min(1).optional(),
    PORTONE_CHANNEL_KEY: z.string().min(1).optional(),
    PORTONE_STORE_ID: z.string().min(1).optional(),
    PORTONE_API_URL: z.url().default('https://api.portone.io'),
    UPSTASH_REDIS_REST_URL: z.url().optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
    /** One server, or several nodes of one Cluster with commas between them. */
    REDIS_URL: z
      .string()
      .regex(/^rediss?:\/\/[^,]+(,rediss?:\/\/[^,]+)*$/, 'a redis:// address, or those of a Cluster with commas between them')
      .optional(),
    /** What the caller of /api/tick knows: for places without long-running processes. Without it the route refuses everybody. */
    CHARYE_TICK_SECRET: secret.optional(),
    /** Sends texts and calls; all three or none. Without them everything goes to the outbox, or nowhere. */
    SOLAPI_API_KEY: z.string().min(1).optional(),
    SOLAPI_API_SECRET: z.string().min(1).optional(),
    /** The number that texts come from, as registered with the provider: digits alone. */
    SOLAPI_SENDER: z
      .string()
      .regex(/^\d{8,12}$/, 'digits alone')
      .optional(),
    /** Sends e-mail: `smtps://user:password@host`. */
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'an smtp:// or smtps:// address')
      .optional(),
    SMTP_FROM: z.email().optional(),
    /** A folder that takes messages instead of a provider, for trying out. */
    CHARYE_OUTBOX: z.string().min(1).optional(),
    /** For how many people one helper may act at most; agents and guardians are not counted. */
    CHARYE_PEOPLE_PER_HELPER: z.coerce.number().int().min(1).max(1_000).default(10),
    /** The official-government masthead: only for those whom the law lets show it. */
    CHARYE_GOVERNMENT_MASTHEAD: flag,
  })
  .superRefine((values, context) => {
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const provider = ['SOLAPI_API_KEY', 'SOLAPI_API_SECRET', 'SOLAPI_SENDER'] as const;
    for (const name of provider)
      if (!values[name] && provider.some((other) => values[other])) refuse(name, 'belongs to the other settings of the provider');
    const pairs = [
      ['KAKAO_CLIENT_ID', 'KAKAO_CLIENT_SECRET'],
      ['NAVER_CLIENT_ID', 'NAVER_CLIENT_SECRET'],
      ['PORTONE_API_SECRET', 'PORTONE_CHANNEL_KEY'],
    ] as const;
    for (const [one, other] of pairs) {
      if (values[one] && !values[other]) refuse(one, `is nothing without ${other}`);
      if (values[other] && !values[one]) refuse(other, `is nothing without ${one}`);
    }
    if (values.SMTP_URL && !values.SMTP_FROM) refuse('SMTP_FROM', 'the address that e-mail comes from');
    if (values.CHARYE_DEPLOYMENT !== 'production') return;
    if (!values.SOLAPI_API_KEY) refuse('SOLAPI_API_KEY', 'a deployment tells people things: without a provider of texts nobody is told');
    if (values.CHARYE_OUTBOX) refuse('CHARYE_OUTBOX', 'messages of a deployment are kept in no file');
    if (new URL(values.CHARYE_URL).protocol !== 'https:') refuse('CHARYE_URL', 'a deployment is served over https');
    if (values.OIDC_CLIENT_ID.startsWith('charye-demo')) refuse('OIDC_CLIENT_ID', 'the demo’s identity provider is not for a deployment');
    if (new URL(values.OIDC_ISSUER).protocol !== 'https:') refuse('OIDC_ISSUER', 'a deployment’s provider is reached over https');
    for (const { id, issuer } of values.CHARYE_PROVIDERS)
      if (new URL(issuer).protocol !== 'https:') refuse('CHARYE_PROVIDERS', `${id} is reached over https`);
    if (new URL(values.PORTONE_API_URL).protocol !== 'https:') refuse('PORTONE_API_URL', 'reached over https');
    for (const name of ['CHARYE_SESSION_SECRET', 'CHARYE_LOOKUP_KEY', 'CHARYE_TICK_SECRET'] as const) {
      const value = values[name];
      if (value && new Set(value).size < 12) refuse(name, 'too weak: use random characters');
    }
  });

export type Env = z.infer<typeof schema>;

let parsed: Env | undefined;

/** The settings, checked once. Throws one readable sentence per setting that is missing or weak. */
export function env(): Env {
  if (parsed) return parsed;
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Charye can't start with these settings:\n${lines.join('\n')}`);
  }
  parsed = result.data;
  // next-auth reads its own address from the environment and nowhere else.
  process.env.NEXTAUTH_URL = parsed.CHARYE_URL;
  return parsed;
}
