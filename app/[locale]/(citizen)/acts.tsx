import { momentWords } from '@/lib/campaign/window-words';
import type { Act } from '@/lib/helping/queries';
import { type Locale, words } from '@/lib/platform/words';

/** What whoever acts for a person, and they themself, have done lately: all of them read the same. */
export function Acts({ locale, acts, level = 3 }: { locale: Locale; acts: Act[]; level?: 2 | 3 }) {
  if (acts.length === 0) return null;
  const t = words(locale, 'helping');
  const Heading = `h${level}` as const;
  const who = ({ who: one, name, kinship }: Act) =>
    one === 'helper' ? t('acts.helper', { name, kinship: t(`kinship.${kinship}`) }) : t(`acts.${one}`);
  // Both doses, or a whole family, are booked in one press: said once.
  const sentences = new Set(acts.map((act) => t(`acts.${act.kind}`, { who: who(act), at: momentWords(locale, act.at, act.now) })));
  return (
    <section className="flow-tight">
      <Heading>{t('acts.title')}</Heading>
      <ul>
        {[...sentences].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
