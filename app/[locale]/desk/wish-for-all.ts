import { decide } from '@/lib/campaign/eligibility';
import type { CampaignView } from '@/lib/campaign/queries';
import type { BeneficiaryProof } from '@/lib/identity/proof';
import { issueTicket } from '@/lib/line/commands';
import { refuse } from '@/lib/platform/refusal';
import { leaveWishes } from '@/lib/wish/commands';
import { wishBoards } from '@/lib/wish/queries';
import { type Wish, wishesMost } from '@/lib/wish/wish';

type Campaign = Pick<CampaignView, 'rounds' | 'now'>;

/** A ticket in the person's own round, by the same rules and the same statement as anybody's. */
export async function ticketAtDesk(person: BeneficiaryProof, { rounds, now }: Campaign) {
  const turn = decide({ person, rounds, now, relation: person.relation });
  return turn.ok ? await issueTicket(person, turn.round.id) : turn;
}

/**
 * One wish more, the last of their list, for each of these people in their own rounds; who has no ticket gets one with it. Each
 * is decided by itself, by the commands that everybody's wishes go through, and answered by itself: a sister who was called
 * already takes no wish from the mother who was not. Of a household, whose wishes are one list, the second finds it there.
 */
export async function wishForAll(people: readonly BeneficiaryProof[], wish: Wish, campaign: Campaign) {
  const answers: ({ person: BeneficiaryProof } & Awaited<ReturnType<typeof wishAtDesk>>)[] = [];
  for (const person of people) answers.push({ person, ...(await wishAtDesk(person, wish, campaign)) });
  return answers;
}

async function wishAtDesk(person: BeneficiaryProof, wish: Wish, campaign: Campaign) {
  const ticket = await ticketAtDesk(person, campaign);
  if (!ticket.ok) return { step: 'ticket' as const, answer: ticket };
  const [board] = await wishBoards([person.personId], ticket.roundId);
  const before = board && board.state !== 'withdrawn' ? board.wishes : [];
  const same = before.some((one) => JSON.stringify(one) === JSON.stringify(wish));
  if (same && board?.state === 'waiting') return { step: 'wish' as const, answer: { ok: true as const } };
  if (before.length >= wishesMost) return { step: 'wish' as const, answer: refuse('too-many', { most: wishesMost }) };
  return { step: 'wish' as const, answer: await leaveWishes(person, ticket.roundId, [...before, wish], before) };
}
