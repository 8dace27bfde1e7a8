/** What `combinePlane` makes of its fields; its override `MODE`. */
export const COMBINE_PLANE = { magnitude: 0, sum: 1, difference: 2 } as const;
