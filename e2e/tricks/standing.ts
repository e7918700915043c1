import type { Somebody } from '../fixtures/people';
import type { World } from '../fixtures/world';
import { Citizen } from './citizen';
import type { Ground } from './doors';

/** Two people of one round, each inside: `booked` has confirmed a booking, `holding` holds a place. */
export async function twoInside(world: World, [first, second]: Somebody[], others: Somebody[] = []) {
  if (!first || !second) throw new Error('two people are needed');
  const round = await world.round([first, second, ...others], { helpersAllowed: true });
  const clinic = await world.clinic([5, 5]);
  const [slotId = 0, other = 0] = clinic.slots;
  const booked = await Citizen.inside(first, round);
  await booked.confirm(await booked.hold(clinic, slotId));
  const holding = await Citizen.inside(second, round);
  const check = await holding.hold(clinic, other);
  const [made] = await world.bookings(first);
  const [held] = await world.bookings(second);
  if (made?.status !== 'confirmed' || held?.status !== 'held') throw new Error('the two did not get so far');
  const ofBooked: Ground = { owner: first, round, clinic, bookingId: made.id, slotId };
  /** Slot and booking as the person who holds a place could go on with. */
  const ofHolding: Ground = { owner: second, round, clinic, bookingId: held.id, slotId };
  return { round, clinic, booked, holding, check, ofBooked, ofHolding };
}
