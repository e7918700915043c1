/** Why somebody has no live pass. Each is an address (`/pass/<code>`) and a sentence (`pass.<code>`). */
export const passCodes = [
  'pass-missing',
  'pass-forged',
  'signed-out',
  'pass-gone',
  'pass-elsewhere',
  'round-closed',
  'round-paused',
] as const;
export type PassCode = (typeof passCodes)[number];
