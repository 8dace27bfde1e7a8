/** A value at a place, and how much it counts. */
export interface WeightedPoint {
  readonly at: number;
  readonly value: number;
  readonly weight: number;
}

/** The line of least weighted squares; level where all points lie at one place. */
export function lineThrough(points: readonly WeightedPoint[]): {
  readonly start: number;
  readonly slope: number;
} {
  let [weights, middle, mean] = [0, 0, 0];
  for (const { at, value, weight } of points) {
    weights += weight;
    middle += weight * at;
    mean += weight * value;
  }
  middle /= weights;
  mean /= weights;
  let [spread, product] = [0, 0];
  for (const { at, value, weight } of points) {
    spread += weight * (at - middle) ** 2;
    product += weight * (at - middle) * (value - mean);
  }
  const slope = spread > 0 ? product / spread : 0;
  return { start: mean - slope * middle, slope };
}
