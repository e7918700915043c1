// A server process for lib/booking/kills.db.test.ts: random steps of many callers at once until it is killed. What they are told
// goes out as `<booking> <told>` lines, each in one write before anything further is done; what must not be told, as anything else.
// Input: the ground, as JSON, on stdin.
import { readFileSync, writeSync } from 'node:fs';
import { mintPass } from '@/lib/line/proof';
import { type Ground, honest, perform, type Step, Told } from './claim-history';
import { isCountedWrongly } from './each-commit';

const { passes, ...places }: Ground = JSON.parse(readFileSync(0, 'utf8'));
const ground: Ground = { passes: passes.map((pass) => mintPass({ ...pass, expiresAt: new Date(pass.expiresAt) })), ...places };
const atOnce = 12;

class Spoken extends Told {
  override set(booking: string, what: 'confirmed' | 'cancelled' | 'unsure'): this {
    writeSync(1, `${booking} ${what}\n`);
    return super.set(booking, what);
  }
}

const below = (limit: number): number => Math.floor(Math.random() * limit);
const kinds = [
  'hold',
  'hold',
  'hold',
  'hold',
  'confirm',
  'confirm',
  'confirm',
  'confirm',
  'move',
  'release',
  'cancel',
  'cancel',
  'lapse',
  'reap',
  'seconds',
] as const;

function someStep(): Step {
  const kind = kinds[below(kinds.length)] ?? 'reap';
  const who = below(ground.passes.length);
  if (kind === 'reap' || kind === 'seconds') return { do: kind };
  return kind === 'hold' || kind === 'move' ? { do: kind, who, slot: below(ground.slots.length) } : { do: kind, who };
}

const told = new Spoken();
while (true) {
  const answers = await Promise.allSettled(Array.from({ length: atOnce }, () => perform(honest, ground, told, someStep())));
  for (const answer of answers) if (answer.status === 'rejected' && isCountedWrongly(answer.reason)) writeSync(1, `${answer.reason}\n`);
}
