// Where a foil lies in a volume, block by block of its columns.
import { invalidArgument } from '../../recipe/errors.js';
import { AXIS_INDEX, map3, type Axis, type Region, type Vec3 } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import { declareOp, input } from '../../recipe/op.js';
import { integer, oneOf } from '../../recipe/params.js';

/** Columns of a block along each axis across them. */
export const BLOCK = 8;
/** Longest columns: a first row and a length share the whole numbers of an f32. */
const MOST_ROWS = 16383;

/** Axis along which the foil's normal points. */
export const normalParam = oneOf(['x', 'y', 'z'], 'y', 'Axis along which the normal points.');

/**
 * The place of the brightest layer in blocks of 8 × 8 columns along `normal`, and the mean values
 * of the block about it: f32, one column per block, whose row 0 is the row about which three rows
 * have the greatest sum (of several beside each other the middle one), and whose rows 1 … 2·`reach`
 * + 1 are the means of the rows about it, NaN beyond the volume's ends. NaN and infinities are left
 * out. Sums of integers up to 16 bits are exact, and so is the place. One pass: the volume's bytes
 * in, 4 · (2 · `reach` + 2) B per block out.
 */
export const foilBlocks = declareOp({
  name: 'foilBlocks',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    normal: normalParam,
    reach: integer({ min: 4, max: 256 }, 'Rows of the mean profile on each side of the place.'),
  },
  exactness: 'float-dependent',
  result: ({ volume }, { normal, reach }): GridMeta => {
    const rows = volume.size[AXIS_INDEX[normal]];
    if (rows < 8 || rows > MOST_ROWS)
      throw invalidArgument(
        'foilBlocks',
        'normal',
        normal,
        `an axis of 8 … ${String(MOST_ROWS)} voxels; this one has ${String(rows)}`,
      );
    return columnsMeta(
      volume,
      normal,
      2 * reach + 2,
      map3((i) => Math.ceil(volume.size[i] / BLOCK)),
    );
  },
  needs: (region, { volume }, { normal }) => ({
    volume: wholeColumns(
      volume.size,
      normal,
      map3((i) => BLOCK * region.origin[i]),
      map3((i) => BLOCK * region.size[i]),
    ),
  }),
});

/** The meta of f32 results that stand in columns: `across` of them, with so many rows each. */
export function columnsMeta(volume: GridMeta, normal: Axis, rows: number, across: Vec3): GridMeta {
  const { spacing, unit, origin } = volume;
  const axis = AXIS_INDEX[normal];
  const size = map3((i) => (i === axis ? rows : across[i]));
  return { kind: 'volume', storage: 'f32', size, spacing, unit, origin };
}

/** A box of columns over the whole length of the axis, cut at the volume's ends. */
export function wholeColumns(volume: Vec3, normal: Axis, origin: Vec3, size: Vec3): Region {
  const axis = AXIS_INDEX[normal];
  const start = map3((i) => (i === axis ? 0 : Math.max(0, origin[i])));
  const end = map3((i) => (i === axis ? volume[i] : Math.min(volume[i], origin[i] + size[i])));
  return { origin: start, size: map3((i) => end[i] - start[i]) };
}
