import type { Visitor } from '../fixtures/visitor';
import { actionId } from './built';
import { type Action, type Ground, routes } from './doors';

export interface Outcome {
  status: number;
  /** Where it leads, without the origin. */
  to: string | null;
  text: string;
}

/** `script`: as the page's own script calls an action; `form`: as a browser without script posts its form. */
export type Way = 'script' | 'form';
export const ways: Way[] = ['script', 'form'];

/** The body that carries `fields` to an action. */
export function actionBody(name: string, { answers }: Pick<Action, 'answers'>, fields: Record<string, string>, way: Way): FormData {
  const body = new FormData();
  const prefix = way === 'script' ? '_1_' : '';
  if (way === 'form' && answers) {
    body.append('$ACTION_REF_1', '');
    body.append('$ACTION_1:0', JSON.stringify({ id: actionId(name), bound: '$@1' }));
    body.append('$ACTION_1:1', '[null]');
  } else if (way === 'form') body.append(`$ACTION_ID_${actionId(name)}`, '');
  for (const [field, value] of Object.entries(fields)) body.append(prefix + field, value);
  if (way === 'script') body.append('0', answers ? '[null,"$K1"]' : '["$K1"]');
  return body;
}

/** Calls an action without its page. `headers` overwrite; an empty one is left out. */
export async function callAction(
  visitor: Visitor,
  name: string,
  one: Action,
  ground: Ground,
  way: Way,
  headers: Record<string, string> = {},
): Promise<Outcome> {
  const path = routes[one.on]?.path(ground) ?? '/';
  const named: Record<string, string> = way === 'script' ? { 'next-action': actionId(name) } : {};
  return await send(visitor, path, { body: actionBody(name, one, one.fields(ground), way), headers: { ...named, ...headers } });
}

/** One request, by default a POST from our own page; no redirect followed. */
export async function send(
  visitor: Visitor,
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Outcome> {
  const headers = Object.entries({ origin: visitor.origin, ...init.headers }).filter(([, value]) => value !== '');
  const response = await visitor.request(path, { method: 'POST', ...init, headers: Object.fromEntries(headers) });
  const to = response.headers.get('location') ?? response.headers.get('x-action-redirect')?.split(';')[0] ?? null;
  const text = await response.text();
  return { status: response.status, to: to?.startsWith(visitor.origin) ? to.slice(visitor.origin.length) : to, text };
}
