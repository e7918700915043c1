import { randomBytes, randomUUID } from 'node:crypto';
import { askForCode, takeCode } from '@/lib/bycode/commands';
import { findBooking } from '@/lib/find/queries';
import { askToHelp } from '@/lib/helping/commands';
import { matchParts } from '@/lib/identity/match';
import { mintCitizen } from '@/lib/identity/proof';
import { encrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { type Context, type Figure, median, rounded } from './measure/figure';
import { onOwnGround } from './measure/ground';
import { slowerShare } from './measure/overlap';
import { bookOnOneLot } from './measure/recalled';

export const name = 'existence';

const pairs = 200;
/** Until every statement is planned and every page of the indexes in memory. */
const warmUp = 50;
/** In pieces of two hundred, and at least as many as are looked for. */
const bookings = 400;
/** Others on the roll, so that the indexes have some depth. */
const crowd = 50_000;
const birthDate = '1944-03-02';
const from = '192.0.2.1';
/** Of the medians, either way; and of the pairs in which the known one is slower, from a half. */
const ratioMost = 1.1;
const shareMost = 0.07;

const nameOf = (index: number) => `심청${index}`;
const phoneOf = (index: number) => `010${String(20_000_000 + index)}`;
const targetOf = (index: number) => lookupHash('match', ...matchParts(nameOf(index), birthDate, phoneOf(index)));

async function fillRoll(known: number[]): Promise<void> {
  await database().$executeRaw`
    INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
    SELECT gen_random_uuid(), sha256(('somebody ' || n)::bytea), date '1930-01-01' + (n % 30000), '\\x00', '\\x00', true
    FROM generate_series(1, ${crowd}::int) AS n`;
  const data = known.map((index) => ({
    id: randomUUID(),
    matchHash: targetOf(index),
    birthDate: new Date(birthDate),
    name: encrypt(nameOf(index), 'person.name'),
    phone: encrypt(phoneOf(index), 'person.phone'),
    onRoll: true,
  }));
  await database().person.createMany({ data });
  await database().$executeRaw`ANALYZE`;
}

/** One who asks, each time another: what one person may ask is limited. */
async function helper() {
  const { id } = await database().person.create({
    data: {
      matchHash: new Uint8Array(randomBytes(32)),
      birthDate: new Date('1971-08-02'),
      name: encrypt('이서연', 'person.name'),
      phone: encrypt('01011112222', 'person.phone'),
      onRoll: true,
    },
  });
  const facts = { personId: id, name: '이서연', birthDate: '1971-08-02', onRoll: true, createdAt: new Date() };
  return mintCitizen({ ...facts, sessionId: randomUUID(), verified: true });
}

/** Milliseconds of one call. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface Pair {
  known: () => Promise<unknown>;
  unknown: () => Promise<unknown>;
}

/** One of each kind in turn, in an order that chance decides: what the machine does besides falls on both alike. */
async function compared(next: (index: number) => Promise<Pair>): Promise<{ known: number[]; unknown: number[] }> {
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (let index = 0; index < warmUp + pairs; index += 1) {
    const pair = await next(index);
    const order = Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    for (const kind of order) {
      const took = await timed(pair[kind]);
      if (index >= warmUp) times[kind].push(took);
    }
  }
  return times;
}

function figures(what: string, { known, unknown }: { known: number[]; unknown: number[] }): Figure[] {
  const ratio = median(known) / median(unknown);
  const share = slowerShare(known, unknown);
  const note = `medians ${rounded(median(known))} and ${rounded(median(unknown))} ms of ${known.length} calls each`;
  return [
    {
      key: `${what}_known_to_unknown_ratio`,
      value: rounded(ratio),
      unit: 'ratio',
      against: 'the same call about somebody, or something, that is not there, in turn',
      reach: `between ${rounded(1 / ratioMost)} and ${ratioMost}`,
      reached: ratio <= ratioMost && ratio >= 1 / ratioMost,
      note,
    },
    {
      key: `${what}_known_slower_share`,
      value: rounded(share),
      unit: 'share of all pairs',
      against: 'a half: nobody can tell the two apart',
      reach: `between ${rounded(0.5 - shareMost)} and ${rounded(0.5 + shareMost)}`,
      reached: Math.abs(share - 0.5) <= shareMost,
    },
  ];
}

/** Whether the time of an answer tells who is on the roll, or which booking there is. */
export const run = ({ say }: Context): Promise<Figure[]> =>
  onOwnGround(async () => {
    const all = warmUp + pairs;
    say(`existence: ${crowd} people, and ${bookings} bookings`);
    const unknown = (index: number) => index + 5_000_000;
    // Each call has a target of its own: what may be asked of one is limited.
    const of = (kind: number, index: number) => kind * all + index;
    await bookOnOneLot(bookings);
    await database().$executeRaw`
      UPDATE booking SET number = 'BBBBB-' || lpad(one.number::text, 5, '0')
      FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM booking) AS one WHERE one.id = booking.id`;
    await fillRoll(Array.from({ length: 3 * all }, (_, index) => index));
    const done: Figure[] = [];
    const measure = async (what: string, next: (index: number) => Promise<Pair>) => {
      say(`existence: ${what}`);
      done.push(...figures(what, await compared(next)));
    };
    const asked = new Map<number, string>();
    const ask = async (who: number) => {
      const answer = await askForCode(targetOf(who), 'phone', from);
      if (answer.ok) asked.set(who, answer.id);
    };
    await measure('code_by_text', async (index) => ({
      known: () => ask(of(0, index)),
      unknown: () => ask(unknown(of(0, index))),
    }));
    const enterWrong = (who: number) => takeCode(targetOf(who), '12', [asked.get(who) ?? '']);
    await measure('wrong_code', async (index) => ({
      known: () => enterWrong(of(0, index)),
      unknown: () => enterWrong(unknown(of(0, index))),
    }));
    await measure('code_by_letter', async (index) => ({
      known: () => askForCode(targetOf(of(1, index)), 'letter', from),
      unknown: () => askForCode(targetOf(unknown(of(1, index))), 'letter', from),
    }));
    await measure('asking_to_help', async (index) => {
      const [one, other] = [await helper(), await helper()];
      const asked = (who: number) => ({ name: nameOf(who), birthDate, phone: phoneOf(who), kinship: 'daughter', way: 'phone' }) as const;
      return {
        known: () => askToHelp(one, asked(of(2, index))),
        unknown: () => askToHelp(other, asked(unknown(of(2, index)))),
      };
    });
    // The birth date is a wrong one: right with it the answer itself says so.
    await measure('find_booking', async (index) => ({
      known: () => findBooking(`BBBBB-${String(index).padStart(5, '0')}`, '1900-01-02', from),
      unknown: () => findBooking(`ZZZZZ-${String(index).padStart(5, '0')}`, '1900-01-02', from),
    }));
    return done;
  });
