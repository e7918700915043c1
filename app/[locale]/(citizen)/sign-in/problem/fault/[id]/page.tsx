import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isLocale, words } from '@/lib/platform/words';
import { ProblemPage } from '../../problem-page';

/** Each id is one person's: made for the request and never kept. */
export const dynamic = 'force-dynamic';

type Props = PageProps<'/[locale]/sign-in/problem/fault/[id]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('problem.title') } : {};
}

export default async function SignInFault({ params }: Props) {
  const { locale, id } = await params;
  if (!isLocale(locale) || !/^[0-9a-f]{10}$/.test(id)) notFound();
  return <ProblemPage locale={locale} problem="fault" faultId={id} />;
}
