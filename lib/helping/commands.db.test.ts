import { describe, expect, it } from 'vitest';
import { personFor, startSession } from '@/lib/identity/commands';
import { beneficiaryFor } from '@/lib/identity/gate';
import { matchParts } from '@/lib/identity/match';
import { type CitizenProof, mintCitizen } from '@/lib/identity/proof';
import { signedIn } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { sealedContext } from '@/lib/notice/sql';
import { decrypt, encrypt, lookupHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { statementsOf } from '@/test/sent';
import { askToHelp, endHelp, giveCode, nameLead } from './commands';
import { asksPerPair, asksPerTarget, triesPerCode, triesPerHelper } from './limits';
import { helpedBy, helpersOf, pendingAskings } from './queries';
import { forgetOldAskings } from './worker';

let people = 0;
function ownPhone(): string {
  people += 1;
  return `0100${String(people).padStart(7, '0')}`;
}

/** Somebody on the roll, with facts that nobody else has. */
async function somebody(name = '심청자', birthDate = '1944-03-02', phone = ownPhone()) {
  const { id } = await database().person.create({
    data: {
      matchHash: lookupHash('match', ...matchParts(name, birthDate, phone)),
      birthDate: new Date(birthDate),
      name: encrypt(name, 'person.name'),
      phone: encrypt(phone, 'person.phone'),
      onRoll: true,
    },
  });
  return { id, name, birthDate, phone };
}
type Somebody = Awaited<ReturnType<typeof somebody>>;

async function signIn({ id }: { id: string }): Promise<CitizenProof> {
  const session = await signedIn(sessionIdOf(await startSession(id, 'identity', true)));
  if (!session) throw new Error('no session');
  return mintCitizen(session);
}

const daughter = async () => signIn(await somebody('성나래', '1971-05-16'));

const ask = (helper: CitizenProof, { name, birthDate, phone }: Omit<Somebody, 'id'>, way: 'phone' | 'letter' = 'phone') =>
  askToHelp(helper, { name, birthDate, phone, kinship: 'daughter', way });

async function asked(helper: CitizenProof, person: Omit<Somebody, 'id'>): Promise<string> {
  const answer = await ask(helper, person);
  if (!answer.ok) throw new Error(answer.code);
  return answer.askingId;
}

/** What stands in the message to the person. */
async function codeOf(askingId: string): Promise<string> {
  const notice = await database().notice.findFirstOrThrow({ where: { subject: askingId } });
  return decrypt(notice.sealed ?? new Uint8Array(), sealedContext);
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const code = (answer: { ok: boolean; code?: string }) => (answer.ok ? 'ok' : answer.code);

async function agreed(helper: CitizenProof, person: Somebody): Promise<void> {
  const id = await asked(helper, person);
  expect(await giveCode(helper, id, await codeOf(id))).toEqual({ ok: true });
}

describe('a code that the person reads to the helper', () => {
  it('lets the helper act for them, and names the first helper the lead', async () => {
    const mother = await somebody();
    const [helper, second] = [await daughter(), await daughter()];
    const id = await asked(helper, mother);
    expect(await beneficiaryFor(helper, mother.id)).toBeNull();
    expect(await pendingAskings(helper)).toMatchObject([{ id, kinship: 'daughter', way: 'phone' }]);
    await expect(giveCode(helper, id, ` ${(await codeOf(id)).replace(/^(...)/, '$1 ')}`)).resolves.toEqual({ ok: true });
    expect(await beneficiaryFor(helper, mother.id)).toMatchObject({ relation: 'helper', lead: true, actorId: helper.personId });
    expect(await pendingAskings(helper)).toEqual([]);
    await agreed(second, mother);
    expect((await helpersOf(await signIn(mother))).map(({ personId, lead, way }) => [personId, lead, way])).toEqual([
      [helper.personId, true, 'phone'],
      [second.personId, false, 'phone'],
    ]);
  });

  it('stands in the database as a keyed hash alone', async () => {
    const id = await asked(await daughter(), await somebody());
    const plain = await codeOf(id);
    const [row] = await database().$queryRaw<{ text: string }[]>`SELECT asking::text AS text FROM asking WHERE id = ${id}::uuid`;
    expect(row?.text).not.toContain(plain);
    expect(row?.text).not.toContain(Buffer.from(plain).toString('hex'));
  });

  it('is good once', async () => {
    const helper = await daughter();
    const mother = await somebody();
    const id = await asked(helper, mother);
    const plain = await codeOf(id);
    const answers = await Promise.all(Array.from({ length: 6 }, () => giveCode(helper, id, plain)));
    expect(answers.map(code).sort()).toEqual(['code-refused', 'code-refused', 'code-refused', 'code-refused', 'code-refused', 'ok']);
    await endHelp(helper, mother.id);
    expect(code(await giveCode(helper, id, plain))).toBe('code-refused');
    expect(await beneficiaryFor(helper, mother.id)).toBeNull();
  });

  it('is good for this person and this helper alone', async () => {
    const [helper, other] = [await daughter(), await daughter()];
    const [mother, father] = [await somebody(), await somebody('심학규', '1940-01-01')];
    const [forMother, forFather] = [await asked(helper, mother), await asked(helper, father)];
    expect(code(await giveCode(helper, forFather, await codeOf(forMother)))).toBe('code-refused');
    expect(code(await giveCode(other, forMother, await codeOf(forMother)))).toBe('code-refused');
    expect(await database().consent.count({ where: { beneficiaryId: { in: [mother.id, father.id] } } })).toBe(0);
  });

  it('ends in time', async () => {
    const helper = await daughter();
    const id = await asked(helper, await somebody());
    await database().$executeRaw`UPDATE asking SET expires_at = now() WHERE id = ${id}::uuid`;
    expect(code(await giveCode(helper, id, await codeOf(id)))).toBe('code-refused');
  });

  it('is not found by trying: not of one code, not of one person by many helpers, not by one helper with many people', async () => {
    const helper = await daughter();
    const mother = await somebody();
    const id = await asked(helper, mother);
    const plain = await codeOf(id);
    await Promise.all(Array.from({ length: triesPerCode }, () => giveCode(helper, id, wrong(plain))));
    expect(code(await giveCode(helper, id, plain))).toBe('code-refused');

    const ring = await Promise.all(Array.from({ length: asksPerTarget + 1 }, daughter));
    const father = await somebody('심학규', '1940-01-01');
    expect((await Promise.all(ring.map((one) => ask(one, father)))).map(code).sort()).toEqual([
      'asked-too-often',
      ...Array.from({ length: asksPerTarget }, () => 'ok'),
    ]);

    const prowler = await daughter();
    for (let n = 0; n < triesPerHelper / triesPerCode; n += 1) {
      const target = await asked(prowler, await somebody());
      for (let step = 0; step < triesPerCode; step += 1) await giveCode(prowler, target, '000000');
    }
    const honest = await asked(prowler, await somebody());
    expect(code(await giveCode(prowler, honest, await codeOf(honest)))).toBe('code-refused');
  });

  it('says nothing of whether anybody is there: the same statements and the same answers', async () => {
    const known = await somebody();
    const nobody = { name: '아무개', birthDate: '1950-01-01', phone: '01000000000' };
    const seen: { statements: string[]; answers: unknown[] }[] = [];
    for (const target of [known, nobody]) {
      const helper = await daughter();
      const answers: unknown[] = [];
      const statements = await statementsOf(async () => {
        const answer = await ask(helper, target);
        answers.push(Object.keys(answer), answer.ok);
        const [pending] = await pendingAskings(helper);
        answers.push({ ...pending, id: '', askedAt: '', expiresAt: '', now: '' });
        for (let n = 0; n <= triesPerCode; n += 1) answers.push(await giveCode(helper, pending?.id ?? '', '999999x'));
        for (let n = 0; n < asksPerPair; n += 1) answers.push(code(await ask(helper, target)));
      });
      seen.push({ statements, answers });
    }
    expect(seen[0]?.statements.length).toBeGreaterThan(10);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.answers).toContain('asked-too-often');
    expect(await database().asking.count({ where: { beneficiaryId: known.id } })).toBe(asksPerPair);
  });

  it('is not kept from the family by a stranger who asks for the person, and tries, as often as they may', async () => {
    const mother = await somebody();
    const prowler = await daughter();
    for (let n = 0; n < asksPerTarget; n += 1) await ask(prowler, mother);
    for (const { id } of await pendingAskings(prowler)) {
      for (let n = 0; n <= triesPerCode; n += 1) await giveCode(prowler, id, 'wrong');
    }
    await agreed(await daughter(), mother);
  });

  it('for oneself there is none, and for a person on the roll twice it goes to one record: the one of their first sign-in', async () => {
    const helper = await daughter();
    const me = await somebody('성나래', '1971-05-17');
    const own = await signIn(me);
    const id = await asked(own, me);
    expect(await database().notice.count({ where: { subject: id } })).toBe(0);

    const first = await somebody('심청자', '1944-03-02', '01033334444');
    const second = await somebody('심청자', '1944-03-02', '01033334444');
    await agreed(helper, first);
    const claims = { sub: 'x', ci: 'ci of 심청자', name: '심청자', birthdate: '1944-03-02', phone_number: '01033334444' };
    const signed = await personFor(claims, { issuer: 'identity', verifying: true });
    expect((await helpedBy(helper)).map(({ personId }) => personId)).toEqual([signed]);
    expect(await beneficiaryFor(helper, signed === first.id ? second.id : first.id)).toBeNull();
  });
});

describe('helpers and the people they help', () => {
  it('a helper has as many people as the setting says, also with two codes at once', async () => {
    const helper = await daughter();
    for (let n = 0; n < 9; n += 1) {
      const { id } = await somebody();
      await database().consent.create({
        data: { helperId: helper.personId, beneficiaryId: id, relation: 'son', textVersion: '1', place: n + 1 },
      });
    }
    const people = await Promise.all([somebody(), somebody()]);
    const ids = await Promise.all(people.map((one) => asked(helper, one)));
    const answers = await Promise.all(ids.map(async (id) => giveCode(helper, id, await codeOf(id))));
    expect(answers.map(code).sort()).toEqual(['ok', 'too-many-people']);
    expect(await helpedBy(helper)).toHaveLength(10);
    expect(code(await ask(helper, await somebody()))).toBe('too-many-people');
  });

  it('two helpers at once: both may act, one leads', async () => {
    const mother = await somebody();
    const helpers = await Promise.all(Array.from({ length: 5 }, daughter));
    const ids = await Promise.all(helpers.map((one) => asked(one, mother)));
    const codes = await Promise.all(ids.map(codeOf));
    const answers = await Promise.all(helpers.map((one, index) => giveCode(one, ids[index] ?? '', codes[index] ?? '')));
    expect(answers.map(code)).toEqual(Array.from({ length: 5 }, () => 'ok'));
    const list = await helpersOf(await signIn(mother));
    expect(list.filter(({ lead }) => lead)).toHaveLength(1);
    expect(list).toHaveLength(5);
  });

  it('a helper may be helped, and neither reaches on to a third', async () => {
    const [grandmother, mother, me] = [
      await somebody('심청자', '1930-01-01'),
      await somebody('성나래', '1971-05-16'),
      await somebody('최지우', '1999-01-01'),
    ];
    await agreed(await signIn(mother), grandmother);
    await agreed(await signIn(me), mother);
    expect(await beneficiaryFor(await signIn(me), grandmother.id)).toBeNull();
    expect(await beneficiaryFor(await signIn(me), mother.id)).toMatchObject({ relation: 'helper' });
    expect(await beneficiaryFor(await signIn(mother), grandmother.id)).toMatchObject({ relation: 'helper' });
  });

  it('the person names the lead and ends anybody; nobody else does', async () => {
    const mother = await somebody();
    const [first, second] = [await daughter(), await daughter()];
    await agreed(first, mother);
    await agreed(second, mother);
    const own = await signIn(mother);
    expect(await nameLead(second, second.personId)).toBe(false);
    expect(await nameLead(own, (await daughter()).personId)).toBe(false);
    expect((await helpersOf(own))[0]?.personId).toBe(first.personId);
    expect(await nameLead(own, second.personId)).toBe(true);
    expect((await helpersOf(own)).map(({ personId, lead }) => [personId, lead])).toEqual([
      [second.personId, true],
      [first.personId, false],
    ]);
    expect(await endHelp(first, second.personId)).toBe(false);
    expect(await endHelp(own, second.personId)).toBe(true);
    expect(await endHelp(own, second.personId)).toBe(false);
    expect(await beneficiaryFor(second, mother.id)).toBeNull();
    expect(await beneficiaryFor(first, mother.id)).not.toBeNull();
  });
});

it('what was counted and what nobody answered is forgotten', async () => {
  const id = await asked(await daughter(), await somebody());
  await database().$executeRaw`UPDATE attempt SET since = now() - interval '49 hours'`;
  await forgetOldAskings();
  expect(await database().attempt.count()).toBe(0);
  expect(await database().asking.count({ where: { id } })).toBe(1);
  await database().$executeRaw`UPDATE asking SET expires_at = now() - interval '31 days' WHERE id = ${id}::uuid`;
  await forgetOldAskings();
  expect(await database().asking.count({ where: { id } })).toBe(0);
});
