import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { startSession } from '@/lib/identity/commands';
import { mintBeneficiary } from '@/lib/identity/proof';
import { personOfSession } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { admissionOf } from '@/lib/platform/busy';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { frontDoor } from '@/lib/platform/front-door';
import { agreed } from '@/test/agreed';
import { lineRound, moveFront, person } from '@/test/line';
import { enter, issueTicket } from './commands';

afterEach(() => vi.restoreAllMocks());

/** How many statements the driver sends while `work` runs. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const count = sent.mock.calls.length;
  sent.mockRestore();
  return count;
}

async function signedIn() {
  const { personId } = await person();
  await database().person.update({ where: { id: personId }, data: { name: encrypt('홍길동', 'person.name') } });
  await agreed(personId);
  const sessionId = sessionIdOf(await startSession(personId, 'test', true));
  return { personId, sessionId };
}

/** What the gate does for everybody who comes. */
async function proofOf({ personId, sessionId }: { personId: string; sessionId: string }) {
  const found = await personOfSession(sessionId, personId);
  if (!found) throw new Error('nobody');
  return mintBeneficiary({ ...found, sessionId });
}

test('a ticket is two statements, and an entry two more', async () => {
  const round = await lineRound(10);
  await moveFront(round.id, 'drawn', 1);
  const counts: { ticket: number; entry: number }[] = [];
  // What is remembered for a second may be over in between: of several people one finds it fresh.
  for (const visitor of [await signedIn(), await signedIn(), await signedIn(), await signedIn()]) {
    let number = '';
    const ticket = await statements(async () => {
      const issued = await issueTicket(await proofOf(visitor), round.id);
      if (!issued.ok) throw new Error(issued.code);
      number = issued.number;
    });
    const entry = await statements(async () => {
      expect(await enter(await proofOf(visitor), round.id, number)).toMatchObject({ ok: true });
    });
    counts.push({ ticket, entry });
  }
  expect(Math.min(...counts.map((count) => count.ticket))).toBe(2);
  expect(Math.min(...counts.map((count) => count.entry))).toBe(2);
});

test('a round that closed a moment ago gives no ticket, though it was known as open', async () => {
  const round = await lineRound(1);
  expect(await issueTicket(await person(), round.id)).toMatchObject({ ok: true });
  await database().$executeRaw`UPDATE round SET closes_at = now() WHERE id = ${round.id}`;
  expect(await issueTicket(await person(), round.id)).toMatchObject({ ok: false, code: 'round-closed' });
});

test('a round that has just shut out helpers gives them no ticket', async () => {
  const round = await lineRound(1, { helpersAllowed: true });
  expect(await issueTicket(await person({ relation: 'helper' }), round.id)).toMatchObject({ ok: true });
  await database().$executeRaw`UPDATE round SET helpers_allowed = false WHERE id = ${round.id}`;
  expect(await issueTicket(await person({ relation: 'helper' }), round.id)).toMatchObject({ ok: false, code: 'helpers-not-allowed' });
});

test('a round that was prolonged a moment ago gives tickets at once', async () => {
  const round = await lineRound(1);
  await database().$executeRaw`UPDATE round SET closes_at = now() WHERE id = ${round.id}`;
  expect(await issueTicket(await person(), round.id)).toMatchObject({ ok: false });
  await database().$executeRaw`UPDATE round SET closes_at = now() + interval '1 hour' WHERE id = ${round.id}`;
  expect(await issueTicket(await person(), round.id)).toMatchObject({ ok: true });
});

test('whoever is refused at the door costs the database nothing, and no place moves', async () => {
  const round = await lineRound(1);
  const before = await issueTicket(await person({ personId: (await signedIn()).personId }), round.id);
  const server = createServer(
    frontDoor(async (_request, response) => {
      await issueTicket(await person(), round.id);
      response.end();
    }),
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/me`;
  const admission = admissionOf('ticket');
  const { limit } = admission.measured();
  const now = performance.now();
  for (let index = 0; index < limit; index += 1) admission.ask(now, 0);
  const tickets = () => database().ticket.findMany({ where: { roundId: round.id }, orderBy: { personId: 'asc' } });
  const known = await tickets();
  const sent = await statements(async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(address, { method: 'POST' })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  });
  expect(sent).toBe(0);
  expect(await tickets()).toEqual(known);
  for (let index = 0; index < limit; index += 1) admission.end(now, now + 1);
  expect((await fetch(address, { method: 'POST' })).status).toBe(200);
  expect(await tickets()).toHaveLength(known.length + 1);
  expect(before.ok).toBe(true);
  server.closeAllConnections();
  server.close();
});
