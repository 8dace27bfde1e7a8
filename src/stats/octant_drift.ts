// Whether the octants of a volume differ by more than the parts within them.
import { map3 } from '../recipe/geometry.js';
import type { Cells } from './coarse_cells.js';
import type { Inhomogeneity } from './slice_variation.js';

/** Parts along an axis; the halves of it hold so many over two. */
const PARTS = 4;
/** What is allowed for parts that are somewhat alike. */
const ALLOWED = Math.exp(0.25);
/** Ratio from which octants are taken to differ. */
const FROM = 7;

/** What is said of octants that differ. */
export interface OctantDrift {
  readonly found: Inhomogeneity;
  /** Variance of the octants about the mean, as a fraction². */
  readonly variance: number;
}

/**
 * Compares octants (quadrants of an image) with the 4 × 4 × 4 parts that they are made of, by the
 * analysis of variance; undefined where they are alike. It tells what no axis shows: one corner
 * that differs, a border that lies obliquely.
 *
 * @param r - Residuals of the cells.
 */
export function octantDrift({ size, n }: Cells, r: Float64Array): OctantDrift | undefined {
  const parts = map3((i) => (size[i] < PARTS ? 1 : PARTS));
  const [px, py, pz] = parts;
  const sums = new Float64Array(px * py * pz);
  const shares = new Float64Array(sums.length);
  for (let z = 0, i = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1)
      for (let x = 0; x < size[0]; x += 1, i += 1) {
        const part =
          (Math.floor((z * pz) / size[2]) * py + Math.floor((y * py) / size[1])) * px +
          Math.floor((x * px) / size[0]);
        sums[part]! += r[i]!;
        shares[part]! += n[i]!;
      }
  const halves = map3((i) => (parts[i] === 1 ? 1 : 2));
  const octants = halves[0] * halves[1] * halves[2];
  if (octants < 4) return undefined;
  const octantSums = new Float64Array(octants);
  const octantShares = new Float64Array(octants);
  const octantOf = (part: number): number => {
    const [x, y, z] = [part % px, Math.floor(part / px) % py, Math.floor(part / px / py)];
    return ((z >> 1) * halves[1] + (y >> 1)) * halves[0] + (x >> 1);
  };
  sums.forEach((sum, part) => {
    octantSums[octantOf(part)]! += sum;
    octantShares[octantOf(part)]! += shares[part]!;
  });
  if (octantShares.some((share) => share === 0)) return undefined;
  const total = octantShares.reduce((a, b) => a + b, 0);
  let between = 0;
  const contrasts = [0, 0, 0];
  octantSums.forEach((sum, i) => {
    between += sum ** 2 / octantShares[i]!;
    const [x, y] = [i % halves[0], Math.floor(i / halves[0]) % halves[1]];
    const at = [x, y, Math.floor(i / halves[0] / halves[1])];
    at.forEach((side, axis) => (contrasts[axis]! += (side === 0 ? -1 : 1) * sum));
  });
  // Parts within octants, and their halves along each axis: what goes on across the volume, as
  // layers and fibres do, varies along some axes alone.
  let [within, freedom] = [0, -octants];
  const inner = [0, 1, 2].map(() => new Float64Array(octants));
  sums.forEach((sum, part) => {
    const share = shares[part]!;
    if (share === 0) return;
    const octant = octantOf(part);
    const about = sum - (share / octantShares[octant]!) * octantSums[octant]!;
    within += about ** 2 / share;
    freedom += 1;
    const at = [part % px, Math.floor(part / px) % py, Math.floor(part / px / py)];
    at.forEach((index, axis) => (inner[axis]![octant]! += (index % 2 === 0 ? -1 : 1) * about));
  });
  const expected = Math.max(
    within / freedom,
    ...inner.map(
      (list) => list.reduce((all, c, i) => all + c ** 2 / octantShares[i]!, 0) / octants,
    ),
  );
  const ratio = between / (octants - 1) / (ALLOWED * expected);
  if (!(ratio > FROM)) return undefined;
  const greatest = contrasts.map((c, i) => (halves[i] === 1 ? -1 : Math.abs(c)));
  const axis = (['x', 'y', 'z'] as const)[greatest.indexOf(Math.max(...greatest))]!;
  return { found: { axis, of: 'octants', ratio }, variance: between / total };
}
