// `npm run recall -- start|lift|status|list`: vaccine that must not be used, and everybody whom that concerns.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { liftRecall, openRecall } from '@/lib/recall/commands';
import { disruptions, recallSize } from '@/lib/recall/queries';
import { liftingSchema, recallSchema, vaccineSchema } from '@/lib/recall/schema';
import { atConsole, operator, printList } from './recall/console';

const usage = `npm run recall -- start [--lot L] [--shipment S] [--carrier C] [--clinic K] [--from T] [--to T] --reason-ko … --reason-en …
    quarantines the vaccine that all of this means; the servers then move and tell everybody. --dry-run only counts.
    By carrier --from and --to say when transports left; else --to says before when it had come, and with --clinic
    --from since when what was given is in question. Times carry their offset: 2026-11-23T20:00+09:00
npm run recall -- lift <id> --reason-ko … --reason-en …      it was a false alarm: the vaccine can be used again, who was moved stays,
    who was vaccinated or has no place is told so. Where shares were planned meanwhile: npm run supply -- share
npm run recall -- status                                     how far each is
npm run recall -- list <id> waiting|declined|unreached       whom somebody has to look after`;

const text = { type: 'string' } as const;
const options = {
  ...{ lot: text, shipment: text, carrier: text, clinic: text, from: text, to: text, 'reason-ko': text, 'reason-en': text },
  'dry-run': { type: 'boolean' },
} as const;

/** Null: nobody can tell what was meant. */
async function start(values: Record<string, string | boolean | undefined>): Promise<boolean | null> {
  const asked = {
    ...values,
    fromAt: values.from,
    toAt: values.to,
    id: randomUUID(),
    reasonKo: values['reason-ko'],
    reasonEn: values['reason-en'],
  };
  const vaccine = vaccineSchema.safeParse(asked);
  if (!vaccine.success) return null;
  console.table([await recallSize(operator, vaccine.data)]);
  if (values['dry-run']) return true;
  const recall = recallSchema.safeParse(asked);
  if (!recall.success) return null;
  const answer = await openRecall(operator, recall.data);
  console.log(answer.ok ? `recall ${recall.data.id}: ${answer.deliveries} deliveries are quarantined` : `nothing was done: ${answer.code}`);
  return answer.ok;
}

/** Null: nobody can tell what was meant. */
async function lift(id: string, values: Record<string, string | boolean | undefined>): Promise<boolean | null> {
  const lifting = liftingSchema.safeParse({ id, reasonKo: values['reason-ko'], reasonEn: values['reason-en'] });
  if (!lifting.success) return null;
  const answer = await liftRecall(operator, lifting.data);
  console.log(answer.ok ? `recall ${id} is lifted: ${answer.deliveries} deliveries can be used again` : `nothing was done: ${answer.code}`);
  return answer.ok;
}

async function status(): Promise<boolean> {
  for (const { id, kind, openedAt, endedAt, sweptAt, deliveries, counts, unreached } of await disruptions(operator)) {
    if (kind !== 'recall') continue;
    console.log(
      `${id} since ${openedAt.toISOString()}, ${deliveries} deliveries, ${endedAt ? `lifted at ${endedAt.toISOString()}` : sweptAt ? 'everybody found' : 'still looking'}`,
    );
    console.table([{ ...counts, unreached }]);
  }
  return true;
}

async function run(): Promise<boolean | null> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [command, id = '', which = ''] = positionals;
  if (command === 'start') return start(values);
  if (command === 'lift') return lift(id, values);
  if (command === 'status') return status();
  if (command !== 'list' || !(which === 'waiting' || which === 'declined' || which === 'unreached')) return null;
  return printList(id, which);
}

await atConsole(usage, run);
