// `npm run pause -- programme|clinic|status|resume`: the programme, or a clinic, stands still.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { closeClinic, endDisruption, pauseProgramme } from '@/lib/recall/commands';
import { disruptions } from '@/lib/recall/queries';
import { closureSchema, pauseSchema } from '@/lib/recall/schema';
import { atConsole, operator } from './recall/console';

const usage = `npm run pause -- programme <campaign> [--to T] [--move] --reason-ko … --reason-en …
    nobody is booked any more; who is booked is told to wait, or with --move and --to moved to after that
npm run pause -- clinic <clinic> [--from T --to T] [--wait] --reason-ko … --reason-en …
    its people are moved, or with --wait told to wait; without --to nobody knows for how long. Times carry their offset
npm run pause -- status
npm run pause -- resume <id>`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = { from: text, to: text, 'reason-ko': text, 'reason-en': text, move: flag, wait: flag };

/** Null: nobody can tell what was meant. */
async function run(): Promise<boolean | null> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [command, name = ''] = positionals;
  const asked = { id: randomUUID(), fromAt: values.from, toAt: values.to, reasonKo: values['reason-ko'], reasonEn: values['reason-en'] };
  if (command === 'programme') {
    const pause = pauseSchema.safeParse({ ...asked, campaign: name, move: String(values.move === true) });
    return pause.success ? said(pause.data.id, (await pauseProgramme(operator, pause.data)).ok) : null;
  }
  if (command === 'clinic') {
    const closure = closureSchema.safeParse({ ...asked, clinic: name, move: String(values.wait !== true) });
    return closure.success ? said(closure.data.id, (await closeClinic(operator, closure.data)).ok) : null;
  }
  if (command === 'resume') return name ? said(name, await endDisruption(operator, name)) : null;
  if (command !== 'status') return null;
  for (const { id, kind, clinic, reasonKo, openedAt, endedAt, counts, unreached } of await disruptions(operator)) {
    if (kind !== 'pause' && kind !== 'closure') continue;
    console.log(
      `${id} ${clinic?.nameKo ?? (kind === 'closure' ? reasonKo : 'programme')} since ${openedAt.toISOString()}${endedAt ? `, over since ${endedAt.toISOString()}` : ''}`,
    );
    console.table([{ ...counts, unreached }]);
  }
  return true;
}

function said(id: string, done: boolean): boolean {
  console.log(done ? `${id}: done` : 'Nothing changed: it is so already.');
  return done;
}

await atConsole(usage, run);
