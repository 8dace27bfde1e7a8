// What a foil shows in every column across it.
import type { GridMeta } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import { integer, nullable, number } from '../../recipe/params.js';
import { map3 } from '../../recipe/geometry.js';
import { columnsMeta, normalParam, wholeColumns } from './foil_blocks.js';
import type { FoilTrack } from './foil_track.js';

/** Rows of a column's result. */
export const COLUMN_ROWS = 6;
/** What a run's first row is multiplied by, before its length is added. */
export const RUN_CODE = 1024;

/**
 * Six numbers of every column along `normal`, f32, NaN where there is none. Where the foil is
 * resolved: the lower and the upper face, in rows from the first one, by linear interpolation
 * at the level between the last voxel above it and the next; the longest run above the level beyond
 * each face, of two voxels or more, as 1024 · its first row + its length; and where the values
 * beyond first fall below `separator`. Where it is not: the sum about the foil's place of what the
 * column holds more than the coating; that sum weighed by the distance from the place, of 2 at
 * most; its first and its second moment about the place. In place of a voxel's value stands the
 * mean of nine columns, weights 1 2 1 along both axes, at an end of the volume with the last one
 * for what is missing.
 * Sums of integers up to 16 bits and their comparisons are exact. NaN and infinities end the foil
 * where one of the nine holds them, half a voxel behind; without a face on one side the column has
 * none. One pass: the volume's bytes in, 24 B per column out; 9 loads per voxel.
 */
export const collectorColumns = declareOp({
  name: 'collectorColumns',
  kind: 'map',
  inputs: { volume: input('volume'), track: valueInput<FoilTrack>() },
  params: {
    normal: normalParam,
    separator: nullable(number({}, 'Grey level between the coating and the separator.')),
    reach: nullable(integer({ min: 1 }, 'Rows that are followed on each side.')),
  },
  exactness: 'float-dependent',
  result: ({ volume }, { normal }): GridMeta =>
    columnsMeta(volume, normal, COLUMN_ROWS, volume.size),
  needs: (region, { volume }, { normal }) => ({
    volume: wholeColumns(
      volume.size,
      normal,
      map3((i) => region.origin[i] - 1),
      map3((i) => region.size[i] + 2),
    ),
  }),
});
