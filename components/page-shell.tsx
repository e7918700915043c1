import type { ReactNode } from 'react';
import { env } from '@/lib/platform/env';
import { href, type Locale, locales, words } from '@/lib/platform/words';
import { Masthead } from './masthead';

interface PageShellProps {
  locale: Locale;
  /** This page's address without its language. */
  path: `/${string}`;
  heading: ReactNode;
  lead?: ReactNode;
  back?: { href: string; label: string };
  /** `citizen` and `staff` can sign out; `staff` has no citizens' menu. */
  audience?: 'public' | 'citizen' | 'staff';
  /** Where people can book and ask by telephone. */
  phone?: string;
  children?: ReactNode;
}

const menu = [
  ['/', 'home'],
  ['/when', 'when'],
  ['/me', 'me'],
  ['/bookings', 'bookings'],
] as const;

export function PageShell({ locale, path, heading, lead, back, audience = 'public', phone = '1339', children }: PageShellProps) {
  const t = words(locale, 'common');
  const settings = env();
  const others = locales.filter((other) => other !== locale);
  return (
    <>
      <a className="button skip" href="#main">
        {t('skip')}
      </a>
      <header className="head">
        {settings.CHARYE_GOVERNMENT_MASTHEAD && <Masthead locale={locale} />}
        <div className="page head-row">
          <a className="site" href={href(locale, '/')}>
            {t('siteName')}
          </a>
          <div className="head-row">
            {audience !== 'public' && (
              <form method="post" action={href(locale, '/sign-out')}>
                <button type="submit">{t('signOut')}</button>
              </form>
            )}
            {others.map((other) => (
              <a key={other} href={href(other, path)} lang={other} hrefLang={other}>
                {words(other, 'common')('language')}
              </a>
            ))}
          </div>
        </div>
        {audience !== 'staff' && (
          <nav className="page" aria-label={t('menu')}>
            <ul role="list">
              {menu.map(([to, key]) => (
                <li key={to}>
                  <a href={href(locale, to)} aria-current={to === path ? 'page' : undefined}>
                    {t(key)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </header>
      <main id="main" tabIndex={-1} className="page flow">
        <div className="title flow-tight">
          {back && (
            <a className="back" href={back.href}>
              ‹ {back.label}
            </a>
          )}
          <h1>{heading}</h1>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {children}
      </main>
      <footer className="foot">
        <div className="page flow-tight">
          <p>
            {t('phoneHelp')} <a href={`tel:${phone}`}>{phone}</a>
          </p>
          <p className="flex flex-wrap gap-x-5">
            {audience !== 'staff' && <a href={href(locale, '/find')}>{t('find')}</a>}
            <a href={href(locale, '/notices/real')}>{t('realNotice')}</a>
            <a href={href(locale, '/privacy')}>{t('privacy')}</a>
          </p>
          {settings.CHARYE_DEPLOYMENT !== 'production' && <p>{t('notOfficial')}</p>}
        </div>
      </footer>
    </>
  );
}
