import type { CampaignView } from '@/lib/campaign/queries';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { enter } from '@/lib/line/commands';
import { noteEntry } from '@/lib/presence/commands';
import { ticketAtDesk } from './wish-for-all';

type Campaign = Pick<CampaignView, 'rounds' | 'now'>;

/**
 * Goes in for each of these people, by the gate of their own round that everybody goes through: to each their own ticket, call
 * and seat. Who is refused stays where they are; those inside can be booked, all of one round as one.
 */
export async function enterForAll(people: readonly BeneficiaryProof[], campaign: Campaign) {
  const answers: ({ person: BeneficiaryProof } & Awaited<ReturnType<typeof enterAtDesk>>)[] = [];
  for (const person of people) answers.push({ person, ...(await enterAtDesk(person, campaign)) });
  return answers;
}

async function enterAtDesk(person: BeneficiaryProof, campaign: Campaign) {
  const ticket = await ticketAtDesk(person, campaign);
  if (!ticket.ok) return { step: 'ticket' as const, answer: ticket };
  const { roundId, number } = ticket;
  const entry = await enter(person, roundId, number);
  if (!entry.ok) return { step: 'entry' as const, answer: entry };
  await noteEntry(entry.headId, roundId, number);
  return { step: 'entry' as const, answer: { ...entry, roundId } };
}
