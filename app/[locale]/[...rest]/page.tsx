import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isLocale, words } from '@/lib/platform/words';

/** Here, for a page that is not found takes none of its own file. */
export async function generateMetadata({ params }: PageProps<'/[locale]/[...rest]'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'errors')('notFound.heading') } : {};
}

/** Every address of a language that no page has: answered in that language. */
export default function Unknown() {
  notFound();
}
