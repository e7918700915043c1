import type { CampaignView, RoundView } from '@/lib/campaign/queries';
import { shownWindow } from '@/lib/campaign/round';
import { momentWords, windowWords } from '@/lib/campaign/window-words';
import { clockFace } from '@/lib/line/clock-face';
import { type LineDocument, saidState } from '@/lib/line/document';
import { positionAt } from '@/lib/line/front';
import { lastNumberCalled } from '@/lib/line/place';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Accuracy } from '@/lib/presence/accuracy';
import { messages } from '@/messages';
import { Frame } from './frame';

interface View {
  locale: Locale;
  campaign: CampaignView;
  round: RoundView;
  document: LineDocument;
  /** What the waits shown so far were worth. */
  accuracy: Accuracy | null;
  /** The page's own script, bundled. */
  script: string;
}

/** What the script says by itself: plain templates with `{name}` to fill in. */
const scriptWords = (locale: Locale) => {
  const { state, why, mine, calledRange, calledNone, calledAll, placesIn, updated, stale, entering, retryIn } = messages[locale].line;
  const people = messages[locale].household.number;
  const { busy } = messages[locale].landing;
  return { state, why, mine, people, busy, calledRange, calledNone, calledAll, placesIn, updated, stale, entering, retryIn };
};

/** Inside a script element only `<` could end it. */
const json = (value: unknown) => ({ __html: JSON.stringify(value).replaceAll('<', '\\u003c') });

export function LineView({ locale, campaign, round, document, accuracy, script }: View) {
  const t = words(locale, 'line');
  const path = `/line/${round.id}` as const;
  const now = new Date(document.now);
  const state = saidState(document);
  const moments = { drawAt: momentWords(locale, round.drawAt, now), opensAt: momentWords(locale, round.opensAt, now) };
  const busy = document.signIn.seconds > 0 ? words(locale, 'landing')('busy', { seconds: document.signIn.seconds }) : '';
  const last = lastNumberCalled(positionAt(document.fronts.drawn, document.now));
  const called = last === 0 ? t('calledNone') : last >= 10_000 ? t('calledAll') : t('calledRange', { last: last.toLocaleString(locale) });
  return (
    <Frame
      locale={locale}
      title={t('title')}
      path={path}
      phone={campaign.phone}
      head={
        <noscript>
          <meta httpEquiv="refresh" content="30" />
        </noscript>
      }
    >
      <h1>{locale === 'ko' ? round.nameKo : round.nameEn}</h1>
      <p className="subtle">
        {t('window')}: {windowWords(locale, shownWindow(round), now)}
      </p>
      <section aria-labelledby="state">
        <h2 id="state">{t(`state.${state}`)}</h2>
        <p id="why">{state === 'open' ? '' : (document.notice ?? t(`why.${state}`, moments))}</p>
        <p id="called-box" hidden={document.order === 'arrival' || state !== 'open'}>
          {t('called')}: <strong id="called">{called}</strong>
        </p>
      </section>
      <section id="mine" aria-labelledby="mine-heading" hidden>
        <h2 id="mine-heading">{t('mine.heading')}</h2>
        <p className="big" id="place" />
        <p id="people" />
        <p id="call" role="status" />
        <p id="ahead" />
        <p id="wait" />
        <progress id="progress" max={1} aria-labelledby="mine-heading" hidden />
        <p className="subtle">{t('mine.kept')}</p>
      </section>
      <p id="get" hidden>
        {t('mine.none')} <span id="busy">{busy}</span>{' '}
        <a className="button" href={`${href(locale, '/me')}?round=${round.id}`}>
          {t('mine.get')}
        </a>
      </p>
      <form method="post" action={href(locale, `${path}/enter`)} id="enter">
        <button type="submit">{t('enter')}</button>
      </form>
      <p id="answer" role="alert" />
      <noscript>
        <form method="post" action={href(locale, `${path}/number`)}>
          <button type="submit" className="second">
            {t('number')}
          </button>
        </form>
        <p className="small subtle">{t('noScript')}</p>
      </noscript>
      <p className="small subtle" id="updated">
        {t('updated', {
          time: now.toLocaleTimeString(locale, clockFace),
        })}
      </p>
      <section>
        <h2>{t('ready')}</h2>
        <p>{t('readyItems')}</p>
        <p id="places">{t('placesIn', { count: document.districts.length })}</p>
        <p>
          <a href={href(locale, `/supply/${round.id}`)}>{words(locale, 'supply')('link')}</a>
        </p>
      </section>
      <details>
        <summary>{t('accuracy.title')}</summary>
        <p>
          {accuracy?.known
            ? t('accuracy.known', { inside: accuracy.insideRange, compared: accuracy.compared, error: accuracy.medianError ?? 'none' })
            : t('accuracy.unknown')}
        </p>
      </details>
      <details>
        <summary>{t('drawHow')}</summary>
        <p>
          {t('drawText')} {document.draw.beaconSource ? t('drawBeacon', { source: document.draw.beaconSource }) : t('drawNoBeacon')}
        </p>
        <p>
          {t('drawSecretHash')}: <code>{document.draw.secretHash}</code>
        </p>
        {document.draw.secret && (
          <p>
            {t('drawSecret')}: <code>{document.draw.secret}</code>
          </p>
        )}
        <p>
          <a href={href(locale, `/draw/${round.id}`)}>{t('drawCheck')}</a>
        </p>
      </details>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: JSON with every `<` escaped */}
      <script type="application/json" id="line" dangerouslySetInnerHTML={json({ document, words: scriptWords(locale), moments, locale })} />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own bundle */}
      <script dangerouslySetInnerHTML={{ __html: script }} />
    </Frame>
  );
}
