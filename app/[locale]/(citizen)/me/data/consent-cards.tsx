import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { momentWords } from '@/lib/campaign/window-words';
import { href, type Locale, words } from '@/lib/platform/words';
import { optional, purposes, textOf } from '@/lib/privacy/agreeing/purposes';
import type { Word } from '@/lib/privacy/agreeing/queries';
import { PurposeText } from '../consent/purpose-text';
import { changeMindAction, withdrawBookingAction } from './actions';

/** What was agreed to and what was not, when, and the way to change one's mind with what follows from it. */
export function ConsentCards({ locale, said, now }: { locale: Locale; said: Word[]; now: Date }) {
  const t = words(locale, 'consent');
  return (
    <section className="flow">
      <h2>{t('mine.title')}</h2>
      {purposes.map((purpose) => {
        const word = said.find((one) => one.purpose === purpose);
        const text = textOf(purpose, word?.version);
        const own = optional.find((one) => one === purpose);
        const facts = word && { at: momentWords(locale, word.at, now), channel: t(`mine.channels.${word.channel}`) };
        return (
          <Card key={purpose} heading={t(`${text}.title`)} level={3}>
            <p>{facts ? t(word.given ? 'mine.yes' : 'mine.no', facts) : t('mine.none')}</p>
            <details>
              <summary>{t('mine.read')}</summary>
              <PurposeText locale={locale} text={text} />
            </details>
            {own && (
              <form action={changeMindAction} className="flow-tight">
                <input type="hidden" name="locale" value={locale} />
                <input type="hidden" name="purpose" value={own} />
                <input type="hidden" name="given" value={word?.given ? 'no' : 'yes'} />
                {word?.given && <p className="hint">{t(`${text}.after`)}</p>}
                <Button variant="secondary">{t(word?.given ? 'mine.withdraw' : 'mine.give')}</Button>
              </form>
            )}
            {!own && word?.given && (
              <form action={withdrawBookingAction} className="flow-tight">
                <input type="hidden" name="locale" value={locale} />
                <p className="hint">{t(`${text}.after`)}</p>
                <Button variant="secondary">{t('mine.withdraw')}</Button>
              </form>
            )}
            {!own && !word?.given && (
              <ButtonLink variant="secondary" href={href(locale, '/me/consent')}>
                {t('missing')}
              </ButtonLink>
            )}
          </Card>
        );
      })}
    </section>
  );
}
