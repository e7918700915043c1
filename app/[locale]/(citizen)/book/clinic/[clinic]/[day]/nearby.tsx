import { ButtonLink } from '@/components/button';
import { LinkList } from '@/components/link-list';
import { momentWords, timeWords } from '@/lib/campaign/window-words';
import type { PassProof } from '@/lib/line/proof';
import { href, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { type ClinicView, clinicsNearby } from '@/lib/supply/queries';
import { ChooseForm } from '../../../choose-form';
import { Press } from '../../../press';

interface NearbyProps {
  locale: Locale;
  pass: PassProof;
  clinic: ClinicView;
  times: { slotId: number; startsAt: Date; places: number }[];
}

/** Enough to choose from at a glance; the whole day stands below. */
const shown = 6;

/** For whoever lost a race: what is still free, one press each. */
export async function Nearby({ locale, pass, clinic, times }: NearbyProps) {
  const t = words(locale, 'booking');
  const free = times.filter((time) => time.places > 0).slice(0, shown);
  const clinics = await clinicsNearby(pass, clinic.id);
  return (
    <section className="card flow-tight">
      <h2>{t('nearby.title')}</h2>
      {free.length > 0 && (
        <>
          <h3>{t('nearby.sameDay')}</h3>
          <div className="flex flex-wrap gap-2">
            {free.map(({ slotId, startsAt }) => (
              <ChooseForm
                key={slotId}
                locale={locale}
                clinic={{ id: clinic.id, regionCode: clinic.district.code }}
                startsAt={startsAt}
                slotId={slotId}
              >
                <Press variant="secondary">{t('nearby.hold', { time: timeWords(locale, startsAt) })}</Press>
              </ChooseForm>
            ))}
          </div>
        </>
      )}
      {clinics.length > 0 && (
        <>
          <h3>{t('nearby.clinics')}</h3>
          <LinkList
            items={clinics.map((near) => ({
              href: href(locale, `/supply/${pass.roundId}/clinic/${near.id}`),
              label: nameIn(locale, near),
              detail: `${t('places', { places: near.places })}${near.nextFree ? ` · ${momentWords(locale, near.nextFree, pass.now)}` : ''}`,
            }))}
          />
        </>
      )}
      {free.length === 0 && clinics.length === 0 && <p>{t('nearby.none')}</p>}
      <ButtonLink variant="quiet" href={href(locale, '/book')}>
        {t('nearby.regions')}
      </ButtonLink>
    </section>
  );
}
