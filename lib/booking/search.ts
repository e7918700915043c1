const plainName = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s/g, '');

/** As the alphabet of booking numbers has it (see number.ts): what people misread is read as what was meant. */
const plainNumber = (text: string): string => text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** Fewer would show half the list: a family name is one syllable. */
const shortestName = 2;
const shortestNumber = 4;

/** Tells bookings whose name or number has in it what was asked for; nothing matches less than two letters of a name or four of a number. */
export function soughtIn(asked: string): (booking: { name: string; number: string }) => boolean {
  const name = plainName(asked);
  const number = plainNumber(asked);
  return (booking) =>
    (name.length >= shortestName && plainName(booking.name).includes(name)) ||
    (number.length >= shortestNumber && plainNumber(booking.number).includes(number));
}
