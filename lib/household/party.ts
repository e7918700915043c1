/** The head and five more: what one clinic can take at adjacent times. */
export const partyMax = 6;

/** Until so long before the draw a household is declared, agreed to and left. */
export const settledBeforeDrawSeconds = 3_600;

export const settlesAt = (drawAt: Date): Date => new Date(drawAt.getTime() - settledBeforeDrawSeconds * 1_000);

/** As it is read out on the telephone: `0123 4567 8901`. */
export const spokenCode = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ');
