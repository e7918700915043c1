import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { SignInAgain } from '@/components/sign-in-again';
import { requireCitizen } from '@/lib/identity/gate';
import { isFresh } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { wordsOf } from '@/lib/privacy/agreeing/queries';
import { ConsentCards } from './consent-cards';
import { EraseCard } from './erase-card';

type Props = PageProps<'/[locale]/me/data'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'privacy')('data.title') } : {};
}

/** What one agreed to, and one's own data to take away; who takes it is asked once more who they are. */
export default async function OwnDataPage({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/data');
  const [isRecent, said, { remark }] = await Promise.all([isFresh(citizen), wordsOf(citizen), searchParams]);
  const t = words(locale, 'privacy');
  const consent = words(locale, 'consent');
  const ill = (['foreign-origin', 'bad-request'] as const).find((one) => one === remark);
  const obstacle = (['booked', 'heads', 'staff', 'not-fresh', 'not-sure'] as const).find((one) => one === remark);
  const back = { href: href(locale, '/me'), label: words(locale, 'common')('me') };
  return (
    <PageShell locale={locale} path="/me/data" audience="citizen" heading={t('data.title')} lead={t('data.lead')} back={back}>
      {remark === 'changed' && <Notice kind="success" title={consent('mine.changed')} />}
      {ill && (
        <Reply again={crypto.randomUUID()} title={consent('refusal.title')}>
          <p>{consent(`refusal.${ill}`)}</p>
        </Reply>
      )}
      {obstacle && (
        <Reply again={crypto.randomUUID()} title={t('erase.refusalTitle')}>
          <p>{t(`erase.refusal.${obstacle}`)}</p>
          {obstacle === 'booked' && (
            <p>
              <a href={href(locale, '/bookings')}>{t('erase.toBookings')}</a>
            </p>
          )}
        </Reply>
      )}
      <section className="flow-tight">
        <h2>{t('data.take')}</h2>
        <p>{t('data.takeHint')}</p>
        {isRecent ? (
          <form method="post" action={href(locale, '/me/data/charye.json')}>
            <Button>{t('data.button')}</Button>
          </form>
        ) : (
          <SignInAgain
            action={href(locale, '/sign-in/start')}
            next={href(locale, '/me/data')}
            title={t('again.title')}
            text={t('again.text')}
            button={t('again.button')}
          />
        )}
      </section>
      <ConsentCards locale={locale} said={said} now={new Date()} />
      <EraseCard locale={locale} isRecent={isRecent} />
      <p>
        <a href={href(locale, '/privacy')}>{consent('more')}</a>
      </p>
    </PageShell>
  );
}
