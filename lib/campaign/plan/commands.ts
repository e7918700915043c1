import type { OperatorProof } from '@/lib/identity/proof';
import type { Database, Prisma } from '@/lib/platform/database';
import { nobody, recordAccess } from '@/lib/record/sql';
import { createRound } from '../commands';
import { seoulDate } from '../seoul';
import { type KnownRound, roundChanges, ruleProblems, textOf } from './changes';
import type { Change, Plan, PlannedProduct, PlannedRound, Problem } from './plan';
import { knownProducts, knownRounds } from './queries';

type Writer = Prisma.TransactionClient;
/** `left`: rounds of the campaign that the file does not name. They stay as they are. */
export type Imported = { ok: true; changes: Change[]; left: string[] } | { ok: false; problems: Problem[] };
type Found = { changes: Change[]; problems: Problem[] };

export type RegionRow = Prisma.RegionCreateManyInput;

/** Thrown to undo everything: what was found out is worth telling, and nothing of it may stay. */
class Undone extends Error {
  constructor(readonly outcome: Imported) {
    super('nothing was changed');
  }
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** What differs, in the fields that both have. */
const different = <Shape extends object>(what: string, before: Shape, after: Shape, fields: (keyof Shape & string)[]): Change[] =>
  fields
    .map((field) => ({ what: `${what}: ${field}`, before: textOf(before[field]), after: textOf(after[field]) }))
    .filter((change) => change.before !== change.after);

async function bringProducts(db: Writer, products: PlannedProduct[], now: Date): Promise<Found> {
  const known = new Map(
    (
      await knownProducts(
        db,
        products.map(({ code }) => code),
      )
    ).map((one) => [one.code, one]),
  );
  const found: Found = { changes: [], problems: [] };
  for (const [index, { rules, ...product }] of products.entries()) {
    const before = known.get(product.code);
    const what = `product ${product.code}`;
    if (before) {
      found.changes.push(...different(what, before, { ...before, ...product }, ['nameKo', 'nameEn', 'cvx']));
      if (before.booked) found.problems.push(...ruleProblems(before.rules, rules, `products[${index}]`, seoulDate(now)));
    } else found.changes.push({ what, before: null, after: textOf(product) });
    await db.product.upsert({ where: { code: product.code }, create: product, update: product });
    for (const { validFrom, ...rule } of rules) {
      const old = before?.rules.find((one) => one.validFrom === validFrom);
      const [was, is] = [old ? textOf(old) : null, textOf({ validFrom, ...rule })];
      if (was === is) continue;
      found.changes.push({ what: `${what}: from ${validFrom}`, before: was, after: is });
      const key = { productCode: product.code, validFrom: midnight(validFrom) };
      await db.productRule.upsert({ where: { productCode_validFrom: key }, create: { ...key, ...rule }, update: rule });
    }
  }
  return found;
}

const dayOf = (day: Date | null): string => day?.toISOString().slice(0, 10) ?? '';

async function bringCampaign(db: Writer, { campaign }: Plan, hasOpened: boolean): Promise<Found> {
  const found = await db.campaign.findUnique({ where: { id: campaign.id } });
  const known = found && { ...found, firstDay: dayOf(found.firstDay), lastDay: dayOf(found.lastDay) };
  const there = await db.product.findMany({ where: { code: { in: campaign.products } }, select: { code: true } });
  const problems: Problem[] = campaign.products.flatMap((value, index) =>
    there.some(({ code }) => code === value) ? [] : [{ path: `campaign.products[${index}]`, code: 'unknown-product' as const, value }],
  );
  if (known?.demo) problems.push({ path: 'campaign.id', code: 'demo', value: campaign.id });
  // Who was booked for it has a second dose to come.
  const dropped = known?.products.find((code) => !campaign.products.includes(code));
  if (hasOpened && dropped) problems.push({ path: 'campaign.products', code: 'open-already', value: dropped });
  const what = `campaign ${campaign.id}`;
  const changes = known
    ? different(what, known, { ...known, ...campaign }, ['nameKo', 'nameEn', 'phone', 'products', 'firstDay', 'lastDay'])
    : [{ what, before: null, after: textOf(campaign) }];
  const columns = { ...campaign, firstDay: midnight(campaign.firstDay), lastDay: midnight(campaign.lastDay) };
  await db.campaign.upsert({ where: { id: campaign.id }, create: columns, update: columns });
  // Days between those that there were, too: the leader looks at all of them again.
  if (known?.firstDay !== campaign.firstDay || known.lastDay !== campaign.lastDay)
    await db.$executeRaw`UPDATE clinic SET half_hours_to = NULL`;
  return { changes, problems };
}

/** What can't be so of a round that is new. */
function newProblems(round: PlannedRound, path: string, others: (KnownRound & { campaignId: string })[], now: Date): Problem[] {
  const problems: Problem[] = [];
  if (round.drawAt <= now) problems.push({ path: `${path}.drawAt`, code: 'past', value: round.drawAt.toISOString() });
  if (round.beacon && round.beacon.from <= now)
    problems.push({ path: `${path}.beacon.from`, code: 'past', value: round.beacon.from.toISOString() });
  if (others.some(({ sequence }) => sequence === round.sequence))
    problems.push({ path: `${path}.sequence`, code: 'sequence-taken', value: String(round.sequence) });
  return problems;
}

async function makeRound(db: Writer, campaignId: string, { tranches, beacon, ...round }: PlannedRound): Promise<void> {
  await createRound(db, { ...round, campaignId, ...(beacon && { beacon }) });
  await db.tranche.createMany({ data: tranches.map((tranche) => ({ ...tranche, roundId: round.id })) });
}

async function changeRound(db: Writer, known: KnownRound, wanted: PlannedRound): Promise<void> {
  // What may not change any more is the same in both, or in a window that the record knows.
  const { id, tranches, beacon: _, sequence: __, drawAt: ___, opensAt: ____, closesAt: _____, cohort, ...columns } = wanted;
  await db.round.update({ where: { id }, data: { ...columns, cohort: { ...cohort } } });
  if (textOf(tranches) !== textOf(known.tranches)) {
    await db.tranche.deleteMany({ where: { roundId: id } });
    await db.tranche.createMany({ data: tranches.map((tranche) => ({ ...tranche, roundId: id })) });
  }
  // Nobody sits before the opening, and afterwards their number stays.
  await db.$executeRaw`INSERT INTO seat (round_id, number) SELECT ${id}, generate_series(${known.seatCount + 1}::int, ${wanted.seatCount}::int)`;
  await db.$executeRaw`DELETE FROM seat WHERE round_id = ${id} AND number > ${wanted.seatCount}`;
}

async function bringRounds(
  db: Writer,
  { campaign, rounds }: Plan,
  all: (KnownRound & { campaignId: string })[],
  now: Date,
): Promise<Found> {
  const found: Found = { changes: [], problems: [] };
  const own = all.filter(({ campaignId }) => campaignId === campaign.id);
  for (const [index, round] of rounds.entries()) {
    const path = `rounds[${index}]`;
    const known = all.find(({ id }) => id === round.id);
    if (known && known.campaignId !== campaign.id) {
      found.problems.push({ path: `${path}.id`, code: 'of-another-campaign', value: round.id });
      continue;
    }
    const { changes, problems } = known
      ? roundChanges(known, round, path, now)
      : { changes: [{ what: `round ${round.id}`, before: null, after: textOf(round) }], problems: newProblems(round, path, own, now) };
    found.changes.push(...changes);
    found.problems.push(...problems);
    if (problems.length > 0) continue;
    if (!known) await makeRound(db, campaign.id, round);
    else if (changes.length > 0) await changeRound(db, known, round);
  }
  return found;
}

/** One import at a time: what it reads of products and of the campaign stays so until it has written. */
const importLock = 4_350_025;

/**
 * Makes the campaign, its vaccines with their rules, its rounds with their tranches, and the regions of the country as the plan
 * states them: all of it or nothing. What is so already stays untouched; dry, it finds out everything and changes nothing.
 */
export async function importPlan(
  db: Database,
  operator: OperatorProof,
  plan: Plan,
  { dry, regions }: { dry: boolean; regions: RegionRow[] },
): Promise<Imported> {
  try {
    return await db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT FROM pg_advisory_xact_lock(${importLock})`;
        const all = await knownRounds(
          tx,
          plan.campaign.id,
          plan.rounds.map(({ id }) => id),
        );
        const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
        if (!clock) throw new Error('the database has no clock');
        const own = all.filter(({ campaignId }) => campaignId === plan.campaign.id);
        const hasOpened = own.some(({ opensAt }) => opensAt <= clock.now);
        const { count } = await tx.region.createMany({ data: regions, skipDuplicates: true });
        const products = await bringProducts(tx, plan.products, clock.now);
        const campaign = await bringCampaign(tx, plan, hasOpened);
        const rounds = await bringRounds(tx, plan, all, clock.now);
        const problems = [products, campaign, rounds].flatMap((found) => found.problems);
        if (problems.length > 0) throw new Undone({ ok: false, problems });
        const changes = [products, campaign, rounds].flatMap((found) => found.changes);
        if (count > 0) changes.unshift({ what: 'regions', before: null, after: String(count) });
        const named = new Set(plan.rounds.map(({ id }) => id));
        const done: Imported = { ok: true, changes, left: own.map(({ id }) => id).filter((id) => !named.has(id)) };
        if (dry) throw new Undone(done);
        if (changes.length > 0) {
          const access = { action: 'plan.imported', objectKind: 'campaign', objectId: plan.campaign.id };
          await tx.$executeRaw(recordAccess({ role: 'operator', ...operator }, access, nobody));
        }
        return done;
      },
      { timeout: 600_000, maxWait: 30_000 },
    );
  } catch (fault) {
    if (fault instanceof Undone) return fault.outcome;
    throw fault;
  }
}
