import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { revokeSession, startSession } from './commands';
import { beneficiaryFor } from './gate';
import { matchParts } from './match';
import { type CitizenProof, mintCitizen } from './proof';
import { aloneOn, peopleOf, rolesOf, signedIn } from './queries';
import { sessionIdOf } from './token';

async function person(name: string, birthDate: string): Promise<string> {
  const { id } = await database().person.create({
    data: {
      matchHash: lookupHash('match', ...matchParts(name, birthDate, '01012345678')),
      birthDate: new Date(birthDate),
      name: encrypt(name, 'person.name'),
      phone: encrypt('01012345678', 'person.phone'),
      onRoll: true,
    },
  });
  return id;
}

async function signIn(personId: string): Promise<CitizenProof> {
  const session = await signedIn(sessionIdOf(await startSession(personId, 'identity', true)));
  if (!session) throw new Error('no session');
  return mintCitizen(session);
}

const agree = (beneficiaryId: string, helperId: string, lead = false) =>
  database().consent.create({ data: { beneficiaryId, helperId, relation: 'daughter', textVersion: '1', lead } });

describe('acting for another', () => {
  it('oneself is allowed always', async () => {
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    expect(await beneficiaryFor(daughter, daughter.personId)).toEqual({
      personId: daughter.personId,
      name: '이서연',
      birthDate: '1971-08-02',
      onRoll: true,
      createdAt: expect.any(Date),
      consentMissing: true,
      actorId: daughter.personId,
      sessionId: daughter.sessionId,
      verified: true,
      relation: 'self',
      lead: false,
    });
  });

  it('a person who agreed is there with their own data, and the helper stays who they are', async () => {
    const mother = await person('박순자', '1944-03-12');
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    await agree(mother, daughter.personId, true);
    expect(await beneficiaryFor(daughter, mother)).toMatchObject({
      personId: mother,
      actorId: daughter.personId,
      birthDate: '1944-03-12',
      relation: 'helper',
      lead: true,
    });
    expect((await peopleOf(daughter)).map(({ name, relation, kinship }) => [name, relation, kinship])).toEqual([
      ['이서연', 'self', ''],
      ['박순자', 'helper', 'daughter'],
    ]);
  });

  it('ends with the consent, and never runs the other way round or on to a third', async () => {
    const mother = await person('박순자', '1944-03-12');
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    const granddaughter = await signIn(await person('최지우', '1999-01-01'));
    const consent = await agree(mother, daughter.personId);
    await agree(daughter.personId, granddaughter.personId);
    expect(await beneficiaryFor(await signIn(mother), daughter.personId)).toBeNull();
    expect(await beneficiaryFor(granddaughter, mother)).toBeNull();
    await database().consent.update({ where: { id: consent.id }, data: { endedAt: new Date() } });
    expect(await beneficiaryFor(daughter, mother)).toBeNull();
    expect(await peopleOf(daughter)).toHaveLength(1);
  });

  it('counts once for who agreed, ended it and agreed again', async () => {
    const mother = await person('박순자', '1944-03-12');
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    const { id } = await agree(mother, daughter.personId);
    await database().consent.update({ where: { id }, data: { endedAt: new Date() } });
    await agree(mother, daughter.personId);
    expect(await peopleOf(daughter)).toHaveLength(2);
  });

  it('ends with the session, within the same request', async () => {
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    await revokeSession(daughter.sessionId);
    expect(await beneficiaryFor(daughter, daughter.personId)).toBeNull();
    expect(await peopleOf(daughter)).toEqual([]);
  });

  it('who may read nobody else is read at once; nobody is where others are to be read, and written down, or the session is over', async () => {
    const mother = await person('박순자', '1944-03-12');
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    const alone = await aloneOn(daughter.sessionId);
    expect(alone).toEqual((await peopleOf(daughter))[0]);
    expect(alone).toMatchObject({ personId: daughter.personId, relation: 'self', verified: true });
    await agree(mother, daughter.personId);
    expect(await aloneOn(daughter.sessionId)).toBeNull();
    const other = await signIn(mother);
    await revokeSession(other.sessionId);
    expect(await aloneOn(other.sessionId)).toBeNull();
  });

  it('a stranger, an id that nobody has and no id at all are answered alike', async () => {
    const stranger = await person('박순자', '1944-03-12');
    const daughter = await signIn(await person('이서연', '1971-08-02'));
    for (const id of [stranger, randomUUID(), '', 'null', `${stranger}'; --`, 'x'.repeat(10_000)]) {
      expect(await beneficiaryFor(daughter, id)).toBeNull();
    }
  });
});

describe('roles', () => {
  it('belong to whom they were given, and each to its own', async () => {
    await database().region.create({ data: { code: '11', nameKo: '서울', nameEn: 'Seoul', population: 1 } });
    const clinic = {
      regionCode: '11',
      nameKo: '',
      nameEn: '',
      addressKo: '',
      addressEn: '',
      phone: '',
      hours: {},
      latitude: 0,
      longitude: 0,
    };
    await database().clinic.create({ data: { id: 'c1', ...clinic } });
    const [nurse, operator, agent, citizen] = [
      await person('가', '1980-01-01'),
      await person('나', '1980-01-02'),
      await person('라', '1980-01-04'),
      await person('다', '1980-01-03'),
    ];
    await database().staffRole.createMany({
      data: [
        { personId: nurse, role: 'clinic', clinicId: 'c1' },
        { personId: operator, role: 'operator' },
        { personId: agent, role: 'agent' },
      ],
    });
    expect(await Promise.all([nurse, operator, agent, citizen].map(rolesOf))).toEqual([
      { clinicId: 'c1', operator: false, agent: false },
      { clinicId: null, operator: true, agent: false },
      { clinicId: null, operator: false, agent: true },
      { clinicId: null, operator: false, agent: false },
    ]);
  });
});
