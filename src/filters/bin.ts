// Binning (downsampling).
import { invalidArgument } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf, param, tripleSchema, type JsonSchema, type Param } from '../recipe/params.js';

/** Most voxels that become one. */
const MOST_MEMBERS = 4096;

/** Voxels that become one: a whole factor for all axes, or one for each of x, y, z. */
function binFactor(doc: string): Param<Vec3, number | Vec3, false> {
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= 64;
  const count: JsonSchema = { type: 'integer', minimum: 1, maximum: 64 };
  return param({
    type: 'triple',
    doc,
    unit: 'voxels',
    default: undefined,
    allowed: `a whole number from 1 to 64, or three of them for x, y, z, of at most ${String(MOST_MEMBERS)} voxels in all`,
    schema: { anyOf: [count, tripleSchema(count)] },
    accept: (given): Vec3 | undefined => {
      const list: unknown = good(given) ? [given, given, given] : given;
      if (!Array.isArray(list) || list.length !== 3) return undefined;
      const [x, y, z] = list as readonly unknown[];
      return good(x) && good(y) && good(z) && x * y * z <= MOST_MEMBERS ? [x, y, z] : undefined;
    },
  });
}

/** How a block of voxels becomes one. */
export const BIN_BY = ['mean', 'mode'] as const satisfies readonly BinBy[];

/** How the voxels of a bin become one: by their mean, or by their most frequent value. */
export type BinBy = 'mean' | 'mode';

/**
 * Blocks of `factor` voxels (one number for all axes, or three) become one voxel; blocks that the
 * grid does not fill, at the ends of the axes, are left out. The dtype stays, the spacing grows,
 * and the origin moves to the middle of the first block.
 *
 * 'mean' (default; volumes only): integers exactly, rounded to the nearest, halves to the even one;
 * f32 in f32, row sums first, NaN if the block holds one. 'mode': the most frequent value, the
 * least of several; −0 and +0 are two values, NaN is one and the greatest. Masks, phases and labels
 * are binned by mode.
 *
 * One pass: the bytes of the blocks in, those of a voxel per block out: 1.125 B/voxel for u8 by 2.
 */
export const bin = declareOp({
  name: 'bin',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: {
    factor: binFactor(
      'Voxels that become one along each axis: one number, or one for each of x, y, z.',
    ),
    by: oneOf(
      BIN_BY,
      'mean',
      'How voxels become one: by their mean, or by their most frequent value.',
    ),
  },
  exactness: ({ grid }, { by }) =>
    by === 'mean' && grid.storage === 'f32' ? 'float-dependent' : 'exact',
  result: ({ grid }, { factor, by }): GridMeta => {
    if (by === 'mean' && grid.kind !== 'volume')
      throw invalidArgument('bin', 'by', by, `'mode' for ${grid.kind}`);
    if (factor.some((n, axis) => n > grid.size[axis]!))
      throw invalidArgument('bin', 'factor', factor, `at most the size, ${grid.size.join('×')}`);
    return {
      ...grid,
      size: map3((i) => Math.floor(grid.size[i] / factor[i])),
      spacing: map3((i) => grid.spacing[i] * factor[i]),
      origin: map3((i) => grid.origin[i] + ((factor[i] - 1) / 2) * grid.spacing[i]),
    };
  },
  needs: (region, _, { factor }) => ({
    grid: {
      origin: map3((i) => region.origin[i] * factor[i]),
      size: map3((i) => region.size[i] * factor[i]),
    },
  }),
  notes: ({ factor, by }) => ({
    bin: `${factor.join('×')} by ${by === 'mean' ? 'mean, halves to even' : 'mode, least of several'}`,
  }),
});
