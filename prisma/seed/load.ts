import { cohortSchema } from '@/lib/campaign/schema';
import type { Database } from '@/lib/platform/database';
import { demoProducts, loadAugust2021, loadDemo } from './campaigns';
import { castIndex, citizenCount, personIdAt } from './citizens';
import { clinics } from './clinics';
import { holidays } from './holidays';
import { type ReadyMade, readyMade } from './ready-made';
import { regionRows } from './regions';
import { loadRoll } from './roll';
import { loadSlots } from './slots';
import { loadDeliveries, loadProducts, loadShares } from './supply';

export interface SeedOptions {
  /** The database's clock; a fixed instant in tests. */
  now: Date;
  /** How many of the made-up people; at least 500. */
  roll?: number;
  /** On how many days first doses are given; three weeks after each of them there are half hours for the second one. */
  days?: number;
  report?: (line: string) => void;
}

const grantedAt = new Date('2021-07-01T00:00:00+09:00');
/** From the first dose of what most people get to the second one. */
const secondDoseDays = 21;
const thousands = (count: number): string => count.toLocaleString('en-US');

/** Whose clinic the ready-made member of staff works at: the vaccination centre of 종로구. */
const staffClinicId = '11110001';

async function loadCast(db: Database): Promise<void> {
  const [daughter, mother, clinic, operator] = [castIndex.daughter, castIndex.mother, castIndex.clinic, castIndex.operator].map(personIdAt);
  if (!daughter || !mother || !clinic || !operator) throw new Error('the cast is not whole');
  // The consent may have been ended since: it isn't granted anew.
  if ((await db.consent.count({ where: { helperId: daughter, beneficiaryId: mother } })) === 0) {
    const names = { helperId: daughter, beneficiaryId: mother, relation: 'daughter', lead: true };
    await db.consent.create({ data: { id: '2021c0de-0000-8000-8000-000000000001', ...names, textVersion: '1', grantedAt } });
  }
  if ((await db.staffRole.count({ where: { personId: { in: [clinic, operator] } } })) === 0) {
    await db.staffRole.createMany({
      data: [
        { personId: clinic, role: 'clinic', clinicId: staffClinicId },
        { personId: operator, role: 'operator' },
      ],
    });
  }
  const agent = { personId: personIdAt(castIndex.agent), role: 'agent' as const };
  if ((await db.staffRole.count({ where: agent })) === 0) await db.staffRole.create({ data: agent });
}

async function peopleFor(db: Database, campaignId: string, now: Date): Promise<ReadyMade[]> {
  const rounds = await db.round.findMany({ where: { campaignId }, orderBy: { sequence: 'asc' } });
  return readyMade(
    rounds.map(({ cohort, opensAt, closesAt }) => ({ cohort: cohortSchema.parse(cohort), opensAt, closesAt })),
    now,
  );
}

/**
 * Fills an empty database, and tops up one that was filled before: what is there stays as it is. Killed half-way it goes on
 * where it was. Returns the people to try it as.
 */
export async function load(db: Database, options: SeedOptions): Promise<ReadyMade[]> {
  const { now, roll = citizenCount, days = 21, report = () => undefined } = options;
  const { count: regions } = await db.region.createMany({ data: regionRows(), skipDuplicates: true });
  const data = holidays.map(({ day, ...names }) => ({ day: new Date(`${day}T00:00:00Z`), ...names }));
  const { count: free } = await db.holiday.createMany({ data, skipDuplicates: true });
  if (regions + free > 0) report(`${regions} regions and ${free} holidays`);

  const all = clinics();
  const { count: added } = await db.clinic.createMany({ data: all.map(({ capacity, ...clinic }) => clinic), skipDuplicates: true });
  if (added > 0) report(`${thousands(added)} clinics`);

  let people = 0;
  await loadRoll(db, roll, (done) => {
    people = done;
    if (done % 20_000 === 0) report(`${thousands(done)} of ${thousands(roll)} people on the roll`);
  });
  await loadCast(db);

  const firsts = Array.from({ length: days }, (_, ahead) => ahead + 1);
  const aheads = [...new Set([...firsts, ...firsts.map((ahead) => ahead + secondDoseDays)])];
  const slots = await loadSlots(db, all, now, aheads);
  if (slots > 0) report(`${thousands(slots)} half hours at the clinics, up to ${days + secondDoseDays} days from today`);
  await loadProducts(db);
  const deliveries = await loadDeliveries(db, all, demoProducts, now, aheads);
  if (deliveries > 0) report(`${thousands(deliveries)} deliveries of vaccine`);
  // Fresh tables have no statistics, and the first plans would be bad ones.
  if (people + slots + deliveries > 0) await db.$executeRaw`ANALYZE region, clinic, person, slot, delivery`;

  if (await loadAugust2021(db)) report('the campaign of August 2021');
  const demo = await loadDemo(db, now);
  if (demo.added.length > 0) report(`${demo.added.length} rounds of ${demo.campaignId}`);
  const shares = await loadShares(db, demo.campaignId, now);
  if (shares > 0) {
    report(`${thousands(shares)} shares of clinics’ days for the rounds`);
    await db.$executeRaw`ANALYZE share`;
  }
  return peopleFor(db, demo.campaignId, now);
}
