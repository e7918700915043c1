import { join } from 'node:path';
import { database } from '@/lib/platform/database';
import { closedLoop, type NextRequest, type Outcome, openLoop, perSecond } from './measure/connections';
import { crowd, openRound, roundId, type Visitor } from './measure/crowd';
import { type Context, type Figure, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';
import { action, formOf, inTurn, post } from './measure/requests';
import { buildScratch, type Server, serve } from './measure/scratch';
import { besideEmpty, connections, figure, type Sample, sideBySide } from './measure/slices';

export const name = 'tickets';

const slices = { warmUpAnswers: 1_500, warmUpSeconds: 10, seconds: 1, repeats: 7 };
const overloads = 3;
const overloadSeconds = 5;
const people = 8_000;

const order = ['emptyAction', 'ticket', 'emptyRoute', 'entry'] as const;
type Kind = (typeof order)[number];

const percentile = ({ latenciesMs }: Outcome, share: number) =>
  [...latenciesMs].sort((a, b) => a - b)[Math.floor(latenciesMs.length * share)] ?? 0;

export const run = ({ say }: Context): Promise<Figure[]> =>
  onOwnGround(async ({ root, folder, port, env }) => {
    say('tickets: a copy of the project with empty handlers is built');
    await buildScratch(root, join(folder, 'project'), env);
    await openRound({ seats: people + 1_000, called: true });
    const takers = await crowd(people, { ticket: false });
    const enterers = await crowd(people, { ticket: true });
    await database().$executeRaw`ANALYZE`;
    const web = await serve({ folder: join(folder, 'project'), port, env });
    try {
      return await measure(web, takers, enterers, say);
    } finally {
      await web.stop();
    }
  });

async function measure(web: Server, takers: Visitor[], enterers: Visitor[], say: Context['say']): Promise<Figure[]> {
  const { port } = web;
  const [first] = takers;
  if (!first) throw new Error('nobody');
  const forms = {
    ticket: await formOf(port, '/me', first.cookies, 'beneficiary'),
    empty: await formOf(port, '/bench', first.cookies, 'beneficiary'),
  };
  const line = `/line/${roundId}`;
  const actions = (path: string, form: typeof forms.empty, leadsTo: string) =>
    inTurn(takers.map(({ cookies, personId }) => ({ text: action(port, path, cookies, form, { beneficiary: personId }), leadsTo })));
  const posts = (path: string, leadsTo: string) => inTurn(enterers.map(({ cookies }) => ({ text: post(port, path, cookies), leadsTo })));
  const kinds: Record<Kind, NextRequest> = {
    emptyAction: actions('/bench', forms.empty, '/bench/done'),
    ticket: actions('/me', forms.ticket, line),
    emptyRoute: posts('/bench/enter', '/bench/done'),
    entry: posts(`${line}/enter`, '/book'),
  };
  const samples = await sideBySide(web, kinds, order, slices, (text) => say(`tickets: ${text}`));
  const overloaded: Overloaded[] = [];
  for (let repeat = 0; repeat < overloads; repeat += 1) overloaded.push(await overload(web, kinds.ticket, say));
  return figures(samples, overloaded);
}

interface Overloaded {
  perSecond: number;
  goodput: number;
  /** Of the server's processor: what a refusal costs, and what share of the peak is left for tickets when nine of ten are refused. */
  refusalMs: number;
  goodputByCost: number;
}

/** Its own peak, and right after it ten times as many as that, come what may. */
async function overload(web: Server, next: NextRequest, say: Context['say']): Promise<Overloaded> {
  const times = [web.processorMs()];
  const calm = await closedLoop(web.port, connections, overloadSeconds, next);
  times.push(web.processorMs());
  const peak = Math.max(perSecond(calm), 1);
  const crowded = await openLoop(web.port, peak * 10, 300, overloadSeconds, next);
  times.push(web.processorMs());
  const [before, between, after] = times.map((time) => time ?? Number.NaN) as [number, number, number];
  const ticketMs = (between - before) / Math.max(1, calm.good);
  const refused = crowded.statuses[503] ?? 0;
  const refusalMs = Math.max(0, after - between - crowded.good * ticketMs) / Math.max(1, refused);
  const cost = refusalMs / ticketMs;
  const { unsent, statuses } = crowded;
  say(
    `tickets: ten times ${JSON.stringify({ peak: rounded(peak), good: rounded(perSecond(crowded)), refusalMs: rounded(refusalMs), ticketMs: rounded(ticketMs), p95: rounded(percentile(crowded, 0.95)), unsent, ...statuses })}`,
  );
  return { perSecond: perSecond(crowded), goodput: perSecond(crowded) / peak, refusalMs, goodputByCost: (1 - 10 * cost) / (1 - cost) };
}

function figures(samples: Record<Kind, Sample[]>, overloaded: Overloaded[]): Figure[] {
  const of = (key: keyof Overloaded) => overloaded.map((one) => one[key]);
  return [
    ...besideEmpty({ one: 'ticket', many: 'tickets', empty: 'an empty action' }, samples.ticket, samples.emptyAction, 0.5),
    ...besideEmpty({ one: 'entry', many: 'entries', empty: 'an empty route' }, samples.entry, samples.emptyRoute, 0.5),
    figure('tickets_per_second_at_ten_times_the_load', 'tickets/s', 'ten times the peak offered', of('perSecond')),
    figure('goodput_at_ten_times_the_load_ratio', 'ratio', 'its own peak, measured just before', of('goodput'), 0.9),
    figure('refusal_processor_ms', 'ms of the server', 'a ticket', of('refusalMs')),
    figure(
      'goodput_at_ten_times_the_load_by_processor_ratio',
      'ratio',
      'a server that has its processor to itself',
      of('goodputByCost'),
      0.9,
    ),
  ];
}
