import { notFound } from 'next/navigation';
import { z } from 'zod';
import { bookingAmong } from '@/lib/booking/queries';
import type { CitizenProof } from '@/lib/identity/proof';
import { peopleOf } from '@/lib/identity/queries';

/** A booking of the citizen or of somebody they act for; a page not found for everything else, alike. */
export async function bookingOfCitizen(citizen: CitizenProof, id: string) {
  const people = await peopleOf(citizen);
  const booking = z.uuid().safeParse(id).success ? await bookingAmong(people, id) : null;
  const person = people.find((one) => one.personId === booking?.personId);
  if (!booking?.number || !person) notFound();
  return { booking, person, people, number: booking.number };
}
