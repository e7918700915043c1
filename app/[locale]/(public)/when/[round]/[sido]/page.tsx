import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { Card } from '@/components/card';
import { PageShell } from '@/components/page-shell';
import { roundById } from '@/lib/campaign/queries';
import { momentWords, windowWords } from '@/lib/campaign/window-words';
import { href, isLocale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { gateHour } from '@/lib/when/hour';
import { areasOf, provinceOf } from '@/lib/when/queries';
import { likelyWords, restsWords } from '@/lib/when/words';

/** The same for everybody, and kept: who looks asks no database. */
export const revalidate = 60;
export const generateStaticParams = () => [];

type Props = PageProps<'/[locale]/when/[round]/[sido]'>;

const found = cache(async (id: string, code: string) => {
  const [one, province] = await Promise.all([roundById(id), provinceOf(code)]);
  return one && province ? { ...one, province } : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, round, sido } = await params;
  const one = await found(round, sido);
  if (!isLocale(locale) || !one) return {};
  return { title: words(locale, 'when')('likely.areaTitle', { name: nameIn(locale, one.round), area: nameIn(locale, one.province) }) };
}

export default async function LikelyDates({ params }: Props) {
  const { locale, round: id, sido } = await params;
  if (!isLocale(locale)) notFound();
  const one = await found(id, sido);
  if (!one) notFound();
  const { round, campaign, province } = one;
  const { now, phone } = campaign;
  const t = words(locale, 'when');
  const areas = await areasOf(round, sido);
  const uptake = areas.find(({ when }) => when?.rests)?.when?.rests?.uptake;
  const hour = uptake && round.opensAt > now ? gateHour(round, uptake, null) : null;
  const asOf = (at: Date | null) => at && t('likely.asOf', { at: momentWords(locale, at, now) });
  // Mostly all were worked out together: twenty-five times the same sentence hides the days.
  const said = [...new Set(areas.map(({ at }) => asOf(at)))];
  const once = said.length === 1 ? said[0] : null;
  return (
    <PageShell
      locale={locale}
      path={`/when/${id}/${sido}`}
      heading={t('likely.areaTitle', { name: nameIn(locale, round), area: nameIn(locale, province) })}
      lead={windowWords(locale, round, now)}
      back={{ href: href(locale, `/when/${id}`), label: t('round.title', { name: nameIn(locale, round) }) }}
      phone={phone}
    >
      <p>{t('likely.areaLead')}</p>
      {once && <p className="hint">{once}</p>}
      {hour && (
        <p>
          {t('likely.hour')}: {t('likely.hourText', { from: momentWords(locale, hour.from, now), to: momentWords(locale, hour.to, now) })}
        </p>
      )}
      {areas.map((area) => (
        <Card key={area.code} heading={nameIn(locale, area)}>
          <p>
            <strong>{likelyWords(locale, area.when, now)}</strong>
          </p>
          {area.when?.rests && (
            <details>
              <summary>{t('likely.rests')}</summary>
              <ul>
                {restsWords(locale, area.when, now).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </details>
          )}
          {!once && <p className="hint">{asOf(area.at)}</p>}
        </Card>
      ))}
    </PageShell>
  );
}
