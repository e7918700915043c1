import { notFound, redirect } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Facts } from '@/components/facts';
import { productWords } from '@/lib/booking/product-words';
import { type BookingView, heldWith, isHeld, lastChoice } from '@/lib/booking/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { momentWords } from '@/lib/campaign/window-words';
import { requirePass } from '@/lib/line/gate';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { confirmAction } from '../actions';
import { BookingShell } from '../booking-shell';
import { ChooseForm } from '../choose-form';
import { eachMinute, secondsUntil } from '../pass-bar';
import { Press } from '../press';
import { stepTitle } from '../step-title';
import { TimeLeft } from '../time-left';

export const generateMetadata = stepTitle('check');

const dayOf = (locale: Locale, roundId: string, { clinic, startsAt }: BookingView) =>
  href(locale, `/supply/${roundId}/clinic/${clinic.id}/${seoulDate(startsAt)}`);

export default async function Check({ params, searchParams }: PageProps<'/[locale]/book/check'>) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const pass = await requirePass(locale);
  const t = words(locale, 'booking');
  const chosen = await lastChoice(pass);
  if (chosen?.status === 'confirmed' && pass.party.length === 1) redirect(href(locale, `/bookings/${chosen.id}`));
  const { remark } = await searchParams;
  const shell = { locale, pass, path: '/book/check', step: 'check', remark } as const;
  if (!chosen || !isHeld(chosen)) {
    return (
      <BookingShell {...shell} heading={t(chosen ? 'check.gone' : 'check.nothing')} lead={t(chosen ? 'check.over' : 'check.nothingLead')}>
        {chosen && (
          <ChooseForm locale={locale} clinic={chosen.clinic} startsAt={chosen.startsAt} slotId={chosen.slotId}>
            <Press size="large">{t('check.again', { when: momentWords(locale, chosen.startsAt, pass.now) })}</Press>
          </ChooseForm>
        )}
        <p className="flex flex-wrap gap-2">
          {chosen && (
            <ButtonLink variant="secondary" href={dayOf(locale, pass.roundId, chosen)}>
              {t('check.other')}
            </ButtonLink>
          )}
          <ButtonLink variant="secondary" href={href(locale, '/book')}>
            {t('check.start')}
          </ButtonLink>
        </p>
      </BookingShell>
    );
  }
  const { clinic } = chosen;
  const together = pass.party.length > 1 ? await heldWith(chosen) : [chosen];
  const nameOf = (personId: string) => pass.party.find((one) => one.personId === personId)?.name ?? pass.beneficiaryName;
  const seconds = secondsUntil(chosen.heldUntil, chosen.now);
  return (
    <BookingShell {...shell} heading={t('check.title')} back={{ href: dayOf(locale, pass.roundId, chosen), label: t('check.other') }}>
      <Facts
        items={[
          ...together.flatMap((one) => [
            { term: t('check.who'), value: nameOf(one.personId) },
            { term: t('check.what'), value: productWords(locale, one.product) },
            { term: t('check.when'), value: momentWords(locale, one.startsAt, pass.now) },
          ]),
          { term: t('check.where'), value: nameIn(locale, clinic) },
          { term: t('check.address'), value: addressIn(locale, clinic) },
          { term: t('check.phone'), value: <a href={`tel:${clinic.phone}`}>{clinic.phone}</a> },
        ]}
      />
      <TimeLeft
        seconds={seconds}
        words={eachMinute(seconds, (minutes) => t('check.left', { minutes }))}
        warning={t('check.warning')}
        over={t('check.over')}
      />
      <form action={confirmAction}>
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="booking" value={chosen.id} />
        <Press size="large">{t('check.confirm')}</Press>
      </form>
      <ButtonLink variant="secondary" href={dayOf(locale, pass.roundId, chosen)}>
        {t('check.other')}
      </ButtonLink>
    </BookingShell>
  );
}
