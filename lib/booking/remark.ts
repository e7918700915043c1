/** What booking pages can be told in their address after a form was refused; each has its sentence. */
export const remarks = [
  'slot-full',
  'already-booked',
  'pass-gone',
  'slot-unknown',
  'slot-past',
  'slot-closed',
  'not-adjacent',
  'not-for-age',
  'hold-gone',
  'booking-unknown',
  'too-late-to-cancel',
  'too-late-to-move',
  'out-of-range',
  'no-extension',
  'bad-request',
  'foreign-origin',
  'too-many',
  'too-busy',
] as const;
export type Remark = (typeof remarks)[number];

/** Addresses are typed in, too: what is no remark says nothing. */
export const remarkOf = (text: string | string[] | undefined): Remark | undefined => remarks.find((remark) => remark === text);

/** Where a form of the booking pages may lead back to. */
export const backTo = (path: string): `/${string}` => (/^\/book(\/[A-Za-z0-9-]{1,64}){0,3}$/.test(path) ? (path as `/${string}`) : '/book');
