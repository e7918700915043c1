import { plainName, plainPhone } from './match';

const firstHangul = 0xac00;
const lastHangul = 0xd7a3;
const vowels = 21;
const finals = 28;
/** Initials by their place in a syllable's code: ㄴ, ㄹ, ㅇ. */
const initial = { n: 2, r: 5, none: 11 } as const;
/** ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ: before these the initial falls silent (류 is 유, 녀 is 여); before the others ㄹ becomes ㄴ (라 is 나). */
const silencing = new Set([2, 3, 6, 7, 12, 17, 20]);

/** The initial sound law (두음법칙), which some families and some registers write and others don't. */
function softened(syllable: string): string {
  const code = syllable.charCodeAt(0);
  if (code < firstHangul || code > lastHangul) return syllable;
  const offset = code - firstHangul;
  const lead = Math.floor(offset / (vowels * finals));
  const silent = silencing.has(Math.floor(offset / finals) % vowels);
  const to = silent && (lead === initial.r || lead === initial.n) ? initial.none : lead === initial.r ? initial.n : lead;
  return String.fromCharCode(code + (to - lead) * vowels * finals);
}

/** Within a name these two alone are written either way: 김선률 and 김선율. */
const within = (rest: string): string => rest.replace(/렬/g, '열').replace(/률/g, '율');

/**
 * What names that differ a little have in common: spaces, hyphens, case and accents gone, the initial sound law applied, and
 * of Latin names the letters alone, whatever their order: HONG GIL-DONG, Gildong Hong and Gil Dong Hong are one.
 */
export function foldedName(name: string): string {
  const letters = plainName(name)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  if (/\p{Script=Hangul}/u.test(letters)) return softened(letters.charAt(0)) + within(letters.slice(1));
  return /^\p{Script=Latin}+$/u.test(letters) ? [...letters].sort().join('') : letters;
}

/** `lookupHash('near-name', ...nearNameParts(…))`: who may be meant although name or number differ a little. */
export const nearNameParts = (name: string, birthDate: string): [string, string] => [birthDate, foldedName(name)];

/** `lookupHash('near-phone', ...)`: the same for another name with the same birth date and number. */
export const nearPhoneParts = (phone: string, birthDate: string): [string, string] => [birthDate, plainPhone(phone)];
