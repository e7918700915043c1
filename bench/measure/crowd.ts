import { randomBytes, randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { createRound } from '@/lib/campaign/commands';
import { seoulDate } from '@/lib/campaign/seoul';
import { revealDraws } from '@/lib/draw/worker';
import { cookieSetting } from '@/lib/identity/cookie';
import { matchParts } from '@/lib/identity/match';
import { sessionIdOf } from '@/lib/identity/token';
import { drawOf } from '@/lib/line/queries';
import { ticketNumber } from '@/lib/line/ticket-number';
import { signToken } from '@/lib/line/token';
import { encrypt, lookupHash } from '@/lib/platform/crypto';
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

interface Opening {
  seats: number;
  called: boolean;
  minSweep?: number;
  clinics?: number;
  /** Of each clinic's one half hour, and of the second dose's three weeks later. */
  places?: number;
}

/** An open round with clinics that have places. Everybody has been called, or nobody has yet and it opens now. */
export async function openRound({ seats, called, minSweep = 1_800, clinics = 1, places = 100 }: Opening): Promise<void> {
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
  await supply(clinics, places, at(0));
}

/** Five digits, as the forms want them. */
export const district = '99000';
const clinicOf = (index: number) => `bench-${index}`;
const day = 24 * 60 * minute;

/** Two doses three weeks apart, both at the same clinic. */
async function supply(clinics: number, places: number, now: Date): Promise<void> {
  const db = database();
  const parts = { create: [{ code: district, nameKo: '구', nameEn: 'District', population: 1 }] };
  await db.region.create({ data: { code: '99', nameKo: '시', nameEn: 'Province', population: 1, parts } });
  await db.product.create({ data: { code: 'comirnaty', nameKo: '백신', nameEn: 'Vaccine', cvx: '208' } });
  const apart = { doses: 2, interval: 21, intervalMin: 21, intervalMax: 42 };
  await db.productRule.create({ data: { productCode: 'comirnaty', validFrom: new Date('2020-01-01'), minAge: 0, ...apart } });
  await db.shipment.create({ data: { id: 'bench', carrier: 'bench' } });
  await db.lot.create({ data: { number: 'bench', productCode: 'comirnaty', expiresOn: new Date('2099-12-31') } });
  const place = { addressKo: '주소', addressEn: 'Address', latitude: 37, longitude: 127, phone: '02-000-0000', hours: {} };
  const ids = Array.from({ length: clinics }, (_, index) => clinicOf(index));
  const named = { regionCode: district, nameKo: '의원', nameEn: 'Clinic', vaccines: ['comirnaty'], ...place };
  await db.clinic.createMany({ data: ids.map((id) => ({ id, ...named })) });
  const times = [7, 28].map((days, index) => ({ dose: index + 1, startsAt: new Date(now.getTime() + days * day) }));
  await db.slot.createMany({ data: ids.flatMap((clinicId) => times.map(({ startsAt }) => ({ clinicId, startsAt, capacity: places }))) });
  const brought = { shipmentId: 'bench', lotNumber: 'bench', doses: 2 * places, planned: 2 * places, arrivesAt: now };
  const deliveries = await db.delivery.createManyAndReturn({ data: ids.map((clinicId) => ({ clinicId, ...brought })) });
  await db.share.createMany({
    data: deliveries.flatMap(({ id: deliveryId, clinicId }) =>
      times.map(({ dose, startsAt }) => {
        const shared = { clinicId, day: new Date(seoulDate(startsAt)), productCode: 'comirnaty', roundId, quota: places };
        return { ...shared, dose, deliveryId };
      }),
    ),
  });
}

const born = '1980-01-01';
const named = '홍길동';

/** Somebody of the roll, and what a provider would say of them. */
export interface Enrolled {
  personId: string;
  claims: { sub: string; ci: string; name: string; birthdate: string; phone_number: string };
}

/** People of the roll who have agreed, and whom nobody has signed in as. */
export async function enrolled(size: number): Promise<Enrolled[]> {
  const people = Array.from({ length: size }, (_, index) => {
    const personId = randomUUID();
    const phone = `010${String(index).padStart(8, '0')}`;
    return { personId, claims: { sub: personId, ci: personId, name: named, birthdate: born, phone_number: phone } };
  });
  const ids = people.map(({ personId }) => personId);
  const matches = people.map(({ claims }) => lookupHash('match', ...matchParts(named, born, claims.phone_number)));
  const db = database();
  await db.$executeRaw`
    INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll, created_at)
    SELECT id, match_hash, ${born}::date, ${encrypt(named, 'person.name')}, ${encrypt('01000000000', 'person.phone')}, true, '2021-07-01'
    FROM unnest(${ids}::uuid[], ${matches}::bytea[]) AS one (id, match_hash)`;
  const everybody = Prisma.sql`SELECT one.id, 'web', one.id FROM unnest(${ids}::uuid[]) AS one (id)`;
  await db.$executeRaw(noteConsent('booking', true, everybody));
  return people;
}

/** People on the roll, each signed in on a session of their own; with a ticket, if wanted. */
export async function crowd(size: number, { ticket }: { ticket: boolean }): Promise<Visitor[]> {
  const people = (await enrolled(size)).map(({ personId }) => ({ personId, token: randomBytes(32).toString('base64url') }));
  const ids = people.map(({ personId }) => personId);
  const sessions = people.map(({ token }) => sessionIdOf(token));
  const db = database();
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
