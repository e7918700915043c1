import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button, ButtonLink } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { Reply } from '@/components/reply';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { anewCodeAction, askCodeAction, enterCodeAction } from './actions';
import { keptTarget, remarks } from './target';

/** What this browser has asked for decides what it shows. */
export const dynamic = 'force-dynamic';

type Props = PageProps<'/[locale]/sign-in/code'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'provider')('code.title') } : {};
}

/** For whoever has no smartphone: a code by text, read aloud to a landline, or in a letter. */
export default async function SignInWithCode({ params, searchParams }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = words(locale, 'provider');
  const asked = await searchParams;
  const remark = remarks.find((one) => one === asked.remark);
  const letter = asked.asked === 'letter';
  const sent = asked.anew !== '1' && (await keptTarget()) !== null;
  const fields = sent
    ? [{ id: 'code', label: t('code.code') }]
    : [
        { id: 'ask-name', label: t('check.name') },
        { id: 'ask-birth', label: t('code.birthDate') },
        { id: 'ask-phone', label: t('code.phone') },
      ];
  return (
    <PageShell locale={locale} path="/sign-in/code" heading={t('code.title')} lead={t('code.lead')}>
      {remark && (
        <Reply again={crypto.randomUUID()} title={t(`code.remark.${remark}`)} fields={fields}>
          <p>{t('code.safe')}</p>
        </Reply>
      )}
      {letter && (
        <Notice kind="info" title={t('code.letterAsked')}>
          <p>{t('code.letterAskedText')}</p>
        </Notice>
      )}
      {sent ? <Enter locale={locale} /> : <Ask locale={locale} />}
      {!sent && <FromLetter locale={locale} />}
      <ButtonLink variant="quiet" href={href(locale, '/sign-in')}>
        {t('check.back')}
      </ButtonLink>
    </PageShell>
  );
}

function Person({ locale, id }: { locale: Locale; id: string }) {
  const t = words(locale, 'provider');
  const plain = { required: true, autoComplete: 'off', spellCheck: false } as const;
  return (
    <>
      <Field id={`${id}-name`} label={t('check.name')} name="name" maxLength={100} {...plain} />
      <Field
        id={`${id}-birth`}
        label={t('code.birthDate')}
        hint={t('code.birthDateHint')}
        name="birthDate"
        inputMode="numeric"
        maxLength={20}
        {...plain}
      />
      <Field id={`${id}-phone`} label={t('code.phone')} hint={t('code.phoneHint')} name="phone" type="tel" maxLength={20} {...plain} />
    </>
  );
}

function Ask({ locale }: { locale: Locale }) {
  const t = words(locale, 'provider');
  return (
    <form action={askCodeAction} className="flow">
      <input type="hidden" name="locale" value={locale} />
      <Person locale={locale} id="ask" />
      <ChoiceGroup legend={t('code.how')}>
        <Choice name="way" value="phone" label={t('code.byPhone')} detail={t('code.byPhoneDetail')} defaultChecked />
        <Choice name="way" value="letter" label={t('code.byLetter')} detail={t('code.byLetterDetail')} />
      </ChoiceGroup>
      <Button size="large">{t('code.ask')}</Button>
    </form>
  );
}

function Code({ locale, id, digits }: { locale: Locale; id: string; digits: boolean }) {
  const t = words(locale, 'provider');
  const kind = digits ? ({ autoComplete: 'one-time-code', inputMode: 'numeric' } as const) : ({ autoComplete: 'off' } as const);
  return (
    <Field id={id} label={t('code.code')} hint={t('code.codeHint')} name="code" required maxLength={40} spellCheck={false} {...kind} />
  );
}

function Enter({ locale }: { locale: Locale }) {
  const t = words(locale, 'provider');
  return (
    <>
      <Notice kind="info" title={t('code.sent')}>
        <p>{t('code.sentText')}</p>
      </Notice>
      <form action={enterCodeAction} className="flow">
        <input type="hidden" name="locale" value={locale} />
        <Code locale={locale} id="code" digits />
        <Button size="large">{t('code.enter')}</Button>
      </form>
      <form action={anewCodeAction}>
        <input type="hidden" name="locale" value={locale} />
        <Button variant="secondary">{t('check.anew')}</Button>
      </form>
    </>
  );
}

function FromLetter({ locale }: { locale: Locale }) {
  const t = words(locale, 'provider');
  return (
    <details className="card">
      <summary>{t('code.haveLetter')}</summary>
      <form action={enterCodeAction} className="flow">
        <input type="hidden" name="locale" value={locale} />
        <Person locale={locale} id="letter" />
        <Code locale={locale} id="letter-code" digits={false} />
        <Button size="large">{t('code.enter')}</Button>
      </form>
    </details>
  );
}
