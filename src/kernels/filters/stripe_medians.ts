/** Words that `stripeMedians` stores per line and block. */
export const MEDIAN_ROW = 4;
/** What it adds to a difference of levels. */
export const MEDIAN_OFFSET = 65536;
