import { type Locale, words } from '@/lib/platform/words';
import type { Light } from '@/lib/provider/light';

/** The colour says nothing that the words beside it don't say. */
export function Lamp({ locale, light, name }: { locale: Locale; light: Light; name?: string }) {
  const sentence = words(locale, 'provider')(`light.${light}`);
  return (
    <p className="lamp">
      <span className={`lamp-dot lamp-${light}`} aria-hidden="true" />
      <span>{name ? `${name}: ${sentence}` : sentence}</span>
    </p>
  );
}
