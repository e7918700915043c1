import type { Locale } from './words';

const style =
  'body{font:1.25rem/1.7 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:2rem 1.25rem;color:#16181d;background:#fff}button,a.button{display:block;width:100%;box-sizing:border-box;min-height:3.5rem;padding:.75rem;margin-top:.75rem;font:inherit;font-weight:700;text-align:center;border:0;border-radius:.5rem;background:#0b50d0;color:#fff;text-decoration:none}.good{font-weight:700}';

export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Small, whole and of no file: the moment in which it is sent is no moment to ask for a style sheet. */
export const barePage = (locale: Locale, title: string, main: string, head = '', end = ''): string =>
  `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${head}<title>${title}</title><style>${style}</style><main><h1>${title}</h1>${main}</main>${end}</html>`;
