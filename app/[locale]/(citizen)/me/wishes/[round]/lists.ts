import type { Wish } from '@/lib/wish/wish';

/** The waiting lists of the places that were wished for, each once, in the order of the wishes. */
export function listsOf<Place extends { code: string }>(
  wishes: readonly Wish[],
  names: readonly Place[],
): { query: string; name: Place }[] {
  const lists = wishes.flatMap(({ where }) => {
    const [kind, code] = 'district' in where ? ['region', where.district] : ['clinic', where.clinic];
    const name = names.find((one) => one.code === code);
    return name ? [{ query: `${kind}=${code}`, name }] : [];
  });
  return lists.filter(({ query }, index) => lists.findIndex((one) => one.query === query) === index);
}
