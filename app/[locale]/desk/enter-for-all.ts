import type { BeneficiaryProof } from '@/lib/identity/proof';
import { enter, issueTicket } from '@/lib/line/commands';
import { noteEntry } from '@/lib/presence/commands';

/**
 * Goes in for each of these people, by the gate that everybody goes through: to each their own ticket, call and seat. Who is
 * refused stays where they are; those inside can be booked as one, or without them.
 */
export async function enterForAll(people: readonly BeneficiaryProof[], roundId: string) {
  const answers: ({ person: BeneficiaryProof } & Awaited<ReturnType<typeof enterAtDesk>>)[] = [];
  for (const person of people) answers.push({ person, ...(await enterAtDesk(person, roundId)) });
  return answers;
}

async function enterAtDesk(person: BeneficiaryProof, roundId: string) {
  const ticket = await issueTicket(person, roundId);
  if (!ticket.ok) return { step: 'ticket' as const, answer: ticket };
  const entry = await enter(person, roundId, ticket.number);
  if (entry.ok) await noteEntry(entry.headId, roundId, ticket.number);
  return { step: 'entry' as const, answer: entry };
}
