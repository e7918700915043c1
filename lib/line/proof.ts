import type { Relation } from '@/lib/identity/proof';

declare const minted: unique symbol;

/** Somebody who is booked on a pass. */
export interface PartyMember {
  personId: string;
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
}

/** The right to use the booking pages: one live seat, read from the database in this request. See lib/line/gate.ts. */
export interface PassFacts {
  passId: string;
  roundId: string;
  campaignId: string;
  /** The beneficiary in whose name somebody entered: one of the party. */
  personId: string;
  /** Who is signed in: the beneficiary, a helper or an agent. */
  actorId: string;
  sessionId: string;
  beneficiaryName: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  relation: Relation;
  /** All who may be booked on this pass, the head first: the household, or the beneficiary alone. */
  party: readonly PartyMember[];
  /** At the desk: passes of other people, each with a seat of their own, who are booked with this one. */
  joined?: readonly string[];
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
