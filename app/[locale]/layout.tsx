import type { Metadata, Viewport } from 'next';
import { notFound } from 'next/navigation';
import { isLocale, locales, words } from '@/lib/platform/words';
import '../globals.css';

// No `dynamicParams = false` here: it would make every address below that was not built a 404.
export const generateStaticParams = () => locales.map((locale) => ({ locale }));

export async function generateMetadata({ params }: LayoutProps<'/[locale]'>): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
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
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  return (
    <html lang={locale}>
      <body>{children}</body>
    </html>
  );
}
