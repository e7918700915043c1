import { momentWords, windowWords } from '@/lib/campaign/window-words';
import { type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { carriesCode, type Template, templates } from './template';

interface Named {
  nameKo: string;
  nameEn: string;
}

/** What a notice speaks of, as it is when it is sent. */
export interface Matter {
  template: Template;
  facts: Record<string, unknown>;
  now: Date;
  /** Empty for a clinic. */
  name: string;
  code: string | null;
  helper: string | null;
  booking: { number: string | null; status: string } | null;
  startsAt: Date | null;
  clinic: Named | null;
  campaign: (Named & { phone: string }) | null;
  round: (Named & { opensAt: Date; closesAt: Date }) | null;
}

export type Composed = { ok: true; text: string; subject: string } | { ok: false; problem: 'overtaken' | 'facts-missing' };

/** These tell of a place that somebody has: pointless when they have it no more. */
const ofStanding: readonly Template[] = [
  'booking-confirmed',
  'booking-changed',
  'second-dose-booked',
  'second-dose-moved',
  'wish-booked',
  'interval-kept',
  'helper-booked',
  'helper-moved',
];
/** These have another sentence as long as there is no new place. */
const openWords = { recall: 'recall-open', 'clinic-closed': 'clinic-closed-open', 'interval-changed': 'interval-changed-open' } as const;
const hasOpenWords = (template: Template): template is keyof typeof openWords => Object.hasOwn(openWords, template);

const reasons = ['supply-late', 'supply-more', 'line-faster', 'line-slower', 'closure', 'drawn'] as const;

function wordsKey({ template, booking, facts }: Matter) {
  // An end that nobody knows has a sentence of its own.
  if (template === 'when-changed' && facts.to === null) return facts.from === null ? 'when-unknown' : 'when-open';
  if (hasOpenWords(template) && booking?.status !== 'confirmed') return openWords[template];
  return template;
}

/** An instant or a day (`YYYY-MM-DD`) of the facts, for people. */
function factWords(locale: Locale, value: unknown, now: Date): string | null {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return day ? words(locale, 'when')('day', { at: new Date(`${value}T12:00:00+09:00`) }) : momentWords(locale, new Date(value), now);
}

function valuesOf(locale: Locale, matter: Matter): Record<string, string | null | undefined> {
  const { facts, now, booking, startsAt, round, code } = matter;
  const reason = reasons.find((known) => known === facts.reason) ?? 'other';
  return {
    name: matter.name || '-',
    phone: matter.campaign?.phone,
    campaign: matter.campaign && nameIn(locale, matter.campaign),
    when: startsAt && momentWords(locale, startsAt, now),
    clinic: matter.clinic && nameIn(locale, matter.clinic),
    number: booking?.number,
    round: round && nameIn(locale, round),
    window: round && windowWords(locale, round, now),
    until: factWords(locale, facts.until, now),
    from: factWords(locale, facts.from, now),
    to: factWords(locale, facts.to, now),
    reason: words(locale, 'notice')(`reason.${reason}`),
    minutes: typeof facts.minutes === 'number' ? String(facts.minutes) : null,
    helper: matter.helper,
    who:
      facts.agent === true ? words(locale, 'notice')('agent') : matter.helper && words(locale, 'notice')('helper', { name: matter.helper }),
    code,
  };
}

/** The text of a notice; read out, a code is said digit by digit. Nothing is left out silently: what misses a fact is not sent. */
export function compose(locale: Locale, matter: Matter, spoken = false): Composed {
  const { template, booking } = matter;
  if (ofStanding.includes(template) && booking && booking.status !== 'confirmed') return { ok: false, problem: 'overtaken' };
  const t = words(locale, 'notice');
  const values = valuesOf(locale, matter);
  if (spoken && matter.code) values.code = aloud(matter.code);
  const key = `text.${wordsKey(matter)}` as const;
  const needed = [...t.raw(key).matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const given = new Map(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const missing = needed.some((name) => !given.has(name)) || templates[template].some((name) => !(name in matter.facts));
  if (missing) return { ok: false, problem: 'facts-missing' };
  return { ok: true, text: t(key, Object.fromEntries(given)), subject: t(`subject.${template}`) };
}

const aloud = (code: string): string => [...code].join(', ');

/** As the person may read it again: a code has done its work and is blotted out. */
export function blotted(text: string, { template, code }: Matter): string {
  if (!code || !carriesCode(template)) return text;
  return text.replaceAll(code, '●'.repeat(code.length)).replaceAll(aloud(code), '●'.repeat(code.length));
}
