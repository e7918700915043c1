import enBooking from './en/booking.json';
import enCommon from './en/common.json';
import enErrors from './en/errors.json';
import enIdentity from './en/identity.json';
import enLanding from './en/landing.json';
import enLine from './en/line.json';
import enOperations from './en/operations.json';
import enStaff from './en/staff.json';
import enWhen from './en/when.json';
import koBooking from './ko/booking.json';
import koCommon from './ko/common.json';
import koErrors from './ko/errors.json';
import koIdentity from './ko/identity.json';
import koLanding from './ko/landing.json';
import koLine from './ko/line.json';
import koOperations from './ko/operations.json';
import koStaff from './ko/staff.json';
import koWhen from './ko/when.json';

/** One folder a language, one file a part of the interface. Korean is the reference: every key stands in it. */
export const messages = {
  ko: {
    booking: koBooking,
    common: koCommon,
    errors: koErrors,
    identity: koIdentity,
    landing: koLanding,
    line: koLine,
    operations: koOperations,
    staff: koStaff,
    when: koWhen,
  },
  en: {
    booking: enBooking,
    common: enCommon,
    errors: enErrors,
    identity: enIdentity,
    landing: enLanding,
    line: enLine,
    operations: enOperations,
    staff: enStaff,
    when: enWhen,
  },
};
