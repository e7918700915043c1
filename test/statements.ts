/** What must hold of every line, by its number in the design of the waiting line. */
export type Statement = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export class Broken extends Error {
  constructor(
    readonly statement: Statement,
    readonly what: string,
  ) {
    super(`statement ${statement}: ${what}`);
  }
}

export function must(statement: Statement, what: string, holds: boolean): void {
  if (!holds) throw new Broken(statement, what);
}

/** What everybody may read names nobody, holds nobody's place, and counts in hundreds. */
export function speaksOfNobody(document: string, secrets: string[], places: number[]): void {
  const numbers = new Set((document.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number));
  const { waiting } = JSON.parse(document) as { waiting: Record<string, number> };
  for (const count of Object.values(waiting)) must(6, `counts ${count}`, count >= 100 && Number(count.toPrecision(2)) === count);
  must(6, 'somebody is in the document', !secrets.some((secret) => document.includes(secret)));
  must(6, 'a place is in the document', !places.some((place) => numbers.has(place)));
}
