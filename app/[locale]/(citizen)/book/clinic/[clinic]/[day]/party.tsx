import type { PassProof } from '@/lib/line/proof';
import { type Locale, words } from '@/lib/platform/words';

/** Whom of a household the times are for; nothing for somebody alone. */
export function Party({ locale, pass }: { locale: Locale; pass: PassProof }) {
  if (pass.party.length < 2) return null;
  const t = words(locale, 'booking');
  return (
    <fieldset className="mb-4">
      <legend>{t('party.legend')}</legend>
      <p className="hint">{t('party.hint')}</p>
      {pass.party.map(({ personId, name }) => (
        <label key={personId} className="choice">
          <input type="checkbox" name="person" value={personId} defaultChecked />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
