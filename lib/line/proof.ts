declare const minted: unique symbol;

/** The right to use the booking pages: one live seat, read from the database in this request. See lib/line/gate.ts. */
export interface PassFacts {
  passId: string;
  roundId: string;
  campaignId: string;
  /** The beneficiary. */
  personId: string;
  /** Who is signed in: the beneficiary or a helper. */
  actorId: string;
  sessionId: string;
  beneficiaryName: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  relation: 'self' | 'helper';
  expiresAt: Date;
  /** The database's clock when the pass was read. */
  now: Date;
  extensionsLeft: number;
  /** Another session asks to take this pass over. */
  wanted: boolean;
}
export type PassProof = Readonly<PassFacts> & { readonly [minted]: 'pass' };

/** For gate.ts and tests alone (lint). */
export const mintPass = (facts: PassFacts): PassProof => facts as PassProof;
