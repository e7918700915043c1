import { expect, test } from 'vitest';
import { decrypt, encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { clinicWith, openRound, somebody } from '@/test/booking';
import { queueClinicNotices, queueNotices, sealCode, sealedContext, template } from './sql';

const about = (personId: string, subject: string) => Prisma.sql`
  SELECT ${personId}::uuid AS person_id, ${template('booking-confirmed')} AS template, ${subject}::text AS subject,
         jsonb_build_object('bookingId', ${subject}::text) AS facts`;

const codeFor = (personId: string) => Prisma.sql`
  SELECT ${personId}::uuid AS person_id, ${template('one-time-code')} AS template, 'challenge'::text AS subject,
         jsonb_build_object('minutes', 5) AS facts`;

const of = (personId: string) => database().notice.findMany({ where: { personId }, orderBy: { byMail: 'asc' } });

test('a notice exists when its transaction has committed, and not before nor otherwise', async () => {
  const personId = await somebody();
  const undone = database().$transaction(async (transaction) => {
    await transaction.$executeRaw(queueNotices(about(personId, 'a')));
    expect(await of(personId)).toEqual([]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await of(personId)).toEqual([]);
  await database().$executeRaw(queueNotices(about(personId, 'a')));
  expect(await of(personId)).toMatchObject([{ template: 'booking-confirmed', facts: { bookingId: 'a' }, byMail: false, sentAt: null }]);
});

test('the same is told once, however often and from however many sides it is queued', async () => {
  const personId = await somebody();
  await Promise.all(Array.from({ length: 8 }, () => database().$executeRaw(queueNotices(about(personId, 'a')))));
  await database().$executeRaw(queueNotices(about(personId, 'b')));
  expect(await of(personId)).toHaveLength(2);
});

test('it stands in one statement with the change that it tells of, as one of its parts', async () => {
  const personId = await somebody();
  const told = () => database().$queryRaw<{ count: number }[]>`
    WITH changed AS (UPDATE person SET on_roll = false WHERE id = ${personId}::uuid AND on_roll RETURNING id),
    told AS (${queueNotices(Prisma.sql`
      SELECT changed.id AS person_id, ${template('round-cancelled')} AS template, 'round'::text AS subject,
             jsonb_build_object('roundId', 'round') AS facts FROM changed`)})
    SELECT count(*)::int AS count FROM changed`;
  expect(await told()).toEqual([{ count: 1 }]);
  expect(await told()).toEqual([{ count: 0 }]);
  expect(await of(personId)).toHaveLength(1);
});

test('who gave an address is told by e-mail too; a code never goes there, is sealed, goes first and ends in time', async () => {
  const personId = await somebody();
  await database().contact.create({ data: { personId, email: encrypt('a@example.kr', 'contact.email') } });
  await database().$executeRaw(queueNotices(about(personId, 'a')));
  expect((await of(personId)).map(({ byMail }) => byMail)).toEqual([false, true]);
  const more = { sealed: sealCode('123456'), expiresAt: Prisma.sql`now() + interval '5 minutes'` };
  await database().$executeRaw(queueNotices(codeFor(personId), more));
  const codes = await database().notice.findMany({ where: { personId, template: 'one-time-code' } });
  expect(codes).toMatchObject([{ urgent: true, byMail: false }]);
  const [code] = codes;
  expect(code?.sealed && decrypt(code.sealed, sealedContext)).toBe('123456');
  expect(code?.expiresAt && code.expiresAt.getTime() - code.createdAt.getTime()).toBe(300_000);
});

test('a notice may wait for its time', async () => {
  const personId = await somebody();
  await database().$executeRaw(queueNotices(about(personId, 'a'), { notBefore: Prisma.sql`now() + interval '1 day'` }));
  const [notice] = await of(personId);
  expect(notice?.nextAt).toEqual(notice?.notBefore);
  expect(notice?.nextAt.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
});

test('a clinic is told once, too', async () => {
  const { clinicId } = await clinicWith(await openRound(), [1]);
  const rows = Prisma.sql`
    SELECT ${clinicId}::text AS clinic_id, ${template('clinic-cancelled-late')} AS template, 'a'::text AS subject,
           jsonb_build_object('bookingId', 'a') AS facts`;
  await database().$executeRaw(queueClinicNotices(rows));
  await database().$executeRaw(queueClinicNotices(rows));
  expect(await database().notice.count({ where: { clinicId } })).toBe(1);
});
