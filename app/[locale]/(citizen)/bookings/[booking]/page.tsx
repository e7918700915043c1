import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { LinkList } from '@/components/link-list';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { PrintButton } from '@/components/print-button';
import { Reply } from '@/components/reply';
import { productWords } from '@/lib/booking/product-words';
import { bookedWith, otherDose } from '@/lib/booking/queries';
import { remarkOf } from '@/lib/booking/remark';
import { momentWords } from '@/lib/campaign/window-words';
import { requirePeople } from '@/lib/identity/gate';
import { helperName } from '@/lib/identity/queries';
import { href, isLocale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';
import { CancelPart } from './cancel-part';
import { Displaced } from './displaced';
import { bookingOfCitizen } from './of-citizen';
import { QrCode } from './qr-code';

type Props = PageProps<'/[locale]/bookings/[booking]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'booking')('booking.title') } : {};
}

export default async function BookingPage({ params, searchParams }: Props) {
  const { locale, booking: id } = await params;
  if (!isLocale(locale)) notFound();
  const path = `/bookings/${id}` as const;
  const { people } = await requirePeople(locale, path);
  const { booking, person, number } = await bookingOfCitizen(people, id);
  const t = words(locale, 'booking');
  const { done, cancel, remark: told } = await searchParams;
  const remark = remarkOf(told);
  const { clinic } = booking;
  const confirmed = booking.status === 'confirmed';
  const [other, together] = confirmed ? await Promise.all([otherDose(booking), bookedWith(booking, people)]) : [null, []];
  const helper = booking.actorId === booking.personId ? null : await helperName(booking.personId, booking.actorId);
  const by =
    booking.actorId === booking.personId ? t('booking.bySelf') : helper ? t('booking.byHelper', { name: helper }) : t('booking.bySomebody');
  return (
    <PageShell
      locale={locale}
      path={path}
      audience="citizen"
      heading={confirmed && done === '1' ? t('booking.done') : t(confirmed ? 'booking.title' : 'booking.cancelled')}
      lead={confirmed && done === '1' ? t('booking.doneLead') : undefined}
      back={{ href: href(locale, '/bookings'), label: t('booking.back') }}
    >
      {remark && (
        <Reply again={crypto.randomUUID()} title={t('refusalTitle')}>
          <p>{t(`refusal.${remark}`)}</p>
        </Reply>
      )}
      {!confirmed && booking.endedAt && (
        <Notice kind="warning" title={t('booking.cancelledLead', { at: momentWords(locale, booking.endedAt, booking.now) })} />
      )}
      <Displaced locale={locale} booking={booking} />
      {confirmed && done === 'moved' && <Notice kind="info" title={t('move.done')} />}
      {confirmed && cancel === '1' && <CancelPart locale={locale} booking={booking} asked />}
      <Facts
        items={[
          { term: t('check.when'), value: momentWords(locale, booking.startsAt, booking.now) },
          { term: t('check.where'), value: nameIn(locale, clinic) },
          { term: t('check.address'), value: addressIn(locale, clinic) },
          { term: t('check.phone'), value: <a href={`tel:${clinic.phone}`}>{clinic.phone}</a> },
          { term: t('booking.number'), value: <span className="text-2xl">{number}</span> },
          { term: t('check.who'), value: person.name },
          { term: t('check.what'), value: t('booking.dose', { product: productWords(locale, booking.product), dose: booking.dose }) },
          { term: t('booking.by'), value: by },
        ]}
      />
      {together.length > 0 && (
        <Card heading={t('booking.together')}>
          <LinkList
            items={together.map((one) => ({
              href: href(locale, `/bookings/${one.id}`),
              label: people.find(({ personId }) => personId === one.personId)?.name ?? '',
              detail: `${momentWords(locale, one.startsAt, one.now)} · ${one.number}`,
            }))}
          />
        </Card>
      )}
      {confirmed && other && (
        <Card heading={t('booking.other', { dose: other.dose })}>
          <p>
            <a href={href(locale, `/bookings/${other.id}`)}>
              {momentWords(locale, other.startsAt, other.now)}, {nameIn(locale, other.clinic)}
            </a>
          </p>
        </Card>
      )}
      {confirmed && booking.secondFollows && <Notice kind="info" title={t('booking.secondFollows')} />}
      {confirmed && (
        <>
          <Card heading={t('booking.bring')}>
            <ul>
              <li>{t('booking.bringId')}</li>
              <li>{t('booking.bringNumber')}</li>
              <li>{t('booking.bringClothes')}</li>
            </ul>
            <p>{t('booking.bringWell')}</p>
          </Card>
          <figure className="flow-tight">
            <QrCode text={number} label={t('booking.qr', { number })} />
            <figcaption>{t('booking.qrHint')}</figcaption>
          </figure>
          <div className="flex flex-wrap gap-2">
            <ButtonLink variant="secondary" href={href(locale, `${path}/calendar.ics`)}>
              {t('booking.calendar')}
            </ButtonLink>
            <PrintButton label={t('booking.print')} />
          </div>
          {cancel !== '1' && <CancelPart locale={locale} booking={booking} asked={false} />}
        </>
      )}
    </PageShell>
  );
}
