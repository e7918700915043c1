import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { Tick } from '@/components/tick';
import { requireCitizen } from '@/lib/identity/gate';
import { peopleOf } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { needed, optional, textOf } from '@/lib/privacy/agreeing/purposes';
import { wordsOf } from '@/lib/privacy/agreeing/queries';
import { agreeAction } from './actions';
import { PurposeText } from './purpose-text';

type Props = PageProps<'/[locale]/me/consent'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'consent')('title') } : {};
}

/** Asked once, at the first sign-in, and for people whom one helps. */
export default async function Consent({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/consent');
  const [people, said] = await Promise.all([peopleOf(citizen), wordsOf(citizen)]);
  const others = people.filter(({ relation, consentMissing }) => relation === 'helper' && consentMissing);
  const { remark, round } = await searchParams;
  const t = words(locale, 'consent');
  const ill = (['foreign-origin', 'bad-request'] as const).find((one) => one === remark);
  return (
    <PageShell locale={locale} path="/me/consent" audience="citizen" heading={t('title')} lead={t('lead')}>
      {ill && (
        <Reply again={crypto.randomUUID()} title={t('refusal.title')}>
          <p>{t(`refusal.${ill}`)}</p>
        </Reply>
      )}
      <form action={agreeAction} className="flow">
        <input type="hidden" name="locale" value={locale} />
        {typeof round === 'string' && <input type="hidden" name="round" value={round} />}
        <Card heading={t('needed')}>
          <h3>{t(`${textOf(needed)}.title`)}</h3>
          <PurposeText locale={locale} text={textOf(needed)} />
        </Card>
        {others.length > 0 && (
          <fieldset>
            <legend>{t('others')}</legend>
            <p className="hint">{t('othersHint')}</p>
            {others.map(({ personId, name }) => (
              <Tick key={personId} name="other" value={personId} label={name} />
            ))}
          </fieldset>
        )}
        <fieldset>
          <legend>{t('optional')}</legend>
          <p className="hint">{t('optionalHint')}</p>
          {optional.map((purpose) => (
            <Tick
              key={purpose}
              name="agreed"
              value={purpose}
              label={t(`${textOf(purpose)}.title`)}
              defaultChecked={said.some((word) => word.purpose === purpose && word.given)}
              detail={`${t(`${textOf(purpose)}.why`)} ${t('what')}: ${t(`${textOf(purpose)}.what`)}. ${t(`${textOf(purpose)}.long`)}`}
            />
          ))}
        </fieldset>
        <p>
          <a href={href(locale, '/privacy')}>{t('more')}</a>
        </p>
        <Button size="large">{t('button')}</Button>
      </form>
      <ButtonLink variant="quiet" href={href(locale, '/me?consent=later')}>
        {t('later')}
      </ButtonLink>
    </PageShell>
  );
}
