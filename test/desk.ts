import { expect } from 'vitest';
import { openCaseFor } from '@/lib/desk/commands';
import { searchPeople } from '@/lib/desk/queries';
import { startSession } from '@/lib/identity/commands';
import { type BeneficiaryProof, mintAgent, mintBeneficiary } from '@/lib/identity/proof';
import { personOfSession } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { encrypt } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { agreed } from './agreed';

interface Caller {
  id: string;
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
}

/** Somebody on the roll who has agreed to what booking needs. */
export async function caller(name: string, more: { createdAt?: Date; birthDate?: Date } = {}): Promise<Caller> {
  const data = {
    matchHash: new Uint8Array([1]),
    birthDate: new Date('1950-05-05'),
    name: encrypt(name, 'person.name'),
    phone: encrypt('01012345678', 'person.phone'),
    onRoll: true,
    createdAt: new Date(0),
    ...more,
  };
  const { id } = await database().person.create({ data });
  await agreed(id);
  return { id, name, birthDate: data.birthDate.toISOString().slice(0, 10) };
}

export const reason = '전화로 부부 예약 요청';

/** An agent with a case for each of these people, opened as the desk's forms open them. */
export async function deskWith(people: Caller[]) {
  const { id: personId } = await caller('상담원');
  await database().staffRole.create({ data: { personId, role: 'agent' } });
  const sessionId = sessionIdOf(await startSession(personId, 'test', true));
  const agent = mintAgent({ personId, sessionId });
  const proofs: BeneficiaryProof[] = [];
  for (const { id, name, birthDate } of people) {
    await searchPeople(agent, { name, birthDate }, reason);
    expect(await openCaseFor(agent, { personId: id, channel: 'phone', reason })).toEqual({ ok: true });
    const found = await personOfSession(sessionId, id);
    if (!found) throw new Error('no case');
    proofs.push(mintBeneficiary({ ...found, sessionId }));
  }
  return { agent, people: proofs };
}

/** What the record says of somebody: actions, roles and reasons in their order. */
export const recordOf = async (personId: string) =>
  (await database().accessRecord.findMany({ where: { subjects: { has: personId } }, orderBy: { id: 'asc' } })).map(
    ({ action, role, reason: why }) => [action, role, why],
  );
