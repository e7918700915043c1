import { Choice, ChoiceGroup } from '@/components/choice';
import { timeWords } from '@/lib/campaign/window-words';
import { type Locale, words } from '@/lib/platform/words';

interface TimeChoicesProps {
  locale: Locale;
  legend: string;
  times: { slotId: number; startsAt: Date; places: number }[];
}

/** The half hours of a clinic's day, one of which is chosen; full ones are shown, and can't be. */
export function TimeChoices({ locale, legend, times }: TimeChoicesProps) {
  const t = words(locale, 'booking');
  return (
    <ChoiceGroup legend={legend}>
      {times.map(({ slotId, startsAt, places }) => (
        <Choice
          key={slotId}
          name="slot"
          value={String(slotId)}
          label={timeWords(locale, startsAt)}
          detail={t('places', { places })}
          disabled={places === 0}
          required
        />
      ))}
    </ChoiceGroup>
  );
}
