import { type Locale, words } from '@/lib/platform/words';

/** KRDS's official-government masthead: only for those whom the law lets show it. */
export function Masthead({ locale }: { locale: Locale }) {
  return (
    <div className="bg-surface text-sm text-subtle">
      <p className="page py-1">{words(locale, 'common')('masthead')}</p>
    </div>
  );
}
