/** All that is kept or said of a person, and must not be read by anybody else. */
export interface Known {
  name: string;
  /** `YYYY-MM-DD` */
  birthDate?: string;
  /** As written, with or without the country. */
  phone: string;
  ci: string;
  /** What they have typed: an address, a reason. */
  typed?: string[];
}

/** Base64 of the text wherever it begins in a longer one: the letters that are the same whatever stands before and after. */
function base64s(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((whole.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((kind) => whole.toString(kind).slice(from, to));
  });
}

const escapedUnits = (text: string, each: (unit: string) => string) =>
  Array.from({ length: text.length }, (_, index) => each(text.charCodeAt(index).toString(16).padStart(4, '0'))).join('');
const entities = (text: string, each: (point: number) => string) => Array.from(text, (sign) => each(sign.codePointAt(0) ?? 0)).join('');

/** A text in every dress in which it could stand in a log, a store or an address. */
function dresses(text: string): string[] {
  const plain = [text, text.normalize('NFD')];
  const coded = plain.flatMap((one) => [
    one,
    encodeURIComponent(one),
    encodeURIComponent(one).toLowerCase(),
    encodeURIComponent(encodeURIComponent(one)),
    JSON.stringify(one).slice(1, -1),
    Buffer.from(one).toString('hex'),
    ...base64s(one),
  ]);
  // Of letters alone: of digits these would be the digits' own numbers.
  const ascii = /^[\x20-\x7e]*$/.test(text);
  const escaped = ascii
    ? []
    : [
        escapedUnits(text, (unit) => `\\u${unit}`),
        entities(text, (point) => `&#${point};`),
        entities(text, (point) => `&#x${point.toString(16)};`),
      ];
  return [...new Set([...coded, ...escaped])];
}

function facts({ name, birthDate, phone, ci, typed = [] }: Known): string[] {
  const digits = phone.replace(/\D/g, '').replace(/^82/, '0');
  const dashed = `${digits.slice(0, 3)}-${digits.slice(3, -4)}-${digits.slice(-4)}`;
  const dates = birthDate ? [birthDate, birthDate.replaceAll('-', ''), birthDate.replaceAll('-', '.')] : [];
  return [name, name.replaceAll(' ', ''), digits, dashed, digits.slice(1), ci, ...dates, ...typed];
}

/** What of these people stands in the text; nothing of anybody, else what it is of and how it stands there. */
export function personalDataIn(text: string, people: Known[]): string[] {
  return people.flatMap((person) =>
    [...new Set(facts(person))].flatMap((fact) =>
      dresses(fact)
        .filter((dress) => text.includes(dress))
        .map((dress) => `${fact} as ${dress}`),
    ),
  );
}
