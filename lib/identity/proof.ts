import type { Whence } from './whence';

/**
 * Proofs: values that only a gate (`gate.ts`) mints, after it has read the request and the database.
 * A command that asks for one can't be called without the check. Lint lets gates and tests alone import `mint*`.
 */
declare const minted: unique symbol;
type Proof<Kind extends string, Facts> = Readonly<Facts> & { readonly [minted]: Kind };

const mint = <Kind extends string, Facts>(facts: Facts) => facts as Proof<Kind, Facts>;

interface Signed {
  sessionId: string;
  /** Who signed in. */
  personId: string;
}

/** What the rules read of a person. */
export interface PersonFacts {
  personId: string;
  name: string;
  /** `YYYY-MM-DD` */
  birthDate: string;
  onRoll: boolean;
  /** A record made after a draw has a late place only. */
  createdAt: Date;
}

/** Somebody is signed in; `verified` when the provider proves who they are. */
export type CitizenProof = Proof<'citizen', Signed & PersonFacts & { verified: boolean }>;

/** The session may act for this beneficiary: itself, or by a standing consent. */
export type BeneficiaryProof = Proof<
  'beneficiary',
  PersonFacts & { actorId: string; sessionId: string; verified: boolean; relation: 'self' | 'helper'; lead: boolean }
>;

/** Of staff, whose every access is recorded. */
interface SignedStaff extends Signed {
  whence?: Whence;
}

export type ClinicProof = Proof<'clinic', SignedStaff & { clinicId: string }>;
export type OperatorProof = Proof<'operator', SignedStaff>;

export const mintCitizen = (facts: Signed & PersonFacts & { verified: boolean }): CitizenProof => mint(facts);
export const mintBeneficiary = (
  facts: PersonFacts & { actorId: string; sessionId: string; verified: boolean; relation: 'self' | 'helper'; lead: boolean },
): BeneficiaryProof => mint(facts);
export const mintClinic = (facts: SignedStaff & { clinicId: string }): ClinicProof => mint(facts);
export const mintOperator = (facts: SignedStaff): OperatorProof => mint(facts);
