import { notFound } from 'next/navigation';
import { isLocale, words } from '@/lib/platform/words';

export const revalidate = 10;

export default async function Landing({ params }: PageProps<'/[locale]'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'common');
  return (
    <main>
      <h1>{t('siteName')}</h1>
      <p>{new Date().toISOString()}</p>
    </main>
  );
}
