/** How often somebody may ask and try, in a day. A code of six digits then falls to chance once in twenty thousand targets a day. */
export const window = '1 day';
export const asksPerHelper = 10;
/** One helper for one target: whoever is hostile must not use up what the others have. */
export const asksPerPair = 3;
/** Whoever asks, and whether anybody answers to the name or not. */
export const asksPerTarget = 10;
export const triesPerHelper = 20;
export const triesPerCode = 5;

/** Minutes for which a code by telephone holds. */
export const phoneMinutes = 10;
/** Days for which a letter may wait to be printed, and then its code holds. */
export const letterDays = 14;

/** Of what people are told before they agree: `notice.text.helper-code`, `desk.letter.text`. */
export const textVersion = '2';
