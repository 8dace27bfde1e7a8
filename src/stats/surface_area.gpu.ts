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
import { areaOfCrossings, areaValue, sharesOfPairs } from './area_of_crossings.js';
import { countThin } from './thin_voxels.gpu.js';

/** The mask itself, then the 13 directions. */
const OFFSETS: readonly Vec3[] = [[0, 0, 0], ...DIRECTIONS_13];

const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((n, i) => n + b[i]!);

interface Counted {
  readonly cells: Float64Array | undefined;
  readonly pairs: PairCounts | undefined;
  readonly thin: number;
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
      thin: await countThin(run, { mask, within }, border, region),
    };
  },
  merge: (a, b) => ({
    cells: a.cells && b.cells && sumOf(a.cells, b.cells),
    pairs: a.pairs && b.pairs && mergePairs(a.pairs, b.pairs),
    thin: a.thin + b.thin,
  }),
  finish: ({ cells, pairs, thin }, { params: { estimator, border }, metas }): SurfaceAreaValue => {
    const { spacing, size } = metas.mask;
    const voxel = volumeOf(spacing);
    const voxels = pairs === undefined ? voxelsOfCells(cells!) : pairs.both[0]!;
    const total = pairs === undefined ? volumeOf(size) : pairs.pairs[0]!;
    const counted = { voxels, thin, total };
    const how = { estimator, border };
    if (estimator === 'marchingCubes') {
      const areas = marchingCubesAreas(spacing);
      const area = areas.reduce((sum, own, code) => sum + own * cells![code]!, 0);
      return areaValue(area, counted, metas.mask, how);
    }
    const crossings = pairs === undefined ? transitionsOfCells(cells!) : pairs.differ.subarray(1);
    // A pair of neighbours stands for the volume of a voxel.
    const area = areaOfCrossings(
      estimator,
      crossings,
      DIRECTIONS_13.map(() => voxel),
      spacing,
    );
    if (pairs === undefined) return areaValue(area, counted, metas.mask, how);
    const shares = sharesOfPairs(pairs.pairs.subarray(1), total * voxel);
    const whole = areaOfCrossings(estimator, crossings, shares, spacing);
    return areaValue(area, counted, metas.mask, how, whole);
  },
});

/** {@link eulerNumber} on the GPU. */
export const eulerNumberOnGpu = implementReduce(eulerNumber, {
  partial: async ({ run, inputs: { mask, within }, params: { border }, region }) => ({
    cells: await countCells(run, mask, border, region, border === 'open' ? within : undefined),
    inRegion:
      within && border === 'closed'
        ? (await countPairs(run, { a: within }, [[0, 0, 0]], false, region)).both
        : undefined,
  }),
  merge: (a, b) => ({
    cells: sumOf(a.cells, b.cells),
    inRegion: a.inRegion && b.inRegion && sumOf(a.inRegion, b.inRegion),
  }),
  finish: ({ cells, inRegion }, { params: { connectivity, border }, metas }): EulerNumberValue => {
    const { size, spacing, unit } = metas.mask;
    // Cells inside the volume hold the elements on its border in part: as many parts as they have.
    const value = eulerOfCells(cells, connectivity);
    const all = border === 'closed' ? volumeOf(size) : cells.reduce((sum, n) => sum + n, 0);
    const extent = inRegion?.[0] ?? all;
    const empty = extent > 0 && cells.every((n, code) => n === 0 || code === 0);
    return {
      value,
      connectivity,
      connectivityDensity: empty
        ? 0
        : extent === 0
          ? NaN
          : (1 - value) / (extent * volumeOf(spacing)),
      unit,
      border,
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
