import { env } from './env';
import type { Channel, Letter } from './letter';
import { outbox } from './letter-outbox';
import { smtp } from './letter-smtp';
import { solapi } from './letter-solapi';

/** Where letters of each kind go from this server; nothing where it has no way to send them. */
export type Post = Partial<Record<Letter['by'], Channel>>;

let opened: Post | undefined;

/** By the settings: a provider where its keys are given, else the outbox of a demo. */
export function post(): Post {
  if (opened) return opened;
  const { SOLAPI_API_KEY: key, SOLAPI_API_SECRET: secret, SOLAPI_SENDER: sender, SMTP_URL, SMTP_FROM, ...rest } = env();
  const folder = rest.CHARYE_OUTBOX ?? (rest.CHARYE_DEPLOYMENT === 'demo' ? '.charye/outbox' : undefined);
  const own = folder ? outbox(folder) : undefined;
  const spoken = key && secret && sender ? solapi({ key, secret, sender }) : own;
  const written = SMTP_URL && SMTP_FROM ? smtp(SMTP_URL, SMTP_FROM) : own;
  opened = { ...(spoken && { text: spoken, voice: spoken }), ...(written && { email: written }) };
  return opened;
}
