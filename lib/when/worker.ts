import { headOf } from '@/lib/household/sql';
import { frontAt } from '@/lib/line/sql';
import { queueNotices, template } from '@/lib/notice/sql';
import { type Database, Prisma } from '@/lib/platform/database';
import { seoulDay } from '@/lib/supply/sql';
import { type Reason, reasonOf, senseOf } from './change';
import { type District, type Seen, uptakeOf } from './district';
import { type Holder, placesIn } from './queries';
import { whenOf } from './range';
import { districtSchema } from './schema';
import { bookingOf, partsOf } from './sql';
import { type Given, type Verdict, verdictOf } from './verdict';

/** Of one district, at the most often. */
const refreshed = Prisma.sql`interval '1 minute'`;
/** Answers that one statement looks at. */
const batch = 500;
const batchesPerTurn = 5;
/** After the last round's closing, days come true for so long. */
const settling = Prisma.sql`interval '90 days'`;

/** The district whose figures are the oldest: one a turn, so that a nation costs no more a second than a town. */
export async function refreshStalest(db: Database): Promise<boolean> {
  const [stalest] = await db.$queryRaw<{ campaignId: string; region: string }[]>`
    SELECT campaign.id AS "campaignId", region.code AS region
      FROM (SELECT DISTINCT campaign_id AS id FROM round WHERE closes_at > now()) AS campaign
     CROSS JOIN region
      LEFT JOIN when_district known ON known.campaign_id = campaign.id AND known.region_code = region.code
     WHERE (region.parent_code IS NOT NULL OR EXISTS (SELECT FROM clinic WHERE clinic.region_code = region.code))
       AND (known.at IS NULL OR known.at < now() - ${refreshed})
     ORDER BY known.at NULLS FIRST, campaign.id, region.code LIMIT 1`;
  if (stalest) await refreshDistrict(db, stalest.campaignId, stalest.region);
  return stalest !== undefined;
}

interface RoundRow extends Seen {
  id: string;
  drawn: boolean;
}

/** What is known of the rounds of a campaign, over the districts that have been looked at. */
const roundsOf = (db: Database, campaignId: string): Promise<RoundRow[]> => db.$queryRaw<RoundRow[]>`
  WITH total AS (
    SELECT round.id, round.opens_at, round.closes_at, coalesce(sum(walk.people), 0)::float8 AS people, coalesce(sum(walk.taken), 0)::int AS taken,
           coalesce(sum(walk.free), 0) AS free, coalesce(sum(walk.received), 0) AS received, coalesce(share_weight, cohort_size) AS weight
      FROM round LEFT JOIN when_walk walk ON walk.round_id = round.id
     WHERE round.campaign_id = ${campaignId}
       AND NOT EXISTS (SELECT FROM draw_record WHERE draw_record.round_id = round.id AND draw_record.kind = 'cancelled')
     GROUP BY round.id
  )
  SELECT id, closes_at <= now() AS over, ${frontAt(Prisma.sql`total.id`, 'drawn', Prisma.sql`now()`)} AS front,
         -- A round that inherits is for everybody: who books in it says nothing of the others.
         CASE WHEN weight > 0 THEN people ELSE 0 END AS people, taken,
         free = 0 AND (closes_at > now() OR NOT EXISTS (
           SELECT FROM total later WHERE later.opens_at >= total.closes_at AND later.received > 0)) AS full,
         EXISTS (SELECT FROM draw_record WHERE draw_record.round_id = total.id AND draw_record.kind = 'reveal') AS drawn
    FROM total`;

/** Places on the line at which an answer is looked at for a change. */
const grid = [null, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];

/** Why the answers of a round changed between two looks at its district, by sense; null where none did. */
function changeOf(before: District, after: District, round: string): { later: Reason | null; earlier: Reason | null } | null {
  const senses = new Set(grid.map((place) => senseOf(whenOf(before, round, place), whenOf(after, round, place))));
  const reason = (sense: 'later' | 'earlier') => (senses.has(sense) ? reasonOf(before, after, sense) : null);
  const found = { later: reason('later'), earlier: reason('earlier') };
  return found.later || found.earlier ? found : null;
}

