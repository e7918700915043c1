import type { AgentProof, CitizenProof } from '@/lib/identity/proof';
import { openCase } from '@/lib/identity/sql';
import { noVoiceNorMail } from '@/lib/notice/sql';
import { database, Prisma } from '@/lib/platform/database';
import { recordAccess } from '@/lib/record/sql';
import type { optional } from './purposes';
import { agreedTo, noteConsent, ownWord } from './sql';

type Optional = (typeof optional)[number];

/**
 * The one page that everybody is asked on: yes to what booking needs, and yes or no to each of the others. `others` are people
 * whom one helps and has told: for them what booking needs alone. Said twice it stands there twice, and means the same.
 */
export async function agree(citizen: CitizenProof, agreed: Optional[], others: string[]): Promise<void> {
  const { personId, sessionId } = citizen;
  const self = ownWord(personId);
  const told = Prisma.sql`
    SELECT DISTINCT beneficiary_id, 'helper', ${personId}::uuid FROM consent
    WHERE helper_id = ${personId}::uuid AND ended_at IS NULL AND beneficiary_id = ANY (${others}::uuid[])
      AND NOT ${agreedTo(Prisma.sql`consent.beneficiary_id`, 'booking')}`;
  await database().$executeRaw`
    WITH own AS (${noteConsent('booking', true, self)}),
    channels AS (${noteConsent('channels', agreed.includes('channels'), self)}),
    statistics AS (${noteConsent('statistics', agreed.includes('statistics'), self)}),
    silent AS (${noVoiceNorMail(personId, Prisma.sql`${!agreed.includes('channels')}`)}),
    helped AS (${noteConsent('booking', true, told)} RETURNING person_id),
    recorded AS (${recordAccess(
      { role: 'helper', personId, sessionId },
      { action: 'privacy.agreed', objectKind: 'consent', objectId: 'booking' },
      Prisma.sql`SELECT person_id FROM helped`,
      Prisma.sql`EXISTS (SELECT FROM helped)`,
    )})
    SELECT`;
}

/** A change of mind about one that may be refused. Without the consent to them there is no other way than the text message. */
export async function changeMind({ personId }: CitizenProof, purpose: Optional, given: boolean): Promise<void> {
  await database().$executeRaw`
    WITH silent AS (${noVoiceNorMail(personId, Prisma.sql`${purpose === 'channels' && !given}`)})
    ${noteConsent(purpose, given, ownWord(personId))}`;
}

/** An agent has told the person of an open case, and they agreed: on the telephone or at the counter, as the case says. */
export async function agreeAtDesk(agent: AgentProof, personId: string): Promise<boolean> {
  const [row] = await database().$queryRaw<{ noted: boolean }[]>`
    WITH told AS (
      SELECT agent_case.person_id, agent_case.channel, agent_case.reason FROM agent_case
      WHERE session_id = ${agent.sessionId} AND agent_id = ${agent.personId}::uuid AND person_id = ${personId}::uuid AND ${openCase}
    ), noted AS (
      ${noteConsent('booking', true, Prisma.sql`SELECT told.person_id, told.channel, ${agent.personId}::uuid FROM told`)} RETURNING person_id
    ), recorded AS (${recordAccess(
      { role: 'agent', ...agent },
      { action: 'privacy.agreed', objectKind: 'consent', objectId: 'booking' },
      Prisma.sql`SELECT person_id FROM noted`,
      Prisma.sql`EXISTS (SELECT FROM noted)`,
    )})
    SELECT EXISTS (SELECT FROM noted) AS noted`;
  return row?.noted ?? false;
}
