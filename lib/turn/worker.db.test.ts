import { expect, it, vi } from 'vitest';
import { confirmHold, holdSlot } from '@/lib/booking/commands';
import { seoulDate } from '@/lib/campaign/seoul';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { mintOperator } from '@/lib/identity/proof';
import { issueTicket, pauseRound, resumeRound } from '@/lib/line/commands';
import { advanceFronts } from '@/lib/line/worker';
import { compose } from '@/lib/notice/compose';
import { mattersOf } from '@/lib/notice/queries';
import { database } from '@/lib/platform/database';
import { leaveWishes } from '@/lib/wish/commands';
import { clinicWith, passOf } from '@/test/booking';
import { caller } from '@/test/desk';
import { drawAndOpen, householdOf } from '@/test/household';
import { lineRound, moveFront, person, standingOf } from '@/test/line';
import { tellUpTo } from './sql';
import { tellTurnsSoon } from './worker';

const toldIn = async (roundId: string) =>
  (await database().notice.findMany({ where: { template: 'turn-soon', subject: roundId } })).map(({ personId }) => personId ?? '').sort();
const idsOf = (people: BeneficiaryProof[]) => people.map(({ personId }) => personId).sort();

const tell = async (roundId: string, target: number, most = 100) => {
  const [row] = await database().$queryRaw<{ told: number }[]>(tellUpTo(roundId, target, { most, minutes: 15 }));
  return row?.told;
};

/** People with tickets in a drawn and open round, in the order of their places, which are written down. */
async function line(count: number, before?: (round: { id: string; campaignId: string }, people: BeneficiaryProof[]) => Promise<void>) {
  const round = await lineRound(10, { drawInMinutes: 120, opensInMinutes: 150, closesInMinutes: 1_000 });
  const people: BeneficiaryProof[] = [];
  for (let index = 0; index < count; index += 1) people.push(await person({ personId: (await caller('홍길동')).id }));
  for (const one of people) expect(await issueTicket(one, round.id)).toMatchObject({ ok: true });
  await before?.(round, people);
  await drawAndOpen(round.id);
  await tellTurnsSoon(database());
  const placed = await Promise.all(people.map(async (one) => ({ ...one, ...(await standingOf(one.personId, round.id)) })));
  return { ...round, people: placed.sort((a, b) => a.place - b.place) };
}

it('tells those between the front and the place that it reaches, nearest first, each once, however many servers ask', async () => {
  const { id, people } = await line(6);
  const places = people.map(({ place }) => place);
  await moveFront(id, 'drawn', ((places[0] ?? 0) + (places[1] ?? 0)) / 2);
  const target = ((places[4] ?? 0) + (places[5] ?? 0)) / 2;
  expect(await tell(id, target, 2), 'a batch').toBe(2);
  expect(await toldIn(id)).toEqual(idsOf(people.slice(1, 3)));
  const both = await Promise.all([tell(id, target), tell(id, target)]);
  expect(both.toSorted()).toEqual([0, 2]);
  expect(await toldIn(id)).toEqual(idsOf(people.slice(1, 5)));
  expect(await tell(id, target)).toBe(0);
  expect(await tell(id, 1)).toBe(1);
  const notices = await database().notice.findMany({ where: { subject: id } });
  expect(notices.every(({ expiresAt, createdAt }) => expiresAt && expiresAt.getTime() - createdAt.getTime() <= 15 * 60_000 + 1_000)).toBe(
    true,
  );
});

it('tells nobody who is inside, has booked or waits for their wish; of a household everybody who has not booked', async () => {
  let household: BeneficiaryProof[] = [];
  let wisher: BeneficiaryProof | undefined;
  const { id, campaignId, people } = await line(6, async (round, [head, member, one]) => {
    if (!head || !member || !one) throw new Error('six people');
    household = [head, member];
    await householdOf(round.id, household);
    const clinic = await database().clinic.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const days = { fromDay: seoulDate(new Date()), toDay: seoulDate(new Date(Date.now() + 30 * 86_400_000)) };
    wisher = one;
    expect(await leaveWishes(one, round.id, [{ where: { clinic: clinic.id }, ...days, fromMinute: 0, toMinute: 1440 }])).toEqual({
      ok: true,
    });
  });
  const taken = [...household, ...(wisher ? [wisher] : [])].map(({ personId }) => personId);
  const [inside, booked, waits] = people.filter(({ personId }) => !taken.includes(personId));
  if (!inside || !booked || !waits) throw new Error('three more');
  await passOf({ roundId: id, campaignId, regionCode: '' }, { personId: inside.personId });
  const { regionCode } = await database().clinic.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const { slots } = await clinicWith({ roundId: id, campaignId, regionCode }, [3]);
  const pass = await passOf({ roundId: id, campaignId, regionCode }, { personId: booked.personId });
  const held = await holdSlot(pass, slots[0] ?? 0);
  expect(await confirmHold(pass, held.ok ? held.bookingId : '')).toMatchObject({ ok: true });
  await tell(id, 1);
  expect(await toldIn(id)).toEqual([...household, waits].map(({ personId }) => personId).sort());
});

