import { randomBytes, randomUUID } from 'node:crypto';
import { confirmHold, holdSlot } from '@/lib/booking/commands';
import { type BeneficiaryProof, mintBeneficiary } from '@/lib/identity/proof';
import { endPass, enter, extendPass, issueTicket } from '@/lib/line/commands';
import type { PassProof } from '@/lib/line/proof';
import { documentOf } from '@/lib/line/queries';
import type { SigningKey } from '@/lib/line/token';
import { advanceFronts } from '@/lib/line/worker';
import { database } from '@/lib/platform/database';
import { agreeToTakeOver, takeOver } from '@/lib/takeover/commands';
import { clinicWith, somebody } from './booking';
import { householdOf } from './household';
import { bucketSeconds } from './later';
import { lineRound, moveFront } from './line';

/** What one server does for people and for the line; a mutant replaces some of it. */
export const honest = {
  issueTicket,
  enter,
  takeOver,
  agreeToTakeOver,
  extendPass,
  endPass,
  holdSlot,
  confirmHold,
  advanceFronts,
  documentOf,
};
export type Server = typeof honest;

/** How a history begins. */
export interface Setting {
  /** K */
  seats: number;
  people: number;
  /** The last of the people is known since after the draw. */
  newcomer: boolean;
  /** Of each half hour. */
  places: number[];
  order: 'drawn' | 'arrival';
  helpers: boolean;
  opensInTens: number;
  closesInMinutes: number;
  /** Of the drawn line, already called. */
  front: number;
  /** Everybody has a ticket already. */
  early: boolean;
  /** So many of the people, the first of them the head, have one ticket in common; with fewer than two, nobody. */
  household: number;
}

export interface Session {
  proof: BeneficiaryProof;
  token: string | null;
  /** As the browser remembers it: it may be gone. */
  pass: PassProof | null;
}

export interface Someone {
  personId: string;
  /** Whose ticket and seat are theirs. */
  headId: string;
  newcomer: boolean;
  /** A telephone, a computer, and a helper who acts for everybody. */
  sessions: Session[];
}

export interface World {
  id: string;
  campaignId: string;
  setting: Setting;
  slots: number[];
  people: Someone[];
  servers: Server[];
  /** Only the one that holds the lease moves the line, unless told otherwise. */
  workers: { holder: string }[];
  keys: SigningKey[];
  /** Seconds that have passed beside those of the clock. */
  elapsed: number;
  /** Who entered last, and by which session; at first nobody has. */
  last: { who: number; session: number };
  serverClock: (seconds: number) => void;
}

/** Seconds; five more than a whole number of steps in time, so that it never hangs on a millisecond what is over. */
export const callHold = 125;
export const passLength = 65;
export const signingKey = (): SigningKey => ({ id: randomUUID(), key: new Uint8Array(randomBytes(32)) });

let cast: Promise<string[]> | undefined;
const castSize = 8;

/** As if the household had been declared when it still could be: the round is what it was, a moment later. */
async function declaredBefore(roundId: string, people: BeneficiaryProof[]): Promise<void> {
  const shift = (days: number) => database().$executeRaw`
    UPDATE round SET draw_at = draw_at + make_interval(days => ${days}), opens_at = opens_at + make_interval(days => ${days}),
      closes_at = closes_at + make_interval(days => ${days}) WHERE id = ${roundId}`;
  await shift(2);
  await householdOf(roundId, people);
  await shift(-2);
}

/** A round and its people, as the setting says. Whatever other rounds there were is over, and their places are gone. */
export async function worldOf(setting: Setting, servers: Server[], serverClock: World['serverClock'] = () => undefined): Promise<World> {
  cast ??= Promise.all(Array.from({ length: castSize }, somebody));
  const [helper, ...others] = await cast;
  await database().$executeRaw`UPDATE round SET closes_at = now() WHERE closes_at > now() AND opens_at < now()`;
  await database().$executeRaw`DELETE FROM lease`;
  const { id, campaignId } = await lineRound(setting.seats, {
    ...{ callHold, passLength, holdLength: 25, maxExtensions: 2, minSweep: 60, lineOrder: setting.order, helpersAllowed: setting.helpers },
    ...{ drawInMinutes: -60, opensInMinutes: (setting.opensInTens * bucketSeconds) / 60 || -30, closesInMinutes: setting.closesInMinutes },
  });
  // A hold of another round that is reaped in this one must not give a place back.
  await database().$executeRaw`UPDATE booking SET status = 'expired', ended_at = now() WHERE status = 'held'`;
  await database().$executeRaw`UPDATE slot SET capacity = 0, taken = 0 WHERE capacity > 0`;
  // In one statement: what is shared out is what is planned.
  await database()
    .$executeRaw`WITH unplanned AS (UPDATE delivery SET planned = 0) UPDATE share SET quota = 0, taken = 0, kept = 0 WHERE quota > 0`;
  const { regionCode } = await database().clinic.findFirstOrThrow();
  const { slots } = await clinicWith({ campaignId, roundId: id, regionCode }, setting.places);
  if (setting.front > 0) await moveFront(id, 'drawn', setting.front);
  const helperSession = randomUUID();
  // Whoever is known since after the draw can be in none.
  const together = Math.min(setting.household, setting.people - (setting.newcomer ? 1 : 0));
  const people = others.slice(0, setting.people).map((personId, index) => {
    const newcomer = setting.newcomer && index === setting.people - 1;
    const facts = { personId, name: '홍길동', birthDate: '1980-01-01', onRoll: true, verified: true };
    const createdAt = newcomer ? new Date(Date.now() + 86_400_000) : new Date(0);
    const own = () => mintBeneficiary({ ...facts, createdAt, actorId: personId, sessionId: randomUUID(), relation: 'self', lead: false });
    const helped = { actorId: helper ?? personId, sessionId: helperSession, relation: 'helper', lead: index % 2 === 0 } as const;
    const proofs = [own(), own(), mintBeneficiary({ ...facts, createdAt, ...helped })];
    const headId = index < together ? (others[0] ?? personId) : personId;
    return { personId, headId, newcomer, sessions: proofs.map((proof) => ({ proof, token: null, pass: null })) };
  });
  if (together > 1)
    await declaredBefore(
      id,
      people.slice(0, together).flatMap(({ sessions: [own] }) => own?.proof ?? []),
    );
  if (helper) {
    const data = people.map(({ personId }) => ({ beneficiaryId: personId, helperId: helper, relation: 'daughter', textVersion: '1' }));
    await database().consent.createMany({ data, skipDuplicates: true });
  }
  const workers = [0, 1, 2].map(() => ({ holder: randomUUID() }));
  return {
    id,
    campaignId,
    setting,
    slots,
    people,
    servers,
    workers,
    keys: [signingKey()],
    elapsed: 0,
    last: { who: 0, session: 0 },
    serverClock,
  };
}
