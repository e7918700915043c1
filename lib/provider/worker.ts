import type { Database } from '@/lib/platform/database';
import { logEvent } from '@/lib/platform/log';
import { type Light, nextLight, type Outcome, probeEvery } from './light';
import { outcomeOf, providerTally } from './tally';

/** What this server holds in memory: its counts until the next write, and the lights as last read. */
interface Own {
  tally: ReturnType<typeof providerTally>;
  lights: Map<string, Light>;
}

// One per process, however often Next evaluates this module.
const shared = globalThis as { charyeLights?: Own };
function own(): Own {
  shared.charyeLights ??= { tally: providerTally(), lights: new Map() };
  return shared.charyeLights;
}

/** A sign-in got its answer from the provider, or none. */
export const signInMeasured = (provider: string, ok: boolean, tookMs: number): void => own().tally.add(provider, outcomeOf(ok, tookMs));

/** As of the last second; grey for one that nobody has judged. Asks no database: pages that are kept show it. */
export const lightOf = (provider: string): Light => own().lights.get(provider) ?? 'grey';

interface LightRow {
  provider: string;
  light: Light;
}

/** Each server, each second: writes what it measured, a row nobody else writes, and reads the lights. */
export async function shareMeasures(database: Database, node: string): Promise<void> {
  const news = own().tally.take();
  if (news.length > 0) {
    await database.$executeRaw`
      INSERT INTO provider_sample (provider, node, at, good, slow, bad)
      SELECT provider, ${node}, now(), good, slow, bad
      FROM jsonb_to_recordset(${JSON.stringify(news)}::jsonb) AS news (provider text, good int, slow int, bad int)`;
  }
  const lights = await database.$queryRaw<LightRow[]>`SELECT provider, light FROM provider_light`;
  own().lights = new Map(lights.map(({ provider, light }) => [provider, light]));
}

/** Asks a provider whether it answers; throws when it does not. */
export type Probe = () => Promise<void>;

interface JudgedRow extends LightRow {
  probe: Outcome | null;
  probes: number;
  /** Since the last probe, in seconds; null before the first. */
  probedFor: number | null;
  good: number;
  slow: number;
  bad: number;
}

const windowSeconds = 60;

/**
 * The leader: adds up what all servers measured and sets the lights. Old samples count no more once the light has changed: what
 * was found of a provider before it came back says nothing of it now.
 */
export async function judgeProviders(database: Database, probes: ReadonlyMap<string, Probe>): Promise<void> {
  const providers = [...probes.keys()];
  const rows = await database.$queryRaw<JudgedRow[]>`
    SELECT named.provider, coalesce(l.light, 'grey') AS light, l.probe, coalesce(l.probes, 0) AS probes,
      extract(epoch FROM now() - l.probed_at)::float8 AS "probedFor", sums.good, sums.slow, sums.bad
    FROM unnest(${providers}::text[]) AS named (provider)
    LEFT JOIN provider_light l ON l.provider = named.provider
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(good), 0)::int AS good, coalesce(sum(slow), 0)::int AS slow, coalesce(sum(bad), 0)::int AS bad
      FROM provider_sample s
      WHERE s.provider = named.provider
        AND s.at > greatest(now() - make_interval(secs => ${windowSeconds}), CASE WHEN l.light <> 'grey' THEN l.since END)
    ) sums`;
  await Promise.all(rows.map((row) => judge(database, row, probes.get(row.provider))));
  await database.$executeRaw`
    DELETE FROM provider_sample WHERE at < now() - make_interval(secs => ${windowSeconds * 2})`;
}

async function judge(database: Database, row: JudgedRow, probe: Probe | undefined): Promise<void> {
  const { provider, light, good, slow, bad } = row;
  const due = probe && (row.probedFor === null || row.probedFor >= probeEvery(light));
  const last = due ? await probed(probe) : row.probe;
  const inARow = !due ? row.probes : last === row.probe ? row.probes + 1 : 1;
  const next = nextLight(light, { good, slow, bad }, { last, inARow });
  if (!due && next === light) return;
  if (next !== light) logEvent('provider: light', { provider, from: light, to: next, good, slow, bad });
  // Of two leaders for a moment the later writes: both have read the same measures.
  await database.$executeRaw`
    INSERT INTO provider_light (provider, light, since, probe, probes, probed_at)
    VALUES (${provider}, ${next}, now(), ${last}, ${next === light ? inARow : 0},
      CASE WHEN ${Boolean(due)} THEN now() END)
    ON CONFLICT (provider) DO UPDATE SET light = EXCLUDED.light, probe = EXCLUDED.probe, probes = EXCLUDED.probes,
      since = CASE WHEN provider_light.light = EXCLUDED.light THEN provider_light.since ELSE now() END,
      probed_at = CASE WHEN ${Boolean(due)} THEN now() ELSE provider_light.probed_at END`;
}

async function probed(probe: Probe): Promise<Outcome> {
  const since = performance.now();
  const ok = await probe().then(
    () => true,
    () => false,
  );
  return outcomeOf(ok, performance.now() - since);
}
