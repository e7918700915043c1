import { z } from 'zod';
import type { CitizenProof, OperatorProof } from '@/lib/identity/proof';
import { encrypt } from '@/lib/platform/crypto';
import { database, Prisma } from '@/lib/platform/database';
import { logEvent } from '@/lib/platform/log';
import { agreedTo, noteConsent, ownWord } from '@/lib/privacy/agreeing/sql';
import type { Wishes } from './schema';
import { emailContext } from './sql';

/** Whoever asks for calls or e-mail agrees to them by that: the form says so. */
export async function saveWishes({ personId }: CitizenProof, { way, email, language }: Wishes): Promise<void> {
  const sealed = email ? encrypt(email, emailContext) : null;
  const isAsked = way === 'voice' || sealed !== null;
  const asks = Prisma.sql`
    SELECT asks.* FROM (${ownWord(personId)}) AS asks WHERE ${isAsked} AND NOT ${agreedTo(Prisma.sql`${personId}::uuid`, 'channels')}`;
  await database().$executeRaw`
    WITH agreed AS (${noteConsent('channels', true, asks)})
    INSERT INTO contact (person_id, voice, email, locale) VALUES (${personId}::uuid, ${way === 'voice'}, ${sealed}, ${language})
    ON CONFLICT (person_id) DO UPDATE
       SET voice = excluded.voice, email = excluded.email, locale = excluded.locale, changed_at = now()`;
}

/** They are new no more. Only whoever they were sent to can say so. */
export async function markSeen({ personId }: CitizenProof, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await database().$executeRaw`
    UPDATE notice SET seen_at = now() WHERE id = ANY (${ids}::uuid[]) AND person_id = ${personId}::uuid AND seen_at IS NULL`;
}

/** From the next batch on nothing is sent; what a provider has already stays with it. False when it was stopped before. */
export async function stopNotices({ personId }: OperatorProof, reason: string): Promise<boolean> {
  // From the console of a server it is nobody in particular.
  const by = z.uuid().safeParse(personId).success ? personId : null;
  const stopped = await database().$executeRaw`
    UPDATE notice_switch SET stopped_at = now(), reason = ${reason}, stopped_by = ${by}::uuid WHERE stopped_at IS NULL`;
  if (stopped > 0) logEvent('operator: notices stop', { personId });
  return stopped > 0;
}

export async function startNotices({ personId }: OperatorProof): Promise<boolean> {
  const started = await database().$executeRaw`
    UPDATE notice_switch SET stopped_at = NULL, reason = NULL, stopped_by = NULL WHERE stopped_at IS NOT NULL`;
  if (started > 0) logEvent('operator: notices start', { personId });
  return started > 0;
}

/** Notices per second, over all servers. */
export async function setNoticeRate({ personId }: OperatorProof, rate: number): Promise<boolean> {
  const changed = await database().$executeRaw`UPDATE notice_switch SET rate = ${rate}::float8 WHERE rate <> ${rate}::float8`;
  if (changed > 0) logEvent('operator: notices rate', { personId, rate });
  return changed > 0;
}

/** Those that could not be sent start anew; codes do not, since they are forgotten, nor what is pointless by now. */
export async function retryDead({ personId }: OperatorProof): Promise<number> {
  const retried = await database().$executeRaw`
    UPDATE notice SET dead_at = NULL, attempts = 0, next_at = now()
     WHERE dead_at IS NOT NULL AND NOT urgent AND last_problem NOT IN ('overtaken', 'expired') AND coalesce(expires_at > now(), true)`;
  if (retried > 0) logEvent('operator: notices retry', { personId, retried });
  return retried;
}
