import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isProblem, problems } from '@/lib/identity/problem';
import { isLocale, words } from '@/lib/platform/words';
import { ProblemPage } from '../problem-page';

/** Remade every few seconds, since it shows how each provider fares. */
export const revalidate = 5;
export const dynamicParams = false;
/** Without a reason it is the fault that nobody foresaw. */
export const generateStaticParams = () => [{ reason: [] }, ...problems.map((reason) => ({ reason: [reason] }))];

type Props = PageProps<'/[locale]/sign-in/problem/[[...reason]]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'identity')('problem.title') } : {};
}

export default async function SignInProblem({ params }: Props) {
  const { locale, reason = [] } = await params;
  const problem = reason[0] ?? 'fault';
  if (!isLocale(locale) || !isProblem(problem)) notFound();
  return <ProblemPage locale={locale} problem={problem} />;
}
