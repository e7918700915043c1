import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { currentCampaign } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { requireCitizen } from '@/lib/identity/gate';
import { markSeen } from '@/lib/notice/commands';
import { contactOf, listedMax, type ToldView, toldTo } from '@/lib/notice/queries';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { textOf } from '@/lib/privacy/agreeing/purposes';
import { WishesForm } from './wishes-form';

export async function generateMetadata({ params }: PageProps<'/[locale]/me/notices'>): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'notice')('mine.title') } : {};
}

export default async function MyNotices({ params, searchParams }: PageProps<'/[locale]/me/notices'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/notices');
  const [{ told, now }, contact, campaign] = await Promise.all([toldTo(citizen), contactOf(citizen), currentCampaign()]);
  await markSeen(
    citizen,
    told.filter(({ isNew }) => isNew).map(({ id }) => id),
  );
  const { done } = await searchParams;
  const t = words(locale, 'notice');
  const consent = words(locale, 'consent');
  const phone = campaign?.phone ?? '1339';
  return (
    <PageShell
      locale={locale}
      path="/me/notices"
      audience="citizen"
      heading={t('mine.title')}
      lead={t('mine.lead', { name: citizen.name })}
      back={{ href: href(locale, '/me'), label: words(locale, 'common')('me') }}
      phone={phone}
    >
      {done === 'saved' && <Notice kind="success" title={t('wishes.saved')} />}
      {told.length === 0 && <p>{t('mine.none')}</p>}
      {now && told.map((notice) => <Told key={notice.id} locale={locale} notice={notice} now={now} phone={phone} />)}
      {told.length === listedMax && <p className="hint">{t('mine.more', { count: listedMax })}</p>}
      <ButtonLink variant="secondary" href={href(locale, '/notices/real')}>
        {t('mine.real')}
      </ButtonLink>
      <h2>{t('wishes.title')}</h2>
      <WishesForm
        locale={locale}
        wishes={{ way: contact?.voice ? 'voice' : 'text', email: contact?.email ?? '', language: contact?.locale ?? 'ko' }}
        labels={{
          way: t('wishes.way'),
          text: t('wishes.text'),
          voice: t('wishes.voice'),
          voiceHint: t('wishes.voiceHint'),
          email: t('wishes.email'),
          emailHint: t('wishes.emailHint'),
          language: t('wishes.language'),
          ko: words('ko', 'common')('language'),
          en: words('en', 'common')('language'),
          save: t('wishes.save'),
          refused: t('wishes.refused'),
          agreeing: consent('notices', { title: consent(`${textOf('channels')}.title`) }),
        }}
      />
    </PageShell>
  );
}

function Told({ locale, notice, now, phone }: { locale: Locale; notice: ToldView; now: Date; phone: string }) {
  const t = words(locale, 'notice');
  const at = momentWords(locale, notice.at, now);
  return (
    <Card>
      <p className="hint">
        {notice.by ? t('mine.sentBy', { at, channel: t(`mine.by.${notice.by}`) }) : at}
        {notice.alsoMail && ` · ${t('mine.alsoMail')}`}
        {notice.isNew && <strong>{` · ${t('mine.new')}`}</strong>}
      </p>
      {notice.state === 'sent' && <p className="whitespace-pre-line">{notice.text}</p>}
      {notice.state === 'waiting' && <p>{t('mine.waiting')}</p>}
      {notice.state === 'unreached' && <p>{t('mine.unreached', { phone })}</p>}
    </Card>
  );
}
