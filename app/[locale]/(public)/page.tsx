import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { currentCampaign } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { signInBusy } from '@/lib/platform/busy';
import { href, isLocale, words } from '@/lib/platform/words';
import { litProviders } from '@/lib/provider/queries';
import { Lamp } from '../(citizen)/sign-in/lamp';
import { RoundCard } from './round-card';
import { roundsOfToday } from './today';

// Made anew when somebody asks and it is ten seconds old. When the database fails, so does the making, and the last page stays.
export const revalidate = 10;

export default async function Landing({ params }: PageProps<'/[locale]'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'landing');
  const ways = words(locale, 'provider');
  const busy = signInBusy();
  const campaign = await currentCampaign();
  const phone = campaign?.phone ?? '1339';
  const today = campaign ? roundsOfToday(campaign.rounds, campaign.now) : [];
  return (
    <PageShell locale={locale} path="/" heading={t('heading')} lead={t('lead')} phone={phone}>
      <section className="flow-tight">
        <p className="flex flex-wrap gap-3">
          <ButtonLink href={href(locale, '/when')} size="large">
            {words(locale, 'common')('when')}
          </ButtonLink>
          <ButtonLink href={href(locale, '/sign-in')} size="large" variant="secondary">
            {t('signIn')}
          </ButtonLink>
        </p>
        {busy.seconds > 0 && <Notice kind="info" title={t('busy', { seconds: busy.seconds })} />}
        <p className="hint">{t('early')}</p>
      </section>

      <h2>{t('today')}</h2>
      {campaign && <p className="hint">{t('asOf', { now: momentWords(locale, campaign.now, campaign.now) })}</p>}
      {!campaign && <p>{t('none')}</p>}
      {campaign && today.length === 0 && <p>{t('over')}</p>}
      {campaign && today.length > 0 && (
        <div className="grid gap-4 md:grid-cols-2">
          {today.map(({ round, phase }) => (
            <RoundCard key={round.id} locale={locale} round={round} phase={phase} now={campaign.now} />
          ))}
        </div>
      )}
      <p>
        <a className="back" href={href(locale, '/when')}>
          {t('all')}
        </a>
      </p>

      <h2>{t('providers')}</h2>
      <div>
        {litProviders().map((provider) => (
          <Lamp
            key={provider.id}
            locale={locale}
            light={provider.light}
            name={provider.kind === 'openid' ? provider.name : ways(provider.kind)}
          />
        ))}
      </div>

      <h2>{t('how')}</h2>
      <ol className="flow-tight">
        {(['step1', 'step2', 'step3'] as const).map((step) => (
          <li key={step}>
            <strong>{t(step)}</strong>
            <p>{t(`${step}Detail`)}</p>
          </li>
        ))}
      </ol>

      <h2>{t('fair')}</h2>
      <p>{t('fairDetail')}</p>

      <h2>{t('phone')}</h2>
      <p>{t('phoneDetail')}</p>
      <p>
        <ButtonLink href={`tel:${phone}`} variant="secondary" size="large">
          {t('call', { phone })}
        </ButtonLink>
      </p>

      <h2>{t('false')}</h2>
      <p>{t('falseDetail', { phone })}</p>
    </PageShell>
  );
}
