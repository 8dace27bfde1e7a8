// Surface area (Crofton formula, faces, marching cubes), Euler characteristic and mean breadth on
// the GPU.
import { implementReduce } from '../implement/index.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import { countCells } from './cell_codes.gpu.js';
import {
  breadthOfCells,
  eulerOfCells,
  transitionsOfCells,
  voxelsOfCells,
} from './cell_geometry.js';
import { DIRECTIONS_13 } from './directions.js';
import { marchingCubesAreas } from './marching_cubes.js';
import { mergePairs, type PairCounts } from './shifted_pairs.js';
import { countPairs } from './shifted_pairs.gpu.js';
import {
  eulerNumber,
  meanBreadth,
  surfaceArea,
  type EulerNumberValue,
  type MeanBreadthValue,
  type SurfaceAreaValue,
} from './surface_area.js';
import { areaOfCrossings, areaValue } from './area_of_crossings.js';

/** The mask itself, then the 13 directions. */
const OFFSETS: readonly Vec3[] = [[0, 0, 0], ...DIRECTIONS_13];

const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((n, i) => n + b[i]!);

interface Counted {
  readonly cells: Float64Array | undefined;
  readonly pairs: PairCounts | undefined;
}

/** {@link surfaceArea} on the GPU: pairs of voxels inside the volume, or cells. */
export const surfaceAreaOnGpu = implementReduce(surfaceArea, {
  partial: async ({ run, inputs, params: { estimator, border }, region }): Promise<Counted> => {
    const { mask, within } = inputs;
    const byCells = estimator === 'marchingCubes' || border === 'closed';
    return {
      cells: byCells ? await countCells(run, mask, border, region) : undefined,
      pairs:
        border === 'open'
          ? await countPairs(
              run,
              { a: mask, within },
              byCells ? [[0, 0, 0]] : OFFSETS,
              false,
              region,
            )
          : undefined,
    };
  },
  merge: (a, b) => ({
    cells: a.cells && b.cells && sumOf(a.cells, b.cells),
    pairs: a.pairs && b.pairs && mergePairs(a.pairs, b.pairs),
  }),
  finish: ({ cells, pairs }, { params: { estimator, border }, metas }): SurfaceAreaValue => {
    const { spacing, size } = metas.mask;
    const voxel = volumeOf(spacing);
    const voxels = pairs === undefined ? voxelsOfCells(cells!) : pairs.both[0]!;
    const total = pairs === undefined ? volumeOf(size) : pairs.pairs[0]!;
    const area =
      estimator === 'marchingCubes'
        ? marchingCubesAreas(spacing).reduce((sum, own, code) => sum + own * cells![code]!, 0)
        : pairs === undefined
          ? areaOfCrossings(
              estimator,
              transitionsOfCells(cells!),
              DIRECTIONS_13.map(() => voxel),
              spacing,
            )
          : areaOfCrossings(
              estimator,
              pairs.differ.subarray(1),
              // Pairs are fewer than voxels: each stands for a share of the whole.
              Array.from(pairs.pairs.subarray(1), (n) => (n === 0 ? 0 : (total * voxel) / n)),
              spacing,
            );
    return areaValue(area, voxels, total, metas.mask, { estimator, border });
  },
});

/** {@link eulerNumber} on the GPU. */
export const eulerNumberOnGpu = implementReduce(eulerNumber, {
  partial: ({ run, inputs, region }) => countCells(run, inputs.mask, 'closed', region),
  merge: sumOf,
  finish: (cells, { params: { connectivity }, metas }): EulerNumberValue => {
    const { size, spacing, unit } = metas.mask;
    const value = Math.round(eulerOfCells(cells, connectivity));
    const volume = volumeOf(size) * volumeOf(spacing);
    return {
      value,
      connectivity,
      connectivityDensity: (1 - value) / volume,
      unit,
      border: 'closed',
    };
  },
});

/** {@link meanBreadth} on the GPU. */
export const meanBreadthOnGpu = implementReduce(meanBreadth, {
  partial: ({ run, inputs, region }) => countCells(run, inputs.mask, 'closed', region),
  merge: sumOf,
  finish: (cells, { metas }): MeanBreadthValue => ({
    value: breadthOfCells(cells, metas.mask.spacing),
    unit: metas.mask.unit,
    estimator: 'Euler numbers of sections across x, y, z',
    border: 'closed',
  }),
});
