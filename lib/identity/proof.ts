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
  /** Has not agreed to what booking needs, or not any more: no place can be had. */
  consentMissing?: boolean;
}

/** Somebody is signed in; `verified` when the provider proves who they are. */
export type CitizenProof = Proof<'citizen', Signed & PersonFacts & { verified: boolean }>;

/** Oneself, whoever agreed to it, or an agent in an open case. */
export type Relation = 'self' | 'helper' | 'agent';

interface Acting {
  actorId: string;
  sessionId: string;
  verified: boolean;
  relation: Relation;
  /** The helper who settles who goes on with a pass. */
  lead: boolean;
}

/** The session may act for this beneficiary: itself, by a standing consent, or in an agent's open case. */
export type BeneficiaryProof = Proof<'beneficiary', PersonFacts & Acting>;

/** Of staff, whose every access is recorded. */
interface SignedStaff extends Signed {
  whence?: Whence;
}

export type ClinicProof = Proof<'clinic', SignedStaff & { clinicId: string }>;
export type OperatorProof = Proof<'operator', SignedStaff>;
/** Works at the call centre or a municipal office: may search, and open cases. */
export type AgentProof = Proof<'agent', SignedStaff>;

export const mintCitizen = (facts: Signed & PersonFacts & { verified: boolean }): CitizenProof => mint(facts);
export const mintBeneficiary = (facts: PersonFacts & Acting): BeneficiaryProof => mint(facts);
export const mintClinic = (facts: SignedStaff & { clinicId: string }): ClinicProof => mint(facts);
export const mintOperator = (facts: SignedStaff): OperatorProof => mint(facts);
export const mintAgent = (facts: SignedStaff): AgentProof => mint(facts);
