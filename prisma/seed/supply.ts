import { addDays, seoulDate, seoulInstant, weekdayOf } from '@/lib/campaign/seoul';
import type { Database } from '@/lib/platform/database';
import { planShares } from '@/lib/supply/commands';
import { chance, pick } from './chance';
import type { ClinicRow } from './clinics';
import { products, rules } from './vaccines';

const carriers = ['한빛의약물류', '새봄콜드체인', '온누리백신운송'];
/** Weeks before a vaccine may not be used any more, when it is delivered. */
const shelfWeeks = 12;

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);
const compact = (day: string): string => day.replaceAll('-', '');

export async function loadProducts(db: Database): Promise<void> {
  await db.product.createMany({ data: products, skipDuplicates: true });
  await db.productRule.createMany({
    data: rules.map((rule) => ({ ...rule, validFrom: midnight(rule.validFrom) })),
    skipDuplicates: true,
  });
}

/** The Mondays of the weeks in which there are half hours. */
function mondays(now: Date, aheads: number[]): string[] {
  const days = aheads.map((ahead) => addDays(seoulDate(now), ahead));
  return [...new Set(days.map((day) => addDays(day, 1 - weekdayOf(day))))].sort();
}

const halfHours = ([from = '', to = '']: string[]): number => {
  const [start = 0, end = 0] = [from, to].map((time) => Number(time.slice(0, 2)) * 2 + Number(time.slice(3)) / 30);
  return end - start;
};

/** People whom a clinic can see in a week. */
const weekly = ({ hours, capacity }: ClinicRow): number =>
  capacity *
  Object.values(hours)
    .flat()
    .reduce((sum, opening) => sum + halfHours(opening.split('-')), 0);

interface DeliveryRow {
  shipmentId: string;
  lotNumber: string;
  clinicId: string;
  doses: number;
  arrivesAt: Date;
}

/** What a clinic gets for a week, on the Friday before: most of what it could give, one clinic in twelve much less. */
function deliveriesOf(clinic: ClinicRow, index: number, monday: string, campaign: readonly string[]): DeliveryRow[] {
  const stocked = campaign.filter((code) => clinic.vaccines.includes(code));
  const part = chance('short', index) < 1 / 12 ? 0.4 : 0.85 + chance(`doses-${monday}`, index) * 0.25;
  // Where there are two, the first has the larger part.
  const parts = stocked.length === 1 ? [1] : [0.6, 0.4];
  return stocked.map((code, which) => ({
    shipmentId: `${compact(monday)}-${clinic.regionCode.slice(0, 2)}`,
    lotNumber: `${code.slice(0, 2).toUpperCase()}${compact(monday).slice(2)}${pick(['A', 'B', 'C'], `lot-${monday}`, index)}`,
    clinicId: clinic.id,
    doses: Math.round(weekly(clinic) * part * (parts[which] ?? 0)),
    arrivesAt: seoulInstant(addDays(monday, -3), '14:00'),
  }));
}

/** Deliveries for the weeks in which there are half hours. Gives how many are new. */
export async function loadDeliveries(
  db: Database,
  clinics: readonly ClinicRow[],
  campaign: readonly string[],
  now: Date,
  aheads: number[],
): Promise<number> {
  let added = 0;
  for (const monday of mondays(now, aheads)) {
    const rows = clinics.flatMap((clinic, index) => deliveriesOf(clinic, index, monday, campaign));
    const shipments = [...new Set(rows.map(({ shipmentId }) => shipmentId))];
    const lots = [...new Set(rows.map(({ lotNumber }) => lotNumber))];
    await db.shipment.createMany({
      data: shipments.map((id) => ({
        id,
        carrier: pick(carriers, 'carrier', Number(id.slice(-2))),
        leftAt: seoulInstant(addDays(monday, -3), '06:00'),
      })),
      skipDuplicates: true,
    });
    await db.lot.createMany({
      data: lots.map((number) => ({
        number,
        productCode: campaign.find((code) => number.startsWith(code.slice(0, 2).toUpperCase())) ?? '',
        expiresOn: midnight(addDays(monday, 7 * shelfWeeks)),
      })),
      skipDuplicates: true,
    });
    const { count } = await db.delivery.createMany({ data: rows, skipDuplicates: true });
    added += count;
  }
  return added;
}

/** Half hours, vaccine or rounds have come that are not shared out yet. */
async function isUnplanned(db: Database, campaignId: string, now: Date): Promise<boolean> {
  const [row] = await db.$queryRaw<{ unplanned: boolean }[]>`
    SELECT (SELECT max(starts_at AT TIME ZONE 'Asia/Seoul')::date FROM slot)
             IS DISTINCT FROM (SELECT max(day) FROM share JOIN round ON round.id = round_id WHERE campaign_id = ${campaignId})
        OR EXISTS (
          SELECT FROM round WHERE campaign_id = ${campaignId} AND opens_at > ${now} AND coalesce(share_weight, cohort_size) > 0
             AND NOT EXISTS (SELECT FROM share WHERE round_id = round.id)) AS unplanned`;
  return row?.unplanned ?? true;
}

/** All shares or none, so that a seed that was killed is seen to be unfinished. */
export async function loadShares(db: Database, campaignId: string, now: Date): Promise<number> {
  if (!(await isUnplanned(db, campaignId, now))) return 0;
  return await db.$transaction((tx) => planShares(tx, campaignId, now), { timeout: 300_000, maxWait: 60_000 });
}
