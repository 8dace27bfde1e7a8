/** Words that `correlationPeak` stores per slice: shift x, y (i32), value, 0, values at x − 1, x + 1, y − 1, y + 1. */
export const PEAK_ROW = 8;
