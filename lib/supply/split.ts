/**
 * What rounding has left a round short of (above 0) or given it too much (below), carried from one split to the next. Kept
 * along clinics and days it makes the sums of many small splits as proportional as one large split would be.
 */
export type Carry = Map<string, number>;

/** Thirds that add up to a whole are a whole, also in binary fractions. */
const billionths = (value: number): number => Math.round(value * 1e9) / 1e9;

export interface Weighted {
  id: string;
  weight: number;
}

/**
 * `total` whole places in proportion to the weights: no place lost, none invented. What whole numbers can't express goes to
 * whoever is owed most, and is remembered in `carry`.
 */
export function split(total: number, among: readonly Weighted[], carry: Carry): Map<string, number> {
  const weights = among.reduce((sum, { weight }) => sum + weight, 0);
  if (weights <= 0) throw new Error('places are split over weights above 0');
  const parts = among.map(({ id, weight }) => {
    const ideal = billionths((total * weight) / weights + (carry.get(id) ?? 0));
    return { id, ideal, part: weight > 0 ? Math.max(0, Math.floor(ideal)) : 0, takes: weight > 0 };
  });
  const owed = parts.filter(({ takes }) => takes).sort((a, b) => billionths(b.ideal - b.part - (a.ideal - a.part)));
  let rest = total - parts.reduce((sum, { part }) => sum + part, 0);
  for (let turn = 0; rest > 0; turn = (turn + 1) % owed.length) {
    const next = owed[turn];
    if (!next) break;
    next.part += 1;
    rest -= 1;
  }
  // Below 0 when somebody had been given too much before and can't give it back yet.
  for (const last of owed.toReversed()) {
    const back = Math.min(1, last.part, -rest);
    if (back <= 0) continue;
    last.part -= back;
    rest += back;
  }
  for (const { id, ideal, part } of owed) carry.set(id, billionths(ideal - part));
  return new Map(parts.map(({ id, part }) => [id, part]));
}
