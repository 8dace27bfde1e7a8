/** Words that `shiftSlices` takes per slice: offsets along x and y, four weights for x and four for y. */
export const SHIFT_ROW = 10;
