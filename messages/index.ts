import enBooking from './en/booking.json' with { type: 'json' };
import enCommon from './en/common.json' with { type: 'json' };
import enConsent from './en/consent.json' with { type: 'json' };
import enDesk from './en/desk.json' with { type: 'json' };
import enDraw from './en/draw.json' with { type: 'json' };
import enErrors from './en/errors.json' with { type: 'json' };
import enFind from './en/find.json' with { type: 'json' };
import enHelping from './en/helping.json' with { type: 'json' };
import enHousehold from './en/household.json' with { type: 'json' };
import enIdentity from './en/identity.json' with { type: 'json' };
import enIntake from './en/intake.json' with { type: 'json' };
import enLanding from './en/landing.json' with { type: 'json' };
import enLine from './en/line.json' with { type: 'json' };
import enNotice from './en/notice.json' with { type: 'json' };
import enOperations from './en/operations.json' with { type: 'json' };
import enPlan from './en/plan.json' with { type: 'json' };
import enPrivacy from './en/privacy.json' with { type: 'json' };
import enProvider from './en/provider.json' with { type: 'json' };
import enRecall from './en/recall.json' with { type: 'json' };
import enRetention from './en/retention.json' with { type: 'json' };
import enRoll from './en/roll.json' with { type: 'json' };
import enStaff from './en/staff.json' with { type: 'json' };
import enSupply from './en/supply.json' with { type: 'json' };
import enWaiting from './en/waiting.json' with { type: 'json' };
import enWhen from './en/when.json' with { type: 'json' };
import enWish from './en/wish.json' with { type: 'json' };
import koBooking from './ko/booking.json' with { type: 'json' };
import koCommon from './ko/common.json' with { type: 'json' };
import koConsent from './ko/consent.json' with { type: 'json' };
import koDesk from './ko/desk.json' with { type: 'json' };
import koDraw from './ko/draw.json' with { type: 'json' };
import koErrors from './ko/errors.json' with { type: 'json' };
import koFind from './ko/find.json' with { type: 'json' };
import koHelping from './ko/helping.json' with { type: 'json' };
import koHousehold from './ko/household.json' with { type: 'json' };
import koIdentity from './ko/identity.json' with { type: 'json' };
import koIntake from './ko/intake.json' with { type: 'json' };
import koLanding from './ko/landing.json' with { type: 'json' };
import koLine from './ko/line.json' with { type: 'json' };
import koNotice from './ko/notice.json' with { type: 'json' };
import koOperations from './ko/operations.json' with { type: 'json' };
import koPlan from './ko/plan.json' with { type: 'json' };
import koPrivacy from './ko/privacy.json' with { type: 'json' };
import koProvider from './ko/provider.json' with { type: 'json' };
import koRecall from './ko/recall.json' with { type: 'json' };
import koRetention from './ko/retention.json' with { type: 'json' };
import koRoll from './ko/roll.json' with { type: 'json' };
import koStaff from './ko/staff.json' with { type: 'json' };
import koSupply from './ko/supply.json' with { type: 'json' };
import koWaiting from './ko/waiting.json' with { type: 'json' };
import koWhen from './ko/when.json' with { type: 'json' };
import koWish from './ko/wish.json' with { type: 'json' };

/** One folder a language, one file a part of the interface. Korean is the reference: every key stands in it. */
export const messages = {
  ko: {
    booking: koBooking,
    common: koCommon,
    consent: koConsent,
    desk: koDesk,
    draw: koDraw,
    errors: koErrors,
    household: koHousehold,
    find: koFind,
    helping: koHelping,
    identity: koIdentity,
    intake: koIntake,
    landing: koLanding,
    line: koLine,
    notice: koNotice,
    operations: koOperations,
    plan: koPlan,
    privacy: koPrivacy,
    recall: koRecall,
    provider: koProvider,
    retention: koRetention,
    roll: koRoll,
    staff: koStaff,
    supply: koSupply,
    waiting: koWaiting,
    when: koWhen,
    wish: koWish,
  },
  en: {
    booking: enBooking,
    common: enCommon,
    consent: enConsent,
    desk: enDesk,
    draw: enDraw,
    errors: enErrors,
    household: enHousehold,
    find: enFind,
    helping: enHelping,
    identity: enIdentity,
    intake: enIntake,
    landing: enLanding,
    line: enLine,
    notice: enNotice,
    operations: enOperations,
    plan: enPlan,
    privacy: enPrivacy,
    recall: enRecall,
    provider: enProvider,
    retention: enRetention,
    roll: enRoll,
    staff: enStaff,
    supply: enSupply,
    waiting: enWaiting,
    when: enWhen,
    wish: enWish,
  },
};
