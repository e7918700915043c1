import { type AccessEntry, beginning, type Head, linkHash } from './chain';

/** One link of the chain with the entry that it stands for; `entry` is null when that is gone. */
export interface Link {
  seq: number;
  previous: string;
  hash: string;
  entry: AccessEntry | null;
}

/**
 * `cut`: something before this link, or what it stands for, is gone. `change`: it is not what was chained. `missing-tail`:
 * the chain was longer. `forged-head` and `unknown-head`: a head that none of the keys signed. `unchained`: added long ago, never chained.
 */
export interface Finding {
  kind: 'cut' | 'change' | 'missing-tail' | 'forged-head' | 'unknown-head' | 'unchained';
  seq: number;
}

/** Reads a chain from its first link to its last, in any number of steps. `anchor`: the signed head up to which it was deleted after its time. */
export function chainChecker(anchor: Head | null) {
  const findings: Finding[] = [];
  let last: Pick<Link, 'seq' | 'hash'> | null = anchor;
  let length = 0;

  const find = (kind: Finding['kind'], seq: number) => void findings.push({ kind, seq });

  function link(next: Link): void {
    const follows = next.seq === (last?.seq ?? 0) + 1 && next.previous === (last?.hash ?? beginning);
    if (!follows || !next.entry) find('cut', next.seq);
    else if (linkHash(next.previous, next.seq, next.entry) !== next.hash) find('change', next.seq);
    last = next;
    length += 1;
  }

  /** Of a head whose signature was looked at before: the link of that number must have been given. */
  function head(said: Head, hash: string | null): void {
    if (hash !== null && hash !== said.hash) find('change', said.seq);
    else if (hash === null && said.seq > (last?.seq ?? 0)) find('missing-tail', said.seq);
  }

  return { link, head, find, result: () => ({ length, end: last, findings }) };
}
