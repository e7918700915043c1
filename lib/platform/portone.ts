import {
  GetIdentityVerificationError,
  IdentityVerificationClient,
  IdentityVerificationError,
} from '@portone/server-sdk/identityVerification';

/** As PortOne names the carriers; the last three are the resellers on their networks (알뜰폰). */
export const carriers = ['SKT', 'KT', 'LGU', 'SKT_MVNO', 'KT_MVNO', 'LGU_MVNO'] as const;
export type Carrier = (typeof carriers)[number];

export interface Asked {
  name: string;
  /** Digits alone. */
  phone: string;
  carrier: Carrier;
  /** By it PortOne limits how often somebody may ask. */
  address: string;
}

/** `unproved`: not confirmed in the app yet, or not by this person. `lost`: PortOne knows no such check, or not any more. */
export type Finished = { outcome: 'verified'; customer: Verified } | { outcome: 'unproved' | 'lost' | 'test-channel' };

export interface Verified {
  ci?: string;
  name: string;
  birthDate?: string;
  phone?: string;
}

interface PortOneSettings {
  secret: string;
  storeId?: string | undefined;
  channelKey: string;
  url: string;
  /** A channel for trying out lets anybody be anybody. */
  testChannels: boolean;
  patienceMs?: number;
}

/** A check counts for this long after the person has confirmed it. */
const freshMs = 10 * 60_000;

/**
 * Identity checks by the app of the person's carrier (PASS). PortOne also offers them by text, which takes seven digits of the
 * resident number: those are not asked for here. The result is read from PortOne, never from the browser.
 */
export function portone({ secret, storeId, channelKey, url, testChannels, patienceMs = 10_000 }: PortOneSettings) {
  const client = IdentityVerificationClient({ secret, baseUrl: url, ...(storeId && { storeId }) });

  /** The library waits for ever. */
  async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DOMException('PortOne is too slow', 'TimeoutError')), patienceMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  const kindOf = (fault: unknown): string | null => (fault instanceof IdentityVerificationError ? String(fault.data.type) : null);

  return {
    /** False when the carrier refuses: no such person with this number there, or asked too often. */
    async begin(id: string, { name, phone, carrier, address }: Asked): Promise<boolean> {
      const customer = { name, phoneNumber: phone, ipAddress: address };
      try {
        await inTime(
          client.sendIdentityVerification({ identityVerificationId: id, channelKey, customer, operator: carrier, method: 'APP' }),
        );
        return true;
      } catch (fault) {
        if (['PG_PROVIDER', 'INVALID_REQUEST', 'MAX_TRANSACTION_COUNT_REACHED'].includes(kindOf(fault) ?? '')) return false;
        throw fault;
      }
    },

    async finish(id: string, now: Date): Promise<Finished> {
      try {
        await inTime(client.confirmIdentityVerification({ identityVerificationId: id }));
      } catch (fault) {
        const kind = kindOf(fault);
        if (kind === 'IDENTITY_VERIFICATION_NOT_FOUND' || kind === 'IDENTITY_VERIFICATION_NOT_SENT') return { outcome: 'lost' };
        if (kind === 'PG_PROVIDER') return { outcome: 'unproved' };
        // Pressed twice: what the first confirmed is read below.
        if (kind !== 'IDENTITY_VERIFICATION_ALREADY_VERIFIED') throw fault;
      }
      const check = await inTime(client.getIdentityVerification({ identityVerificationId: id }));
      if (!('verifiedCustomer' in check) || check.status !== 'VERIFIED' || check.id !== id) return { outcome: 'unproved' };
      if (Math.abs(now.getTime() - Date.parse(check.verifiedAt)) > freshMs) return { outcome: 'lost' };
      if (check.channel?.type !== 'LIVE' && !testChannels) return { outcome: 'test-channel' };
      const { ci, name, birthDate, phoneNumber: phone } = check.verifiedCustomer;
      return { outcome: 'verified', customer: { name, ...(ci && { ci }), ...(birthDate && { birthDate }), ...(phone && { phone }) } };
    },

    /** Whether it answers at all: a check that nobody has begun is not found. */
    async probe(): Promise<void> {
      const unknown = client.getIdentityVerification({ identityVerificationId: 'charye-probe' });
      await inTime(unknown).catch((fault: unknown) => {
        if (!(fault instanceof GetIdentityVerificationError) || kindOf(fault) !== 'IDENTITY_VERIFICATION_NOT_FOUND') throw fault;
      });
    },
  };
}
