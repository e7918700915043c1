import { Card } from '@/components/card';
import type { RoundView } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import type { CitizenProof } from '@/lib/identity/proof';
import { type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { noteGiven } from '@/lib/when/commands';
import { gateHour } from '@/lib/when/hour';
import { ownWhen } from '@/lib/when/queries';
import { likelyWords, restsWords } from '@/lib/when/words';

interface Props {
  locale: Locale;
  citizen: CitizenProof;
  personId: string;
  round: RoundView;
  now: Date;
}

/** When this person is likely to be vaccinated in their district. What they are shown is kept, so that they are told when it changes. */
export async function OwnLikely({ locale, citizen, personId, round, now }: Props) {
  const own = await ownWhen(personId, round);
  if (!own) return null;
  await noteGiven(citizen, round.id, own);
  const t = words(locale, 'when');
  const { when, district, at } = own;
  const hour = when.rests && round.opensAt > now ? gateHour(round, district.uptake, when.rests.place) : null;
  return (
    <Card heading={t('likely.own', { area: nameIn(locale, own) })} level={3}>
      <p>
        <strong>{likelyWords(locale, when, now)}</strong>
      </p>
      {when.from && <p>{t('likely.likelihood')}</p>}
      {hour && (
        <p>
          {t('likely.hour')}: {t('likely.hourText', { from: momentWords(locale, hour.from, now), to: momentWords(locale, hour.to, now) })}
        </p>
      )}
      <details>
        <summary>{t('likely.rests')}</summary>
        <ul>
          {restsWords(locale, when, now).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
      <p className="hint">
        {t('likely.asOf', { at: momentWords(locale, at, now) })} {t('likely.told')}
      </p>
    </Card>
  );
}
