/** Codes of what `mapValues` does. */
export const MAP_CODE = { clip: 0, mirror: 1, linear: 2 } as const;
