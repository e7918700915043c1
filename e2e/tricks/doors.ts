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

const page = (need: Need, path: Route['path'] | string, owned?: true): Route => ({
  need,
  methods: 'GET HEAD POST',
  path: typeof path === 'string' ? () => path : path,
  ...(owned && { owned }),
});
const route = (need: Need, methods: string, path: Route['path'] | string, owned?: true): Route => ({ ...page(need, path, owned), methods });
const line = ({ round }: Ground) => `/line/${round.id}`;
const supply = ({ round }: Ground) => `/supply/${round.id}`;
const placeOf = ({ slotId, clinic }: Ground) => ({ slot: String(slotId), clinic: clinic.id, day: clinic.day });
const clinicOf = ({ clinic }: Ground) => `/book/clinic/${clinic.id}`;
const ownHousehold = ({ owner: { personId }, round }: Ground) => ({ by: personId, person: personId, round: round.id });

/** Every route of the build. Whoever adds one says here what it asks for, and its refusals are tested with the others. */
export const routes: Record<string, Route> = {
  '/': page('public', '/'),
  '/[...rest]': page('public', '/nowhere'),
  '/_not-found': page('public', '/_not-found'),
  '/_global-error': page('public', '/_global-error'),
  '/when': page('public', '/when'),
  '/notices/real': page('public', '/notices/real'),
  '/privacy': page('public', '/privacy'),
  '/when/none': page('public', '/when/none'),
  '/when/problem': page('public', '/when/problem'),
  '/when/[round]': page('public', ({ round }) => `/when/${round.id}`),
  '/when/[round]/[sido]': page('public', ({ round }) => `/when/${round.id}/11`),
  '/when/check': route('public', 'GET HEAD POST', '/when/check'),
  '/supply/[round]': page('public', supply),
  '/supply/[round]/[sido]': page('public', (ground) => `${supply(ground)}/11`),
  '/supply/[round]/[sido]/[sigungu]': page('public', (ground) => `${supply(ground)}/11/${ground.clinic.regionCode}`),
  '/supply/[round]/clinic/[clinic]': page('public', (ground) => `${supply(ground)}/clinic/${ground.clinic.id}`),
  '/supply/[round]/clinic/[clinic]/[day]': page('public', (ground) => `${supply(ground)}/clinic/${ground.clinic.id}/${ground.clinic.day}`),
  '/sign-in': page('public', '/sign-in'),
  '/sign-in/from': route('public', 'GET HEAD POST', '/sign-in/from'),
  '/sign-in/status.json': route('machine', 'GET HEAD', '/sign-in/status.json'),
  '/sign-in/start': route('public', 'POST', '/sign-in/start'),
  '/sign-in/problem/[[...reason]]': page('public', '/sign-in/problem/busy'),
  '/sign-in/problem/fault/[id]': page('public', '/sign-in/problem/fault/0123456789'),
  ...{ '/sign-in/phone-check': page('public', '/sign-in/phone-check'), '/sign-in/code': page('public', '/sign-in/code') },
  '/sign-out': route('public', 'POST', '/sign-out'),
  '/pass/[code]': page('public', '/pass/pass-missing'),
  '/line/[round]': route('public', 'GET HEAD', line),
  '/line/[round]/document.json': route('machine', 'GET HEAD', (ground) => `${line(ground)}/document.json`),
  '/draw/[round]': page('public', ({ round }) => `/draw/${round.id}`),
  '/draw/[round]/record.json': route('machine', 'GET HEAD', ({ round }) => `/draw/${round.id}/record.json`),
  '/availability/[district]': route('machine', 'GET HEAD', ({ clinic }) => `/availability/${clinic.regionCode}.json`),
  '/feed/[file]': route('machine', 'GET HEAD', '/feed/$bulk-publish'),
  '/line/[round]/accuracy.json': route('machine', 'GET HEAD', (ground) => `${line(ground)}/accuracy.json`),
  '/line/[round]/present': route('machine', 'POST', (ground) => `${line(ground)}/present`),
  '/record/head.json': route('machine', 'GET HEAD', '/record/head.json'),
  '/api/tick': route('scheduler', 'POST', '/api/tick'),
  '/api/health': route('machine', 'GET HEAD', '/api/health'),
  '/api/auth/[...nextauth]': route('machine', 'GET HEAD', '/api/auth/callback/identity'),
  '/line/[round]/number': route('ticket', 'POST', (ground) => `${line(ground)}/number`),
  '/line/[round]/enter': route('ticket', 'POST', (ground) => `${line(ground)}/enter`),
  '/line/[round]/take-over': route('ticket', 'POST', (ground) => `${line(ground)}/take-over`),
  '/line/[round]/leave': route('pass', 'POST', (ground) => `${line(ground)}/leave`),
  '/me': page('citizen', '/me'),
  '/me/consent': page('citizen', '/me/consent'),
  '/me/data': page('citizen', '/me/data'),
  '/me/data/gone': page('public', '/me/data/gone'),
  '/me/data/charye.json': route('citizen', 'POST', '/me/data/charye.json'),
  '/me/sessions': page('citizen', '/me/sessions'),
  '/me/notices': page('citizen', '/me/notices'),
  '/me/apply': page('citizen', '/me/apply'),
  '/me/wishes/[round]': page('citizen', ({ round }) => `/me/wishes/${round.id}`),
  '/me/busy': page('public', '/me/busy'),
  '/me/helpers': page('citizen', '/me/helpers'),
  '/bookings': page('citizen', '/bookings'),
  '/bookings/[booking]': page('citizen', ({ bookingId }) => `/bookings/${bookingId}`, true),
  '/bookings/[booking]/move': page('citizen', ({ bookingId }) => `/bookings/${bookingId}/move`, true),
  '/bookings/[booking]/calendar.ics': route('citizen', 'GET HEAD', ({ bookingId }) => `/bookings/${bookingId}/calendar.ics`, true),
  '/book': page('pass', '/book'),
  '/book/hold': route('pass', 'POST', '/book/hold'),
  '/book/clinic/[clinic]/[day]': page('pass', (ground) => `${clinicOf(ground)}/${ground.clinic.day}`),
  '/book/check': page('pass', '/book/check'),
  '/find': page('public', '/find'),
  '/desk': page('agent', '/desk'),
  '/operations/roll': page('agent', '/operations/roll'),
  '/staff': page('clinic', '/staff'),
  '/staff/export': page('clinic', '/staff/export'),
  '/staff/export/list.csv': route('clinic', 'POST', '/staff/export/list.csv'),
  '/operations/recall': page('operator', '/operations/recall'),
  '/operations/recall/[disruption]': page('operator', ({ bookingId }) => `/operations/recall/${bookingId}`),
  '/offers': page('citizen', '/offers'),
  '/staff/leftover': page('clinic', '/staff/leftover'),
  '/staff/recall': page('clinic', '/staff/recall'),
  '/operations/record': page('operator', '/operations/record'),
  '/operations': page('operator', '/operations'),
  '/operations/[round]': page('operator', ({ round }) => `/operations/${round.id}`),
};

