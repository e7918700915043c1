/**
 * How often one of the first takes longer than one of the second, each with each (the statistic of Mann and Whitney, as a share):
 * a half where nobody can tell the two apart, one where every single one of the first is the slower.
 */
export function slowerShare(first: number[], second: number[]): number {
  if (first.length === 0 || second.length === 0) throw new Error('nothing was measured');
  const all = [...first.map((value) => ({ value, mine: true })), ...second.map((value) => ({ value, mine: false }))];
  all.sort((a, b) => a.value - b.value);
  let ranks = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1;
    // Those that are equal share the middle of their ranks, which begin at one.
    const rank = (from + 1 + to) / 2;
    ranks += rank * all.slice(from, to).filter(({ mine }) => mine).length;
    from = to;
  }
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}
