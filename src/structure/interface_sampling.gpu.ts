// The intervals of interfaces per volume on the GPU: crossings of each pair of phases in cells.
import { bufferBytes, implementReduce, layoutOf, wordsOf } from '../implement/index.js';
import { interfaceCells } from '../kernels/structure/index.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { coarseEdge, paddedSize } from '../stats/coarse_cells.js';
import { densityOf } from '../stats/density_interval.js';
import { ofLaterNeighbours } from '../stats/later_neighbours.js';
import { crossingWeights } from '../stats/surface_sampling.js';
import { cellEdge, cellsOf, wholeWeights } from '../stats/window_lattice.js';
import { interfaceSampling, pairsOfCells } from './interface_sampling.js';
import type { InterfaceEstimator } from './interfaces.js';
import { addCounts, classesOf, namesOf, pairsOf } from './phase_counts.gpu.js';

/** Sums of a cell stay below 2^32; a weight is at most this. */
const GREATEST_WEIGHT = 4096;

/** The edge of a cells of a surface, so that two phases have one interval, however it is found. */
function edgeOf(size: Vec3): number {
  const log = cellEdge(size);
  return 2 ** log * coarseEdge(cellsOf(size, log));
}

/** How the volume is divided, and what pairs of neighbours weigh. */
function plan(size: Vec3, spacing: Vec3, estimator: InterfaceEstimator) {
  const edge = edgeOf(size);
  const most = Math.min(GREATEST_WEIGHT, Math.floor((2 ** 32 - 1) / (13 * edge ** 3)));
  const weights = ofLaterNeighbours(wholeWeights(crossingWeights(estimator, spacing), most));
  return { edge, lattice: map3((i) => Math.ceil(size[i] / edge)), weights };
}

/** {@link interfaceSampling} on the GPU; variances are found on the host. */
export const interfaceSamplingOnGpu = implementReduce(interfaceSampling, {
  temporaries: (_, { metas: { phases } }) => {
    const pairs = pairsOf(namesOf(phases.phases).length);
    const cells = volumeOf(map3((i) => Math.ceil(phases.size[i] / edgeOf(phases.size))));
    return bufferBytes([1024, 4 * 13, 4 * pairs * cells]);
  },
  partial: async ({ run, inputs: { phases }, params: { estimator }, region }) => {
    const { size, spacing } = phases.meta;
    const { edge, lattice, weights } = plan(size, spacing, estimator);
    const pairs = pairsOf(namesOf(phases.meta.phases).length);
    const classes = classesOf(run, phases);
    const table = run.alloc(4 * weights.length, 'weights of directions');
    run.upload(table, Uint32Array.from(weights));
    const bytes = 4 * pairs * volumeOf(lattice);
    const cells = run.alloc(bytes, 'interfaces per cell', { zero: true });
    const task = layoutOf('u8', region, size);
    run.dispatch(interfaceCells, {
      grids: { src: phases },
      buffers: { classes, weights: table, cells },
      params: { task, lattice, edge, pairs },
      size: { invocations: wordsOf(task) },
    });
    const sums = Float64Array.from(new Uint32Array(await run.read(cells, 0, bytes)));
    run.free(classes, table, cells);
    return sums;
  },
  merge: addCounts,
  finish: (sums, { params: { estimator }, metas: { phases }, inputs: { areas } }) => {
    const { size, spacing } = phases;
    const { edge, lattice, weights } = plan(size, spacing, estimator);
    const all = weights.reduce((sum, w) => sum + w, 0);
    const n = pairsOfCells(size, edge, weights).map((w) => w / all);
    const names = namesOf(phases.phases);
    const pairs = pairsOf(names.length);
    const sampled = areas.pairs.map((pair) => {
      const [a, b] = pair.phases.map((name) => names.indexOf(name)) as [number, number];
      const which = pairsOf(b) + a;
      const c = Float64Array.from(n, (_, cell) => sums[pairs * cell + which]! / all);
      const cells = { size: lattice, padded: paddedSize(lattice), c, n };
      return { ...pair, sampling: densityOf(pair.perVolume, cells) };
    });
    return { ...areas, pairs: sampled };
  },
});
