import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, type Node } from '../recipe/op.js';
import { growRegion, map3 } from '../recipe/geometry.js';

/**
 * Standard deviation of the noise of a volume, in its intensity: the median absolute value of the
 * finest Haar detail, divided by 0.67449 (the median of |N(0, 1)|); for white noise. The detail of
 * a block of 2×2×2 voxels (that start at even indices; 2×2 in a 2D image) is the sum of its voxels
 * with alternating signs over √8 (√2 per axis), in which edges and slopes all but cancel. Blurred
 * or compressed noise is underestimated.
 *
 * Blocks of one value (a masked background) and blocks with NaN or ±∞ are left out, and `within` a
 * region those of which a voxel lies outside; without a block it is 0. Details are counted in bins
 * of 1/128 of their value; the median is interpolated within its bin, of integers within ±½ about a
 * value, so that noise of less than a grey level is told too. Whole-number counts: the same for
 * every bricking; of integers on every adapter.
 *
 * Reads the volume once and 8 B per block (1 B/voxel): 2 B/voxel for u8, 5 for f32; one pass. D.
 * Donoho and I. Johnstone, Biometrika 81 (1994) 425, https://doi.org/10.1093/biomet/81.3.425.
 */
export const noise = declareOp({
  name: 'noise',
  kind: 'reduce',
  inputs: { volume: input('volume'), within: optionalInput('mask') },
  params: {},
  exactness: ({ volume }) => (volume.storage === 'f32' ? 'float-dependent' : 'exact'),
  result: () => yields.scalar(),
  needs: (region, { volume }) => {
    const wider = growRegion(region, [1, 1, 1], volume.size);
    return { volume: wider, within: wider };
  },
  notes: () => ({ noise: 'median absolute Haar detail of 2³ blocks / 0.67449' }),
});

/** The node of a volume's {@link noise}, or of that of the blocks that lie in a region. */
export function noiseNode(volume: Node, within?: Node) {
  return makeNode(noise, { volume, within });
}

/** The median of |N(0, 1)|. */
const NORMAL_MEDIAN = 0.674489750196082;

/** The value whose float has these upper 16 bits, and zeros below. */
const edgeOf = (key: number): number => new Float32Array(Uint32Array.of(key * 65536).buffer)[0]!;

/**
 * Noise from counts of details (sums with alternating signs over 2^`axes` voxels) by the upper 16
 * bits of their floats.
 */
export function noiseOfDetails(counts: Float64Array, axes: number, integers: boolean): number {
  let total = 0;
  for (const count of counts) total += count;
  if (total === 0) return 0;
  let below = 0;
  let key = 0;
  for (; below + counts[key]! < total / 2; key++) below += counts[key]!;
  const part = (total / 2 - below) / counts[key]!;
  const edge = (at: number): number =>
    integers ? Math.max(0, Math.ceil(edgeOf(at)) - 0.5) : edgeOf(at);
  const median = edge(key) + part * (edge(key + 1) - edge(key));
  return median / NORMAL_MEDIAN / Math.sqrt(2 ** axes);
}

/** 1 for each axis that is long enough for a detail. */
export function detailAxes(
  size: readonly [number, number, number],
): readonly [number, number, number] {
  return map3((axis) => (size[axis] > 1 ? 1 : 0));
}
