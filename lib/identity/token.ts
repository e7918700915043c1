import { createHash, randomBytes } from 'node:crypto';

export const newToken = (): string => randomBytes(32).toString('base64url');

/** The cookie carries the token and the row its hash: whoever reads the table can't sign in with it. */
export const sessionIdOf = (token: string): string => createHash('sha256').update(token).digest('hex');
