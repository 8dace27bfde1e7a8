// Mean probability with the sums of cells for its integral range, on the GPU.
import { bufferBytes, implementReduce } from '../implement/index.js';
import { PROBABILITY_CELL_WORDS, probabilityCells } from '../kernels/stats/index.js';
import { codeOf } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { paddedSize, type Cells } from './coarse_cells.js';
import { expectedFraction, probabilityCell, type ExpectedFraction } from './expected_fraction.js';
import { fractionOf } from './integral_range.js';

/** What a probability of 1 counts. */
const ONE = 2 ** 24;

const ESTIMATOR =
  'mean probability; Var = φ(1 − φ)·A/V with A by the covariance of the probabilities; it covers sampling, and takes the probabilities as calibrated';

/** The sums of some cells: a row of six words each, by its place in the lattice. */
interface CellSums {
  readonly at: Float64Array;
  readonly words: Uint32Array;
}

/** The cells that begin in a brick. */
function ownedCells({ origin, size }: Region, edge: Vec3): { first: Vec3; cells: Vec3 } {
  const first = map3((i) => Math.ceil(origin[i] / edge[i]));
  return {
    first,
    cells: map3((i) => Math.max(0, Math.ceil((origin[i] + size[i]) / edge[i]) - first[i])),
  };
}

/** {@link expectedFraction} on the GPU. */
export const expectedFractionOnGpu = implementReduce(expectedFraction, {
  partial: async ({ run, inputs: { volume, within }, region }): Promise<CellSums> => {
    const { size, storage } = volume.meta;
    const edge = probabilityCell(size);
    const { first, cells } = ownedCells(region, edge);
    const count = volumeOf(cells);
    if (count === 0) return { at: new Float64Array(), words: new Uint32Array() };
    const bytes = 4 * PROBABILITY_CELL_WORDS * count;
    const sums = run.alloc(bytes, 'sums of cells');
    run.dispatch(probabilityCells, {
      grids: { src: volume, within: within ?? volume },
      buffers: { sums },
      params: { first, cells, edge },
      constants: { SRC_DTYPE: codeOf(storage), HAS_WITHIN: within === undefined ? 0 : 1 },
      size: { invocations: count },
    });
    const words = new Uint32Array(await run.read(sums, 0, bytes));
    run.free(sums);
    const along = map3((i) => Math.ceil(size[i] / edge[i]));
    const at = Float64Array.from({ length: count }, (_, k) => {
      const row = Math.floor(k / cells[0]);
      const [x, y, z] = [k % cells[0], row % cells[1], Math.floor(row / cells[1])];
      return ((z + first[2]) * along[1] + y + first[1]) * along[0] + x + first[0];
    });
    return { at, words };
  },
  merge: (a, b): CellSums => {
    const at = new Float64Array(a.at.length + b.at.length);
    const words = new Uint32Array(a.words.length + b.words.length);
    at.set(a.at);
    at.set(b.at, a.at.length);
    words.set(a.words);
    words.set(b.words, a.words.length);
    return { at, words };
  },
  finish: ({ at, words }, { metas }): ExpectedFraction => {
    const { size: voxels } = metas.volume;
    const edge = probabilityCell(voxels);
    const size = map3((i) => Math.ceil(voxels[i] / edge[i]));
    const cells: Cells = {
      size,
      padded: paddedSize(size),
      c: new Float64Array(volumeOf(size)),
      n: new Float64Array(volumeOf(size)),
    };
    const steps = (k: number, word: number): number =>
      words[k * PROBABILITY_CELL_WORDS + word]! +
      2 ** 32 * words[k * PROBABILITY_CELL_WORDS + word + 1]!;
    let [sum, unsure, total, odd] = [0, 0, 0, 0];
    at.forEach((cell, k) => {
      const counted = words[k * PROBABILITY_CELL_WORDS + 4]!;
      cells.c[cell] = steps(k, 0) / ONE;
      cells.n[cell] = counted;
      sum += steps(k, 0);
      unsure += steps(k, 2);
      total += counted;
      odd += words[k * PROBABILITY_CELL_WORDS + 5]!;
    });
    if (odd > 0)
      throw invalidArgument(
        'expectedFraction',
        'volume',
        `one with ${String(odd)} voxels that are not from 0 to 1`,
        'probabilities, as probability() gives them; `within` leaves voxels out',
      );
    const found = fractionOf({ voxels: sum / ONE, total, withoutValue: 0, sizes: [], cells });
    const { interval, reason, confidence, effectiveSamples, stationary, inhomogeneities } = found;
    return {
      ...{ value: found.value, interval, reason, confidence },
      expectedError: unsure / ONE / total,
      ...{ total, effectiveSamples, stationary, inhomogeneities, warnings: found.warnings },
      estimator: ESTIMATOR,
    };
  },
  temporaries: (region, { metas }) => {
    const { cells } = ownedCells(region, probabilityCell(metas.volume.size));
    return bufferBytes([4 * PROBABILITY_CELL_WORDS * volumeOf(cells)]);
  },
});
