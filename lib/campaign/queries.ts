import { Prisma, rowsOf } from '@/lib/platform/database';
import { memo } from '@/lib/platform/memo';
import type { Cohort } from './cohort';
import { type Cancelled, isRoundId } from './round';
import { cancelledSchema, cohortSchema } from './schema';

export interface RoundView {
  id: string;
  campaignId: string;
  sequence: number;
  nameKo: string;
  nameEn: string;
  cohort: Cohort;
  cohortSize: number;
  cohortSizeAssumed: boolean;
  lineOrder: 'drawn' | 'arrival';
  helpersAllowed: boolean;
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  pausedAt: Date | null;
  pauseReason: string | null;
  /** Seconds. */
  minSweep: number;
  seatCount: number;
  cancelled: Cancelled | null;
}

export interface CampaignView {
  id: string;
  nameKo: string;
  nameEn: string;
  phone: string;
  demo: boolean;
  /** The database's clock when the campaign was read. */
  now: Date;
  /** In their order. */
  rounds: RoundView[];
}

type Row = Omit<RoundView, 'cohort' | 'cancelled'> & {
  cohort: unknown;
  cancelled: unknown;
  campaignNameKo: string;
  campaignNameEn: string;
  phone: string;
  demo: boolean;
  now: Date;
};

const columns = Prisma.sql`
  r.id, r.campaign_id AS "campaignId", r.sequence, r.name_ko AS "nameKo", r.name_en AS "nameEn", r.cohort,
  r.cohort_size AS "cohortSize", r.cohort_size_assumed AS "cohortSizeAssumed", r.line_order::text AS "lineOrder",
  r.helpers_allowed AS "helpersAllowed", r.draw_at AS "drawAt", r.opens_at AS "opensAt", r.closes_at AS "closesAt",
  r.paused_at AS "pausedAt", r.pause_reason AS "pauseReason", r.min_sweep AS "minSweep", r.seat_count AS "seatCount",
  (SELECT body FROM draw_record WHERE draw_record.round_id = r.id AND draw_record.kind = 'cancelled') AS cancelled,
  c.name_ko AS "campaignNameKo", c.name_en AS "campaignNameEn", c.phone, c.demo, now() AS now`;

function campaignOf(rows: Row[]): CampaignView | null {
  const [first] = rows;
  if (!first) return null;
  return {
    id: first.campaignId,
    nameKo: first.campaignNameKo,
    nameEn: first.campaignNameEn,
    phone: first.phone,
    demo: first.demo,
    now: first.now,
    rounds: rows.map(({ campaignNameKo, campaignNameEn, phone, demo, now, cohort, cancelled, ...round }) => ({
      ...round,
      cancelled: cancelledSchema.parse(cancelled),
      cohort: cohortSchema.parse(cohort),
    })),
  };
}

/** The campaign whose next closing is the nearest; when all are over, the one that ended last. Null when there is none at all. */
export async function currentCampaign(): Promise<CampaignView | null> {
  const rows = await rowsOf<Row>(Prisma.sql`
    WITH current AS (
      SELECT campaign_id FROM round GROUP BY campaign_id
      ORDER BY min(closes_at) FILTER (WHERE closes_at > now()) NULLS LAST, max(closes_at) DESC, campaign_id DESC
      LIMIT 1
    )
    SELECT ${columns}
    FROM current JOIN campaign c ON c.id = current.campaign_id JOIN round r ON r.campaign_id = c.id
    ORDER BY r.sequence`);
  return campaignOf(rows);
}

export interface RoundInCampaign {
  campaign: CampaignView;
  round: RoundView;
}

/** A round with its campaign and all the rounds of that campaign (one's next chance is among them). */
export async function roundById(id: string): Promise<RoundInCampaign | null> {
  if (!isRoundId(id)) return null;
  const rows = await rowsOf<Row>(Prisma.sql`
    SELECT ${columns}
    FROM round wanted JOIN campaign c ON c.id = wanted.campaign_id JOIN round r ON r.campaign_id = c.id
    WHERE wanted.id = ${id}
    ORDER BY r.sequence`);
  const campaign = campaignOf(rows);
  const round = campaign?.rounds.find((one) => one.id === id);
  return campaign && round ? { campaign, round } : null;
}

/**
 * `roundById` as it was within the last second, for everybody who asks in it: to find out what is likely, on the way to a
 * statement that decides. Whoever is to be refused is answered by what the database says now.
 */
export const recentRound = memo(1_000, 500, roundById);
