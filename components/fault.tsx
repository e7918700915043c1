import type { Locale } from '@/lib/platform/words';
// biome-ignore lint/plugin: words() would bring the sentences of all pages into the browser
import en from '@/messages/en/errors.json';
// biome-ignore lint/plugin: as above
import ko from '@/messages/ko/errors.json';
import { Button, ButtonLink } from './button';

const sentences = { ko, en };

/** What a fault says: that all is safe, what to do next, and the number by which it is found in the log. For error boundaries. */
export function Fault({ locale, id }: { locale: Locale; id?: string }) {
  const t = sentences[locale].fault;
  return (
    <main id="main" className="page flow">
      <div className="title flow-tight">
        <h1>{t.heading}</h1>
        <p className="lead">{t.safe}</p>
      </div>
      <p>{t.detail}</p>
      <p className="flex flex-wrap gap-3">
        <Button type="button" onClick={() => location.reload()}>
          {t.retry}
        </Button>
        <ButtonLink href={locale === 'ko' ? '/bookings' : `/${locale}/bookings`} variant="secondary">
          {t.bookings}
        </ButtonLink>
      </p>
      <p>
        {t.phone} <a href="tel:1339">1339</a>
      </p>
      {id && (
        <p>
          {t.id}: <code>{id}</code>
        </p>
      )}
    </main>
  );
}
