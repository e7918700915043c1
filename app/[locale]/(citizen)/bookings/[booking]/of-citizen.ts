import { notFound } from 'next/navigation';
import { z } from 'zod';
import { bookingAmong } from '@/lib/booking/queries';
import type { Represented } from '@/lib/identity/queries';

/** A booking of one of the people whom `requirePeople` found; a page not found for everything else, alike. */
export async function bookingOfCitizen(people: Represented[], id: string) {
  const booking = z.uuid().safeParse(id).success ? await bookingAmong(people, id) : null;
  const person = people.find((one) => one.personId === booking?.personId);
  if (!booking?.number || !person) notFound();
  return { booking, person, number: booking.number };
}
