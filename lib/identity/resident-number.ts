/**
 * 주민등록번호, or a foreigner's registration number: six digits and seven, however they are written apart. Nobody's is kept, so
 * no text that has one comes in anywhere.
 */
export function hasResidentNumber(text: string): boolean {
  // Millions of names have no digit.
  return /\p{Nd}/u.test(text) && /(?<!\d)\d{6}[\s\p{Pd}\u2212.·~_/]{0,3}\d{7}(?!\d)/u.test(text.normalize('NFKC'));
}

/** The whole text is one. Of a CI, which is a hash: thirteen digits in a row may stand in it by chance. */
export const isResidentNumber = (text: string): boolean =>
  hasResidentNumber(text) && text.replace(/\D/g, '').length === 13 && !/\p{L}/u.test(text);

/** What a schema says of such a text. */
export const residentNumber = 'resident-number';

/** Why a form was refused: this has a sentence of its own. */
export const wrongWith = ({ issues }: { issues: readonly { message: string }[] }): 'resident-number' | 'bad-request' =>
  issues.some(({ message }) => message === residentNumber) ? residentNumber : 'bad-request';
