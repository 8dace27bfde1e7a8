/** Words that every workgroup of `moments` writes. */
export const MOMENTS_ROW = 14;
