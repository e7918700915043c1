import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { searchClinic } from '@/lib/booking/queries';
import { askForCode, takeCode } from '@/lib/bycode/commands';
import { findBooking } from '@/lib/find/queries';
import { askToHelp, giveCode } from '@/lib/helping/commands';
import { pendingAskings } from '@/lib/helping/queries';
import { beginCheck, startSession, typedKeys } from '@/lib/identity/commands';
import { matchParts } from '@/lib/identity/match';
import { nearNameParts, nearPhoneParts } from '@/lib/identity/near';
import { mintBeneficiary, mintCitizen, mintClinic } from '@/lib/identity/proof';
import { personOfSession, signedIn } from '@/lib/identity/queries';
import { sessionIdOf } from '@/lib/identity/token';
import { encrypt, lookupHash, shortHash } from '@/lib/platform/crypto';
import { database } from '@/lib/platform/database';
import { apply, keepPlace } from '@/lib/roll/commands';
import { agreed } from '@/test/agreed';
import { booked, clinicWith, openRound } from '@/test/booking';
import { lineRound } from '@/test/line';
import { statementsOf } from '@/test/sent';

/*
 * Every door at which somebody can ask about a person or a booking that is none of their business: whether it is there or not, the
 * same statements run and the same bytes come back. Their time is measured by `npm run bench -- existence`.
 */

interface Facts {
  name: string;
  birthDate: string;
  phone: string;
}

let people = 0;
function facts(name = '심청자'): Facts {
  people += 1;
  return { name, birthDate: '1944-03-02', phone: `0100${String(people).padStart(7, '0')}` };
}

const targetOf = ({ name, birthDate, phone }: Facts) => lookupHash('match', ...matchParts(name, birthDate, phone));

async function onRoll(one: Facts, onRoll = true): Promise<string> {
  const { id } = await database().person.create({
    data: {
      matchHash: targetOf(one),
      nearName: shortHash('near-name', ...nearNameParts(one.name, one.birthDate)),
      nearPhone: shortHash('near-phone', ...nearPhoneParts(one.phone, one.birthDate)),
      birthDate: new Date(one.birthDate),
      name: encrypt(one.name, 'person.name'),
      phone: encrypt(one.phone, 'person.phone'),
      onRoll,
      ...(!onRoll && { ciHash: new Uint8Array(randomBytes(32)) }),
    },
  });
  await agreed(id);
  return id;
}

async function signIn(personId: string) {
  const session = await signedIn(sessionIdOf(await startSession(personId, 'identity', true)));
  if (!session) throw new Error('no session');
  return session;
}

/** Whoever asks, each time another: what one may ask is limited. */
const stranger = async () => mintCitizen(await signIn(await onRoll(facts('이서연'))));

/** What is nobody's secret, and differs each time. */
const plain = (answer: unknown): string =>
  JSON.stringify(answer, (key, value: unknown) => (/^(?:id|askingId|now|askedAt|expiresAt|since)$/.test(key) ? '' : value));

type Ask = () => Promise<unknown>;

/** What is asked of the database while both are asked, and what comes back. */
async function expectAlike(known: Ask, unknown: Ask, most = 20): Promise<void> {
  const seen: { statements: string[]; answer: string }[] = [];
  for (const ask of [known, unknown]) {
    let answer = '';
    const statements = await statementsOf(async () => {
      answer = plain(await ask());
    });
    seen.push({ statements, answer });
  }
  expect(seen[0]?.statements.length).toBeGreaterThan(0);
  expect(seen[0]?.statements.length).toBeLessThan(most);
  expect(seen[1]).toEqual(seen[0]);
}

const home = '192.0.2.1';

