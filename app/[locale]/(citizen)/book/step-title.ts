import type { Metadata } from 'next';
import { isLocale, words } from '@/lib/platform/words';

export const steps = ['region', 'clinic', 'day', 'time', 'check'] as const;
export type Step = (typeof steps)[number];

/** Each step has a title of its own: after a form the browser reads out the title of the page that it leads to. */
export const stepTitle =
  (step: Step) =>
  async ({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> => {
    const { locale } = await params;
    if (!isLocale(locale)) return {};
    const t = words(locale, 'booking');
    return { title: t('steps.title', { step: t(`steps.${step}`) }) };
  };
