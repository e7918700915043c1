import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { timeWords } from '@/lib/campaign/window-words';
import { againOf } from '@/lib/identity/check';
import { carriers } from '@/lib/platform/portone';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { anewCheckAction, beginCheckAction, finishCheckAction } from './actions';
import { checkBegun, phoneChecks, remarks } from './check';

/** What this browser has begun decides what it shows. */
export const dynamic = 'force-dynamic';

type Props = PageProps<'/[locale]/sign-in/phone-check'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'provider')('check.title') } : {};
}

export default async function PhoneCheck({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'provider');
  const { remark: named, again, anew } = await searchParams;
  const remark = remarks.find((one) => one === named);
  const on = phoneChecks() !== null;
  const begun = on ? await checkBegun(Date.now()) : null;
  const asks = on && (!begun || anew === '1');
  const at = againOf(again, new Date());
  return (
    <PageShell locale={locale} path="/sign-in/phone-check" heading={t('check.title')} lead={t('check.lead')}>
      {remark && (
        <Reply
          again={crypto.randomUUID()}
          title={t(`check.remark.${remark}`)}
          fields={asks ? (['name', 'phone'] as const).map((id) => ({ id, label: t(`check.${id}`) })) : []}
        >
          {remark === 'checked' && at && <p>{t('check.again', { at: timeWords(locale, at) })}</p>}
        </Reply>
      )}
      {!on && (
        <Notice kind="info" title={t('check.off')}>
          <p>{t('check.offText')}</p>
        </Notice>
      )}
      {begun && !asks && <Confirm locale={locale} elsewhere={begun.elsewhere} />}
      {asks && <Ask locale={locale} />}
      {asks && begun && (
        <ButtonLink variant="quiet" href={href(locale, '/sign-in/phone-check')}>
          {t('check.toBegun')}
        </ButtonLink>
      )}
      <ButtonLink variant="quiet" href={href(locale, '/sign-in')}>
        {t('check.back')}
      </ButtonLink>
    </PageShell>
  );
}

function Ask({ locale }: { locale: Locale }) {
  const t = words(locale, 'provider');
  return (
    <form action={beginCheckAction} className="flow">
      <input type="hidden" name="locale" value={locale} />
      <Field label={t('check.name')} hint={t('check.nameHint')} name="name" required autoComplete="name" maxLength={100} />
      <Field label={t('check.phone')} name="phone" type="tel" required autoComplete="tel-national" maxLength={20} />
      <ChoiceGroup legend={t('check.carrier')}>
        {carriers.map((carrier) => (
          <Choice key={carrier} name="carrier" value={carrier} label={t(`check.carriers.${carrier}`)} required />
        ))}
      </ChoiceGroup>
      <Button size="large">{t('check.send')}</Button>
    </form>
  );
}

function Confirm({ locale, elsewhere }: { locale: Locale; elsewhere: boolean }) {
  const t = words(locale, 'provider');
  return (
    <>
      {elsewhere && (
        <Notice kind="warning" title={t('check.elsewhere')}>
          <p>{t('check.elsewhereText')}</p>
        </Notice>
      )}
      <Notice kind="info" title={t('check.sent')}>
        <p>{t('check.sentText')}</p>
      </Notice>
      <form action={finishCheckAction}>
        <input type="hidden" name="locale" value={locale} />
        <Button size="large">{t('check.done')}</Button>
      </form>
      <form action={anewCheckAction}>
        <input type="hidden" name="locale" value={locale} />
        <Button variant="secondary">{t('check.other')}</Button>
      </form>
    </>
  );
}
