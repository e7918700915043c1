/** What holds for a product from a day (`YYYY-MM-DD`) on, until its next rule. Years are whole years on the day of the dose. */
export interface ProductRule {
  product: string;
  validFrom: string;
  minAge: number;
  maxAge: number | null;
  doses: number;
}

/** Whole years on a day: who was born on 29 February is a year older on 1 March of a common year. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Whether the rule in effect on the day lets somebody have this dose. A product without a rule yet is for nobody. */
export function mayHave(rules: readonly ProductRule[], product: string, dose: number, birthDate: string, day: string): boolean {
  let rule: ProductRule | undefined;
  for (const one of rules) {
    if (one.product === product && one.validFrom <= day && (!rule || one.validFrom > rule.validFrom)) rule = one;
  }
  if (!rule || dose > rule.doses) return false;
  const age = ageOn(birthDate, day);
  return age >= rule.minAge && (rule.maxAge === null || age <= rule.maxAge);
}