export interface Action {
  need: Need;
  /** A page that has it. */
  on: keyof typeof routes;
  /** What its form sends, chosen so that it would succeed for whoever may. */
  fields: (ground: Ground) => Record<string, string>;
  /** It answers in the page, so it gets the answer before first (React's `useActionState`). */
  answers?: true;
}

const action = (need: Need, on: string, fields: Action['fields'] = () => ({}), answers?: true): Action => ({
  need,
  on,
  fields: (ground) => ({ locale: 'ko', ...fields(ground) }),
  ...(answers && { answers }),
});

const named = ({ name, birthDate, phone }: Somebody) => ({ name, birthDate, phone });

const decision = (id: string) => ({ id, reasonKo: '다섯 글자 까닭', reasonEn: 'five letters' });

/** Every server action of the build. */
export const actions: Record<string, Action> = {
  takeTicket: action('citizen', '/me', ({ owner, round }) => ({ beneficiary: owner.personId, round: round.id }), true),
  togetherAction: action('citizen', '/me', ({ owner, round }) => ({ head: owner.personId, round: round.id }), true),
  inviteAction: action('citizen', '/me', ({ owner, round }) => ({ person: owner.personId, round: round.id }), true),
  joinAction: action('citizen', '/me', ({ owner }) => ({ person: owner.personId, code: '0123 4567 8901' }), true),
  leaveHouseholdAction: action('citizen', '/me', ownHousehold, true),
  agreeAction: action('citizen', '/me/consent', () => ({ agreed: 'statistics' })),
  changeMindAction: action('citizen', '/me/data', () => ({ purpose: 'statistics', given: 'no' })),
  withdrawBookingAction: action('citizen', '/me/data'),
  eraseAction: action('citizen', '/me/data', () => ({ sure: 'yes' })),
  wishesAction: action('citizen', '/me/notices', () => ({ way: 'text', email: '', language: 'ko' }), true),
  askAction: action('citizen', '/me/helpers', ({ owner }) => ({ ...named(owner), kinship: 'daughter', way: 'phone' }), true),
  codeAction: action('citizen', '/me/helpers', ({ bookingId }) => ({ asking: bookingId, code: '000000' })),
  endHelpAction: action('citizen', '/me/helpers', ({ owner }) => ({ person: owner.personId })),
  nameLeadAction: action('citizen', '/me/helpers', ({ owner }) => ({ person: owner.personId })),
  applyAction: action('citizen', '/me/apply', () => ({ kind: 'newly-eligible' })),
  addWish: action(
    'citizen',
    '/me/wishes/[round]',
    ({ owner, round, clinic }) => ({
      ...{ person: owner.personId, round: round.id, district: clinic.regionCode },
      ...{ fromDay: clinic.day, toDay: clinic.day, hours: 'any', product: '' },
    }),
    true,
  ),
  dropWish: action(
    'citizen',
    '/me/wishes/[round]',
    ({ owner, round }) => ({ person: owner.personId, round: round.id, number: '0', was: '{}' }),
    true,
  ),
  takeWishesBack: action('citizen', '/me/wishes/[round]', ({ owner, round }) => ({ person: owner.personId, round: round.id }), true),
  cancelAction: action('citizen', '/bookings/[booking]', ({ bookingId }) => ({ booking: bookingId })),
  moveAction: action('citizen', '/bookings/[booking]/move', (own) => ({ booking: own.bookingId, ...placeOf(own) })),
  joinWaitingAction: action('citizen', '/offers', ({ owner, round, clinic }) => ({
    ...{ person: owner.personId, round: round.id, where: `clinic:${clinic.id}` },
  })),
  leaveWaitingAction: action('citizen', '/offers', ({ owner, bookingId }) => ({ person: owner.personId, id: bookingId })),
  acceptOfferAction: action('citizen', '/offers', ({ owner, bookingId }) => ({ person: owner.personId, id: bookingId })),
  declineOfferAction: action('citizen', '/offers', ({ owner, bookingId }) => ({ person: owner.personId, id: bookingId })),
  leftoverAction: action('clinic', '/staff/leftover', ({ bookingId }) => ({ id: bookingId, delivery: '1', doses: '1', until: '00:00' })),
  stopLookingAction: action('citizen', '/bookings/[booking]', ({ bookingId }) => ({ booking: bookingId })),
  chooseAction: action('pass', '/book/clinic/[clinic]/[day]', (ground) => ({
    ...placeOf(ground),
    region: ground.clinic.regionCode,
    back: `${clinicOf(ground)}/${ground.clinic.day}`,
  })),
  confirmAction: action('pass', '/book/check', ({ bookingId }) => ({ booking: bookingId })),
  extendPassAction: action('pass', '/book', () => ({ back: '/book' })),
  handOverAction: action('pass', '/book', () => ({ back: '/book' })),
  leaveAction: action('pass', '/book', () => ({ back: '/book' })),
  signOutEverywhereAction: action('citizen', '/me/sessions'),
  beginCheckAction: action('public', '/sign-in/phone-check', ({ owner }) => ({ ...named(owner), carrier: 'SKT' })),
  askCodeAction: action('public', '/sign-in/code', ({ owner }) => ({ ...named(owner), way: 'phone' })),
  enterCodeAction: action('public', '/sign-in/code', ({ owner }) => ({ ...named(owner), code: '000000' })),
  anewCodeAction: action('public', '/sign-in/code'),
  ...{ finishCheckAction: action('public', '/sign-in/phone-check'), anewCheckAction: action('public', '/sign-in/phone-check') },
  findAction: action('public', '/find', ({ owner }) => ({ number: 'ZZZZZ-ZZZZZ', birthDate: owner.birthDate }), true),
  findPersonAction: action(
    'agent',
    '/desk',
    ({ owner }) => ({ name: owner.name, birthDate: owner.birthDate, number: '', reason: 'a reason', channel: 'phone' }),
    true,
  ),
  searchRollAction: action('agent', '/operations/roll', ({ owner }) => ({ name: owner.name, birthDate: owner.birthDate }), true),
  joinRecordAction: action('agent', '/operations/roll', ({ owner, bookingId }) => ({
    person: owner.personId,
    record: bookingId,
    reason: 'a reason',
  })),
  addPersonAction: action('agent', '/operations/roll', ({ owner, clinic }) => ({
    person: owner.personId,
    region: clinic.regionCode,
    reason: 'a reason',
  })),
  addRecordAction: action('agent', '/operations/roll', ({ clinic }) => ({
    ...{ name: '새사람', birthDate: '1950-01-01', phone: '01000000000', region: clinic.regionCode, reason: 'a reason' },
  })),
  openCaseAction: action('agent', '/desk', ({ owner }) => ({ person: owner.personId, reason: 'a reason', channel: 'phone' })),
  agreeAtDeskAction: action('agent', '/desk', ({ owner }) => ({ person: owner.personId })),
  closeCaseAction: action('agent', '/desk', ({ owner }) => ({ person: owner.personId })),
  deskTicketsAction: action('agent', '/desk'),
  settleAction: action('agent', '/desk', ({ owner, round }) => ({ person: owner.personId, round: round.id, reason: 'a reason' })),
  officeConsentAction: action('agent', '/desk', ({ owner }) => ({
    person: owner.personId,
    ...named(owner),
    kinship: 'son',
    way: 'office',
  })),
  letterAction: action('agent', '/desk', ({ bookingId }) => ({ asking: bookingId }), true),
  givenAction: action('clinic', '/staff', ({ bookingId, clinic }) => ({ booking: bookingId, date: clinic.day, undo: '' })),
  searchAction: action('clinic', '/staff', ({ owner }) => ({ asked: owner.name }), true),
  pauseAction: action('operator', '/operations/[round]', ({ round }) => ({ round: round.id, reason: 'a reason of five letters' }), true),
  // Of vaccine, a programme and a clinic that nobody has: a recall of the tests' own would stop all the others.
  recallAction: action('operator', '/operations/recall', ({ bookingId }) => ({ ...decision(bookingId), lot: 'nobody’s' })),
  pauseProgrammeAction: action('operator', '/operations/recall', ({ bookingId }) => ({
    ...decision(bookingId),
    campaign: 'nobodys',
    move: 'false',
  })),
  closeClinicAction: action('operator', '/operations/recall', ({ bookingId }) => ({
    ...decision(bookingId),
    clinic: 'nobodys',
    move: 'true',
  })),
  endDisruptionAction: action('operator', '/operations/recall', ({ bookingId }) => ({ id: bookingId })),
  rateAction: action('operator', '/operations/[round]', ({ round }) => ({ round: round.id, rate: '0' }), true),
  stopNoticesAction: action('operator', '/operations', () => ({ reason: 'a reason of five letters' }), true),
  startNoticesAction: action('operator', '/operations', () => ({}), true),
  retryNoticesAction: action('operator', '/operations'),
  resumeAction: action('operator', '/operations/[round]', ({ round }) => ({ round: round.id }), true),
};
