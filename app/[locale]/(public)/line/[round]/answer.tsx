import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { currentCampaign, roundById } from '@/lib/campaign/queries';
import { lineRefusalWords } from '@/lib/line/refusal-words';
import { isStarved } from '@/lib/platform/database';
import type { Refusal } from '@/lib/platform/refusal';
import { href, type Locale, words } from '@/lib/platform/words';
import type { messages } from '@/messages';
import { Frame } from './frame';

/** Every way in which a POST of the line page can be refused has its sentence. */
export type LineRefusal = Refusal<keyof (typeof messages)['ko']['line']['refusal']>;

/** What people can do next, besides going back to the line. */
type Next = 'again' | 'take-over' | 'sign-in' | 'me' | 'bookings';

const nextOf: Partial<Record<LineRefusal['code'], Next>> = {
  'in-use-elsewhere': 'take-over',
  'takeover-asked': 'take-over',
  'ticket-changed': 'again',
  'takeover-claimed': 'take-over',
  'takeover-yields': 'take-over',
  'no-seat': 'again',
  'too-busy': 'again',
  'not-called': 'again',
  'too-often': 'again',
  'nothing-to-take-over': 'again',
  'signed-out': 'sign-in',
  'not-verified': 'sign-in',
  'ticket-missing': 'me',
  'ticket-forged': 'me',
  'ticket-expired': 'me',
  'ticket-unknown': 'me',
  'not-yours': 'me',
  'already-booked': 'bookings',
};

/** 403: not allowed; 404: no such thing; 409: not now; 429 and 503 say when. */
const statusOf: Partial<Record<LineRefusal['code'], number>> = {
  'foreign-origin': 403,
  'ticket-missing': 403,
  'ticket-forged': 403,
  'ticket-expired': 403,
  'not-yours': 403,
  'not-verified': 403,
  'signed-out': 401,
  'round-unknown': 404,
  'too-often': 429,
  'no-seat': 503,
  'too-busy': 503,
};

/** Codes whose next step needs more than the line page itself offers. */
const needsPage: readonly Next[] = ['take-over', 'sign-in', 'me', 'bookings'];

export const wantsJson = async (): Promise<boolean> => (await headers()).get('accept') === 'application/json';

/** The answer to a POST of the line page when it is no: for the page's script as JSON, else as a page of its own. */
export async function refusalAnswer(locale: Locale, roundId: string, refusal: LineRefusal): Promise<Response> {
  const t = words(locale, 'line');
  const sentence = lineRefusalWords(locale, refusal, new Date());
  const seconds = typeof refusal.facts?.seconds === 'number' ? refusal.facts.seconds : undefined;
  const next = nextOf[refusal.code];
  const status = statusOf[refusal.code] ?? 409;
  const answerHeaders = { 'cache-control': 'private, no-store', ...(seconds && { 'retry-after': String(seconds) }) };
  if (await wantsJson()) {
    // The new number is in the cookie by now: the form, sent as a page, asks with it.
    const page = refusal.code === 'ticket-changed' || (next !== undefined && needsPage.includes(next));
    return Response.json({ code: refusal.code, sentence, seconds, page }, { status, headers: answerHeaders });
  }
  const path = `/line/${roundId}` as const;
  return await pageAnswer(
    locale,
    roundId,
    t('refusalTitle'),
    <>
      <h1>{t('refusalTitle')}</h1>
      <p role="alert">{sentence}</p>
      <p className="good">{t('safe')}</p>
      {next === 'again' && <PostButton action={href(locale, `${path}/enter`)} label={t('again')} />}
      {next === 'take-over' && <PostButton action={href(locale, `${path}/take-over`)} label={t('takeOver')} />}
      {next === 'sign-in' && <NextLink to={href(locale, '/sign-in')} label={t('signIn')} />}
      {next === 'me' && <NextLink to={`${href(locale, '/me')}?round=${roundId}`} label={t('toMe')} />}
      {next === 'bookings' && <NextLink to={href(locale, '/bookings')} label={words(locale, 'common')('bookings')} />}
      <p>
        <a href={href(locale, path)}>{t('back')}</a>
      </p>
    </>,
    status,
    answerHeaders,
  );
}

/** None when the database has no time for it either: the refusal is said all the same. */
async function campaignOf(roundId: string) {
  try {
    return (await roundById(roundId))?.campaign ?? (await currentCampaign());
  } catch (fault) {
    if (!isStarved(fault)) throw fault;
    return null;
  }
}

export async function pageAnswer(
  locale: Locale,
  roundId: string,
  title: string,
  children: ReactNode,
  status = 200,
  more: Record<string, string> = { 'cache-control': 'private, no-store' },
): Promise<Response> {
  const campaign = await campaignOf(roundId);
  const { renderToStaticMarkup } = await import('react-dom/server');
  const html = renderToStaticMarkup(
    <Frame locale={locale} title={title} path={campaign ? `/line/${roundId}` : '/'} phone={campaign?.phone ?? '1339'}>
      {children}
    </Frame>,
  );
  return new Response(`<!doctype html>${html}`, { status, headers: { 'content-type': 'text/html; charset=utf-8', ...more } });
}

/** For the page's script as JSON, else a redirect that a plain form follows. */
export async function onward(to: string, cookie?: string): Promise<Response> {
  const more = { 'cache-control': 'private, no-store', ...(cookie && { 'set-cookie': cookie }) };
  if (await wantsJson()) return Response.json({ to }, { headers: more });
  return new Response(null, { status: 303, headers: { location: to, ...more } });
}

const PostButton = ({ action, label }: { action: string; label: string }) => (
  <form method="post" action={action}>
    <button type="submit">{label}</button>
  </form>
);

const NextLink = ({ to, label }: { to: string; label: string }) => (
  <p>
    <a className="button" href={to}>
      {label}
    </a>
  </p>
);
