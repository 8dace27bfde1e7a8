/** What `combineFields` makes of its fields; its override `MODE`. */
export const COMBINE = { magnitude: 0, sum: 1, product: 2, difference: 3 } as const;
