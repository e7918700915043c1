import { Facts } from '@/components/facts';
import { type Locale, words } from '@/lib/platform/words';
import type { Text } from '@/lib/privacy/agreeing/purposes';

/** What is used, what for, how long, and what follows from a no. */
export function PurposeText({ locale, text }: { locale: Locale; text: Text }) {
  const t = words(locale, 'consent');
  const rows = ['what', 'why', 'long', 'no'] as const;
  return <Facts items={rows.map((row) => ({ term: t(row), value: t(`${text}.${row}`) }))} />;
}
