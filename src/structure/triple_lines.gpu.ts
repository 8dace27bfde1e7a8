// Triple lines of phases on the GPU.
import { implementReduce } from '../implement/index.js';
import { phaseEdges } from '../kernels/structure/index.js';
import { countCells } from '../stats/cell_codes.gpu.js';
import { squaresOfCells } from '../stats/cell_geometry.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { addCounts, countBetweenPhases, namesOf } from './phase_counts.gpu.js';
import {
  LINE_ESTIMATOR,
  STAIRCASE,
  tripleLines,
  type LineLength,
  type TripleLine,
  type TripleLinesValue,
} from './triple_lines.js';

/** Number of triples of n phases; and, of the classes above it in a triple, the number of one. */
const triplesOf = (n: number): number => (n * (n - 1) * (n - 2)) / 6;
const pairsOf = (n: number): number => (n * (n - 1)) / 2;

const total = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0);

/** {@link tripleLines} on the GPU: one pass that counts edges. */
export const tripleLinesOnGpu = implementReduce(tripleLines, {
  partial: async ({ run, inputs, region }) => {
    const n = namesOf(inputs.phases.meta.phases).length;
    const { within } = inputs;
    return {
      counts: await countBetweenPhases(run, phaseEdges, inputs, region, 6 * (1 + triplesOf(n))),
      cells: within && (await countCells(run, within, 'closed', region)),
    };
  },
  merge: (a, b) => ({
    counts: addCounts(a.counts, b.counts),
    cells: a.cells && b.cells && addCounts(a.cells, b.cells),
  }),
  finish: ({ counts, cells }, { metas }): TripleLinesValue => {
    const { size, spacing, unit, phases } = metas.phases;
    const names = namesOf(phases);
    // An edge lies amid a square of four voxels.
    const inside = cells && squaresOfCells(cells);
    const volume = (inside?.voxels ?? volumeOf(size)) * volumeOf(spacing);
    const asked = metas.active !== undefined;
    const edgesOf = (row: number, which: 0 | 1): Vec3 =>
      map3((axis) => counts[6 * row + 2 * axis + which]!);
    const lengthOf = (edges: Vec3): LineLength => {
      const raw = total(edges.map((n, axis) => n * spacing[axis]!));
      return {
        raw,
        corrected: raw / STAIRCASE,
        rawPerVolume: raw / volume,
        correctedPerVolume: raw / STAIRCASE / volume,
      };
    };
    const triples: TripleLine[] = [];
    for (let a = 0; a < names.length; a += 1)
      for (let b = a + 1; b < names.length; b += 1)
        for (let c = b + 1; c < names.length; c += 1) {
          const row = 1 + triplesOf(c) + pairsOf(b) + a;
          const edges = edgesOf(row, 0);
          triples.push({
            phases: [names[a]!, names[b]!, names[c]!],
            edges,
            length: lengthOf(edges),
            active: asked ? lengthOf(edgesOf(row, 1)) : null,
          });
        }
    const candidates =
      inside?.squares ??
      total(map3((axis) => volumeOf(map3((i) => (i === axis ? size[i] : size[i] - 1)))));
    const edges = total(edgesOf(0, 0));
    return {
      triples,
      edges,
      candidates,
      edgeFraction: edges / candidates,
      activeEdgeFraction: asked ? total(edgesOf(0, 1)) / candidates : null,
      unit,
      estimator: LINE_ESTIMATOR,
    };
  },
});
