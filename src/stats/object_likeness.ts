// How alike in size neighbouring objects are, and what that does to the variance of means.
import { meanAndStd } from './distributions/mean.js';
import { chiSquareRatio, errorTail } from './distributions/normal.js';
import { BLOCK_PARTS } from './size_blocks.js';
import type { SizedObjects } from './sized_objects.js';

/** What the sizes of neighbours have in common. */
export interface Likeness {
  /**
   * So many objects whose sizes do not depend on their places tell as much; all where no likeness
   * is noticed.
   */
  readonly independent: number;
  /** Length of correlation, as a part of the window's edge; 0 where no likeness is noticed. */
  readonly length: number;
  /** The variance of a mean over the window, over what the coarse blocks say of it. */
  readonly inflation: number;
}

/** The 99 % quantile of the normal distribution. */
const USUAL_AT = 2.3263478740408408;

/** The variance of a sum between blocks over that without likeness, from scores. */
function varianceRatio(scores: Float64Array, block: Uint8Array, blocks: number): number {
  const sums = new Float64Array(blocks);
  let squares = 0;
  scores.forEach((score, i) => {
    sums[block[i]!]! += score;
    squares += score * score;
  });
  const between = sums.reduce((sum, value) => sum + value * value, 0);
  return squares > 0 ? (between * blocks) / ((blocks - 1) * squares) : 1;
}

/** The mean of exp(−(x − y)²/2 length²) over all x and y of a stretch. */
function meanCorrelation(length: number, stretch: number): number {
  const part = length / stretch;
  return (
    Math.sqrt(2 * Math.PI) * part * (1 - errorTail(1 / (Math.SQRT2 * part))) -
    2 * part ** 2 * (1 - Math.exp(-1 / (2 * part ** 2)))
  );
}

/** What likeness of a length adds to the variance: of the mean, and as seen between blocks. */
function addedVariance(length: number, axes: number) {
  const whole = meanCorrelation(length, 1) ** axes;
  return {
    whole,
    seen: (parts: number): number =>
      (meanCorrelation(length, 1 / parts) ** axes - whole) / (parts ** axes - 1),
  };
}

const SHORTEST = 0.005;
const LONGEST = 0.5;

/** The length at which the variance seen in the finest blocks is so much of that in fine ones. */
function lengthOf(ratio: number, axes: number, fine: number, finest: number): number {
  let [low, high] = [SHORTEST, LONGEST];
  for (let step = 0; step < 40; step += 1) {
    const middle = Math.sqrt(low * high);
    const { seen } = addedVariance(middle, axes);
    // The longer likeness reaches, the less of it is seen in small blocks.
    if (seen(finest) / seen(fine) > ratio) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/**
 * The likeness of the objects of a distribution: by the mean of ln(diameter), whose variance
 * between fine and finest blocks a Gaussian correlation is fitted to. Variances that chance gives
 * in 99 % of cases are none.
 */
export function likenessOf(objects: SizedObjects): Likeness {
  const { diameter, number, fine, finest, axes } = objects;
  const none: Likeness = { independent: diameter.length, length: 0, inflation: 1 };
  if (axes === 0) return none;
  const logs = diameter.map(Math.log);
  const { mean } = meanAndStd(logs, number);
  const scores = logs.map((log, i) => number[i]! * (log - mean));
  const parts = BLOCK_PARTS[axes]!;
  const [ofFine, ofFinest] = [
    varianceRatio(scores, fine, parts.fine ** axes),
    varianceRatio(scores, finest, parts.finest ** axes),
  ];
  const isUsual =
    ofFine <= chiSquareRatio(parts.fine ** axes - 1, USUAL_AT) &&
    ofFinest <= chiSquareRatio(parts.finest ** axes - 1, USUAL_AT);
  if (isUsual || ofFine <= 1) return none;
  const ratio = Math.max(0, ofFinest - 1) / (ofFine - 1);
  const length = lengthOf(ratio, axes, parts.fine, parts.finest);
  const { whole, seen } = addedVariance(length, axes);
  const amount = (ofFine - 1) / seen(parts.fine);
  const variance = 1 + amount * whole;
  return {
    independent: diameter.length / variance,
    length,
    inflation: variance / (1 + amount * seen(parts.coarse)),
  };
}
