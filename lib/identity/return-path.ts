const nowhere = 'http://nowhere.invalid';
// Browsers drop tabs and line breaks from addresses and read a backslash as a slash.
const deceptive = /[\\\p{Cc}\p{Cf}\p{Z}]/u;

/** The path to come back to after the sign-in, or null for whatever leads, or could be made to lead, elsewhere. */
export function returnPath(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 300 || !text.startsWith('/') || text.startsWith('//') || deceptive.test(text)) return null;
  const url = URL.canParse(text, nowhere) ? new URL(text, nowhere) : null;
  if (url?.origin !== nowhere || url.pathname.startsWith('//')) return null;
  return url.pathname + url.search;
}

/** The language of a path: `/en/book` is English, `/book` Korean. */
export const pathLanguage = (path: string): 'ko' | 'en' => (/^\/en(?:[/?]|$)/.test(path) ? 'en' : 'ko');
