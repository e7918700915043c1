/**
 * Why a provider's answer led to no sign-in: `provider` (it fails), `slow`, `expired` (the answer fits nothing that this browser
 * began, or was used before), `answer` (it is not the provider's, or not for us).
 */
export type Trouble = 'provider' | 'slow' | 'expired' | 'answer';

interface Fault {
  name: string;
  message: string;
  /** Of the system: `ECONNREFUSED`. */
  code?: unknown;
  /** Of OAuth: `invalid_grant`. */
  error?: unknown;
  response?: unknown;
}

const failing = new Set(['server_error', 'temporarily_unavailable', 'invalid_client', 'unauthorized_client']);

const statusOf = ({ response }: Fault): number =>
  typeof response === 'object' && response !== null && 'statusCode' in response ? Number(response.statusCode) : 0;

/** By the shape of what openid-client throws (OPError, RPError) and of the system's own errors. */
export function troubleOf(fault: unknown): Trouble {
  if (!(fault instanceof Error)) return 'provider';
  const shaped: Fault = fault;
  const status = statusOf(shaped);
  if (status >= 500 || status === 429) return 'provider';
  // Tokens are JSON: some page is none.
  if (shaped.name === 'SyntaxError') return 'provider';
  if (shaped.name === 'OPError') return typeof shaped.error === 'string' && failing.has(shaped.error) ? 'provider' : 'expired';
  if (shaped.name === 'RPError') {
    if (/timed out/.test(shaped.message)) return 'slow';
    return /\b(?:state|nonce)\b/.test(shaped.message) ? 'expired' : 'answer';
  }
  return typeof shaped.code === 'string' ? 'provider' : 'answer';
}

/** Of asking who somebody is, with tokens that the provider has just given: nothing that a browser brings is in it. */
export const profileTroubleOf = (fault: unknown): Trouble => (troubleOf(fault) === 'slow' ? 'slow' : 'provider');

/** Only these say anything of the provider. The others anybody can bring about, with an address of their own making. */
export const isItsFault = (trouble: Trouble): boolean => trouble === 'provider' || trouble === 'slow';

/** OAuth's own, of RFC 6749; anything else may hold anything. */
const codes = ['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope'];

/**
 * For the log: what broke and where, in the library's own words. What a provider says, and an address that anybody may have made,
 * can hold a name or a token.
 */
export function unspoken(fault: Error): Error {
  const [head = '', ...lines] = (fault.stack ?? '').split('\n');
  const [, name = 'Error', message = ''] = /^(\w+)(?: \[\w+\])?: (.*)$/.exec(head) ?? [];
  const status = /^expected \d+ [A-Za-z ]+, got: (\d{3})\b/.exec(message)?.[1];
  const code = [...failing, ...codes].find((one) => message === one || message.startsWith(`${one} (`));
  // What a mismatch was expected to be, and was, comes after a comma or a colon.
  const library = name === 'RPError' ? message.split(/[,:(]/)[0]?.trim() : undefined;
  const plain = new Error(status ?? code ?? library ?? '');
  plain.name = name;
  plain.stack = [`${name}: ${plain.message}`, ...lines.filter((line) => /^\s+at /.test(line))].join('\n');
  return plain;
}
