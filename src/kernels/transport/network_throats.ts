/** Words of a slot of the table of `networkThroats`. */
export const THROAT_WORDS = 22;
