/** A name as it is compared and kept: composed, with single spaces. */
export const plainName = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ');

/** Digits alone, the country's code as a leading zero: `+82 10-1234-5678` and `01012345678` are one number. */
export const plainPhone = (phone: string): string => phone.replace(/\D/g, '').replace(/^(?:00)?82(?=\d{8,})0?/, '0');

/** What the roll's record of a person is found by: `lookupHash('match', ...matchParts(…))`. */
export const matchParts = (name: string, birthDate: string, phone: string): [string, string, string] => [
  plainName(name),
  birthDate,
  plainPhone(phone),
];
