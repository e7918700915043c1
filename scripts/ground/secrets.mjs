import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

const random = () => randomBytes(32).toString('base64');

const makers = {
  CHARYE_SESSION_SECRET: random,
  CHARYE_SIGNING_KEYS: () => `1:${random()}`,
  CHARYE_DATA_KEYS: () => `1:${random()}`,
  CHARYE_LOOKUP_KEY: random,
  OIDC_CLIENT_SECRET: random,
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: random,
  // Stands in an address, so without signs that mean something there.
  CHARYE_POSTGRES_PASSWORD: () => randomBytes(24).toString('base64url'),
};

/** Reads the secrets of this clone; makes, once, those that are not there yet. Readable by their owner alone. */
export function secrets(file) {
  const known = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const missing = Object.entries(makers).filter(([name]) => !known[name]);
  if (missing.length === 0) {
    chmodSync(file, 0o600);
    return known;
  }
  const all = { ...known, ...Object.fromEntries(missing.map(([name, make]) => [name, make()])) };
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  // Renamed into place whole: half a file of secrets would make the data unreadable.
  writeFileSync(
    `${file}.new`,
    `# Made at the first start. Without them the data can't be read: keep them, and keep them to yourself.\n${lines.join('\n')}\n`,
    { mode: 0o600 },
  );
  renameSync(`${file}.new`, file);
  return all;
}
