import { barePage, escaped } from './bare-page';
import type { Step } from './busy';
import { wholeAnswer } from './whole-answer';
import { href, type Locale, words } from './words';

/** The headers by which an answer differs. */
interface Asked {
  accept?: string | undefined;
  'next-action'?: string | string[] | undefined;
}

interface BusyAnswer {
  /** Bytes, one a character. */
  body: string;
  /** Names and values in turn, as Node writes them without looking. */
  headers: string[];
  /** All of it as it goes over the connection, which stays open. */
  whole: Buffer;
}

function answerOf(seconds: number, type: string, text: string, ...more: string[]): BusyAnswer {
  const body = Buffer.from(text).toString('latin1');
  const common = ['Content-Type', type, 'Content-Length', String(body.length), 'Retry-After', String(seconds), 'Cache-Control', 'no-store'];
  const headers = [...common, 'X-Content-Type-Options', 'nosniff', ...more];
  return { body, headers, whole: wholeAnswer('503 Service Unavailable', headers, body) };
}

/** The same few answers all the time: each is made once. Seconds are few, and addresses of rounds are bounded below. */
const made = new Map<string, BusyAnswer>();
const mostMade = 5_000;

/** 503 and when to come again, as the page that asked can show it: for its script as JSON, else a page that goes on by itself. */
export function busyAnswer(step: Step, url: string, asked: Asked, seconds: number): BusyAnswer {
  const path = url.split('?', 1)[0] ?? '';
  const locale: Locale = /^\/en\//.test(path) ? 'en' : 'ko';
  // A server action sent by the framework's script, which follows this header and can show no page of ours.
  const action = asked['next-action'] !== undefined;
  const json = asked.accept === 'application/json';
  const key = `${step} ${action} ${json} ${seconds} ${step === 'callback' ? '' : path}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= mostMade) made.clear();
  const answer = action ? toPage(locale, seconds) : json ? asJson(locale, seconds) : asPage(step, locale, path, seconds);
  made.set(key, answer);
  return answer;
}

const toPage = (locale: Locale, seconds: number): BusyAnswer =>
  answerOf(seconds, 'text/plain', '', 'x-action-redirect', `${href(locale, '/me/busy')};push`);

function asJson(locale: Locale, seconds: number): BusyAnswer {
  const sentence = words(locale, 'common')('busy.again', { seconds });
  return answerOf(seconds, 'application/json; charset=utf-8', JSON.stringify({ code: 'busy', sentence, seconds }));
}

function asPage(step: Step, locale: Locale, path: string, seconds: number): BusyAnswer {
  const t = words(locale, 'common');
  const repeats = step === 'sign-in' || step === 'enter';
  const onward =
    step === 'ticket'
      ? `<a class="button" href="${href(locale, '/me')}">${t('busy.toMe')}</a>`
      : repeats
        ? `<form method="post" action="${escaped(path)}"><button>${t('busy.now')}</button></form>`
        : '';
  // The provider's answer waits in the address: the browser asks again by itself. A form is sent again by the script, or by hand.
  const again = step === 'callback' ? `<meta http-equiv="refresh" content="${seconds}">` : '';
  const script = repeats ? `<script>setTimeout(function(){document.forms[0].submit()},${seconds * 1000})</script>` : '';
  const main = `<p role="status">${t('busy.again', { seconds })}</p><p class="good">${t('busy.safe')}</p>${onward}`;
  const html = barePage(locale, t('busy.title'), main, again, script);
  return answerOf(seconds, 'text/html; charset=utf-8', html, 'Referrer-Policy', 'strict-origin', 'X-Frame-Options', 'DENY');
}
