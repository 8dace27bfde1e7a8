// Boxes of whole rows with halos, that fit a budget.
import { VoxmetryError } from '../recipe/errors.js';
import { bricksOf, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';

/**
 * Boxes of whole rows into which a volume is cut, so that each fits with a halo: those for which
 * the halos cost least, whole slices or parts of them.
 *
 * @param reach voxels of halo along y and z
 * @param most voxels that a box may have, with its halo
 * @throws VoxmetryError `limit` where not even a row fits with its halo
 */
export function haloedBoxes(op: string, size: Vec3, reach: Vec3, most: number): Region[] {
  const [nx, ny, nz] = size;
  let best: { readonly rows: number; readonly slices: number; readonly cost: number } | undefined;
  for (let rows = ny; rows >= 1; rows = rows === 1 ? 0 : Math.ceil(rows / 2)) {
    const high = Math.min(ny, rows + 2 * reach[1]);
    const held = Math.floor(most / (nx * high));
    const slices = held >= nz ? nz : held - 2 * reach[2];
    if (slices < 1) continue;
    const deep = Math.min(nz, slices + 2 * reach[2]);
    const cost = (high * deep) / (rows * slices);
    if (best === undefined || cost < best.cost) best = { rows, slices, cost };
  }
  if (best === undefined)
    throw new VoxmetryError(
      'limit',
      `${op}: the largest ball reaches ${String(reach[2])} voxels, and a row with all that is so near takes more memory than there is. Raise memoryBudget, bin the volume, or crop it along x.`,
      { details: { needed: nx * (2 * reach[1] + 1) * (2 * reach[2] + 1), available: most } },
    );
  return [...bricksOf(wholeRegion(size), [nx, best.rows, best.slices])];
}

/** A box with its halo, as far as the volume goes. */
export function withHalo({ origin, size }: Region, reach: Vec3, whole: Vec3): Region {
  const first = [1, 2].map((i) => Math.max(0, origin[i]! - reach[i]!)) as [number, number];
  const end = [1, 2].map((i) => Math.min(whole[i]!, origin[i]! + size[i]! + reach[i]!)) as [
    number,
    number,
  ];
  return {
    origin: [origin[0], ...first],
    size: [size[0], end[0] - first[0], end[1] - first[1]],
  };
}
