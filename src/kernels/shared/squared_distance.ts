/** What the last pass of a distance transform writes, as in `squared_distance.wgsl`. */
export const DISTANCE_RESULT = { root: 0, square: 1, word: 2 } as const;
