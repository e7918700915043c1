import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { productWords } from '@/lib/booking/product-words';
import { requireClinic } from '@/lib/identity/gate';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { type Stock, stockToday } from '@/lib/waiting/queries';
import { leftoverAction } from './actions';

type Props = PageProps<'/[locale]/staff/leftover'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'waiting')('leftover.title') } : {};
}

const problems = ['foreign-origin', 'bad-request', 'delivery-unknown', 'too-late', 'no-round', 'which-campaign'] as const;

/** One, or one for each programme whose people could be asked. */
function choicesOf(locale: Locale, { id, campaigns, ...stock }: Stock) {
  if (campaigns.length < 2) return [{ ...stock, value: String(id), campaign: '' }];
  const name = locale === 'ko' ? 'nameKo' : 'nameEn';
  return campaigns.map((campaign) => ({ ...stock, value: `${id}/${campaign.id}`, campaign: campaign[name] }));
}

export default async function LeftoverPage({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const clinic = await requireClinic(locale, '/staff/leftover');
  const asked = await searchParams;
  const choices = (await stockToday(clinic)).flatMap((one) => choicesOf(locale, one));
  const t = words(locale, 'waiting');
  const problem = problems.find((one) => one === asked.problem);
  const back = { href: href(locale, '/staff'), label: words(locale, 'staff')('title') };
  return (
    <PageShell locale={locale} path="/staff/leftover" audience="staff" heading={t('leftover.title')} lead={t('leftover.lead')} back={back}>
      {problem && (
        <Reply
          again={crypto.randomUUID()}
          title={t('refused')}
          fields={choices.length > 0 ? (['doses', 'until'] as const).map((id) => ({ id, label: t(`leftover.${id}`) })) : []}
        >
          <p>{t(`leftover.problem.${problem}`)}</p>
        </Reply>
      )}
      {asked.done === '1' && <Notice kind="success" title={t('leftover.done')} />}
      {choices.length === 0 && <p>{t('leftover.none')}</p>}
      {choices.length > 0 && (
        <form action={leftoverAction} className="flow">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="id" value={randomUUID()} />
          <ChoiceGroup legend={t('leftover.which')}>
            {choices.map(({ value, lot, product, announced, campaign }) => (
              <Choice
                key={value}
                name="delivery"
                value={value}
                label={t(campaign ? 'leftover.lotFor' : 'leftover.lot', { lot, product: productWords(locale, product), campaign })}
                detail={announced > 0 ? t('leftover.announced', { count: announced }) : undefined}
                required
                defaultChecked={choices.length === 1}
              />
            ))}
          </ChoiceGroup>
          <Field label={t('leftover.doses')} name="doses" type="number" min={1} max={100} required />
          <Field label={t('leftover.until')} hint={t('leftover.untilHint')} name="until" type="time" required />
          <Button>{t('leftover.yes')}</Button>
        </form>
      )}
    </PageShell>
  );
}
