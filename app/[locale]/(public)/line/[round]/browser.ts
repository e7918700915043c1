/*
 * The line page's script. It shows; it decides nothing: the gate on the server asks none of what stands here.
 */
import { clockFace } from '@/lib/line/clock-face';
import { type LineDocument, saidState } from '@/lib/line/document';
import { nextPollMs } from '@/lib/line/estimate';
import { positionAt } from '@/lib/line/front';
import { bytesOfHex, digestOf, fractionOf, lastNumberCalled, numberOfPlace } from '@/lib/line/place';
import { firstReportAfter, levelOf, reportSeconds, reports } from '@/lib/line/presence';
import { waitAt } from '@/lib/line/wait';

interface Page {
  document: LineDocument;
  words: Record<
    'people' | 'busy' | 'calledRange' | 'calledNone' | 'calledAll' | 'placesIn' | 'updated' | 'stale' | 'entering' | 'retryIn',
    string
  > &
    Record<'state' | 'why' | 'mine', Record<string, string>>;
  moments: Record<string, string>;
  locale: string;
}

const element = (id: string) => document.getElementById(id) as HTMLElement;
const page: Page = JSON.parse(element('line').textContent ?? '');
const { words, moments, locale } = page;
const fill = (template: string | undefined, values: Record<string, string | number> = {}) =>
  (template ?? '').replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
const count = (value: number) => value.toLocaleString(locale);

/** Changes only what differs, so that a screen reader hears news and no repetition. */
function say(id: string, text: string): void {
  const target = element(id);
  if (target.textContent !== text) target.textContent = text;
}

let line = page.document;
/** What to add to this computer's clock to read the server's. Its date may be anything. */
let offset = line.now - Date.now();
let place: number | null = null;
let level = 0;
let heard = performance.now();
let called = false;
const cookie = (name: string) =>
  document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`${name}.${line.round}=`))
    ?.split('=')[1];
const ticket = cookie('number');
/** Of a household, which has one number. */
const people = cookie('people');

async function findPlace(): Promise<void> {
  // Without a secure context there is no WebCrypto: the server's own page shows the number then.
  if (place !== null || !ticket || !line.draw.seed || !crypto.subtle) return;
  const digest = await digestOf(bytesOfHex(line.draw.seed), ticket);
  place = fractionOf(digest);
  level = levelOf(digest.getUint32(28));
}

function duration(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 90) return fill(words.mine.minutes, { count: minutes });
  return fill(words.mine.hours, { count: Math.round(minutes / 30) / 2 });
}

function waitWords(own: number): string {
  const range = waitAt(line, own, Date.now() + offset);
  if (!range) return words.mine.waitUnknown ?? '';
  if (range.fromSeconds < 60) return fill(words.mine.waitUnder, { to: duration(range.toSeconds) });
  return fill(words.mine.wait, { from: duration(range.fromSeconds), to: duration(range.toSeconds) });
}

/** Fills in the part of the page that is this person's, from the public document and their own ticket number alone. */
function showMine(front: number): void {
  const { mine } = words;
  element('mine').hidden = !ticket;
  element('get').hidden = Boolean(ticket) || line.state === 'closed';
  element('enter').hidden = !ticket || line.state !== 'open';
  if (!ticket) return;
  say('place', place === null ? '' : fill(mine.of, { number: count(numberOfPlace(place)) }));
  say('people', people ? fill(words.people, { count: people }) : '');
  const waits = place !== null && line.state === 'open' && line.order === 'drawn' && place >= front;
  element('progress').hidden = !waits;
  if (place === null || line.state !== 'open') {
    say('call', place === null && line.state === 'scheduled' ? (mine.notYet ?? '') : '');
    say('ahead', '');
    say('wait', '');
    return;
  }
  if (waits) {
    const ahead = Math.round((line.waiting.drawn * (place - front)) / (1 - front) / 10) * 10;
    say('call', '');
    // The published count is never below 100, so that it gives nobody away: of fewer nothing more can be said.
    say('ahead', line.waiting.drawn <= 100 ? (mine.aheadFew ?? '') : fill(mine.ahead, { count: count(Math.max(10, ahead)) }));
    say('wait', waitWords(place));
    (element('progress') as HTMLProgressElement).value = front / place;
    return;
  }
  const late = line.order === 'arrival' || place < line.held;
  say('call', late ? `${mine.late}. ${mine.lateHow}` : `${mine.called}. ${mine.calledHow}`);
  say('ahead', late && line.waiting.late > 100 ? fill(mine.lateAhead, { count: count(line.waiting.late) }) : '');
  say('wait', '');
  if (!called) document.title = `● ${document.title}`;
  called = true;
}