test('a code to sign in with, by text and by letter, asked for and entered', async () => {
  const [known, unknown] = [facts(), facts()];
  await onRoll(known);
  const ask = (one: Facts, way: 'phone' | 'letter') => () => askForCode(targetOf(one), way, home);
  await expectAlike(ask(known, 'phone'), ask(unknown, 'phone'));
  await expectAlike(ask(known, 'letter'), ask(unknown, 'letter'));
  const idsOf = async (one: Facts) => (await database().signInCode.findMany({ where: { target: targetOf(one) } })).map(({ id }) => id);
  const [ids, others] = [await idsOf(known), await idsOf(unknown)];
  expect([ids.length, others.length]).toEqual([2, 2]);
  await expectAlike(
    () => takeCode(targetOf(known), 'wrong', ids),
    () => takeCode(targetOf(unknown), 'wrong', others),
  );
  await expectAlike(
    () => takeCode(targetOf(known), 'wrong', 'letter'),
    () => takeCode(targetOf(unknown), 'wrong', 'letter'),
  );
});

test('helping somebody: asked for, waited for, and a wrong code', async () => {
  const [known, unknown] = [facts(), facts()];
  await onRoll(known);
  for (const way of ['phone', 'letter'] as const) {
    const [one, other] = [await stranger(), await stranger()];
    const ask = { kinship: 'daughter', way } as const;
    await expectAlike(
      () => askToHelp(one, { ...known, ...ask }),
      () => askToHelp(other, { ...unknown, ...ask }),
    );
    await expectAlike(
      () => pendingAskings(one),
      () => pendingAskings(other),
    );
    const [asked] = await pendingAskings(one);
    const [waited] = await pendingAskings(other);
    await expectAlike(
      () => giveCode(one, asked?.id ?? '', 'wrong'),
      () => giveCode(other, waited?.id ?? '', 'wrong'),
    );
  }
});

test('a booking by its number, with a birth date that is not its person’s', async () => {
  const { id } = await booked();
  const { number } = await database().booking.findUniqueOrThrow({ where: { id } });
  await expectAlike(
    () => findBooking(number ?? '', '1901-01-01', home),
    () => findBooking('ZZZZZ-ZZZZZ', '1901-01-01', home),
  );
});

test('acting for, and taking over from, somebody who has not agreed: as for an id that nobody has', async () => {
  const known = await onRoll(facts());
  const [one, other] = [await stranger(), await stranger()];
  await expectAlike(
    () => personOfSession(one.sessionId, known),
    () => personOfSession(other.sessionId, randomUUID()),
  );
});

test('a check of who somebody is, begun for whoever is typed', async () => {
  const [known, unknown] = [facts(), facts()];
  await onRoll(known);
  const begin = ({ name, phone }: Facts) => {
    const once = async () => (await beginCheck(typedKeys(name, phone, home), async () => true)).is;
    return async () => [await once(), await once()];
  };
  await expectAlike(begin(known), begin(unknown));
});

test('a clinic’s search for somebody who is booked elsewhere', async () => {
  await booked();
  await database().person.updateMany({ data: { name: encrypt('황보슬기', 'person.name') }, where: { bookings: { some: {} } } });
  const world = await openRound();
  const { clinicId } = await clinicWith(world, [1]);
  const staff = mintClinic({ sessionId: 'session', personId: randomUUID(), clinicId });
  await expectAlike(
    () => searchClinic(staff, '황보슬기'),
    () => searchClinic(staff, '제갈누리'),
  );
});

test('applying, and keeping a place, for whoever has a namesake on the roll and whoever has none', async () => {
  const round = await lineRound(1);
  const [like, unlike] = [facts('류관순'), facts('박문수')];
  await onRoll({ ...like, name: '유관순' });
  const asks = await Promise.all(
    [like, unlike].map(async (one) => {
      const personId = await onRoll(one, false);
      const session = await signIn(personId);
      const own = mintBeneficiary({ ...session, actorId: personId, relation: 'self', lead: false });
      return async () => [await keepPlace(own, round.id), await apply(mintCitizen(session), 'name-or-number')];
    }),
  );
  const [known, unknown] = asks;
  if (!known || !unknown) throw new Error('two people');
  // What is known of the round may be a moment old, or not: asked once before, it is the same for both.
  await known();
  await unknown();
  await expectAlike(known, unknown);
});
