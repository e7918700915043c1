import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { momentWords } from '@/lib/campaign/window-words';
import { kinships } from '@/lib/helping/kinship';
import { type Helper, helpedBy, helpersOf, type PendingAsking, pendingAskings, recentActs } from '@/lib/helping/queries';
import { requireCitizen } from '@/lib/identity/gate';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { Acts } from '../../acts';
import { codeAction, endHelpAction, nameLeadAction } from './actions';
import { AskForm } from './ask-form';
import { done, refusals, remarkIn } from './remark';

type Props = PageProps<'/[locale]/me/helpers'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'helping')('title') } : {};
}

export default async function Helpers({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/helpers');
  const [theirs, mine, pending, acts] = await Promise.all([
    helpersOf(citizen),
    helpedBy(citizen),
    pendingAskings(citizen),
    recentActs([citizen.personId]),
  ]);
  const t = words(locale, 'helping');
  const { remark } = await searchParams;
  const well = remarkIn(done, remark);
  const ill = remarkIn(refusals, remark);
  return (
    <PageShell
      locale={locale}
      path="/me/helpers"
      audience="citizen"
      heading={t('title')}
      lead={t('lead')}
      back={{ href: href(locale, '/me'), label: words(locale, 'identity')('me.title') }}
    >
      {well && <Notice kind="success" title={t(`done.${well}`)} />}
      {ill && (
        <Reply again={crypto.randomUUID()} title={t('refusalTitle')}>
          <p>{t(`refusal.${ill}`)}</p>
        </Reply>
      )}
      {pending.length > 0 && <Pending locale={locale} pending={pending} />}
      <section className="flow">
        <h2>{t('mine.title')}</h2>
        {mine.length === 0 && <p>{t('mine.none')}</p>}
        {mine.map((one) => (
          <Card key={one.personId} heading={one.name} level={3}>
            <p>{t('mine.as', { kinship: t(`kinship.${one.kinship}`), at: sinceWords(locale, one) })}</p>
            <p className="flex flex-wrap gap-2">
              <ButtonLink variant="secondary" href={href(locale, '/me')}>
                {t('mine.toMe', { name: one.name })}
              </ButtonLink>
            </p>
            <PersonButton locale={locale} action={endHelpAction} person={one} label={t('mine.stop', { name: one.name })} variant="quiet" />
          </Card>
        ))}
      </section>
      <Card heading={t('ask.title')}>
        <p>{t('ask.lead')}</p>
        <AskForm
          locale={locale}
          refused={t('refusalTitle')}
          kinships={kinships.filter((one) => one !== 'guardian').map((value) => ({ value, label: t(`kinship.${value}`) }))}
          texts={{
            name: t('ask.name'),
            birthDate: t('ask.birthDate'),
            birthDateHint: t('ask.birthDateHint'),
            phone: t('ask.phone'),
            kinship: t('ask.kinship'),
            way: t('ask.way'),
            byPhone: t('ask.byPhone'),
            byPhoneDetail: t('ask.byPhoneDetail'),
            byLetter: t('ask.byLetter'),
            byLetterDetail: t('ask.byLetterDetail'),
            send: t('ask.send'),
          }}
        />
        <p className="hint">{t('ask.office')}</p>
      </Card>
      <section className="flow">
        <h2>{t('theirs.title')}</h2>
        <p>{t(theirs.length === 0 ? 'theirs.none' : 'theirs.lead')}</p>
        {theirs.map((one) => (
          <Card key={one.personId} heading={one.lead ? `${one.name} · ${t('theirs.lead_one')}` : one.name} level={3}>
            <p>{t('theirs.as', { kinship: t(`kinship.${one.kinship}`), at: sinceWords(locale, one), way: t(`way.${one.way}`) })}</p>
            <div className="flex flex-wrap gap-2">
              {!one.lead && (
                <PersonButton
                  locale={locale}
                  action={nameLeadAction}
                  person={one}
                  label={t('theirs.makeLead', { name: one.name })}
                  variant="secondary"
                />
              )}
              <PersonButton
                locale={locale}
                action={endHelpAction}
                person={one}
                label={t('theirs.end', { name: one.name })}
                variant="danger"
              />
            </div>
          </Card>
        ))}
        {theirs.length > 1 && <p className="hint">{t('theirs.leadWhat')}</p>}
        <Acts locale={locale} acts={acts} />
      </section>
    </PageShell>
  );
}

const sinceWords = (locale: Locale, { since }: Helper) => momentWords(locale, since, since);

interface PersonButtonProps {
  locale: Locale;
  action: (form: FormData) => Promise<void>;
  person: Helper;
  label: string;
  variant: 'secondary' | 'danger' | 'quiet';
}

function PersonButton({ locale, action, person, label, variant }: PersonButtonProps) {
  return (
    <form action={action}>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="person" value={person.personId} />
      <Button variant={variant}>{label}</Button>
    </form>
  );
}

function Pending({ locale, pending }: { locale: Locale; pending: PendingAsking[] }) {
  const t = words(locale, 'helping');
  return (
    <section className="flow">
      <h2>{t('pending.title')}</h2>
      {pending.map((one) => (
        <Card key={one.id} level={3}>
          <p>
            {t(`pending.${one.way}`, {
              kinship: t(`kinship.${one.kinship}`),
              at: momentWords(locale, one.askedAt, one.now),
              until: momentWords(locale, one.expiresAt, one.now),
            })}
          </p>
          <form action={codeAction} className="flow-tight">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="asking" value={one.id} />
            <Field
              id={`code-${one.id}`}
              label={t('pending.code')}
              name="code"
              required
              maxLength={40}
              autoComplete="one-time-code"
              inputMode={one.way === 'phone' ? 'numeric' : 'text'}
              spellCheck={false}
            />
            <Button>{t('pending.give')}</Button>
          </form>
          <p className="hint">{t('pending.where')}</p>
        </Card>
      ))}
    </section>
  );
}
