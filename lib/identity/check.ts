/** Nobody has who they are checked twice within these minutes: it costs money, and the provider's capacity. */
export const checkMinutes = 10;

/**
 * Checks that count within these minutes. Who it was is known at the end of a check alone, when it is paid for: whoever has a
 * telephone, a tablet and a computer gets into each. More than that is a program that tries.
 */
export const checksPerPerson = 3;

/** For an address: from when on somebody may have themselves checked again. Seconds since 1970. */
export const againParameter = (again: Date): string => `again=${Math.ceil(again.getTime() / 1_000)}`;

/** Null for what can be no such time: whoever makes an address may write anything into it. */
export function againOf(parameter: unknown, now: Date): Date | null {
  if (typeof parameter !== 'string' || !/^\d{9,11}$/.test(parameter)) return null;
  const again = new Date(Number(parameter) * 1_000);
  const minutesAhead = (again.getTime() - now.getTime()) / 60_000;
  // A page that is looked at again later says a time that is over.
  return minutesAhead <= checkMinutes + 1 && minutesAhead > -24 * 60 ? again : null;
}
