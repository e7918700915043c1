// `npm run interval -- change|status|list`: another interval between the doses of a vaccine, and everybody booked outside of it.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { changeInterval } from '@/lib/recall/commands';
import { intervalSize } from '@/lib/recall/interval/queries';
import { disruptions, type List } from '@/lib/recall/queries';
import { changeSchema, intervalSchema } from '@/lib/recall/schema';
import { atConsole, operator, printList } from './recall/console';

const usage = `npm run interval -- change --product P --from YYYY-MM-DD --interval DAYS --min DAYS --max DAYS --reason-ko … --reason-en …
    second doses of that day and later are booked so many days after the first, and may be min to max days after it;
    the servers then move and tell everybody who is booked outside of that. --dry-run only counts
npm run interval -- status                                   how far each is
npm run interval -- list <id> waiting|kept|declined|unreached   whom somebody has to look after`;

const text = { type: 'string' } as const;
const options = {
  ...{ product: text, from: text, interval: text, min: text, max: text, 'reason-ko': text, 'reason-en': text },
  'dry-run': { type: 'boolean' },
} as const;
const lists: readonly List[] = ['waiting', 'kept', 'declined', 'unreached'];

/** Null: nobody can tell what was meant. */
async function change(values: Record<string, string | boolean | undefined>): Promise<boolean | null> {
  const asked = {
    ...values,
    validFrom: values.from,
    id: randomUUID(),
    reasonKo: values['reason-ko'],
    reasonEn: values['reason-en'],
  };
  const wanted = changeSchema.safeParse(asked);
  if (!wanted.success) return null;
  const size = await intervalSize(operator, wanted.data);
  console.table([size ?? 'no second dose of this on that day']);
  if (values['dry-run'] || !size) return size !== null;
  const decided = intervalSchema.safeParse(asked);
  if (!decided.success) return null;
  const answer = await changeInterval(operator, decided.data);
  console.log(answer.ok ? `${decided.data.id}: the interval is changed` : `nothing was done: ${answer.code}`);
  return answer.ok;
}

async function status(): Promise<boolean> {
  for (const { id, kind, product, rule, openedAt, sweptAt, counts, unreached } of await disruptions(operator)) {
    if (kind !== 'interval') continue;
    console.log(
      `${id} since ${openedAt.toISOString()}: ${product?.nameEn} from ${rule?.validFrom} after ${rule?.interval} days (${rule?.min} to ${rule?.max}), ${sweptAt ? 'everybody found' : 'still looking'}`,
    );
    console.table([{ ...counts, unreached }]);
  }
  return true;
}

async function run(): Promise<boolean | null> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [command, id = '', named] = positionals;
  if (command === 'change') return change(values);
  if (command === 'status') return status();
  const which = lists.find((one) => one === named);
  if (command !== 'list' || !which) return null;
  return printList(id, which);
}

await atConsole(usage, run);