function show(): void {
  const front = positionAt(line.fronts.drawn, Date.now() + offset);
  const state = saidState(line);
  say('state', words.state[state] ?? '');
  say('why', line.notice ?? fill(words.why[state], moments));
  element('called-box').hidden = line.order === 'arrival' || state !== 'open';
  // A document of a server of before may not say it.
  say('busy', line.signIn?.seconds ? fill(words.busy, { seconds: line.signIn.seconds }) : '');
  const last = lastNumberCalled(front);
  say('called', last === 0 ? words.calledNone : last >= 10_000 ? words.calledAll : fill(words.calledRange, { last: count(last) }));
  say('places', fill(words.placesIn, { count: line.districts.length }));
  const time = new Date(line.now).toLocaleTimeString(locale, clockFace);
  say('updated', performance.now() - heard > 90_000 ? `${words.stale} (${fill(words.updated, { time })})` : fill(words.updated, { time }));
  showMine(front);
}

/** A document of this round, whole and newer than what is known; anything else leaves the page as it is. */
function isNews(value: unknown): value is LineDocument {
  const news = value as Partial<LineDocument> | null;
  return (
    typeof news === 'object' &&
    news?.round === line.round &&
    typeof news.now === 'number' &&
    news.now > line.now &&
    typeof news.state === 'string' &&
    Array.isArray(news.districts) &&
    Array.isArray(news.fronts?.drawn) &&
    typeof news.waiting?.drawn === 'number'
  );
}

async function poll(): Promise<void> {
  try {
    const response = await fetch(`/line/${line.round}/document.json`, { credentials: 'omit' });
    const news: unknown = response.ok ? await response.json() : null;
    if (isNews(news)) {
      line = news;
      offset = line.now - Date.now();
      heard = performance.now();
      await findPlace();
    }
  } catch {
    // No network, or no JSON: the last known state stays, with its age. The place is not in this page.
  }
  show();
  setTimeout(poll, nextPollMs(untilNext(), Math.random()));
}

/** Seconds until something is likely to change for this person. */
function untilNext(): number | null {
  const now = Date.now() + offset;
  // Past its time the draw waits for its beacon, which may take minutes.
  if (line.state === 'scheduled') return now < line.drawAt ? (line.drawAt - now) / 1000 : null;
  if (line.state === 'drawn') return (line.opensAt - now) / 1000;
  const front = positionAt(line.fronts.drawn, now);
  return line.state === 'open' && place !== null && place >= front ? (place - front) * line.minSweep : null;
}

/** Some tickets say about once a minute that they wait: the document says which, and all others send nothing. */
function report(): void {
  const waits =
    line.state !== 'closed' && line.order === 'drawn' && place !== null && place >= positionAt(line.fronts.drawn, Date.now() + offset);
  // Nothing hangs on one report: one that fails is not repeated.
  if (waits && reports(level, line.report)) fetch(`/line/${line.round}/present`, { method: 'POST' }).catch(() => null);
}

interface Answer {
  to?: string;
  sentence?: string;
  seconds?: number;
  /** The answer has a page of its own, with what to do next. */
  page?: boolean;
}

const form = element('enter') as HTMLFormElement;
const button = form.querySelector('button') as HTMLButtonElement;
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  say('answer', words.entering);
  try {
    const response = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' } });
    const answer: Answer = await response.json();
    if (answer.to) {
      location.href = answer.to;
      return;
    }
    if (answer.page) {
      form.submit();
      return;
    }
    say('answer', `${answer.sentence} ${answer.seconds ? fill(words.retryIn, { seconds: answer.seconds }) : ''}`);
    if (answer.seconds) setTimeout(() => form.requestSubmit(), answer.seconds * 1000);
  } catch {
    say('answer', words.stale);
  }
  button.disabled = false;
});

findPlace().then(show);
setInterval(show, 1_000);
setTimeout(poll, 1_000 + Math.random() * 1_000);
setTimeout(() => {
  report();
  setInterval(report, reportSeconds * 1_000);
}, firstReportAfter(Math.random()) * 1_000);
