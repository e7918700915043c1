import type { Somebody } from '../fixtures/people';
import type { Clinic, Round } from '../fixtures/world';

/** What a door asks for. `machine`: made for programs; it shows and does nothing of anybody's. `scheduler`: a secret, and no origin. */
export type Need = 'public' | 'citizen' | 'ticket' | 'pass' | 'clinic' | 'agent' | 'operator' | 'machine' | 'scheduler';

/** Of somebody who stands inside and has a booking, for the addresses of the doors. */
export interface Ground {
  owner: Somebody;
  round: Round;
  clinic: Clinic;
  /** A confirmed one. */
  bookingId: string;
  slotId: number;
}

export interface Route {
  need: Need;
  methods: string;
  path: (ground: Ground) => string;
  /** It is somebody's own: others find nothing there, though they are signed in. */
  owned?: true;
}

export const page = (need: Need, path: Route['path'] | string, owned?: true): Route => ({
  need,
  methods: 'GET HEAD POST',
  path: typeof path === 'string' ? () => path : path,
  ...(owned && { owned }),
});
export const route = (need: Need, methods: string, path: Route['path'] | string, owned?: true): Route => ({
  ...page(need, path, owned),
  methods,
});
export const line = ({ round }: Ground) => `/line/${round.id}`;
export const supply = ({ round }: Ground) => `/supply/${round.id}`;
export const placeOf = ({ slotId, clinic }: Ground) => ({ slot: String(slotId), clinic: clinic.id, day: clinic.day });
export const clinicOf = ({ clinic }: Ground) => `/book/clinic/${clinic.id}`;
export const ownHousehold = ({ owner: { personId }, round }: Ground) => ({ by: personId, person: personId, round: round.id });

export interface Action {
  need: Need;
  /** A page that has it. */
  on: string;
  /** What its form sends, chosen so that it would succeed for whoever may. */
  fields: (ground: Ground) => Record<string, string>;
  /** It answers in the page, so it gets the answer before first (React's `useActionState`). */
  answers?: true;
}

export const action = (need: Need, on: string, fields: Action['fields'] = () => ({}), answers?: true): Action => ({
  need,
  on,
  fields: (ground) => ({ locale: 'ko', ...fields(ground) }),
  ...(answers && { answers }),
});

export const named = ({ name, birthDate, phone }: Somebody) => ({ name, birthDate, phone });

export const decision = (id: string) => ({ id, reasonKo: '다섯 글자 까닭', reasonEn: 'five letters' });
