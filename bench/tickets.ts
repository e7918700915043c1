import { join } from 'node:path';
import { database } from '@/lib/platform/database';
import { closedLoop, type Outcome, openLoop, perSecond } from './measure/connections';
import { crowd, openRound, roundId, type Visitor } from './measure/crowd';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';
import { buildScratch, type Server, serve } from './measure/scratch';

export const name = 'tickets';

const connections = 16;
/** The compiler has seen everything by then; or after so many seconds, on a machine that is busy with others. */
const warmUpAnswers = 1_500;
const warmUpSeconds = 10;
const seconds = 1;
const repeats = 7;
const overloads = 3;
const overloadSeconds = 5;
const people = 8_000;

const order = ['emptyAction', 'ticket', 'emptyRoute', 'entry'] as const;
type Kind = (typeof order)[number];

interface Sample {
  perSecond: number;
  /** Milliseconds of the server's processor for each answer. */
  cost: number;
}

const request = (port: number, path: string, cookies: string, type = '', body = '') =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    `Origin: http://localhost:${port}`,
    'Sec-Fetch-Site: same-origin',
    'Accept: text/html',
    `Cookie: ${cookies}`,
    ...(type ? [`Content-Type: ${type}`] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');

/** The fields of the first form of a page, as a browser without script sends them. */
async function formOf(port: number, path: string, cookies: string): Promise<[string, string][]> {
  const html = await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie: cookies } })).text();
  const form = /<form[^>]*multipart[^>]*>.*?<\/form>/s.exec(html)?.[0] ?? '';
  const plain = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#x27;', "'");
  const fields = [...form.matchAll(/<input type="hidden"[^>]*? name="([^"]*)"(?: value="([^"]*)")?/g)];
  if (fields.length === 0) throw new Error(`no form on ${path}`);
  return fields.map(([, field = '', value = '']) => [plain(field), plain(value)]);
}

const boundary = 'charye-bench';
const multipart = (fields: [string, string][]) =>
  `${fields.map(([field, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`;

const action = (port: number, path: string, form: [string, string][], visitor: Visitor) => {
  const own = form.map(([field, value]): [string, string] => [field, field.endsWith('beneficiary') ? visitor.personId : value]);
  return request(port, path, visitor.cookies, `multipart/form-data; boundary=${boundary}`, multipart(own));
};

/** The first so many of them. */
function limited(next: ReturnType<typeof inTurn>, count: number) {
  let left = count;
  return () => {
    left -= 1;
    return left < 0 ? undefined : next();
  };
}

/** Everybody once, in turn; who is refused comes again after the others. */
function inTurn(texts: string[], leadsTo: string) {
  const queue = [...texts];
  let next = 0;
  return () => {
    const text = queue[next % queue.length];
    next += 1;
    return text === undefined ? undefined : { text, leadsTo };
  };
}

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
  const forms = { ticket: await formOf(port, '/me', first.cookies), empty: await formOf(port, '/bench', first.cookies) };
  const line = `/line/${roundId}`;
  const kinds: Record<Kind, ReturnType<typeof inTurn>> = {
    emptyAction: inTurn(
      takers.map((visitor) => action(port, '/bench', forms.empty, visitor)),
      '/bench/done',
    ),
    ticket: inTurn(
      takers.map((visitor) => action(port, '/me', forms.ticket, visitor)),
      line,
    ),
    emptyRoute: inTurn(
      enterers.map(({ cookies }) => request(port, '/bench/enter', cookies)),
      '/bench/done',
    ),
    entry: inTurn(
      enterers.map(({ cookies }) => request(port, `${line}/enter`, cookies)),
      '/book',
    ),
  };
  const samples: Record<Kind, Sample[]> = { emptyAction: [], ticket: [], emptyRoute: [], entry: [] };
  for (const kind of order) await closedLoop(port, connections, warmUpSeconds, limited(kinds[kind], warmUpAnswers));
  // Short slices side by side: what else the machine does meanwhile falls on all of them.
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const kind of repeat % 2 === 0 ? order : order.toReversed()) {
      const before = web.processorMs();
      const outcome = await closedLoop(port, connections, seconds, kinds[kind]);
      const after = web.processorMs();
      const cost = before === null || after === null ? Number.NaN : (after - before) / Math.max(1, outcome.good);
      samples[kind].push({ perSecond: perSecond(outcome), cost });
      say(`tickets: ${kind} ${JSON.stringify({ perSecond: rounded(perSecond(outcome)), cost: rounded(cost), ...outcome.statuses })}`);
    }
  }
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
async function overload(web: Server, next: ReturnType<typeof inTurn>, say: Context['say']): Promise<Overloaded> {
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
  const rates = (kind: Kind) => samples[kind].map((sample) => sample.perSecond);
  const costs = (kind: Kind) => samples[kind].map(({ cost }) => cost);
  const beside = (mine: number[], empty: number[]) => mine.map((value, index) => value / (empty[index] ?? Number.NaN));
  const figure = (key: string, unit: string, against: string, repeats: number[], reach?: number): Figure => {
    const value = rounded(median(repeats));
    const goal = reach === undefined ? {} : { reach: `≥ ${reach}`, reached: value >= reach };
    return { key, value, unit, against, ...goal, repeats: repeats.map(rounded) };
  };
  const of = (key: keyof Overloaded) => overloaded.map((one) => one[key]);
  const pairs = [
    { mine: 'ticket', plural: 'tickets', empty: 'emptyAction', what: 'an empty action' },
    { mine: 'entry', plural: 'entries', empty: 'emptyRoute', what: 'an empty route' },
  ] as const;
  return [
    ...pairs.flatMap(({ mine, plural, empty, what }) => [
      figure(`${plural}_per_second`, `${plural}/s`, `${what}: ${rounded(median(rates(empty)))}/s`, rates(mine)),
      figure(`${plural}_of_empty_ratio`, 'ratio', `${what}, in the slice beside`, beside(rates(mine), rates(empty)), 0.5),
      figure(`${mine}_processor_ms`, 'ms of the server', `${what}: ${rounded(median(costs(empty)))} ms`, costs(mine)),
      figure(`${plural}_of_empty_processor_ratio`, 'ratio', `the processor time of ${what}`, beside(costs(empty), costs(mine)), 0.5),
    ]),
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
