import type { CitizenProof } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import type { Channel, Purpose } from './purposes';

export interface Word {
  purpose: Purpose;
  given: boolean;
  at: Date;
  /** Of the text that it was about. */
  version: string;
  channel: Channel;
}

/** The newest word on each purpose that there is one on. */
export const wordsOf = ({ personId }: CitizenProof): Promise<Word[]> => database().$queryRaw<Word[]>`
  SELECT DISTINCT ON (purpose) purpose, given, at, text_version AS version, channel
  FROM privacy_consent WHERE person_id = ${personId}::uuid ORDER BY purpose, id DESC`;
