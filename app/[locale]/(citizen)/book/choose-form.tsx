import type { ReactNode } from 'react';
import { seoulDate } from '@/lib/campaign/seoul';
import type { Locale } from '@/lib/platform/words';
import { chooseAction } from './actions';

interface ChooseFormProps {
  locale: Locale;
  clinic: { id: string; regionCode: string };
  startsAt: Date;
  /** Left out where radios of the form choose the half hour. */
  slotId?: number;
  children: ReactNode;
}

/** Choosing a time holds it, from wherever a time is offered. */
export function ChooseForm({ locale, clinic, startsAt, slotId, children }: ChooseFormProps) {
  const day = seoulDate(startsAt);
  return (
    <form action={chooseAction} className="flow-tight">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="back" value={`/book/clinic/${clinic.id}/${day}`} />
      <input type="hidden" name="clinic" value={clinic.id} />
      <input type="hidden" name="region" value={clinic.regionCode} />
      <input type="hidden" name="day" value={day} />
      {slotId !== undefined && <input type="hidden" name="slot" value={slotId} />}
      {children}
    </form>
  );
}
