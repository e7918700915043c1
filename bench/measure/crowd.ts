import { randomBytes, randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { createRound } from '@/lib/campaign/commands';
import { seoulDate } from '@/lib/campaign/seoul';
import { revealDraws } from '@/lib/draw/worker';
import { cookieSetting } from '@/lib/identity/cookie';
import { sessionIdOf } from '@/lib/identity/token';
import { drawOf } from '@/lib/line/queries';
import { ticketNumber } from '@/lib/line/ticket-number';
import { signToken } from '@/lib/line/token';
import { encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { env } from '@/lib/platform/env';
import { noteConsent } from '@/lib/privacy/agreeing/sql';

export interface Visitor {
  personId: string;
  /** Of the ticket; empty without one. */
  number: string;
  /** Header value. */
  cookies: string;
}

const minute = 60_000;
export const roundId = 'bench';

/** An open round with a clinic that has places. Everybody has been called, or nobody has yet and it opens now. */
export async function openRound({ seats, called, minSweep = 1_800 }: { seats: number; called: boolean; minSweep?: number }): Promise<void> {
  const now = Date.now();
  const at = (minutes: number) => new Date(now + minutes * minute);
  const db = database();
  await db.campaign.create({ data: { id: 'bench', nameKo: '측정', nameEn: 'Bench', products: ['comirnaty'], phone: '1339', demo: true } });
  await createRound(db, {
    id: roundId,
    campaignId: 'bench',
    sequence: 1,
    nameKo: '측정',
    nameEn: 'Bench',
    cohort: {},
    cohortSize: seats,
    drawAt: at(-60),
    opensAt: at(called ? -30 : 0),
    closesAt: at(120),
    callHold: 7_200,
    seatCount: seats,
    minSweep,
  });
  await revealDraws();
  if (called) {
    await db.frontSegment.create({
      data: { roundId, line: 'drawn', sequence: 1, startsAt: at(-29), endsAt: at(-28), fromPosition: 0, toPosition: 1 },
    });
  }
  const parts = { create: [{ code: '99', nameKo: '구', nameEn: 'District', population: 1 }] };
  await db.region.create({ data: { code: '9', nameKo: '시', nameEn: 'Province', population: 1, parts } });
  const place = { addressKo: '주소', addressEn: 'Address', latitude: 37, longitude: 127, phone: '02-000-0000', hours: {} };
  await db.clinic.create({ data: { id: 'bench', regionCode: '99', nameKo: '의원', nameEn: 'Clinic', vaccines: ['comirnaty'], ...place } });
  const startsAt = at(7 * 24 * 60);
  await db.slot.create({ data: { clinicId: 'bench', startsAt, capacity: 100 } });
  await db.product.create({ data: { code: 'comirnaty', nameKo: '백신', nameEn: 'Vaccine', cvx: '208' } });
  await db.productRule.create({ data: { productCode: 'comirnaty', validFrom: new Date('2020-01-01'), minAge: 0, doses: 1 } });
  await db.shipment.create({ data: { id: 'bench', carrier: 'bench' } });
  await db.lot.create({ data: { number: 'bench', productCode: 'comirnaty', expiresOn: new Date('2099-12-31') } });
  const brought = { shipmentId: 'bench', lotNumber: 'bench', clinicId: 'bench', doses: 100, planned: 100, arrivesAt: at(0) };
  const { id: deliveryId } = await db.delivery.create({ data: brought });
  const shared = { clinicId: 'bench', day: new Date(seoulDate(startsAt)), productCode: 'comirnaty', roundId, quota: 100 };
  await db.share.create({ data: { ...shared, deliveryId } });
}

/** People on the roll, each signed in on a session of their own; with a ticket, if wanted. */
export async function crowd(size: number, { ticket }: { ticket: boolean }): Promise<Visitor[]> {
  const people = Array.from({ length: size }, () => ({ personId: randomUUID(), token: randomBytes(32).toString('base64url') }));
  const ids = people.map(({ personId }) => personId);
  const sessions = people.map(({ token }) => sessionIdOf(token));
  const db = database();
  await db.$executeRaw`
    INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll, created_at)
    SELECT id, '\\x00'::bytea, '1980-01-01', ${encrypt('홍길동', 'person.name')}, ${encrypt('01000000000', 'person.phone')}, true, '2021-07-01'
    FROM unnest(${ids}::uuid[]) AS one (id)`;
  const everybody = Prisma.sql`SELECT one.id, 'web', one.id FROM unnest(${ids}::uuid[]) AS one (id)`;
  await db.$executeRaw(noteConsent('booking', true, everybody));
  await db.$executeRaw`
    INSERT INTO session (id, person_id, provider, verified, expires_at)
    SELECT id, person_id, 'bench', true, now() + interval '8 hours'
    FROM unnest(${sessions}::text[], ${ids}::uuid[]) AS one (id, person_id)`;
  if (ticket) {
    await db.$executeRaw`INSERT INTO ticket (round_id, person_id) SELECT ${roundId}, id FROM unnest(${ids}::uuid[]) AS one (id)`;
  }
  const draw = ticket ? await drawOf(roundId) : null;
  const visitors: Visitor[] = [];
  for (const { personId, token } of people) {
    const number = draw ? ticketNumber(draw.ticketKey, personId, roundId) : '';
    visitors.push({ personId, number, cookies: await cookiesOf(personId, token, number) });
  }
  return visitors;
}

async function cookiesOf(personId: string, token: string, number: string): Promise<string> {
  const { CHARYE_URL, CHARYE_SESSION_SECRET, CHARYE_SIGNING_KEYS } = env();
  const sealed = await encode({ token: { sid: token }, secret: CHARYE_SESSION_SECRET, maxAge: 8 * 60 * 60 });
  const session = `${cookieSetting(CHARYE_URL, 'session').name}=${sealed}`;
  if (!number) return session;
  const claims = { sub: personId, round: roundId, number };
  const signed = signToken('ticket', claims, new Date(Date.now() + 120 * minute), CHARYE_SIGNING_KEYS);
  return `${session}; ticket.${roundId}=${signed}; number.${roundId}=${number}`;
}

/** A database of the bench's own on the server of `url`, and a way to be rid of it. */
export async function ownDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `charye_bench_${randomBytes(5).toString('hex')}`;
  const onServer = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const tell = async (statement: string) => {
    const client = new pg.Client({ connectionString: onServer('postgres') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await tell(`create database ${name}`);
  return { url: onServer(name), drop: () => tell(`drop database ${name} with (force)`) };
}
