// The interval of a surface per volume on the GPU: crossings in cells.
import { implementReduce } from '../implement/index.js';
import { coarseCells } from './coarse_cells.js';
import { densityOf } from './density_interval.js';
import { LATER_NEIGHBOURS, ofLaterNeighbours } from './later_neighbours.js';
import { crossingWeights, surfaceSampling } from './surface_sampling.js';
import { cellBytes, countCellsOfWindows, weightOfAll } from './window_cells.gpu.js';
import { cellEdge, columnOf, mergeCells, wholeLattice } from './window_lattice.js';

/** {@link surfaceSampling} on the GPU; the variance is found on the host. */
export const surfaceSamplingOnGpu = implementReduce(surfaceSampling, {
  temporaries: (region, { metas: { mask } }) => cellBytes(region, mask.size),
  partial: ({ run, inputs: { mask, within }, params: { estimator }, region }) =>
    countCellsOfWindows(run, mask, within, region, {
      offsets: LATER_NEIGHBOURS,
      weights: ofLaterNeighbours(crossingWeights(estimator, mask.meta.spacing)),
    }),
  merge: mergeCells,
  finish: (counted, { params: { estimator }, metas: { mask }, inputs: { area } }) => {
    const cells = wholeLattice(counted);
    // In pairs of all weight, of which a voxel inside has one.
    const all = weightOfAll(crossingWeights(estimator, mask.spacing));
    const share = (column: 2 | 3): Float64Array => columnOf(cells, column).map((n) => n / all);
    const lattice = { cell: 2 ** cellEdge(mask.size), size: cells.lattice.size };
    const found = coarseCells({ ...lattice, c: share(2), n: share(3) });
    return { ...area, sampling: densityOf(area.perVolume, found) };
  },
});
