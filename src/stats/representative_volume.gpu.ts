// Representative volume on the GPU: cell sums for the variance over windows.
import { implementReduce } from '../implement/index.js';
import { volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { summedVolumes, type BlockLattice } from './block_sums.js';
import {
  representativeVolume,
  WINDOWS_ESTIMATOR,
  type RepresentativeVolumeValue,
} from './representative_volume.js';
import { cellBytes, countCellsOfWindows } from './window_cells.gpu.js';
import { cellEdge, columnOf, croftonWeights, mergeCells, wholeLattice } from './window_lattice.js';
import { neededVolumes, windowSpreads, type WindowTables } from './window_spreads.js';

/** {@link representativeVolume} on the GPU; windows are formed on the host. */
export const representativeVolumeOnGpu = implementReduce(representativeVolume, {
  temporaries: (region, { metas: { mask } }) => cellBytes(region, mask.size),
  partial: ({ run, inputs: { mask, within }, region }) =>
    countCellsOfWindows(run, mask, within, region),
  merge: mergeCells,
  finish: (counted, { params, metas, inputs }): RepresentativeVolumeValue => {
    const { size, spacing, unit }: GridMeta = metas.mask;
    const cells = wholeLattice(counted);
    const cell = 2 ** cellEdge(size);
    const [c, n] = [columnOf(cells, 0), columnOf(cells, 1)];
    const [differ, pairs] = [columnOf(cells, 2), columnOf(cells, 3)];
    const lattice = (a: Float64Array, b: Float64Array): BlockLattice => ({
      cell,
      size: cells.lattice.size,
      c: a,
      n: b,
    });
    const perPair = croftonWeights(spacing).reduce((sum, w) => sum + w, 0);
    const flat = size.some((extent) => extent === 1);
    const tables: WindowTables = {
      voxels: summedVolumes(lattice(c, n)),
      surface: flat ? undefined : { table: summedVolumes(lattice(differ, pairs)), perPair },
      volumeSize: size,
      voxel: volumeOf(spacing),
    };
    const windows = windowSpreads(tables, params);
    const { value, total, integralRange } = inputs.fraction;
    const dimensions = size.filter((extent) => extent > 1).length;
    // The volume whose surface has a relative error of 1: the largest that windows tell of.
    const ofSurface = windows.flatMap(({ voxels, placement, surfacePerVolume }) => {
      const relative = surfacePerVolume?.relative ?? null;
      if (placement === 'random' || relative === null) return [];
      return [relative ** 2 * voxels];
    });
    return {
      fraction: value,
      surfacePerVolume: inputs.area?.perVolume ?? null,
      unit,
      windows,
      integralRange,
      needed:
        integralRange === null
          ? []
          : neededVolumes(((1 - value) / value) * integralRange, total, dimensions),
      neededForSurface:
        ofSurface.length === 0
          ? []
          : neededVolumes(
              ofSurface.reduce((a, b) => Math.max(a, b)),
              total,
              dimensions,
            ),
      estimator: WINDOWS_ESTIMATOR,
    };
  },
});
