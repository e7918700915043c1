import { expect, it } from 'vitest';
import { issueTicket } from '@/lib/line/commands';
import { database } from '@/lib/platform/database';
import { lineRound, person } from '@/test/line';
import { tellTurnsNear } from './worker';

const told = async (roundId: string) => (await database().notice.findMany({ where: { template: 'turn-near', subject: roundId } })).length;

async function peopleOf(roundId: string, count: number) {
  for (let index = 0; index < count; index += 1) {
    const answer = await issueTicket(await person(), roundId);
    expect(answer).toMatchObject({ ok: true });
  }
}

it('tells everybody with a ticket once that their round opens within a day', async () => {
  const [soon, later, open] = await Promise.all([
    lineRound(3, { drawInMinutes: 600, opensInMinutes: 660, closesInMinutes: 900 }),
    lineRound(3, { drawInMinutes: 1_600, opensInMinutes: 1_660, closesInMinutes: 1_900 }),
    lineRound(3),
  ]);
  await peopleOf(soon.id, 3);
  await peopleOf(later.id, 1);
  await peopleOf(open.id, 1);
  expect(await Promise.all([tellTurnsNear(database()), tellTurnsNear(database())]), 'two leaders at once').toContain(3);
  expect(await tellTurnsNear(database())).toBe(0);
  expect(await Promise.all([soon, later, open].map(({ id }) => told(id)))).toEqual([3, 0, 0]);
  const [one] = await database().notice.findMany({ where: { subject: soon.id }, take: 1 });
  expect(one).toMatchObject({ facts: { roundId: soon.id }, byMail: false, urgent: false });
});

it('goes through a large round batch by batch', async () => {
  const round = await lineRound(3, { drawInMinutes: 600, opensInMinutes: 660, closesInMinutes: 900 });
  await database().$executeRaw`
    WITH made AS (
      INSERT INTO person (id, match_hash, birth_date, name, phone, on_roll)
      SELECT gen_random_uuid(), decode(md5(n::text), 'hex'), '1980-01-01', 'x', 'x', true FROM generate_series(1, 2500) n RETURNING id
    )
    INSERT INTO ticket (round_id, person_id) SELECT ${round.id}, id FROM made`;
  const batches = [];
  for (let turn = 0; turn < 4; turn += 1) batches.push(await tellTurnsNear(database()));
  expect(batches).toEqual([1_000, 1_000, 500, 0]);
  expect(await told(round.id)).toBe(2_500);
});
