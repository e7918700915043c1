import { expect, it } from 'vitest';
import { database, Prisma } from '@/lib/platform/database';
import { lineRound, moveFront, tryToEnter, withTicket } from '@/test/line';
import { documentOf } from './queries';

const tomorrow = new Date(Date.now() + 86_400_000);
const released = (roundId: string, at: Date, permille: number) => database().tranche.create({ data: { roundId, at, permille } });
const clinicsOf = (roundId: string) => Prisma.sql`(SELECT clinic_id FROM share WHERE round_id = ${roundId})`;
/** What a hold would be refused is no reason to take a seat, and what it would be given one to be let in. */
it.each<[what: string, change: (roundId: string) => Promise<unknown>, code: string, state: string]>([
  ['none is taken', async () => undefined, 'entered', 'open'],
  [
    'all half hours are full',
    (id) => database().$executeRaw`UPDATE slot SET taken = capacity WHERE clinic_id IN ${clinicsOf(id)}`,
    'sold-out',
    'sold-out',
  ],
  [
    'all half hours are closed',
    (id) => database().$executeRaw`UPDATE slot SET closed_at = now() WHERE clinic_id IN ${clinicsOf(id)}`,
    'sold-out',
    'sold-out',
  ],
  [
    'the last half hour begins within the hour',
    (id) => database().$executeRaw`UPDATE slot SET starts_at = now() + interval '59 min' WHERE clinic_id IN ${clinicsOf(id)}`,
    'sold-out',
    'sold-out',
  ],
  [
    'the clinic is paused',
    (id) => database().$executeRaw`UPDATE clinic SET paused_at = now() WHERE id IN ${clinicsOf(id)}`,
    'sold-out',
    'sold-out',
  ],
  [
    'the delivery is in quarantine',
    (id) => database().$executeRaw`UPDATE delivery SET quarantined_at = now() WHERE clinic_id IN ${clinicsOf(id)}`,
    'sold-out',
    'sold-out',
  ],
  [
    'they are of a vaccine for others’ ages only',
    (id) => database().$executeRaw`UPDATE share SET product_code = ${'P-old'} WHERE round_id = ${id}`,
    'sold-out',
    'open',
  ],
  [
    'the programme is paused',
    (id) => database().$executeRaw`UPDATE campaign SET paused_at = now() WHERE id = (SELECT campaign_id FROM round WHERE id = ${id})`,
    'round-paused',
    'paused',
  ],
  ['a tranche comes tomorrow', (id) => released(id, tomorrow, 1_000), 'entered', 'open'],
  ['a tranche comes after the end', (id) => released(id, new Date('2099-01-01'), 1_000), 'sold-out', 'sold-out'],
])('%s: %3$s', async (_, change, expected, state) => {
  const round = await lineRound(5, { closesInMinutes: 2 * 24 * 60 });
  await database().product.createMany({ data: { code: 'P-old', nameKo: '백신', nameEn: 'Vaccine', cvx: '208' }, skipDuplicates: true });
  const rule = { productCode: 'P-old', validFrom: new Date('2020-01-01'), minAge: 100, doses: 1 };
  await database().productRule.createMany({ data: rule, skipDuplicates: true });
  await database().campaign.update({ where: { id: round.campaignId }, data: { products: ['P2', 'P-old'] } });
  const who = await withTicket(round.id);
  await moveFront(round.id, 'drawn', 1);
  await change(round.id);
  expect(await tryToEnter(who, round.id)).toMatchObject(expected === 'entered' ? { ok: true } : { ok: false, code: expected });
  expect((await documentOf(round.id))?.state).toBe(state);
});
