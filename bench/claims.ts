import { holdSlot } from '@/lib/booking/commands';
import { database } from '@/lib/platform/database';
import { type Claim, connections, measured, people, programClaim, programWith, type Slice } from './measure/claim-slices';
import { bareClaim, crowdedBy, entered, poolOf, prismaClaim, supplyOf } from './measure/claiming';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';

export const name = 'claims';

const repeats = 5;
const crowd = 10_000;

type Kind = 'bare' | 'prisma' | 'program' | 'refusal';

const programRefusal: Claim = async (pass, slotId) => {
  const held = await holdSlot(pass, slotId);
  if (held.ok || held.code !== 'slot-full') throw new Error('a full half hour was not refused');
};

async function measure(url: string, say: Context['say']): Promise<Figure[]> {
  const figures: Figure[] = [];
  await programWith(url, 8);
  const { slots, full } = await supplyOf(database());
  const passes = await entered(database(), people);
  await crowdedBy(url, crowd, crowd);
  const hot = slots.slice(0, 1);
  for (const callers of [8, 64]) {
    await programWith(url, callers);
    const pool = poolOf(url, connections(callers));
    const kinds: [kind: Kind, claim: Claim, full?: boolean][] = [
      ['bare', bareClaim(pool)],
      ['prisma', prismaClaim],
      ['program', programClaim],
      ['refusal', programRefusal, true],
    ];
    try {
      for (const [where, places] of Object.entries({ spread_over_200: slots, on_one: hot })) {
        say(`claims: ${callers} callers, ${where}`);
        const slices: Record<Kind, Slice[]> = { bare: [], prisma: [], program: [], refusal: [] };
        for (let repeat = 0; repeat <= repeats; repeat += 1) {
          for (const [kind, claim, none] of repeat % 2 ? kinds : kinds.toReversed()) {
            const found = await measured(passes, none ? [full] : places, callers, claim);
            // The first of each warms up.
            if (repeat > 0) slices[kind].push(found);
          }
        }
        figures.push(...figuresOf(`${where}_with_${callers}_callers`, slices));
      }
    } finally {
      await pool.end();
    }
  }
  return figures;
}

function figuresOf(key: string, { bare, prisma, program, refusal }: Record<Kind, Slice[]>): Figure[] {
  const rates = (slices: Slice[]) => slices.map(({ perSecond }) => perSecond);
  const costs = (slices: Slice[]) => slices.map(({ cost }) => cost);
  const each = (slices: Slice[]) => `${rounded(median(rates(slices)))}/s, ${rounded(median(costs(slices)))} ms`;
  const ratio = (name: string, of: number[], by: number[], against: string, least?: number): Figure => {
    const all = of.map((value, index) => value / (by[index] ?? Number.NaN));
    const value = rounded(median(all));
    const reach = least === undefined ? {} : { reach: `≥ ${least}`, reached: value >= least };
    return { key: `${name}_${key}_ratio`, value, unit: 'times', against, ...reach, repeats: all.map(rounded) };
  };
  const least = 'two conditional updates and one insert by pg';
  return [
    {
      ...{ key: `claims_per_second_${key}`, value: rounded(median(rates(program))), unit: '/s', against: 'itself' },
      ...{ repeats: rates(program).map(rounded) },
      note: `${each(program)} of processor; the bare minimum ${each(bare)}; its statement by Prisma's client ${each(prisma)}`,
    },
    ratio('program', rates(program), rates(bare), least, 0.5),
    ratio('program_processor', costs(bare), costs(program), `the processor time of ${least}`),
    ratio('prisma', rates(prisma), rates(bare), `${least}; here the program's statement by Prisma's client`, 0.5),
    ratio(
      'prisma_processor',
      costs(bare),
      costs(prisma),
      `the processor time of ${least}; here the program's statement by Prisma's client`,
    ),
    ratio('refusal', rates(refusal), rates(program), 'a claim', 1),
  ];
}

export const run = ({ say }: Context): Promise<Figure[]> => onOwnGround(({ url }) => measure(url, say), 'durable');
