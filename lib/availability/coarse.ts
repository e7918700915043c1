/**
 * What is free as everybody may read it: exact up to ten, then in tens, then in two digits. Enough to choose by, and a document that
 * stays the same while single places come and go. Never more than there is.
 */
export function coarse(places: number): number {
  if (places <= 10) return Math.max(0, places);
  const step = 10 ** Math.max(1, Math.floor(Math.log10(places)) - 1);
  return Math.floor(places / step) * step;
}
