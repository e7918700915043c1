import { productWords } from '@/lib/booking/product-words';
import type { ClinicDay, ListedBooking } from '@/lib/booking/queries';
import { seoulDate } from '@/lib/campaign/seoul';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Group, Heads, Line } from './booking-table';

export function headsIn(locale: Locale): Heads {
  const t = words(locale, 'staff');
  return {
    when: t('table.when'),
    name: t('table.name'),
    birthDate: t('table.birthDate'),
    phone: t('table.phone'),
    dose: t('table.dose'),
    number: t('table.number'),
    status: t('table.status'),
    nobody: t('table.nobody'),
  };
}

function lineOf(locale: Locale, booking: ListedBooking): Line {
  const t = words(locale, 'staff');
  const { id, name, birthDate, phoneEnd: phone, number } = booking;
  return {
    id,
    name,
    birthDate,
    phone,
    number,
    dose: t('dose', { dose: booking.dose, product: productWords(locale, booking.product) }),
    status: t(booking.vaccinatedAt ? 'status.vaccinated' : `status.${booking.status}`),
    cancelled: booking.status === 'cancelled',
  };
}

/** Bookings in the order of their time, by that time; `whenOf` says what stands at the head of each. */
function groupsOf(locale: Locale, bookings: ListedBooking[], whenOf: (at: Date) => string): Group[] {
  const groups: Group[] = [];
  for (const booking of bookings) {
    const id = String(booking.startsAt.getTime());
    const last = groups.at(-1);
    if (last?.id === id) last.lines.push(lineOf(locale, booking));
    else groups.push({ id, when: whenOf(booking.startsAt), lines: [lineOf(locale, booking)] });
  }
  return groups;
}

const timeIn = (locale: Locale) => (at: Date) => words(locale, 'staff')('time', { at });

/** On the day itself each line can be marked as vaccinated, and the mark taken back. */
function marked(locale: Locale, { now, confirmed }: Pick<ClinicDay, 'now' | 'confirmed'>, groups: Group[]): Group[] {
  const t = words(locale, 'staff');
  const today = seoulDate(now);
  const given = new Map(confirmed.map(({ id, startsAt, vaccinatedAt }) => [id, { startsAt, vaccinatedAt }]));
  const markOf = ({ id, name }: Line): Line['mark'] => {
    const booking = given.get(id);
    if (!booking || seoulDate(booking.startsAt) !== today) return undefined;
    const undo = booking.vaccinatedAt !== null;
    const label = t(undo ? 'mark.undo' : 'mark.give');
    const about = (what: string) => t('mark.about', { name, what });
    const link = t('mark.other.link');
    const other = { href: `${href(locale, '/staff')}?date=${today}&mark=other&booking=${id}`, label: link, about: about(link) };
    return { label, about: about(label), fields: { locale, date: today, undo: undo ? '1' : '' }, ...(!undo && { other }) };
  };
  return groups.map((group) => ({
    ...group,
    lines: group.lines.map((line) => {
      const mark = markOf(line);
      return mark ? { ...line, mark } : line;
    }),
  }));
}

/** Every half hour of the day with how much of it is taken, and those with bookings with their people. */
export function dayGroups(locale: Locale, { now, halfHours, confirmed }: Pick<ClinicDay, 'now' | 'halfHours' | 'confirmed'>): Group[] {
  const t = words(locale, 'staff');
  const booked = new Map(groupsOf(locale, confirmed, timeIn(locale)).map((group) => [group.id, group]));
  const groups = halfHours.map(({ startsAt, capacity }) => {
    const id = String(startsAt.getTime());
    const lines = booked.get(id)?.lines ?? [];
    return { id, when: t('time', { at: startsAt }), load: t('load', { booked: lines.length, capacity }), lines };
  });
  return marked(locale, { now, confirmed }, groups);
}

export const cancelledGroups = (locale: Locale, cancelled: ListedBooking[]): Group[] => groupsOf(locale, cancelled, timeIn(locale));

/** What a search found, of any day. */
export const foundGroups = (locale: Locale, found: ListedBooking[]): Group[] =>
  groupsOf(locale, found, (at) => `${words(locale, 'staff')('shortDay', { at })} ${timeIn(locale)(at)}`);
