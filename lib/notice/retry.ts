/** Tries in all, over about two hours; after the last one somebody has to look. */
export const triesMax = 8;

const firstSeconds = 30;
const longestSeconds = 3_600;

/** Seconds until the next try after `tries`: twice as long each time, and spread (`chance` in [0, 1)), so that a provider that comes back is not met by all at once. */
export const secondsToNextTry = (tries: number, chance: number): number =>
  Math.min(longestSeconds, firstSeconds * 2 ** (Math.max(1, tries) - 1)) * (0.5 + 0.5 * chance);

const mobile = /^01[016789]\d{7,8}$/;

/** Only mobile telephones take texts; everything else is called. */
export const takesText = (digits: string): boolean => mobile.test(digits);

/** As a provider wants it: `+82 10-1234-5678` is `01012345678`. */
export const digitsOf = (phone: string): string =>
  phone
    .replace(/[^\d+]/g, '')
    .replace(/^\+82/, '0')
    .replace(/^00+/, '0')
    .replace(/\+/g, '');
