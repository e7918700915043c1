/** The fields that decide, and what is said to a wrong one. Those that only lead back may hold anything. */
export const deciding: Record<string, { fields: string[]; says: RegExp }> = {
  takeTicket: { fields: ['beneficiary', 'round'], says: /bad-request|not-for-you|no-such-round/ },
  cancelAction: { fields: ['booking'], says: /\?remark=(bad-request|booking-unknown)$/ },
  moveAction: { fields: ['booking'], says: /\?remark=(bad-request|booking-unknown)$/ },
  chooseAction: { fields: ['slot'], says: /\?remark=(bad-request|slot-unknown)$/ },
  confirmAction: { fields: ['booking'], says: /\?remark=(bad-request|booking-unknown)$/ },
  givenAction: { fields: ['booking'], says: /mark=(bad-request|booking-unknown)/ },
  pauseAction: { fields: ['round'], says: /sentence/ },
  resumeAction: { fields: ['round'], says: /sentence/ },
  rateAction: { fields: ['round'], says: /sentence/ },
};

/** These take no id: they end what is the caller's own, so a test that goes on as the same person leaves them out. */
export const endsOwn: readonly string[] = ['signOutEverywhereAction', 'withdrawBookingAction', 'eraseAction'];
