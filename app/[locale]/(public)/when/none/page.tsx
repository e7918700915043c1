import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { PageShell } from '@/components/page-shell';
import { currentCampaign } from '@/lib/campaign/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { RoundList } from '../ask';

export const revalidate = 60;

type Props = PageProps<'/[locale]/when/none'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'when')('none.title') } : {};
}

/** Where the form leads without script when no round is left for the birth date. */
export default async function NoTurn({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'when');
  const campaign = await currentCampaign();
  const back = { href: href(locale, '/when'), label: t('round.again') };
  return (
    <PageShell
      locale={locale}
      path="/when/none"
      heading={t('none.title')}
      lead={campaign ? t('none.lead') : t('none.noCampaign')}
      back={back}
    >
      {campaign && (
        <>
          <p>{t('none.phone')}</p>
          <ButtonLink size="large" variant="secondary" href={`tel:${campaign.phone}`}>
            {t('round.phone.call', { phone: campaign.phone })}
          </ButtonLink>
          <h2>{t('none.who')}</h2>
          <RoundList locale={locale} campaign={campaign} rounds={campaign.rounds.filter(({ closesAt }) => closesAt > campaign.now)} />
        </>
      )}
    </PageShell>
  );
}
