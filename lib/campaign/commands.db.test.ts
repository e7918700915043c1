import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { database } from '@/lib/platform/database';
import { createRound, type NewRound } from './commands';

const round: NewRound = {
  id: 'flu-1',
  campaignId: 'flu',
  sequence: 1,
  nameKo: '독감 1차',
  nameEn: 'Flu, round 1',
  cohort: { bornTo: '1960-12-31', dayDigits: [1, 2] },
  cohortSize: 10,
  drawAt: new Date('2030-01-01T10:00:00+09:00'),
  opensAt: new Date('2030-01-01T10:30:00+09:00'),
  closesAt: new Date('2030-01-02T10:00:00+09:00'),
  seatCount: 3,
};

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function counts() {
  const db = database();
  return [await db.round.count(), await db.roundSecret.count(), await db.drawRecord.count(), await db.seat.count()];
}

beforeAll(async () => {
  await database().campaign.create({ data: { id: 'flu', nameKo: '독감', nameEn: 'Flu', products: ['flu'], phone: '1339' } });
});

test('a round is made with its seats, its secrets and the public commitment to them', async () => {
  await createRound(database(), round);
  const made = await database().round.findUniqueOrThrow({
    where: { id: round.id },
    include: { secret: true, drawRecords: true, seats: { orderBy: { number: 'asc' } } },
  });
  expect(made).toMatchObject({ cohort: round.cohort, lineOrder: 'drawn', helpersAllowed: false, minSweep: 1800, opensAt: round.opensAt });
  expect(made.seats.map(({ number, personId }) => [number, personId])).toEqual([
    [1, null],
    [2, null],
    [3, null],
  ]);
  const { secret = new Uint8Array(), ticketKey = new Uint8Array() } = made.secret ?? {};
  expect([secret.length, ticketKey.length]).toEqual([32, 32]);
  expect(made.drawRecords).toMatchObject([
    { kind: 'commit', body: { secretHash: sha256(secret), ticketKeyHash: sha256(ticketKey), beaconSource: null } },
  ]);
});

test('no two rounds share a secret', async () => {
  await createRound(database(), { ...round, id: 'flu-0', sequence: 0 });
  const rows = await database().roundSecret.findMany();
  const values = rows.flatMap(({ secret, ticketKey }) => [secret, ticketKey]).map((bytes) => Buffer.from(bytes).toString('hex'));
  expect(new Set(values).size).toBe(4);
});

test('a round that can’t be made leaves nothing behind', async () => {
  const before = await counts();
  const mistakes: Partial<NewRound>[] = [
    { campaignId: 'no-such-campaign' },
    { sequence: 1 },
    { id: round.id },
    { id: 'Not a slug' },
    { id: 'a'.repeat(41) },
    { closesAt: round.opensAt },
    { cohort: { bornTo: '1960-02-30' } },
    { cohort: { dayDigits: [10] } },
    { seatCount: 0 },
  ];
  for (const mistake of mistakes) {
    await expect(createRound(database(), { ...round, id: 'flu-2', sequence: 2, ...mistake }), JSON.stringify(mistake)).rejects.toThrow();
  }
  expect(await counts()).toEqual(before);
});
