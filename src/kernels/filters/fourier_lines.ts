/** Complex numbers that a workgroup of `fourierLines` holds at most: 16 KiB. */
export const MOST_NUMBERS = 2048;
