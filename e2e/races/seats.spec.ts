import { database } from '@/lib/platform/database';
import { words } from '@/lib/platform/words';
import { expect, test } from '../fixtures/test';
import { send } from '../tricks/call';
import { Citizen } from '../tricks/citizen';

const seats = 5;

test('50 people race for 5 seats: never more than 5 are inside, the others keep their place', async ({ world, people }) => {
  const crowd = await people(50);
  const round = await world.round(crowd, { seatCount: seats });
  const outside = new Set(await Citizen.crowd(crowd, round, 'waiting'));
  const everInside = new Set<string>();
  let most = 0;
  let racing = true;
  const watching = (async () => {
    while (racing) most = Math.max(most, await world.seatsInUse(round));
  })();

  for (let wave = 0; wave < 3; wave += 1) {
    const answers = await Promise.all([...outside].map(async (citizen) => ({ citizen, said: await citizen.enter() })));
    const inside = answers.filter(({ said }) => said.to === '/book').map(({ citizen }) => citizen);
    expect(inside.length).toBe(seats);
    for (const { citizen, said } of answers.filter(({ said: { to } }) => to === null)) {
      expect({ status: said.status, code: said.code }).toEqual({ status: 503, code: 'no-seat' });
      expect(said.retryAfter).toBeGreaterThanOrEqual(3);
      expect(said.sentence).toBe(words('ko', 'line')('refusal.no-seat', { seconds: said.retryAfter ?? 0 }));
      expect(citizen.visitor.cookie('pass')).toBeUndefined();
    }
    expect(await world.seatsInUse(round)).toBe(seats);
    for (const citizen of inside) {
      everInside.add(citizen.person.personId);
      outside.delete(citizen);
      expect((await send(citizen.visitor, '/book', { method: 'GET' })).status).toBe(200);
    }
    await Promise.all(inside.map((citizen) => send(citizen.visitor, `/line/${round.id}/leave`)));
    expect(await world.seatsInUse(round)).toBe(0);
    // It is the time at which the others were told to come again.
    await database().$executeRaw`UPDATE ticket SET retry_at = now() WHERE round_id = ${round.id}`;
  }
  racing = false;
  await watching;
  expect(most).toBe(seats);
  expect(everInside.size).toBe(3 * seats);
});
