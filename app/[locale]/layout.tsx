import type { Metadata, Viewport } from 'next';
import { isLocale, type Locale, locales, words } from '@/lib/platform/words';
import '../globals.css';

// No `dynamicParams = false` here: it would make every address below that was not built a 404.
export const generateStaticParams = () => locales.map((locale) => ({ locale }));

/** An address of no language gets its 404 from the page: thrown here, there would be no layout to show it in. */
const languageOf = ({ locale }: { locale: string }): Locale => (isLocale(locale) ? locale : 'ko');

export async function generateMetadata({ params }: LayoutProps<'/[locale]'>): Promise<Metadata> {
  const locale = languageOf(await params);
  const t = words(locale, 'common');
  return {
    title: { default: `${t('siteName')} – ${t('tagline')}`, template: `%s – ${t('siteName')}` },
    icons: '/favicon.svg',
    manifest: '/site.webmanifest',
    // Dates and booking numbers are no telephone numbers.
    formatDetection: { telephone: false },
  };
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children, params }: LayoutProps<'/[locale]'>) {
  return (
    <html lang={languageOf(await params)}>
      <body>{children}</body>
    </html>
  );
}
