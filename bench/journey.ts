import { join } from 'node:path';
import { mintOperator } from '@/lib/identity/proof';
import { stopNotices } from '@/lib/notice/commands';
import { database } from '@/lib/platform/database';
import type { Asked, NextRequest } from './measure/connections';
import { type Enrolled, enrolled, openRound } from './measure/crowd';
import type { Context, Figure } from './measure/figure';
import { onOwnGround } from './measure/ground';
import { type IdentityProvider, startProvider } from './measure/provider';
import { action, type Form, formOf, get } from './measure/requests';
import { buildScratch, type Server, serve } from './measure/scratch';
import { besideEmpty, type Sample, sideBySide } from './measure/slices';
import { type Place, type Step, steps, Walker } from './measure/walker';
import { figuresOfAll, wholeJourneys } from './measure/whole';

export const name = 'journey';

/** Everybody makes each request once. Fewer for who only wants to see that it goes. */
const people = Number(process.env.CHARYE_BENCH_PEOPLE ?? 1_500);
const slices = { warmUpAnswers: people * 0.3, warmUpSeconds: 300, seconds: 300, answers: people * 0.1, repeats: 7 };
const walks = 3;
const walkers = people * 0.2;
const clinics = 200;

/** In words: what a step is, and which kind of empty handler stands beside it. */
const kinds: Record<Step, { one: string; many: string; empty: 'page' | 'route' | 'action' }> = {
  signIn: { one: 'sign_in', many: 'sign_ins', empty: 'route' },
  callback: { one: 'callback', many: 'callbacks', empty: 'route' },
  me: { one: 'me_page', many: 'me_pages', empty: 'page' },
  ticket: { one: 'ticket', many: 'tickets', empty: 'action' },
  entry: { one: 'entry', many: 'entries', empty: 'route' },
  regions: { one: 'book_page', many: 'book_pages', empty: 'page' },
  hold: { one: 'hold', many: 'holds', empty: 'route' },
  check: { one: 'check_page', many: 'check_pages', empty: 'page' },
  confirm: { one: 'confirmation', many: 'confirmations', empty: 'action' },
  booking: { one: 'booking_page', many: 'booking_pages', empty: 'page' },
};

/** Wanted of each but the provider's answer, which is somebody else's work, too. */
const reach = 0.5;

export const run = ({ say }: Context): Promise<Figure[]> =>
  onOwnGround(async ({ root, folder, port, env }) => {
    say('journey: a copy of the project with empty handlers is built');
    const project = join(folder, 'project');
    await buildScratch(root, project, env);
    await openRound({ seats: 2 * people, called: true, clinics, places: people + walks * walkers });
    const everybody = await enrolled(people + walks * walkers);
    const places = await placesOf();
    // What is sent meanwhile is no part of an answer.
    await stopNotices(mintOperator({ sessionId: 'bench', personId: 'bench' }), 'bench');
    await database().$executeRaw`ANALYZE`;
    const provider = await startProvider(String(env.OIDC_CLIENT_ID));
    const web = await serve({ folder: project, port, env: { ...env, OIDC_ISSUER: provider.issuer } });
    try {
      return await measure({ web, provider, everybody, places, say: (text) => say(`journey: ${text}`) });
    } finally {
      await web.stop();
      provider.stop();
    }
  });

async function placesOf(): Promise<Place[]> {
  const slots = await database().slot.findMany({ orderBy: { startsAt: 'asc' }, take: clinics });
  return slots.map(({ id, clinicId, startsAt }) => ({ slotId: id, clinicId, startsAt }));
}

/** Passes and holds are as long as anywhere: pages name each of their minutes. But a slow machine takes longer than they last. */
async function nobodyIsLate(): Promise<void> {
  await database().$executeRaw`UPDATE seat SET expires_at = now() + interval '10 minutes' WHERE person_id IS NOT NULL`;
  await database().$executeRaw`UPDATE booking SET held_until = now() + interval '5 minutes' WHERE status = 'held'`;
}

interface Measuring {
  web: Server;
  provider: IdentityProvider;
  everybody: Enrolled[];
  places: Place[];
  say(text: string): void;
}

async function measure({ web, provider, everybody, places, say }: Measuring): Promise<Figure[]> {
  const { port } = web;
  const walking = everybody.map((who, index) => new Walker(who, places[index % places.length] as Place));
  const forms: Record<'ticket' | 'confirm' | 'empty', Form> = {
    ticket: [],
    confirm: [],
    empty: await formOf(port, '/bench', '', 'beneficiary'),
  };
  const around = { port, provider, forms };
  // What is asked of an empty handler has the same method, cookies and fields.
  const emptyOf = (step: Step, walker: Walker): Asked => {
    const { cookies } = walker;
    if (kinds[step].empty === 'page') return { text: get(port, '/bench/page', cookies), leadsTo: null };
    const leadsTo = '/bench/done';
    if (kinds[step].empty === 'action') return { text: action(port, '/bench', cookies, forms.empty, {}), leadsTo };
    return { text: walker.ask(step, around).text.replace(/^(GET|POST) \S+/, '$1 /bench/enter'), leadsTo };
  };
  const samples = new Map<Step, Record<'mine' | 'empty', Sample[]>>();
  const first = walking.slice(0, people);
  for (const step of steps) {
    await nobodyIsLate();
    const [somebody] = first;
    if (step === 'ticket') forms.ticket = await formOf(port, '/me', somebody?.cookies ?? '', 'beneficiary');
    if (step === 'confirm') forms.confirm = await formOf(port, '/book/check', somebody?.cookies ?? '', 'booking');
    const { many } = kinds[step];
    const queue = [...first];
    const mine: NextRequest = () => queue.pop()?.ask(step, around);
    // Before anybody has gone on.
    const others = first.map((walker) => emptyOf(step, walker));
    const empty: NextRequest = () => others.pop();
    const told = (text: string) => say(`${many}: ${text}`);
    samples.set(step, await sideBySide(web, { mine, empty }, ['empty', 'mine'], slices, told));
  }
  await nobodyIsLate();
  const whole = await wholeJourneys(web, walking.slice(people), walks, around, say);
  return [...steps.flatMap((step) => figuresOf(step, samples.get(step))), ...figuresOfAll(whole)];
}

function figuresOf(step: Step, samples: Record<'mine' | 'empty', Sample[]> | undefined): Figure[] {
  if (!samples) throw new Error('nothing was measured');
  const { one, many, empty } = kinds[step];
  const names = { one, many, empty: `an empty ${empty}` };
  return besideEmpty(names, samples.mine, samples.empty, step === 'callback' ? undefined : reach);
}
