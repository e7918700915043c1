import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { requireCitizen } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { refusedPeople } from '@/lib/roll/queries';
import { kinds } from '@/lib/roll/schema';
import { Refused } from '../provisional';
import { applyAction } from './actions';

type Props = PageProps<'/[locale]/me/apply'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'roll')('apply.title') } : {};
}

const refusals = ['bad-request', 'not-verified', 'nothing-to-apply'] as const;

export default async function Apply({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const citizen = await requireCitizen(locale, '/me/apply');
  const t = words(locale, 'roll');
  const { remark } = await searchParams;
  const refusal = refusals.find((code) => code === remark);
  const [refused] = await refusedPeople([citizen.personId]);
  const back = { href: href(locale, '/me'), label: t('apply.back') };
  return (
    <PageShell locale={locale} path="/me/apply" audience="citizen" heading={t('apply.title')} lead={t('apply.lead')} back={back}>
      {remark === 'done' && (
        <Notice kind="success" title={t('apply.done')}>
          <p>{t('provisional.bring')}</p>
        </Notice>
      )}
      {refusal && (
        <Reply again={crypto.randomUUID()} title={t('apply.refused')}>
          <p>{t(`refusal.${refusal}`)}</p>
        </Reply>
      )}
      {refused && <Refused locale={locale} reason={refused.reason} />}
      {citizen.onRoll ? (
        <Notice kind="info" title={t('apply.onRoll')} />
      ) : (
        <form action={applyAction} className="flow-tight">
          <input type="hidden" name="locale" value={locale} />
          <ChoiceGroup legend={t('apply.kind')}>
            {kinds.map((kind) => (
              <Choice key={kind} name="kind" value={kind} label={t(`apply.${kind}`)} required />
            ))}
          </ChoiceGroup>
          <Button size="large">{t('apply.send')}</Button>
        </form>
      )}
    </PageShell>
  );
}
