import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { startEdge, startNginx } from '../scripts/ground/edge.mjs';
import { freePort } from '../scripts/ground/machine.mjs';
import { findNginx, findWrk } from '../scripts/ground/tools.mjs';
import { CountingOrigin } from '../test/counting-origin';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { flood, play } from './measure/load';
import { chanceOf, pollTimes } from './measure/polls';
import { processorSeconds } from './measure/processor';

export const name = 'edge';

const path = '/line/autumn-1/document.json';
const crowds = [1_000, 10_000, 100_000];
const pollSeconds = 10;
const floodSeconds = 2;
/** Many short turns: on a machine that others use, a long one measures the others. */
const floods = 11;

/** As large as a line document, and like it half of digits that don't compress. */
const documentBody = () =>
  JSON.stringify({
    now: Date.now(),
    round: 'autumn-1',
    state: 'open',
    draw: { seed: randomBytes(64).toString('hex') },
    fill: 'x'.repeat(550),
  });

type Edge = Awaited<ReturnType<typeof startEdge>>;

export async function run(context: Context): Promise<Figure[]> {
  const program = findNginx(context.tools);
  const origin = await new CountingOrigin(() => ({ body: documentBody() })).start();
  const edge = await startEdge({ program, servers: [origin.port], from: 39_500 });
  try {
    const documents = [];
    for (const people of crowds) documents.push(await originDocuments(context, edge.port, origin, people));
    return [...documents, ...(await againstFile(context, program, edge))];
  } finally {
    await edge.stop();
    await origin.kill();
  }
}

async function originDocuments({ say }: Context, port: number, origin: CountingOrigin, people: number): Promise<Figure> {
  const repeats: number[] = [];
  const polls: number[] = [];
  let late = 0;
  let failed = 0;
  // The first is the warm-up.
  for (const round of [0, 1, 2, 3]) {
    const times = pollTimes(people, round === 0 ? 2 : pollSeconds, chanceOf(people + round));
    origin.received = [];
    const played = await play(port, path, times);
    say(
      `edge: ${people} people, ${played.sent} polls in ${played.seconds.toFixed(1)} s, ${origin.received.length} documents of the origin`,
    );
    if (round === 0) continue;
    repeats.push(rounded(origin.received.length / played.seconds));
    polls.push(played.sent / played.seconds);
    late = Math.max(late, played.lateMs);
    failed += played.failed;
  }
  const value = median(repeats);
  return {
    key: `origin_documents_per_second_at_${people}_people`,
    value,
    unit: 'documents/s',
    against: `${rounded(median(polls))} polls/s that reached the edge in the same seconds, and the other crowds`,
    reach: '<= 1, flat',
    reached: repeats.every((each) => each <= 1) && failed === 0,
    repeats,
    note: `every poll of ${people} people's ${pollSeconds} s was sent, none left out (scale 1), over at most 256 connections; ${failed} failed; the sender was late by ${Math.round(late)} ms at most`,
  };
}

/** What a file is served with: as Debian sets nginx up, and with what makes the edge quick. */
const fileSettings = {
  debian: 'sendfile on; tcp_nopush on;',
  same: 'sendfile off; open_file_cache max=10000 inactive=60s;',
};
const contestants = ['debian', 'edge', 'same'] as const;
type Contestant = (typeof contestants)[number];

async function againstFile({ say, tools }: Context, program: string, edge: Edge): Promise<Figure[]> {
  const bytes = await sizeOnTheWire(edge.port);
  const wrk = findWrk(tools);
  const debian = await startFiles(program, 39_600, fileSettings.debian, bytes);
  const same = await startFiles(program, 39_700, fileSettings.same, bytes);
  const servers = { edge: { ...edge, path }, debian: { ...debian, path: '/file' }, same: { ...same, path: '/file' } };
  const rates: Record<Contestant, number[]> = { edge: [], debian: [], same: [] };
  const microseconds: Record<Contestant, number[]> = { edge: [], debian: [], same: [] };
  const turn = async (which: Contestant, counts: boolean) => {
    const server = servers[which];
    const before = processorSeconds(server.process.pid);
    const rate = await flood(wrk, server.port, server.path, floodSeconds);
    const after = processorSeconds(server.process.pid);
    if (!counts) return;
    rates[which].push(Math.round(rate));
    if (before !== undefined && after !== undefined) microseconds[which].push(((after - before) * 1e6) / (rate * floodSeconds));
  };
  try {
    for (let round = 0; round <= floods; round += 1) {
      // Who is first changes, so that none is always the one that follows.
      for (const which of round % 2 ? contestants : [...contestants].reverse()) await turn(which, round > 0);
      if (round > 0) say(`edge: ${contestants.map((which) => `${which} ${rates[which].at(-1)}/s`).join(', ')}`);
    }
  } finally {
    await debian.stop();
    await same.stop();
  }
  const generator = wrk
    ? 'wrk, 64 connections kept open'
    : "this program's own generator in Node, slower than nginx: the ratio is too kind";
  const note = `${generator}, beside it on the same cores; ${bytes} bytes of body each`;
  const rate = median(rates.edge);
  const polls = {
    key: 'polls_per_second_through_the_edge',
    value: rate,
    unit: 'polls/s',
    against: 'the files below',
    repeats: rates.edge,
    note,
  };
  return [polls, ...(['debian', 'same'] as const).flatMap((which) => ratiosTo(which, rates, microseconds, note))];
}

function ratiosTo(
  which: 'debian' | 'same',
  rates: Record<Contestant, number[]>,
  microseconds: Record<Contestant, number[]>,
  note: string,
): Figure[] {
  const settings = which === 'debian' ? "Debian's settings" : 'the same settings as the edge';
  const against = `${median(rates[which])} files/s of the same size by the same nginx with ${settings}, in turns`;
  const ratios = rates.edge.map((rate, index) => rounded(rate / (rates[which][index] ?? Number.NaN)));
  const value = median(ratios);
  const reach = { reach: '>= 0.8', reached: value >= 0.8 };
  const key = `polls_through_the_edge_per_file_with_${which}_settings_ratio`;
  const figure: Figure = { key, value, unit: 'ratio', against, ...reach, repeats: ratios, note };
  if (microseconds.edge.length === 0) return [figure];
  const [poll, file] = [median(microseconds.edge), median(microseconds[which])];
  return [
    figure,
    {
      key: `processor_time_of_a_file_with_${which}_settings_per_poll_ratio`,
      value: rounded(file / poll),
      unit: 'ratio',
      against: `${rounded(file)} microseconds of nginx for a file with ${settings}; ${rounded(poll)} for a poll`,
      note: 'of nginx alone, without the generator and its sockets; programs beside it disturb this ratio least',
    },
  ];
}

async function startFiles(program: string, from: number, settings: string, bytes: number) {
  const port = await freePort(from);
  return { port, ...(await startNginx(program, port, (folder) => fileConfiguration(folder, port, settings, bytes))) };
}

/** Bytes of body as sent, compressed. `fetch` would unpack it. */
async function sizeOnTheWire(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.once('end', () => resolve(bytes));
    });
    request.once('error', reject);
  });
}

/** The plainest nginx there is: one file, no log, connections kept open. */
function fileConfiguration(folder: string, port: number, settings: string, bytes: number): string {
  writeFileSync(join(folder, 'file'), randomBytes(bytes));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`).join('\n  ');
  return `worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 8192; }
http {
  access_log off;
  ${settings}
  keepalive_requests 10000;
  default_type application/json;
  ${temporary}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${folder};
  }
}
`;
}
