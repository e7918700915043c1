import type { ReactNode } from 'react';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { Steps } from '@/components/steps';
import { isHeld, lastChoice } from '@/lib/booking/queries';
import { remarkOf } from '@/lib/booking/remark';
import { momentWords } from '@/lib/campaign/window-words';
import type { PassProof } from '@/lib/line/proof';
import { href, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { PassBar } from './pass-bar';
import { type Step, steps } from './step-title';

interface BookingShellProps {
  locale: Locale;
  pass: PassProof;
  path: `/${string}`;
  step: Step;
  heading: string;
  lead?: string;
  back?: { href: string; label: string };
  /** `?remark=`: why the last form was refused. */
  remark?: string | string[];
  children: ReactNode;
}

/** What all pages behind the gate have in common. */
export async function BookingShell({ locale, pass, path, step, remark, children, ...head }: BookingShellProps) {
  const t = words(locale, 'booking');
  const said = remarkOf(remark);
  const chosen = step === 'check' ? null : await lastChoice(pass);
  return (
    <PageShell locale={locale} path={path} audience="citizen" {...head}>
      <Steps labels={steps.map((one) => t(`steps.${one}`))} current={steps.indexOf(step)} />
      {said && (
        <Reply again={crypto.randomUUID()} title={t('refusalTitle')}>
          <p>{t(`refusal.${said}`)}</p>
        </Reply>
      )}
      <PassBar locale={locale} pass={pass} path={path} />
      {chosen && isHeld(chosen) && (
        <Notice kind="info" title={t('held.title')}>
          <p>
            {t('held.what', {
              when: momentWords(locale, chosen.startsAt, pass.now),
              clinic: nameIn(locale, chosen.clinic),
            })}
          </p>
          <ButtonLink variant="secondary" href={href(locale, '/book/check')}>
            {t('held.toCheck')}
          </ButtonLink>
        </Notice>
      )}
      {children}
    </PageShell>
  );
}
