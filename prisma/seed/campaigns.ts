import { august2021 } from '@/lib/campaign/august-2021';
import { belongs, type Cohort } from '@/lib/campaign/cohort';
import { createRound } from '@/lib/campaign/commands';
import type { Database } from '@/lib/platform/database';
import { type DemoRound, demoCampaignId, demoRounds, soonRound, tranchesOf } from './demo';

/** In order of preference: who is under 50 was offered the mRNA vaccines in 2021. */
export const demoProducts = ['comirnaty', 'spikevax'];

/** A record of what was: the rounds with their windows and sizes, without draws and without seats. Nobody can enter them. */
export async function loadAugust2021(db: Database): Promise<boolean> {
  const { rounds, ...campaign } = august2021;
  if (await db.campaign.findUnique({ where: { id: campaign.id } })) return false;
  await db.campaign.create({
    data: {
      ...campaign,
      products: demoProducts,
      rounds: { create: rounds.map(({ cohort, ...round }) => ({ ...round, cohort: { ...cohort }, seatCount: 20_000 })) },
    },
  });
  return true;
}

/** How many on the roll belong to a cohort. */
async function cohortCounter(db: Database): Promise<(cohort: Cohort) => number> {
  const born = await db.$queryRaw<{ birth_date: string; count: number }[]>`
    SELECT to_char(birth_date, 'YYYY-MM-DD') AS birth_date, count(*)::int AS count FROM person WHERE on_roll GROUP BY 1`;
  return (cohort) => born.reduce((sum, { birth_date, count }) => sum + (belongs(cohort, birth_date) ? count : 0), 0);
}

async function soonRoundOf(db: Database, campaignId: string, now: Date): Promise<DemoRound | null> {
  const made = await db.round.findMany({ where: { campaignId, id: { startsWith: `${campaignId}-soon-` } } });
  return made.some(({ opensAt }) => opensAt > now) ? null : soonRound(campaignId, made.length + 1, now);
}

export interface DemoLoaded {
  campaignId: string;
  added: string[];
}

/** Makes the demo campaign when there is none or its digits are over, and adds the rounds that are missing. */
export async function loadDemo(db: Database, now: Date): Promise<DemoLoaded> {
  const newest = await db.campaign.findFirst({ where: { demo: true, id: { startsWith: 'demo-' } }, orderBy: { id: 'desc' } });
  const campaignId = demoCampaignId(newest?.id, now);
  if (campaignId !== newest?.id) {
    const names = { nameKo: '예방접종 예약 (체험)', nameEn: 'Vaccination booking (demo)' };
    await db.campaign.create({ data: { id: campaignId, ...names, products: demoProducts, phone: '1339', demo: true } });
  }
  const present = new Set((await db.round.findMany({ where: { campaignId }, select: { id: true } })).map(({ id }) => id));
  const soon = await soonRoundOf(db, campaignId, now);
  const rounds = [...demoRounds(campaignId, now), ...(soon ? [soon] : [])].filter(({ id }) => !present.has(id));
  if (rounds.length === 0) return { campaignId, added: [] };
  const count = await cohortCounter(db);
  for (const round of rounds) {
    // Together: a round that is found again has what belongs to it.
    await db.$transaction(async (tx) => {
      await createRound(tx, { ...round, campaignId, cohortSize: count(round.cohort) });
      await tx.tranche.createMany({ data: tranchesOf(round).map((tranche) => ({ roundId: round.id, ...tranche })) });
    });
  }
  return { campaignId, added: rounds.map(({ id }) => id) };
}
