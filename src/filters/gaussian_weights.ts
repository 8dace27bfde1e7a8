import { map3, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';

/** Voxels that a Gaussian reaches on either side, per axis: ⌊truncate · σ + ½⌋ with σ in voxels. */
export function gaussianRadius(sigma: Length, truncate: number, spacing: Vec3): Vec3 {
  const inVoxels = voxelsPerAxis(sigma, spacing);
  return map3((axis) => Math.floor(truncate * inVoxels[axis] + 0.5));
}

/**
 * Weights of a Gaussian at the distances 0 … radius, such that the centre and both sides sum to 1.
 * Computed and normalised in f64. The centre takes up what rounding to f32 changes in the sum, so that
 * a constant volume keeps its value as nearly as f32 can.
 */
export function gaussianWeights(sigmaInVoxels: number, radius: number): Float32Array<ArrayBuffer> {
  const exact = Float64Array.from({ length: radius + 1 }, (_, i) =>
    i === 0 ? 1 : Math.exp((-0.5 * i * i) / (sigmaInVoxels * sigmaInVoxels)),
  );
  let sides = 0;
  // From the smallest up: the sum of many small terms keeps its digits.
  for (let i = radius; i > 0; i--) sides += exact[i]!;
  const total = 1 + 2 * sides;
  const weights = Float32Array.from(exact, (weight) => weight / total);
  let rounded = 0;
  for (let i = radius; i > 0; i--) rounded += weights[i]!;
  weights[0] = 1 - 2 * rounded;
  return weights;
}
