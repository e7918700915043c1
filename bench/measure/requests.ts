import type { Asked, NextRequest } from './connections';

/** As the browser of a page of our own sends it. */
function request(method: 'GET' | 'POST', port: number, path: string, cookies: string, type = '', body = ''): string {
  const ownPage = [`Origin: http://localhost:${port}`, 'Sec-Fetch-Site: same-origin', `Content-Length: ${Buffer.byteLength(body)}`];
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Accept: text/html',
    ...(cookies ? [`Cookie: ${cookies}`] : []),
    ...(method === 'POST' ? ownPage : []),
    ...(type ? [`Content-Type: ${type}`] : []),
    '',
    body,
  ].join('\r\n');
}

export const get = (port: number, path: string, cookies: string) => request('GET', port, path, cookies);
export const post = (port: number, path: string, cookies: string) => request('POST', port, path, cookies);

/** A form that goes to a route. */
export const plainForm = (port: number, path: string, cookies: string, fields: Record<string, string>) =>
  request('POST', port, path, cookies, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString());

/** The hidden fields of a form. */
export type Form = [string, string][];

const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#x27;', "'");

/** The first form of a page for an action that has this field, as a browser without script sends it. */
export async function formOf(port: number, path: string, cookies: string, field: string): Promise<Form> {
  const html = await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie: cookies } })).text();
  const forms = [...html.matchAll(/<form[^>]*multipart[^>]*>.*?<\/form>/gs)].map(([form]): Form => {
    const fields = [...form.matchAll(/<input type="hidden"[^>]*? name="([^"]*)"(?: value="([^"]*)")?/g)];
    return fields.map(([, name = '', value = '']) => [plain(name), plain(value)]);
  });
  const found = forms.find((form) => form.some(([name]) => name.endsWith(field)));
  if (!found) throw new Error(`no form with ${field} on ${path}`);
  return found;
}

const boundary = 'charye-bench';
const multipart = (form: Form) =>
  `${form.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`;

/** A form for an action, with values of somebody's own. */
export function action(port: number, path: string, cookies: string, form: Form, own: Record<string, string>): string {
  const filled = form.map(([name, value]): [string, string] => [
    name,
    Object.entries(own).find(([end]) => name.endsWith(end))?.[1] ?? value,
  ]);
  return request('POST', port, path, cookies, `multipart/form-data; boundary=${boundary}`, multipart(filled));
}

/** The first so many of them. */
export function limited(next: NextRequest, count: number): NextRequest {
  let left = count;
  return () => {
    left -= 1;
    return left < 0 ? undefined : next();
  };
}

/** Everybody once, in turn; who is refused comes again after the others. */
export function inTurn(asked: Asked[]): NextRequest {
  let next = 0;
  return () => {
    const one = asked[next % asked.length];
    next += 1;
    return one;
  };
}
