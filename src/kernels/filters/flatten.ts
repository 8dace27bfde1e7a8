/** Words that `flatten` takes for each slice: ten terms of a polynomial, a gain, and one that is unused. */
export const FLATTEN_ROW = 12;
