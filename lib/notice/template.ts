/**
 * Everything that people are told, and what its facts must name: ids (`bookingId`, `roundId`, `clinicId`, `slotId`), instants
 * as ISO text, codes of reasons. Names, telephone numbers and places are read when the notice is sent.
 */
export const templates = {
  'booking-confirmed': ['bookingId'],
  'booking-changed': ['bookingId'],
  'booking-cancelled': ['bookingId'],
  'booking-cancelled-late': ['bookingId'],
  'clinic-cancelled-late': ['bookingId'],
  'second-dose-booked': ['bookingId'],
  'second-dose-moved': ['bookingId'],
  'turn-near': ['roundId'],
  'turn-soon': ['roundId', 'minutes'],
  'wish-booked': ['bookingId'],
  'wish-not-met': ['roundId'],
  'offer-made': ['slotId', 'until'],
  'offer-passed': ['slotId'],
  'when-changed': ['from', 'to', 'reason'],
  recall: ['bookingId'],
  'recall-vaccinated': ['clinicId'],
  'clinic-recall': ['clinicId'],
  'recall-lifted': ['clinicId'],
  'recall-lifted-open': ['bookingId'],
  'clinic-recall-lifted': ['clinicId'],
  'clinic-closed': ['bookingId'],
  'clinic-paused': ['clinicId'],
  'clinic-resumed': ['clinicId'],
  rebooking: ['bookingId'],
  'interval-changed': ['bookingId'],
  'interval-kept': ['bookingId'],
  'programme-paused': ['campaignId'],
  'programme-resumed': ['campaignId'],
  'round-postponed': ['roundId'],
  'round-cancelled': ['roundId'],
  'helper-booked': ['bookingId'],
  'helper-moved': ['bookingId'],
  'helper-cancelled': ['bookingId'],
  'helper-agreed': ['helperId'],
  'one-time-code': ['minutes'],
  'helper-code': ['minutes'],
} as const;

export type Template = keyof typeof templates;

export const isTemplate = (text: string): text is Template => Object.hasOwn(templates, text);

/** These carry a code: they go before everything else, never by e-mail, and are blotted out once sent. */
export const codeTemplates = ['one-time-code', 'helper-code'] as const satisfies readonly Template[];

export const carriesCode = (template: Template): boolean => codeTemplates.some((name) => name === template);

/** These make, move or end an appointment: an e-mail about one brings the calendar up to date. */
const appointments: readonly Template[] = [
  'booking-confirmed',
  'booking-changed',
  'booking-cancelled',
  'second-dose-booked',
  'second-dose-moved',
  'wish-booked',
  'recall',
  'clinic-closed',
  'interval-changed',
  'helper-booked',
  'helper-moved',
  'helper-cancelled',
];

export const movesAppointment = (template: Template): boolean => appointments.includes(template);
