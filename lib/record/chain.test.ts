import { describe, expect, test } from 'vitest';
import { type AccessEntry, beginning, linkHash } from './chain';
import { chainChecker, type Link } from './check';
import { judgeHead, signHead } from './head';

const entry: AccessEntry = {
  id: '7',
  at: new Date('2026-08-10T00:00:00.123Z'),
  actorId: '0198a3c0-0000-7000-8000-000000000001',
  role: 'clinic',
  sessionId: 'ab',
  fromHash: '00ff',
  network: '203.0.113.0/24',
  subjects: ['0198a3c0-0000-7000-8000-000000000002', '0198a3c0-0000-7000-8000-000000000003'],
  action: 'list.read',
  objectKind: 'clinic-day',
  objectId: 'clinic-1 2026-08-10',
  reason: null,
};

const chainOf = (length: number): Link[] => {
  let previous = beginning;
  return Array.from({ length }, (_, index) => {
    const one = { ...entry, id: String(index + 1) };
    const hash = linkHash(previous, index + 1, one);
    const link = { seq: index + 1, previous, hash, entry: one };
    previous = hash;
    return link;
  });
};

const found = (links: Link[], heads: { seq: number; hash: string }[] = []) => {
  const checker = chainChecker(null);
  for (const link of links) checker.link(link);
  for (const head of heads) checker.head({ ...head, at: entry.at }, links.find(({ seq }) => seq === head.seq)?.hash ?? null);
  return checker.result().findings.map(({ kind, seq }) => `${kind} ${seq}`);
};

// Reckoned apart from the program, by the bytes in docs/record.md.
test('the hash of a link is the one that the document says', () => {
  expect(linkHash(beginning, 1, entry)).toBe('f0e72158bb2a904244f0175083b2d912c43976b2a5e78d354f4db329fddc7fd2');
});

test('every field counts, and none runs into the next', () => {
  const changed: Partial<AccessEntry>[] = [
    { id: '8' },
    { at: new Date('2026-08-10T00:00:00.124Z') },
    { actorId: null },
    { role: 'agent' },
    { sessionId: '' },
    { fromHash: null },
    { network: null },
    { subjects: [] },
    { action: 'list.search' },
    { objectKind: 'clinic-dayclinic-1', objectId: ' 2026-08-10' },
    { reason: '' },
  ];
  const hashes = [entry, ...changed.map((part) => ({ ...entry, ...part }))].map((one) => linkHash(beginning, 1, one));
  expect(new Set([...hashes, linkHash(beginning, 2, entry), linkHash('11'.repeat(32), 1, entry)]).size).toBe(changed.length + 3);
});

describe('a chain', () => {
  const links = chainOf(5);
  const [first, second, third, fourth, fifth] = links;
  if (!first || !second || !third || !fourth || !fifth) throw new Error('five');

  test('that is whole has nothing to find', () => expect(found(links, [{ seq: 5, hash: fifth.hash }])).toEqual([]));
  test('with a changed entry', () =>
    expect(found([first, second, { ...third, entry: { ...entry, id: '3', reason: 'x' } }, fourth, fifth])).toEqual(['change 3']));
  test('whose entry is gone', () => expect(found([first, { ...second, entry: null }, third])).toEqual(['cut 2']));
  test('with a link cut out', () => expect(found([first, second, fourth, fifth])).toEqual(['cut 4']));
  test('without its beginning', () => expect(found([third, fourth, fifth])).toEqual(['cut 3']));
  test('renumbered after a cut', () => expect(found([first, { ...third, seq: 2 }])).toEqual(['cut 2']));
  test('without its tail', () => expect(found([first, second], [{ seq: 5, hash: fifth.hash }])).toEqual(['missing-tail 5']));
  test('written anew from some link on', () => {
    const other = { ...entry, id: '2', reason: 'other' };
    const forged = { ...second, entry: other, hash: linkHash(second.previous, 2, other) };
    expect(found([first, forged], [{ seq: 2, hash: second.hash }])).toEqual(['change 2']);
  });
});

describe('a signed head', () => {
  const key = { id: '1', key: new Uint8Array(32).fill(7) };
  const head = signHead({ seq: 3, hash: 'ab'.repeat(32), at: entry.at }, key);

  test('is known by its key alone', () => {
    expect(judgeHead(head, [{ id: '2', key: new Uint8Array(32).fill(8) }, key])).toBe('signed');
    expect(judgeHead(head, [{ id: '2', key: new Uint8Array(32).fill(8) }])).toBe('unknown');
    expect(judgeHead(signHead(head, { id: '1', key: new Uint8Array(32).fill(9) }), [key])).toBe('forged');
  });
  test.each([{ seq: 4 }, { hash: 'ac'.repeat(32) }, { at: new Date(0) }, { signature: head.signature.replace(/^../, '00') }])(
    'changed by %j is forged',
    (part) => expect(judgeHead({ ...head, ...part }, [key])).toBe('forged'),
  );
});
