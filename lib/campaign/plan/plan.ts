import type { BeaconPromise } from '@/lib/draw/record';
import type { Cohort } from '../cohort';
import type { Tranche } from './tranches';

/** What holds for a product from a day on: see `ProductRule` in the schema. */
export interface PlannedRule {
  /** `YYYY-MM-DD`, in Seoul. */
  validFrom: string;
  minAge: number;
  maxAge: number | null;
  doses: number;
  interval: number | null;
  intervalMin: number | null;
  intervalMax: number | null;
}

export interface PlannedProduct {
  code: string;
  nameKo: string;
  nameEn: string;
  cvx: string;
  rules: PlannedRule[];
}

export interface PlannedCampaign {
  id: string;
  nameKo: string;
  nameEn: string;
  phone: string;
  /** Codes, in order of preference. */
  products: string[];
  /** On which days it gives vaccine: half hours are made for them. `YYYY-MM-DD`, in Seoul. */
  firstDay: string;
  lastDay: string;
}

/** A round with every setting that one has: what a file leaves out has its default. Lengths are seconds. */
export interface PlannedRound {
  id: string;
  sequence: number;
  nameKo: string;
  nameEn: string;
  cohort: Cohort;
  cohortSize: number;
  cohortSizeAssumed: boolean;
  lineOrder: 'drawn' | 'arrival';
  helpersAllowed: boolean;
  drawAt: Date;
  opensAt: Date;
  closesAt: Date;
  seatCount: number;
  minSweep: number;
  callHold: number;
  passLength: number;
  holdLength: number;
  maxExtensions: number;
  lateShare: number;
  /** Null: the cohort's size. */
  shareWeight: number | null;
  /** Null: at its closing. */
  handOnAt: Date | null;
  beacon: BeaconPromise | null;
  tranches: Tranche[];
}

export interface Plan {
  campaign: PlannedCampaign;
  products: PlannedProduct[];
  rounds: PlannedRound[];
}

export const problemCodes = [
  'not-json',
  'unknown-field',
  'missing',
  'wrong-kind',
  'not-one-of',
  'out-of-range',
  'not-of-the-form',
  'not-a-date',
  'not-a-time',
  'not-a-cohort',
  'twice',
  'backwards',
  'not-within',
  'no-interval',
  'past',
  'unknown-product',
  'of-another-campaign',
  'demo',
  'sequence-taken',
  'fixed',
  'times-fixed',
  'committed',
  'has-tickets',
  'open-already',
  'released-already',
  'over',
  'rule-in-force',
  'interval-by-command',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** What is wrong in the file, and where: `rounds[2].seatCount`. */
export interface Problem {
  path: string;
  code: ProblemCode;
  value?: string;
}

/** What an import changes; `before` is null for what is new. */
export interface Change {
  what: string;
  before: string | null;
  after: string;
}
