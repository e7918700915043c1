import { randomBytes, randomUUID } from 'node:crypto';
import { createRound } from '@/lib/campaign/commands';
import { revealDraws } from '@/lib/draw/worker';
import { type BeneficiaryProof, mintBeneficiary } from '@/lib/identity/proof';
import { enter, issueTicket } from '@/lib/line/commands';
import { placeOf } from '@/lib/line/place';
import { drawOf } from '@/lib/line/queries';
import { ticketNumber } from '@/lib/line/ticket-number';
import { database, type Prisma } from '@/lib/platform/database';
import { clinicWith, databaseNow, somebody } from './booking';

const short = () => randomBytes(5).toString('hex');
const minutes = (at: Date, by: number) => new Date(at.getTime() + by * 60_000);

/** A round around the database's now (open, unless told otherwise), drawn if that is due, with a clinic that has places; of a campaign of its own, or one that is named. */
export async function lineRound(
  seatCount: number,
  settings: Partial<Prisma.RoundUncheckedCreateInput> & { drawInMinutes?: number; opensInMinutes?: number; closesInMinutes?: number } = {},
) {
  const { drawInMinutes = -60, opensInMinutes = -30, closesInMinutes = 60, ...round } = settings;
  const now = await databaseNow();
  const campaignId = round.campaignId ?? `campaign-${short()}`;
  const id = `round-${short()}`;
  if (!round.campaignId) {
    await database().campaign.create({ data: { id: campaignId, nameKo: '사업', nameEn: 'Campaign', products: ['P2'], phone: '1339' } });
  }
  await createRound(database(), {
    id,
    campaignId,
    sequence: 1,
    nameKo: '회차',
    nameEn: 'Round',
    cohortSize: 100,
    drawAt: minutes(now, drawInMinutes),
    opensAt: minutes(now, opensInMinutes),
    closesAt: minutes(now, closesInMinutes),
    seatCount,
    cohort: {},
    ...(round as object),
  });
  const regionCode = short();
  const province = { code: short(), nameKo: '시', nameEn: 'Province', population: 1 };
  const parts = { create: [{ code: regionCode, nameKo: '구', nameEn: 'District', population: 1 }] };
  await database().region.create({ data: { ...province, parts } });
  await clinicWith({ campaignId, roundId: id, regionCode }, [100]);
  await revealDraws();
  return { id, campaignId };
}

/** Somebody on the roll, signed in on a session of their own. */
export async function person(
  more: { createdAt?: Date; sessionId?: string; personId?: string; relation?: 'self' | 'helper'; lead?: boolean } = {},
): Promise<BeneficiaryProof> {
  const personId = more.personId ?? (await somebody());
  return mintBeneficiary({
    personId,
    actorId: personId,
    sessionId: more.sessionId ?? randomUUID(),
    name: '홍길동',
    birthDate: '1980-01-01',
    onRoll: true,
    createdAt: more.createdAt ?? new Date(0),
    verified: true,
    relation: more.relation ?? 'self',
    lead: more.lead ?? false,
  });
}

/** What the person's own ticket says, computed as the server does. */
export async function standingOf(personId: string, roundId: string): Promise<{ number: string; place: number }> {
  const draw = await drawOf(roundId);
  if (!draw?.seed) throw new Error('not drawn yet');
  const number = ticketNumber(draw.ticketKey, personId, roundId);
  return { number, place: await placeOf(draw.seed, number) };
}

/** Moves a front of a round to a position in the past, `secondsAgo`. */
export async function moveFront(roundId: string, line: 'drawn' | 'late', to: number, secondsAgo = 1): Promise<void> {
  const last = await database().frontSegment.findFirst({ where: { roundId, line }, orderBy: { sequence: 'desc' } });
  const now = await databaseNow();
  const endsAt = new Date(now.getTime() - secondsAgo * 1_000);
  const startsAt = new Date(endsAt.getTime() - 1_000);
  await database().frontSegment.create({
    data: { roundId, line, sequence: (last?.sequence ?? 0) + 1, startsAt, endsAt, fromPosition: last?.toPosition ?? 0, toPosition: to },
  });
}

/** As if the last tick of the leader had been a second earlier than it was. */
export async function aSecondLater(roundId: string): Promise<void> {
  await database().$executeRaw`UPDATE line_state SET at = at - interval '1 s' WHERE round_id = ${roundId}`;
}

/** Somebody with a ticket whose place has been called, or not. */
export async function withTicket(roundId: string, more: Parameters<typeof person>[0] = {}): Promise<BeneficiaryProof> {
  const who = await person(more);
  const ticket = await issueTicket(who, roundId);
  if (!ticket.ok) throw new Error(ticket.code);
  return who;
}

/** With the number of their own ticket. */
export const tryToEnter = async (who: BeneficiaryProof, roundId: string) =>
  await enter(who, roundId, (await standingOf(who.personId, roundId)).number);
