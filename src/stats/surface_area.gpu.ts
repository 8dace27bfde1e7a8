import { implementReduce } from '../implement/index.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { countCells } from './cell_codes.gpu.js';
import {
  breadthOfCells,
  eulerOfCells,
  transitionsOfCells,
  voxelsOfCells,
} from './cell_geometry.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from './directions.js';
import { marchingCubesAreas } from './marching_cubes.js';
import { mergePairs, type PairCounts } from './shifted_pairs.js';
import { countPairs } from './shifted_pairs.gpu.js';
import {
  eulerNumber,
  meanBreadth,
  surfaceArea,
  type AreaEstimator,
  type EulerNumberValue,
  type MeanBreadthValue,
  type SurfaceAreaValue,
} from './surface_area.js';

/** The mask itself, then the 13 directions. */
const OFFSETS: readonly Vec3[] = [[0, 0, 0], ...DIRECTIONS_13];

const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((n, i) => n + b[i]!);

/** Area of the face across an axis. */
function faceArea(axis: 0 | 1 | 2, spacing: Vec3): number {
  return volumeOf(spacing) / spacing[axis];
}

/**
 * The surface from crossings along the 13 directions: `volumes` are the volume that each pair of voxels along one stands for.
 */
export function areaOfCrossings(
  estimator: Exclude<AreaEstimator, 'marchingCubes'>,
  crossings: ArrayLike<number>,
  volumes: readonly number[],
  spacing: Vec3,
): number {
  if (estimator === 'faces')
    return ([0, 1, 2] as const).reduce<number>(
      (sum, axis) => sum + crossings[axis]! * faceArea(axis, spacing),
      0,
    );
  const used = DIRECTIONS_13.slice(0, estimator === 'crofton3' ? 3 : 13);
  const weights = directionWeights(used, spacing);
  return used.reduce((sum, direction, k) => {
    if (crossings[k] === 0) return sum;
    return sum + (2 * weights[k]! * crossings[k]! * volumes[k]!) / lengthOf(direction, spacing);
  }, 0);
}

/** An area with what it is divided by. */
export function areaValue(
  area: number,
  voxels: number,
  total: number,
  { spacing, unit }: GridMeta,
  how: Pick<SurfaceAreaValue, 'estimator' | 'border'>,
): SurfaceAreaValue {
  const voxel = volumeOf(spacing);
  return {
    area,
    perVolume: total === 0 ? 0 : area / (total * voxel),
    perPhaseVolume: voxels === 0 ? null : area / (voxels * voxel),
    unit,
    ...how,
    voxels,
    total,
  };
}

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
