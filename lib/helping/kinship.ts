/** What a helper is to the person, as the consent keeps it. Each has its words in the messages. */
export const kinships = ['daughter', 'son', 'spouse', 'parent', 'child-in-law', 'grandchild', 'sibling', 'guardian', 'other'] as const;
export type Kinship = (typeof kinships)[number];

/** `other` for whatever older data or other programs wrote. */
export const kinshipOf = (text: string): Kinship => kinships.find((one) => one === text) ?? 'other';
