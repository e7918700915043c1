import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkDraw, tidyTicketNo } from './check';
import { type DrawRecord, drawRecord } from './record';

// The published examples of docs/draw.md: computed apart from this code, with Python’s hmac and hashlib.
const secret = '202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f';
const secretHash = '72dbb7336c76780023f83da4c355f2eeea85733b13d3477697917790c1229084';
const ticketKeyHash = '630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd';
const beaconValue = 'c5a1e0b7f4d29386';
const commit = { kind: 'commit', at: '2026-03-01T00:00:00.000Z', secretHash, ticketKeyHash };
const named = { ...commit, beaconSource: 'example beacon, round 1000', beaconFrom: '2026-03-02T10:30:00.000Z', beaconGrace: 600 };
const beacon = { kind: 'beacon', at: '2026-03-02T10:30:30.000Z', value: beaconValue };
const reveal = { kind: 'reveal', at: '2026-03-02T10:31:00.000Z', secret, beacon: null };

const recordOf = (entries: object[], seed: string): DrawRecord =>
  drawRecord.parse({
    format: 'charye-draw-1',
    round: 'example-1',
    drawAt: '2026-03-02T10:30:00.000Z',
    opensAt: '2026-03-02T11:00:00.000Z',
    closesAt: '2026-03-03T11:00:00.000Z',
    entries,
    seed,
  });

const seedPlain = '79537f657264dc675365d478a7911eea469165240434cdff7df9fd015ea405c1';
const seedBeacon = 'e22855d49113d8ec3cca3e236191a2951ae842d5ad74c66ef934d83f6e664a5b';
const plain = recordOf([{ ...commit, beaconSource: null }, reveal], seedPlain);
const withBeacon = recordOf([named, beacon, { ...reveal, beacon: beaconValue }], seedBeacon);
const ticket = 'A7LJ62QZ6DN27C3C';

const other = secret.replace('20', '21');
const wrong: [string, DrawRecord, string[]][] = [
  [
    'an altered secret',
    recordOf(
      [
        { ...commit, beaconSource: null },
        { ...reveal, secret: other },
      ],
      seedPlain,
    ),
    ['secret', 'seed'],
  ],
  ['a wrong hash', recordOf([{ ...commit, secretHash: ticketKeyHash, beaconSource: null }, reveal], seedPlain), ['secret']],
  [
    'a commitment that came after the draw',
    recordOf([{ ...commit, at: '2026-03-02T12:00:00.000Z', beaconSource: null }, reveal], seedPlain),
    ['secret'],
  ],
  ['another beacon than the recorded one', recordOf([named, beacon, { ...reveal, beacon: 'c5a1' }], seedBeacon), ['beacon', 'seed']],
  [
    'a beacon that was exchanged in both places',
    recordOf([named, { ...beacon, value: 'c5a1' }, { ...reveal, beacon: 'c5a1' }], seedBeacon),
    ['seed'],
  ],
  [
    'a beacon recorded before its time',
    recordOf([named, { ...beacon, at: '2026-03-02T10:29:59.000Z' }, { ...reveal, beacon: beaconValue }], seedBeacon),
    ['beacon'],
  ],
  [
    'a beacon recorded after the draw',
    recordOf([named, { ...reveal, beacon: beaconValue }, { ...beacon, at: '2026-03-02T10:32:00.000Z' }], seedBeacon),
    ['beacon'],
  ],
  [
    'a beacon that nobody named',
    recordOf(
      [
        { ...commit, beaconSource: null },
        { ...reveal, beacon: beaconValue },
      ],
      seedBeacon,
    ),
    ['beacon'],
  ],
  ['a named beacon left out in silence', recordOf([named, reveal], seedPlain), ['beacon']],
  ['a beacon called missing that was recorded', recordOf([named, beacon, { ...reveal, beaconMissing: true }], seedPlain), ['beacon']],
  ['a draw that did not wait for its beacon', recordOf([named, { ...reveal, beaconMissing: true }], seedPlain), ['beacon']],
  ['another seed', recordOf([{ ...commit, beaconSource: null }, reveal], seedBeacon), ['seed']],
];

describe('the check in the browser', () => {
  it('finds the place of the published examples, and every step right', async () => {
    const steps = (await checkDraw(plain, ticket)) ?? [];
    expect(steps.map(({ name, ok }) => [name, ok])).toEqual([
      ['secret', true],
      ['beacon', true],
      ['seed', true],
      ['place', true],
    ]);
    expect(steps.at(-1)?.facts).toEqual({ place: 0.35591496215527485, number: 3560 });
    expect((await checkDraw(withBeacon, ticket))?.at(-1)?.facts).toEqual({ place: 0.16063629618133035, number: 1607 });
  });

  it.each(wrong)('sees %s', async (_, record, names) => {
    const steps = await checkDraw(record, null);
    expect(steps?.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(names);
  });

  it('accepts a missing beacon that the record admits, and says so', async () => {
    const late = { ...reveal, at: '2026-03-02T10:40:00.000Z', beaconMissing: true };
    const steps = await checkDraw(recordOf([named, late], seedPlain), null);
    expect(steps?.map(({ ok, code }) => [ok, code])).toEqual([
      [true, 'same'],
      [true, 'missing'],
      [true, 'same'],
    ]);
  });

  it('has nothing to say before the draw', async () => expect(await checkDraw(recordOf([named], seedPlain), ticket)).toBeNull());

  it.each(['A7LJ62QZ6DN27C3', 'A7LJ62QZ6DN27C30', ''])('refuses “%s” as a ticket number', async (number) => {
    expect((await checkDraw(plain, number))?.at(-1)).toMatchObject({ name: 'ticket', ok: false });
  });

  it('reads a number as people type it', () => expect(tidyTicketNo(' a7lj-62qz 6dn2-7c3c\n')).toBe(ticket));
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'charye-draw-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (record: object, ...more: string[]) => {
    const file = join(folder, 'record.json');
    writeFileSync(file, JSON.stringify(record));
    return spawnSync(process.execPath, ['scripts/check-draw.mjs', file, ...more], { encoding: 'utf8' });
  };

  it('agrees with the browser on the published examples', () => {
    const without = run(plain, ticket);
    expect(without.stdout).toContain('0.35591496215527485: number 3,560 of 10,000');
    expect(without.status).toBe(0);
    const given = run(withBeacon, 'a7lj-62qz-6dn2-7c3c');
    expect(given.stdout).toContain('0.16063629618133035: number 1,607 of 10,000');
    expect(given.status).toBe(0);
  });

  it.each(wrong)('sees %s', (_, record, names) => {
    const { status, stdout } = run(record);
    expect(status).toBe(1);
    expect(stdout.match(/^✗/gm)).toHaveLength(names.length);
  });

  it('fails on what is no ticket number, and has nothing to check before the draw or without a record', () => {
    expect(run(plain, 'nonsense').status).toBe(1);
    expect(run(recordOf([named], seedPlain)).status).toBe(2);
    expect(run({}).status).toBe(2);
    expect(spawnSync(process.execPath, ['scripts/check-draw.mjs']).status).toBe(2);
  });
});
