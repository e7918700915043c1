import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { type Locale, words } from '@/lib/platform/words';
import { addressIn, nameIn } from '@/lib/supply/naming';

const minutes = (at: Date, count: number): Date => new Date(at.getTime() + count * 60_000);

interface Appointment {
  id: string;
  number: string;
  startsAt: Date;
  now: Date;
  clinic: { nameKo: string; nameEn: string; addressKo: string; addressEn: string; phone: string };
  /** Sent to one person's calendar, which replaces what it has by what has the higher sequence. */
  update?: { method: 'REQUEST' | 'CANCEL'; sequence: number; organizer: string; attendee: string };
}

/**
 * The appointment as a calendar knows it, with a reminder a day and two hours before. Names nobody, save the address an update goes to.
 * Written in UTC, which every calendar shows in its owner's zone: with a zone named, the library would write the clock of this machine.
 */
export function calendarFile(locale: Locale, { id, number, startsAt, now, clinic, update }: Appointment): string {
  const t = words(locale, 'booking');
  const calendar = ical({ prodId: '//Charye//Booking//KO', ...(update && { method: ICalCalendarMethod[update.method] }) });
  const event = calendar.createEvent({
    id: `${id}@charye`,
    stamp: now,
    start: startsAt,
    end: minutes(startsAt, 30),
    summary: t('calendar.summary', { clinic: nameIn(locale, clinic) }),
    location: addressIn(locale, clinic),
    description: t('calendar.description', { number, phone: clinic.phone }),
  });
  if (update) {
    event.sequence(update.sequence).organizer({ name: words(locale, 'common')('siteName'), email: update.organizer });
    event.createAttendee({ email: update.attendee });
    if (update.method === 'CANCEL') event.status(ICalEventStatus.CANCELLED);
  }
  for (const hours of [24, 2]) event.createAlarm({ type: ICalAlarmType.display, triggerBefore: hours * 3600 });
  return calendar.toString();
}
