import { createHash } from 'node:crypto';

/** The cookie carries the token and the row its hash: whoever reads the table can't sign in with it. */
export const sessionIdOf = (token: string): string => createHash('sha256').update(token).digest('hex');
