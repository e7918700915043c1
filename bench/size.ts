import { connect, type Database, database } from '@/lib/platform/database';
import { measured, people, programClaim, programWith } from './measure/claim-slices';
import { crowdedBy, entered, supplyOf } from './measure/claiming';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { type Ground, onOwnGround } from './measure/ground';

export const name = 'size';

const repeats = 10;
/** `--large` is what a nation has: it takes 15 GB. */
const large = process.argv.includes('--large') ? { bookings: 2_000_000, people: 17_000_000 } : { bookings: 200_000, people: 200_000 };
const small = { bookings: 10_000, people: 10_000 };

type Size = typeof large;

/** A database of that size, and people in it who may claim. */
async function sideOf(url: string, size: Size) {
  await programWith(url, 1);
  const { slots } = await supplyOf(database());
  await crowdedBy(url, size.bookings, size.people);
  return { slots, passes: await entered(database(), people), db: connect(url, 8), rates: [] as number[] };
}

/** In two databases of one server in turn, a small one and a large one; with eight callers, over 200 half hours. */
async function compared({ url, another }: Ground, say: Context['say']): Promise<Figure[]> {
  const other = await another();
  try {
    say(`size: ${large.bookings} bookings and ${large.people} people`);
    // Both stay connected: what a first statement costs a connection is not what is measured.
    const [few, many] = [await sideOf(other.url, small), await sideOf(url, large)];
    const shared = globalThis as { charyeDatabase?: Database };
    await shared.charyeDatabase?.$disconnect();
    for (let repeat = 0; repeat <= repeats; repeat += 1) {
      for (const { db, rates, passes, slots } of repeat % 2 ? [few, many] : [many, few]) {
        shared.charyeDatabase = db;
        const { perSecond } = await measured(passes, slots, 8, programClaim);
        if (repeat > 0) rates.push(perSecond);
      }
    }
    for (const { db } of [few, many]) await db.$disconnect();
    await programWith(url, 1);
    const ratios = few.rates.map((rate, index) => rate / (many.rates[index] ?? Number.NaN));
    const value = rounded(median(ratios));
    return [
      {
        ...{
          key: 'cost_of_a_claim_by_size_ratio',
          value,
          unit: 'times',
          reach: '≤ 1.2',
          reached: value <= 1.2,
          repeats: ratios.map(rounded),
        },
        against: `a claim with ${small.bookings} bookings and people, in turn; here ${large.bookings} bookings and ${large.people} people`,
        note: `${few.rates.map(rounded).join(', ')} claims/s and ${many.rates.map(rounded).join(', ')} claims/s`,
      },
    ];
  } finally {
    await database().$disconnect();
    await other.drop();
  }
}

export const run = ({ say }: Context): Promise<Figure[]> => onOwnGround((ground) => compared(ground, say), 'durable');
