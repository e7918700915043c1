import { decrypt } from '@/lib/platform/crypto';
import { database, Prisma, rowsOf } from '@/lib/platform/database';
import { headOf, partyOf, unsettled } from './sql';

/** Whose ticket a person has in a round now. */
export async function headNow(roundId: string, personId: string): Promise<string> {
  const [row] = await database().$queryRaw<{ head: string }[]>`SELECT ${headOf(roundId, personId)}::text AS head`;
  return row?.head ?? personId;
}

/** For how many people a person's number stands in a round, themself among them. */
export async function peopleOnNumber(roundId: string, headId: string): Promise<number> {
  const [row] = await database().$queryRaw<{ people: number }[]>`SELECT cardinality(${partyOf(roundId, headId)}) AS people`;
  return row?.people ?? 1;
}

export interface HouseholdView {
  roundId: string;
  headId: string;
  /** All have agreed; the head first. */
  members: { personId: string; name: string }[];
  /** It can still be changed, on the database's clock. */
  open: boolean;
}

type Row = Omit<HouseholdView, 'members'> & { members: { id: string; name: string }[] };

/** The households of these people in rounds that are not over, for whoever may act for one of them: members know each other's names. */
export async function householdsOf(personIds: string[]): Promise<HouseholdView[]> {
  const rows = await rowsOf<Row>(Prisma.sql`
    SELECT household.round_id AS "roundId", household.head_id::text AS "headId", ${unsettled} AS open,
      (SELECT jsonb_agg(jsonb_build_object('id', person.id, 'name', encode(person.name, 'base64')) ORDER BY household_member.number)
        FROM household_member JOIN person ON person.id = household_member.person_id
        WHERE household_member.household_id = household.id) AS members
    FROM household JOIN round ON round.id = household.round_id
    WHERE now() < round.closes_at AND EXISTS (
      SELECT FROM household_member WHERE household_member.household_id = household.id AND household_member.person_id = ANY(${personIds}::uuid[])
    )
    ORDER BY round.opens_at, household.declared_at`);
  return rows.map(({ members, ...household }) => ({
    ...household,
    members: members.map(({ id, name }) => ({ personId: id, name: decrypt(Buffer.from(name, 'base64'), 'person.name') })),
  }));
}
