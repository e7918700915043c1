/** Something to be brought to one person. What is in it stays between here and the provider. */
export interface Letter {
  /** The same for every try: by it a copy is known as a copy. */
  id: string;
  /** What kind of letter it is, for the log. */
  about: string;
  by: 'text' | 'voice' | 'email';
  to: string;
  subject: string;
  text: string;
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
}

/**
 * What became of a letter. `failed`: it surely did not go out, and may later. `unknown`: it may have gone out.
 * `refused`: it can't go out, ever. `later`: it was not tried. Problems are codes, never a provider's sentence.
 */
export type Outcome = { is: 'sent' } | { is: 'later' } | { is: 'failed' | 'unknown' | 'refused'; problem: string };

export type Outcomes = Map<string, Outcome>;

export interface Channel {
  name: 'solapi' | 'smtp' | 'outbox';
  /** `remember` keeps, before anything goes out, by what the provider is asked about these letters afterwards. */
  send(letters: Letter[], remember: (providerId: string, ids: string[]) => Promise<void>): Promise<Outcomes>;
  /** What became of the letters of an earlier try. Those that surely did not go out, and never will by that try, are `later`. */
  ask?(providerId: string, ids: string[]): Promise<Outcomes>;
}

/** A code out of whatever was thrown: letters, digits and dashes, 60 at most. */
export function problemOf(fault: unknown): string {
  const facts = typeof fault === 'object' && fault !== null ? fault : {};
  const named = ['errorCode', 'code', '_tag', 'name']
    .map((key) => Reflect.get(facts, key))
    .find((value) => typeof value === 'string' && value);
  const status = Reflect.get(facts, 'httpStatus') ?? Reflect.get(facts, 'responseCode');
  const text = [typeof status === 'number' && String(status), named].filter(Boolean).join('-') || 'fault';
  const code = text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return code.slice(0, 60) || 'fault';
}

/** Korean providers count a letter of the Latin alphabet as one byte and everything else as two. */
export const textBytes = (text: string): number => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 128 ? 1 : 2), 0);

/** A short message has 90 bytes at most, a long one 2,000. */
export function textKind(text: string): 'SMS' | 'LMS' | 'too-long' {
  const bytes = textBytes(text);
  if (bytes <= 90) return 'SMS';
  return bytes <= 2_000 ? 'LMS' : 'too-long';
}

/** What a log may show of an address: `010-****-5678`, `a***@…`. */
export const masked = (to: string): string => (to.includes('@') ? `${to[0] ?? ''}***@…` : `${to.replace(/\D/g, '').slice(0, 3)}-****-****`);
