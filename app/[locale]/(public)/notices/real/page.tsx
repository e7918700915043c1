import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { currentCampaign } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { noticeSwitch } from '@/lib/notice/queries';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { type PublicRecall, publicRecalls } from '@/lib/recall/queries';
import { nameIn } from '@/lib/supply/naming';

export const revalidate = 60;

type Props = PageProps<'/[locale]/notices/real'>;

const signs = ['link', 'phone', 'none', 'app', 'list'] as const;
const steps = ['open', 'call', 'report'] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'notice')('real.title') } : {};
}

export default async function RealNotice({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'notice');
  const [campaign, { stoppedAt, reason, now }, recalls] = await Promise.all([currentCampaign(), noticeSwitch(), publicRecalls()]);
  const phone = campaign?.phone ?? '1339';
  return (
    <PageShell locale={locale} path="/notices/real" heading={t('real.title')} lead={t('real.lead')} phone={phone}>
      {stoppedAt && (
        <Notice kind="warning" title={t('operations.stopped')}>
          <p>{t('operations.stoppedWhy', { at: momentWords(locale, stoppedAt, now), reason: reason ?? '' })}</p>
        </Notice>
      )}
      <section className="flow-tight">
        <h2>{t('real.signsTitle')}</h2>
        <ul>
          {signs.map((sign) => (
            <li key={sign}>{t(`real.signs.${sign}`)}</li>
          ))}
        </ul>
      </section>
      <Card heading={t('real.example')}>
        <p className="whitespace-pre-line">{example(locale, phone, now)}</p>
      </Card>
      <section className="flow-tight">
        <h2>{t('real.falseTitle')}</h2>
        <ul>
          {steps.map((step) => (
            <li key={step}>{t(`real.false.${step}`, { phone })}</li>
          ))}
        </ul>
      </section>
      {recalls.length > 0 && (
        <section className="flow-tight">
          <h2>{t('real.recallsTitle')}</h2>
          <ul>
            {recalls.map((one) => (
              <li key={one.openedAt.toISOString()}>{recallWords(locale, one, now)}</li>
            ))}
          </ul>
        </section>
      )}
      <section className="flow-tight">
        <h2>{t('real.codeTitle')}</h2>
        <p>{t('real.code')}</p>
      </section>
      <ButtonLink variant="secondary" href={href(locale, '/me/notices')}>
        {t('real.mine')}
      </ButtonLink>
    </PageShell>
  );
}

const lotsShown = 3;

/** Which vaccine, since when, why, and whether it is used again. */
function recallWords(locale: Locale, one: PublicRecall, now: Date): string {
  const t = words(locale, 'notice');
  const lots = one.lots.slice(0, lotsShown).join(', ');
  const more = one.lots.length - lotsShown;
  const what = [
    ...one.products.map((product) => nameIn(locale, product)),
    t(more > 0 ? 'real.lotsMore' : 'real.lots', { lots, count: more }),
  ];
  const [at, reason] = one.endedAt
    ? [one.endedAt, locale === 'ko' ? one.liftKo : one.liftEn]
    : [one.openedAt, locale === 'ko' ? one.reasonKo : one.reasonEn];
  return `${what.join(', ')}. ${t(one.endedAt ? 'real.lifted' : 'real.recalled', { at: momentWords(locale, at, now), reason: reason ?? '' })}`;
}

/** The very sentence of a confirmation, about nobody. */
function example(locale: Locale, phone: string, now: Date): string {
  const t = words(locale, 'notice');
  const when = momentWords(locale, new Date(Math.ceil(now.getTime() / 86_400_000) * 86_400_000 + 5 * 3_600_000), now);
  return t('text.booking-confirmed', { name: t('real.exampleName'), when, clinic: t('real.exampleClinic'), number: '2WK4H-7M9QT', phone });
}
