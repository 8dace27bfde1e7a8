// Weights of a sampled Gaussian and of its derivatives (convolution kernels).
import { map3, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';

/** Voxels that a Gaussian reaches on either side, per axis: ⌊truncate · σ + ½⌋ with σ in voxels. */
export function gaussianRadius(sigma: Length, truncate: number, spacing: Vec3): Vec3 {
  const inVoxels = voxelsPerAxis(sigma, spacing);
  return map3((axis) => Math.floor(truncate * inVoxels[axis] + 0.5));
}

/**
 * Weights of a Gaussian at the distances 0 … radius, such that the centre and both sides sum to 1.
 * Computed and normalised in f64. The centre takes up what rounding to f32 changes in the sum, so
 * that a constant volume keeps its value as nearly as f32 can.
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

/**
 * Weights of the derivative of order `order` of a Gaussian at the distances 0 … radius, by which a
 * sum over voxels gives the derivative per `spacing`^order: (−1)^order times what a convolution
 * has. Those of odd orders change sign on the other side. As SciPy: the sampled Gaussian is cut and
 * normalised, then multiplied with the polynomial of the derivative; so the weights of order 2 sum
 * to nearly 0.
 */
export function derivativeWeights(
  sigmaInVoxels: number,
  radius: number,
  order: number,
  spacing: number,
): Float32Array<ArrayBuffer> {
  const variance = sigmaInVoxels * sigmaInVoxels;
  const values = Float64Array.from({ length: radius + 1 }, (_, i) =>
    Math.exp((-0.5 * i * i) / variance),
  );
  let sides = 0;
  for (let i = radius; i > 0; i--) sides += values[i]!;
  const total = 1 + 2 * sides;
  // The derivative of q(x) · g(x) is (q′ − x q / σ²) · g; coefficients by ascending powers.
  let polynomial: readonly number[] = [1];
  for (let n = 0; n < order; n++) {
    const before = polynomial;
    polynomial = Array.from(
      { length: before.length + 1 },
      (_, k) => (k + 1) * (before[k + 1] ?? 0) - (before[k - 1] ?? 0) / variance,
    );
  }
  const scale = (order % 2 === 1 ? -1 : 1) / (total * spacing ** order);
  return Float32Array.from(values, (value, i) => {
    const factor = polynomial.reduceRight((sum, c) => sum * i + c, 0);
    return factor * value * scale;
  });
}
