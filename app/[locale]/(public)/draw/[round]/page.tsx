import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { PageShell } from '@/components/page-shell';
import { type RoundView, roundById } from '@/lib/campaign/queries';
import { recordOf } from '@/lib/draw/queries';
import type { DrawRecord } from '@/lib/draw/record';
import { env } from '@/lib/platform/env';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { messages } from '@/messages';
import { CheckPlace } from './check-place';
import { DrawState } from './draw-state';
import { RecordTable } from './record-table';

/** The same for everybody: what is one's own stands in the browser alone. Remade when somebody asks and it is ten seconds old. */
export const revalidate = 10;
export const generateStaticParams = () => [];

type Props = PageProps<'/[locale]/draw/[round]'>;

/** An address that can't be a round's isn't looked up. */
const found = cache(async (id: string) => {
  if (!/^[a-z0-9-]{1,40}$/.test(id)) return null;
  const [one, record] = await Promise.all([roundById(id), recordOf(id)]);
  return one && record ? { ...one, record } : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'draw')('title') } : {};
}

export default async function Draw({ params }: Props) {
  const { locale, round: id } = await params;
  if (!isLocale(locale)) notFound();
  const one = await found(id);
  if (!one) notFound();
  const { campaign, round, record } = one;
  const t = words(locale, 'draw');
  const address = `/draw/${id}/record.json`;
  return (
    <PageShell
      locale={locale}
      path={`/draw/${id}`}
      heading={t('title')}
      lead={t('lead', { name: locale === 'ko' ? round.nameKo : round.nameEn })}
      back={{ href: href(locale, `/line/${id}`), label: t('back') }}
      phone={campaign.phone}
    >
      <DrawState locale={locale} record={record} now={campaign.now} />
      <Explained locale={locale} round={round} record={record} />
      <h2>{t('check.title')}</h2>
      <CheckPlace record={record} words={messages[locale].draw.check} locale={locale} />
      <details>
        <summary>{t('check.command')}</summary>
        <p>{t('check.commandDetail')}</p>
        <p>
          <code>{`npm run check-draw -- ${env().CHARYE_URL}${address} A7LJ62QZ6DN27C3C`}</code>
        </p>
      </details>
      <h2>{t('record.title')}</h2>
      <RecordTable locale={locale} record={record} now={campaign.now} />
      <p>
        <a href={address} download={`draw-${id}.json`}>
          {t('record.download')}
        </a>
      </p>
    </PageShell>
  );
}

function Explained({ locale, round, record }: { locale: Locale; round: RoundView; record: DrawRecord }) {
  const t = words(locale, 'draw');
  const source = record.entries.find((entry) => entry.kind === 'commit')?.beaconSource;
  const steps = [
    [t('how.lock'), t('how.lockDetail')],
    source ? [t('how.beacon'), t('how.beaconDetail', { source })] : [t('how.noBeacon'), t('how.noBeaconDetail')],
    [t('how.open'), t('how.openDetail')],
    [t('how.place'), t('how.placeDetail')],
  ];
  return (
    <>
      <h2>{t('early.title')}</h2>
      <p>{t(`early.${round.lineOrder}`)}</p>
      <h2>{t('how.title')}</h2>
      <ol className="flow-tight">
        {steps.map(([what, detail]) => (
          <li key={what}>
            <strong>{what}</strong>
            <p>{detail}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
