/** Where and when somebody wishes to come. Minutes of the day in Seoul, `toMinute` left out. */
export interface Wish {
  where: { district: string } | { clinic: string };
  fromDay: string;
  toDay: string;
  fromMinute: number;
  toMinute: number;
  /** Any that the campaign has, when left out. */
  product?: string | undefined;
}

/** As many as one can think through, in their order. */
export const wishesMost = 10;
