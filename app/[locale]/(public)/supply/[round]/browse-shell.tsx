import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Steps } from '@/components/steps';
import type { RoundInCampaign } from '@/lib/campaign/queries';
import { roundPhase } from '@/lib/campaign/round';
import { momentWords } from '@/lib/campaign/window-words';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { PassLeft } from './pass-left';

/** The same five steps as behind the gate: these pages are the first four of them, for everybody. */
const steps = ['region', 'clinic', 'day', 'time', 'check'] as const;
export type BrowseStep = (typeof steps)[number];

export const browseTitle =
  (step: BrowseStep) =>
  async ({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> => {
    const { locale } = await params;
    if (!isLocale(locale)) return {};
    const t = words(locale, 'booking');
    return { title: t('steps.title', { step: t(`steps.${step}`) }) };
  };

interface BrowseShellProps extends RoundInCampaign {
  locale: Locale;
  path: `/${string}`;
  step: BrowseStep;
  heading: string;
  lead?: string;
  back: { href: string; label: string };
  children: ReactNode;
}

/** What is free in a round, without anything of anybody: whose time is running reads it in their own browser. */
export function BrowseShell({ locale, campaign, round, path, step, children, ...head }: BrowseShellProps) {
  const t = words(locale, 'supply');
  const booking = words(locale, 'booking');
  const phase = roundPhase(round, campaign.now);
  const minutes = Array.from({ length: 121 }, (_, minute) => booking('pass.left', { minutes: minute }));
  return (
    <PageShell locale={locale} path={path} phone={campaign.phone} {...head}>
      <Steps labels={steps.map((one) => booking(`steps.${one}`))} current={steps.indexOf(step)} />
      {phase === 'open' ? (
        <PassLeft words={minutes} warning={booking('pass.warning')} to={href(locale, '/book')} label={t('toPass')} hint={t('pass')} />
      ) : (
        <Notice kind={phase === 'closed' || phase === 'paused' ? 'warning' : 'info'} title={nameIn(locale, round)}>
          <p>
            {phase === 'closed' || phase === 'paused' ? t(phase) : t('notOpen', { at: momentWords(locale, round.opensAt, campaign.now) })}
          </p>
        </Notice>
      )}
      {children}
      <p className="hint">{t('asOf', { at: momentWords(locale, campaign.now, campaign.now) })}</p>
    </PageShell>
  );
}
