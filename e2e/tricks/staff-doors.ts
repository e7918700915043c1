import { type Action, action, decision, named, page, type Route, route } from './door';

/** Those of clinics, of the call centre and the offices, and of operators. */
export const staffRoutes: Record<string, Route> = {
  '/desk': page('agent', '/desk'),
  '/desk/letters': page('agent', '/desk/letters'),
  '/operations/roll': page('agent', '/operations/roll'),
  '/staff': page('clinic', '/staff'),
  '/staff/export': page('clinic', '/staff/export'),
  '/staff/export/list.csv': route('clinic', 'POST', '/staff/export/list.csv'),
  '/operations/recall': page('operator', '/operations/recall'),
  '/operations/recall/[disruption]': page('operator', ({ bookingId }) => `/operations/recall/${bookingId}`),
  '/operations/interval': page('operator', '/operations/interval'),
  '/staff/leftover': page('clinic', '/staff/leftover'),
  '/staff/recall': page('clinic', '/staff/recall'),
  '/operations/record': page('operator', '/operations/record'),
  '/operations': page('operator', '/operations'),
  '/operations/[round]': page('operator', ({ round }) => `/operations/${round.id}`),
};

export const staffActions: Record<string, Action> = {
  leftoverAction: action('clinic', '/staff/leftover', ({ bookingId }) => ({ id: bookingId, delivery: '1', doses: '1', until: '00:00' })),
  findPersonAction: action(
    'agent',
    '/desk',
    ({ owner }) => ({ name: owner.name, birthDate: owner.birthDate, number: '', reason: 'a reason', channel: 'phone' }),
    true,
  ),
  searchRollAction: action(
    'agent',
    '/operations/roll',
    ({ owner }) => ({ name: owner.name, birthDate: owner.birthDate, reason: 'a reason' }),
    true,
  ),
  refusePersonAction: action('agent', '/operations/roll', ({ owner }) => ({ person: owner.personId, reason: 'a reason' })),
  joinRecordAction: action('agent', '/operations/roll', ({ owner, bookingId }) => ({
    person: owner.personId,
    record: bookingId,
    reason: 'a reason',
  })),
  joinTwiceAction: action('agent', '/operations/roll', ({ owner, bookingId }) => ({
    ...{ current: owner.personId, other: bookingId, reason: 'a reason' },
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
  deskEnterAction: action('agent', '/desk', ({ owner }) => ({ person: owner.personId }), true),
  deskWishesAction: action(
    'agent',
    '/desk',
    ({ owner, clinic }) => ({
      ...{ person: owner.personId, district: clinic.regionCode, fromDay: clinic.day, toDay: clinic.day, hours: 'any', product: '' },
    }),
    true,
  ),
  settleAction: action('agent', '/desk', ({ owner, round }) => ({ person: owner.personId, round: round.id, reason: 'a reason' })),
  officeConsentAction: action('agent', '/desk', ({ owner }) => ({
    person: owner.personId,
    ...named(owner),
    kinship: 'son',
    way: 'office',
  })),
  unreachedAction: action('agent', '/desk', ({ owner }) => ({ person: owner.personId }), true),
  letterQueueAction: action('agent', '/desk/letters', () => ({ region: '', reason: 'a reason' }), true),
  printQueueAction: action('agent', '/desk/letters', ({ bookingId }) => ({ letter: `helper:${bookingId}`, reason: 'a reason' }), true),
  letterAction: action('agent', '/desk', ({ bookingId }) => ({ asking: bookingId }), true),
  givenAction: action('clinic', '/staff', ({ bookingId, clinic }) => ({ booking: bookingId, date: clinic.day, undo: '' })),
  searchAction: action('clinic', '/staff', ({ owner }) => ({ asked: owner.name }), true),
  pauseAction: action('operator', '/operations/[round]', ({ round }) => ({ round: round.id, reason: 'a reason of five letters' }), true),
  // Of vaccine, a programme and a clinic that nobody has: a recall of the tests' own would stop all the others.
  recallAction: action('operator', '/operations/recall', ({ bookingId }) => ({ ...decision(bookingId), lot: 'nobody’s' })),
  liftRecallAction: action('operator', '/operations/recall', ({ bookingId }) => decision(bookingId)),
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
  intervalAction: action('operator', '/operations/interval', ({ bookingId }) => ({
    ...decision(bookingId),
    ...{ product: 'nobody’s', validFrom: '2999-01-01', interval: '42', min: '28', max: '42' },
  })),
  endDisruptionAction: action('operator', '/operations/recall', ({ bookingId }) => ({ id: bookingId })),
  rateAction: action('operator', '/operations/[round]', ({ round }) => ({ round: round.id, rate: '0' }), true),
  stopNoticesAction: action('operator', '/operations', () => ({ reason: 'a reason of five letters' }), true),
  startNoticesAction: action('operator', '/operations', () => ({}), true),
  retryNoticesAction: action('operator', '/operations'),
  resumeAction: action('operator', '/operations/[round]', ({ round }) => ({ round: round.id }), true),
};
