import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { momentWords } from '@/lib/campaign/window-words';
import { requireCitizen } from '@/lib/identity/gate';
import { sessionsOf } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { signOutEverywhereAction } from './actions';

type Props = PageProps<'/[locale]/me/sessions'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'privacy')('sessions.title') } : {};
}

/** Where one is signed in. Which of them is whose device, only the person knows. */
export default async function Sessions({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/sessions');
  const sessions = await sessionsOf(citizen);
  const t = words(locale, 'privacy');
  const back = { href: href(locale, '/me'), label: words(locale, 'common')('me') };
  return (
    <PageShell locale={locale} path="/me/sessions" audience="citizen" heading={t('sessions.title')} lead={t('sessions.lead')} back={back}>
      {(await searchParams).remark === 'foreign-origin' && <Reply again={crypto.randomUUID()} title={t('sessions.foreign-origin')} />}
      {sessions.map(({ current, device, startedAt, endsAt, network }) => (
        <Card key={startedAt.toISOString()} heading={device || t('sessions.unknown')}>
          {current && <p>{t('sessions.current')}</p>}
          <Facts
            items={[
              { term: t('sessions.started'), value: momentWords(locale, startedAt, startedAt) },
              { term: t('sessions.ends'), value: momentWords(locale, endsAt, startedAt) },
              ...(network ? [{ term: t('sessions.network'), value: network }] : []),
            ]}
          />
        </Card>
      ))}
      <p>
        <a href={href(locale, '/me/data')}>{t('data.title')}</a>
      </p>
      <form action={signOutEverywhereAction} className="flow-tight">
        <input type="hidden" name="locale" value={locale} />
        <p>{t('sessions.allHint')}</p>
        <Button variant="danger">{t('sessions.all')}</Button>
      </form>
    </PageShell>
  );
}
