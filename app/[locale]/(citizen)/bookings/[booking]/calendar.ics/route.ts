import { notFound } from 'next/navigation';
import { calendarFile } from '@/lib/booking/calendar-file';
import { requirePeople } from '@/lib/identity/gate';
import { isLocale } from '@/lib/platform/words';
import { bookingOfCitizen } from '../of-citizen';

export async function GET(_request: Request, { params }: RouteContext<'/[locale]/bookings/[booking]/calendar.ics'>) {
  const { locale, booking: id } = await params;
  if (!isLocale(locale)) notFound();
  const { people } = await requirePeople(locale, `/bookings/${id}`);
  const { booking, number } = await bookingOfCitizen(people, id);
  if (booking.status !== 'confirmed') notFound();
  return new Response(calendarFile(locale, { ...booking, number }), {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="charye-${number}.ics"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
