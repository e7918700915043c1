import { marginDays, movedBy, type Reason, type Sense, senseOf } from './change';
import type { Range, When } from './range';

/** An answer that somebody was given, and what became of them. */
export interface Given extends Range {
  personId: string;
  place: number | null;
  /** Within the last day: nobody is told twice in a day. */
  toldLately: boolean;
  /** Their first dose, as booked. */
  booking: { day: string; past: boolean } | null;
}

export interface Verdict extends Range {
  personId: string;
  place: number | null;
  /** Null for who is not told but has come. */
  reason: Reason | null;
  cameOn: string | null;
}

/** What is to be done about an answer: its end when the day is past, word of it when it has moved, else nothing. */
export function verdictOf(given: Given, now: When, reasons: Record<Sense, Reason | null>): Verdict | null {
  const { personId, booking } = given;
  if (booking?.past) return { personId, place: given.place, from: given.from, to: given.to, reason: null, cameOn: booking.day };
  if (booking || now.unknown === 'no-round' || given.toldLately || movedBy(given, now) <= marginDays) return null;
  const place = now.rests?.place ?? null;
  const sense = senseOf(given, now);
  const reason = given.place === null && place !== null ? 'drawn' : (sense && reasons[sense]) || 'other';
  return { personId, place, from: now.from, to: now.to, reason, cameOn: null };
}