/** Writes down what answers rest on in a district, and which rounds' answers have changed by it. */
export async function refreshDistrict(db: Database, campaignId: string, region: string): Promise<void> {
  const rounds = await roundsOf(db, campaignId);
  const [row] = await db.$queryRaw<{ today: string; parts: unknown; before: unknown }[]>`
    SELECT to_char(${seoulDay(Prisma.sql`now()`)}, 'YYYY-MM-DD') AS today, (${partsOf(campaignId, region)}) AS parts,
           (SELECT body FROM when_district WHERE campaign_id = ${campaignId} AND region_code = ${region}) AS before`;
  if (!row?.parts) return;
  const district = districtSchema.parse({ today: row.today, uptake: uptakeOf(rounds), parts: row.parts });
  const before = row.before ? districtSchema.parse(row.before) : { ...district, parts: [] };
  const walks = district.parts.map(({ round, people, taken, received, free }) => {
    const change = changeOf(before, district, round);
    const left = free.reduce((sum, [, count]) => sum + count, 0);
    const drawn = rounds.some(({ id, drawn }) => id === round && drawn);
    return { round, people, taken, received, free: Math.round(left), drawn, changed: change ? 1 : 0, ...change };
  });
  await db.$executeRaw`
    WITH kept AS (
      INSERT INTO when_district (campaign_id, region_code, at, body) VALUES (${campaignId}, ${region}, now(), ${JSON.stringify(district)}::jsonb)
      ON CONFLICT (campaign_id, region_code) DO UPDATE SET at = now(), body = EXCLUDED.body
    )
    INSERT INTO when_walk (round_id, region_code, people, taken, free, received, drawn, version, again_at, later, earlier)
    SELECT round, ${region}, people, taken, free, received, drawn, changed, now() + interval '1 day', later, earlier
      FROM jsonb_to_recordset(${JSON.stringify(walks)}::jsonb)
        AS walk (round text, people float8, taken int, free int, received int, drawn boolean, changed int, later text, earlier text)
    ON CONFLICT (round_id, region_code) DO UPDATE
       SET people = EXCLUDED.people, taken = EXCLUDED.taken, free = EXCLUDED.free, received = EXCLUDED.received, drawn = EXCLUDED.drawn,
           version = when_walk.version + greatest(EXCLUDED.version, (EXCLUDED.drawn <> when_walk.drawn)::int),
           later = coalesce(EXCLUDED.later, when_walk.later), earlier = coalesce(EXCLUDED.earlier, when_walk.earlier)`;
}

interface Walk {
  round: string;
  region: string;
  campaignId: string;
  lineOrder: string;
  over: boolean;
  version: number;
  reached: string;
  later: Reason | null;
  earlier: Reason | null;
  body: unknown;
}

/** A walk that is under way, else one that is due: the answers have changed, or it is a day since. */
async function dueWalk(db: Database): Promise<Walk | null> {
  const [walk] = await db.$queryRaw<Walk[]>`
    SELECT walk.round_id AS round, walk.region_code AS region, round.campaign_id AS "campaignId", round.line_order::text AS "lineOrder",
           round.closes_at <= now() AS over, coalesce(walk.walking, walk.version) AS version, walk.later, walk.earlier, known.body,
           coalesce(walk.reached, '00000000-0000-0000-0000-000000000000') AS reached
      FROM when_walk walk JOIN round ON round.id = walk.round_id
      JOIN when_district known ON known.campaign_id = round.campaign_id AND known.region_code = walk.region_code
     WHERE round.closes_at > now() - ${settling} AND (walk.walking IS NOT NULL OR walk.version > walk.walked OR walk.again_at <= now())
     ORDER BY walk.walking IS NULL, walk.again_at, walk.round_id, walk.region_code LIMIT 1`;
  return walk ?? null;
}

type GivenRow = Given & Holder;

