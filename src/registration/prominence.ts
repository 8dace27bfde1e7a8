// How much a pose stands out among wrong ones.

/** The metric's height under poses that are wrong, and at the tops that were found. */
export interface Standing {
  /** Mean and standard deviation under poses beside the best one, that are wrong. */
  readonly mean: number;
  readonly deviation: number;
  /** Of the tops, the best first, by the same samples. */
  readonly heights: readonly number[];
}

/** What a standing comes to. */
export interface Prominence {
  /** How far the best pose rises over wrong ones. */
  readonly rise: number;
  /** The same in their standard deviations; null where these say nothing. */
  readonly distinctness: number | null;
  /** What another top has of that rise, 0 to 1 and above where the best one is none. */
  readonly rivalry: number;
}

/** A rise over wrong poses, in nats, that no pair without a common content has. */
const PLAIN_RISE = 1;
/** Standard deviations by which a pose must stand out, if nothing else is said. */
export const LEAST_DISTINCT = 6;
/** By so much a pose stands out that is the only one to go on with. */
const CLEAR = { distinctness: 12, rivalry: 0.5 } as const;

/** How much of the best pose's height is its own. */
export function prominenceOf({ mean, deviation, heights }: Standing): Prominence {
  const [first, ...others] = heights;
  const rise = first! - mean;
  const distinctness = Number.isFinite(rise / deviation) ? rise / deviation : null;
  const rivalry = rise > 0 ? Math.max(0, ...others.map((height) => (height - mean) / rise)) : 0;
  return { rise, distinctness, rivalry };
}

/** Whether wrong poses are as high as the best one, within `least` standard deviations. */
export function isLost({ rise, distinctness }: Prominence, least: number): boolean {
  return distinctness !== null && distinctness < least && rise < PLAIN_RISE;
}

/** Whether there is one pose to go on with. */
export function isClear({ rise, distinctness, rivalry }: Prominence): boolean {
  const standsOut = distinctness !== null && distinctness >= CLEAR.distinctness;
  return rise > 0 && standsOut && rivalry <= CLEAR.rivalry;
}