it('goes by the estimate of the public document, holds back in a pause, and says when in words without a link', async () => {
  const { id, people } = await line(8);
  await advanceFronts();
  const operator = mintOperator({ personId: 'console', sessionId: 'test' });
  await pauseRound(operator, id, '점검합니다');
  expect(await tellTurnsSoon(database())).toBe(0);
  expect(await toldIn(id)).toEqual([]);
  await resumeRound(operator, id);
  // As soon as the pace is known: with ten seats for eight people everybody's turn is soon.
  await expect
    .poll(
      async () => {
        await advanceFronts();
        return await tellTurnsSoon(database());
      },
      { timeout: 100_000, interval: 1_000 },
    )
    .toBeGreaterThan(0);
  expect(idsOf(people)).toEqual(expect.arrayContaining(await toldIn(id)));
  const [notice] = await database().notice.findMany({ where: { subject: id }, take: 1 });
  const due = (await mattersOf(database(), [notice?.id ?? ''])).get(notice?.id ?? '');
  if (!due || !('matter' in due)) throw new Error('nothing to say');
  expect(compose('ko', due.matter)).toMatchObject({
    ok: true,
    text: '[차례] 홍길동 님, 15분쯤 안에 번호가 불립니다\n회차\n차례 화면을 열어 두세요. 불린 뒤에 늦게 들어와도 예약할 수 있지만 더 기다려야 합니다.\n문의 1339',
  });
});

it('writes down the places of a large round batch by batch, and forgets them when it is over', async () => {
  const { id } = await lineRound(3, { drawInMinutes: -60, opensInMinutes: 30, closesInMinutes: 900 });
  await database().$executeRaw`
    WITH made AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll, created_at)
      SELECT gen_random_uuid(), decode(md5(n::text), 'hex'), '1980-01-01', 'x', 'x', true, 'epoch' FROM generate_series(1, 6000) n RETURNING id
    )
    INSERT INTO ticket (round_id, person_id) SELECT ${id}, id FROM made`;
  const counts: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await tellTurnsSoon(database());
    counts.push(await database().turnPlace.count({ where: { roundId: id } }));
  }
  expect(counts).toEqual([5_000, 6_000, 6_000]);
  const some = await database().turnPlace.findFirstOrThrow({ where: { roundId: id }, skip: 77 });
  expect(some.place).toBe((await standingOf(some.personId, id)).place);
  await database()
    .$executeRaw`UPDATE round SET opens_at = now() - interval '2 minutes', closes_at = now() - interval '1 minute' WHERE id = ${id}`;
  for (let turn = 0; turn < 5; turn += 1) await tellTurnsSoon(database());
  expect(await database().turnPlace.count({ where: { roundId: id } })).toBe(0);
  expect(await database().turnCall.count({ where: { roundId: id } })).toBe(0);
});

it('tells whoever takes a ticket after the others were written down, unless their turn is so near that the page says it', async () => {
  const { id } = await line(2);
  const late = await Promise.all(Array.from({ length: 6 }, async () => person({ personId: (await caller('홍길동')).id })));
  const newcomer = await person({ personId: (await caller('홍길동', { createdAt: new Date(Date.now() + 86_400_000) })).id });
  const tooLate = await person({ personId: newcomer.personId, createdAt: new Date(Date.now() + 86_400_000) });
  const standing = await Promise.all(late.map(async (one) => ({ ...one, ...(await standingOf(one.personId, id)) })));
  const [, , third, ...far] = standing.toSorted((a, b) => a.place - b.place);
  await tell(id, third?.place ?? 0);
  // What is known of the draw may be a second old.
  await vi.waitFor(
    async () => {
      for (const one of [...late, tooLate]) expect(await issueTicket(one, id)).toMatchObject({ ok: true });
      expect(await database().turnPlace.count({ where: { roundId: id, personId: { in: idsOf(far) } } })).toBe(far.length);
    },
    { interval: 400, timeout: 60_000 },
  );
  await tell(id, 1);
  const told = await toldIn(id);
  expect(told.filter((one) => idsOf(late).includes(one))).toEqual(idsOf(far));
  expect(told, 'a record of after the draw has no drawn place').not.toContain(tooLate.personId);
});