const answersOf = (db: Database, { round, region, campaignId, reached }: Walk): Promise<GivenRow[]> => db.$queryRaw<GivenRow[]>`
  SELECT answer.person_id AS "personId", answer.place, to_char(answer.from_day, 'YYYY-MM-DD') AS from, to_char(answer.to_day, 'YYYY-MM-DD') AS to,
         coalesce(answer.told_at > now() - interval '1 day', false) AS "toldLately", person.created_at AS "createdAt",
         ${headOf(round, Prisma.sql`person.id`)} AS "headId",
         (SELECT jsonb_build_object('day', to_char(one.day, 'YYYY-MM-DD'), 'past', one.past)
            FROM (${bookingOf(Prisma.sql`${campaignId}`, Prisma.sql`person.id`)}) AS one) AS booking
    FROM when_answer answer JOIN person ON person.id = answer.person_id
   WHERE answer.round_id = ${round} AND answer.region_code = ${region} AND answer.came_on IS NULL AND answer.person_id > ${reached}::uuid
   ORDER BY answer.person_id LIMIT ${batch}`;

/** One statement: what has moved stands as given and is told, at most once in a day; what came true is counted, once. */
const settle = (db: Database, { round }: Walk, verdicts: Verdict[]): Promise<number> => db.$executeRaw`
  WITH verdict AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb)
      AS verdict ("personId" uuid, place float8, "from" date, "to" date, reason text, "cameOn" date)
  ),
  moved AS (
    UPDATE when_answer SET place = verdict.place, from_day = verdict."from", to_day = verdict."to", reason = verdict.reason, told_at = now()
      FROM verdict
     WHERE when_answer.round_id = ${round} AND when_answer.person_id = verdict."personId" AND verdict.reason IS NOT NULL
       AND (when_answer.told_at IS NULL OR when_answer.told_at <= now() - interval '1 day')
    RETURNING when_answer.person_id, from_day, to_day, when_answer.reason
  ),
  told AS (${queueNotices(
    Prisma.sql`SELECT person_id, ${template('when-changed')} AS template,
        ${round} || '/' || to_char(${seoulDay(Prisma.sql`now()`)}, 'YYYY-MM-DD') AS subject,
        jsonb_build_object('roundId', ${round}::text, 'from', from_day, 'to', to_day, 'reason', reason) AS facts FROM moved`,
    { expiresAt: Prisma.sql`now() + interval '2 days'` },
  )}),
  came AS (
    UPDATE when_answer SET came_on = verdict."cameOn" FROM verdict
     WHERE when_answer.round_id = ${round} AND when_answer.person_id = verdict."personId" AND verdict."cameOn" IS NOT NULL AND came_on IS NULL
    RETURNING from_day, to_day, came_on
  )
  INSERT INTO when_outcome (round_id, days_off, inside, people)
  SELECT ${round}, came_on - (from_day + (to_day - from_day) / 2), came_on BETWEEN from_day AND to_day, count(*) FROM came
   WHERE to_day IS NOT NULL GROUP BY 2, 3
  ON CONFLICT (round_id, days_off, inside) DO UPDATE SET people = when_outcome.people + EXCLUDED.people`;

/** A batch of a walk that is due. False when none is. */
async function walkOn(db: Database): Promise<boolean> {
  const walk = await dueWalk(db);
  if (!walk) return false;
  const answers = await answersOf(db, walk);
  const district = districtSchema.parse(walk.body);
  const placeOf = await placesIn({ id: walk.round, lineOrder: walk.lineOrder });
  const verdicts = answers.flatMap((given) => {
    const when = walk.over
      ? { from: null, to: null, unknown: 'no-round' as const, rests: null }
      : whenOf(district, walk.round, placeOf(given));
    return verdictOf(given, when, walk) ?? [];
  });
  if (verdicts.length > 0) await settle(db, walk, verdicts);
  const last = answers.length === batch ? answers.at(-1)?.personId : null;
  await db.$executeRaw`
    UPDATE when_walk SET walking = ${last ? walk.version : null}::int, reached = ${last ?? null}::uuid,
           walked = ${last ? Prisma.sql`walked` : Prisma.sql`${walk.version}::int`},
           again_at = ${last ? Prisma.sql`again_at` : Prisma.sql`now() + interval '1 day'`}
     WHERE round_id = ${walk.round} AND region_code = ${walk.region}`;
  return true;
}

/** Keeps the answers to "when?" true: looks at one district, and goes through answers given, some batches. Killed at any point, it goes on where it was. */
export async function keepForecasts(db: Database, batches = batchesPerTurn): Promise<void> {
  await refreshStalest(db);
  for (let done = 0; done < batches; done += 1) if (!(await walkOn(db))) break;
}
