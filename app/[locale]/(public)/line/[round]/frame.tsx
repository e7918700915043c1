import type { ReactNode } from 'react';
import { href, type Locale, words } from '@/lib/platform/words';
import { style } from './style';

interface Frame {
  locale: Locale;
  title: string;
  /** The same page in the other language. */
  path: `/${string}`;
  phone: string;
  head?: ReactNode;
  children: ReactNode;
}

/** A whole document, without the framework's script: what ten million people load in the same minute is this and no more. */
export function Frame({ locale, title, path, phone, head, children }: Frame) {
  const t = words(locale, 'line');
  const common = words(locale, 'common');
  const other = locale === 'ko' ? 'en' : 'ko';
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <title>{`${title} – ${common('siteName')}`}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
        {head}
      </head>
      <body>
        <a className="skip" href="#main">
          {common('skip')}
        </a>
        <header>
          <a href={href(locale, '/')}>{common('siteName')}</a>
          <a href={href(other, path)} lang={other} hrefLang={other}>
            {t('language')}
          </a>
        </header>
        <main id="main">{children}</main>
        <footer>
          <p>
            {t('phone')}: <a href={`tel:${phone}`}>{phone}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}
