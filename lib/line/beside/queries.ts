import { partyOf } from '@/lib/household/sql';
import { database, Prisma } from '@/lib/platform/database';
import type { PassFacts } from '../proof';
import { type PartyRow, partyMemberOf } from '../queries';
import { standsBeside } from './sql';

/**
 * The pass of an agent with the other seats that they hold in the round, for people of their open cases: a couple who were each
 * called, and are booked as one. It ends with the first of the seats.
 */
export async function withSeatsBeside(pass: PassFacts): Promise<PassFacts> {
  if (pass.relation !== 'agent') return pass;
  const rows = await database().$queryRaw<{ passId: string; party: PartyRow[]; expiresAt: Date; extensionsLeft: number }[]>`
    SELECT seat.pass_id::text AS "passId", seat.expires_at AS "expiresAt", round.max_extensions - seat.extensions AS "extensionsLeft",
      (SELECT jsonb_agg(jsonb_build_object('id', person.id, 'name', encode(person.name, 'base64'), 'born', person.birth_date) ORDER BY place)
        FROM unnest(${partyOf(Prisma.sql`seat.round_id`, Prisma.sql`seat.person_id`)}) WITH ORDINALITY AS one (id, place)
        JOIN person ON person.id = one.id) AS party
    FROM seat JOIN round ON round.id = seat.round_id WHERE ${standsBeside(pass)} ORDER BY seat.number`;
  const end = Math.min(pass.expiresAt.getTime(), ...rows.map(({ expiresAt }) => expiresAt.getTime()));
  return {
    ...pass,
    party: [...pass.party, ...rows.flatMap(({ party }) => party.map(partyMemberOf))],
    joined: rows.map(({ passId }) => passId),
    expiresAt: new Date(end),
    extensionsLeft: Math.min(pass.extensionsLeft, ...rows.map(({ extensionsLeft }) => extensionsLeft)),
  };
}
