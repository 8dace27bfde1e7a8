// Chord length distribution and lineal path function on the GPU, by run lengths.
import type { Run } from '../gpu/index.js';
import { bytesOf, implementReduce, layoutOf, type GpuGrid } from '../implement/index.js';
import { chords } from '../kernels/stats/index.js';
import { AXIS_INDEX, volumeOf, type Axis, type Region } from '../recipe/geometry.js';
import {
  chordLengths,
  linealPath,
  type ChordLengthsValue,
  type LinealPathValue,
} from './chords.js';

/** A mask, and the region of interest in which its runs are counted. */
interface Masks {
  readonly mask: GpuGrid;
  readonly within?: GpuGrid | undefined;
}

/**
 * The runs along an axis that start in a region: for each length, those inside the volume, or
 * inside `within`, then those that touch its border.
 */
async function countRuns(
  run: Run,
  { mask, within }: Masks,
  axis: Axis,
  region: Region,
): Promise<Float64Array> {
  const along = AXIS_INDEX[axis];
  const bytes = 8 * (mask.meta.size[along] + 1);
  const counts = run.alloc(bytes, 'runs of each length', { zero: true });
  const task = layoutOf('bit', region, mask.meta.size);
  run.dispatch(chords, {
    grids: { src: mask, within: within ?? mask },
    buffers: { counts },
    params: { task, first: region.origin[along], end: region.origin[along] + region.size[along] },
    constants: { AXIS: along, HAS_WITHIN: within === undefined ? 0 : 1 },
    size: { invocations: volumeOf(region.size) / region.size[along] },
    traffic: {
      read: (within === undefined ? 1 : 2) * bytesOf('bit', mask.region) + bytes,
      write: bytes,
    },
  });
  const found = Float64Array.from(new Uint32Array(await run.read(counts)));
  run.free(counts);
  return found;
}

/** Runs of a mask, and of the region of interest itself where there is one. */
interface Runs {
  readonly mask: Float64Array;
  readonly within: Float64Array | undefined;
}

/** Segments of 1, 2, … voxels in runs: a run of l voxels holds l − r + 1 of r. */
function segmentsOf(runs: Float64Array): Float64Array {
  const n = runs.length / 2 - 1;
  const found = new Float64Array(n);
  // Two sums from the longest down.
  let [longer, segments] = [0, 0];
  for (let r = n; r >= 1; r -= 1) {
    longer += runs[2 * r]! + runs[2 * r + 1]!;
    segments += longer;
    found[r - 1] = segments;
  }
  return found;
}

const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((n, i) => n + b[i]!);

/** {@link chordLengths} on the GPU. */
export const chordLengthsOnGpu = implementReduce(chordLengths, {
  partial: ({ run, inputs, params, region }) => countRuns(run, inputs, params.axis, region),
  merge: sumOf,
  finish: (runs, { params: { axis, edges }, metas }): ChordLengthsValue => {
    const { spacing, unit } = metas.mask;
    const step = spacing[AXIS_INDEX[axis]];
    const counts = Float64Array.from(
      { length: runs.length / 2 - 1 },
      (_, i) => runs[2 * i + 2]! + (edges === 'include' ? runs[2 * i + 3]! : 0),
    );
    let [number, sum, squares] = [0, 0, 0];
    counts.forEach((n, i) => {
      number += n;
      sum += n * (i + 1);
      squares += n * (i + 1) ** 2;
    });
    return {
      axis,
      lengths: counts.map((_, i) => (i + 1) * step),
      counts,
      number,
      mean: number === 0 ? null : (sum / number) * step,
      lengthWeightedMean: number === 0 ? null : (squares / sum) * step,
      unit,
      edges,
    };
  },
});

/** {@link linealPath} on the GPU. */
export const linealPathOnGpu = implementReduce(linealPath, {
  partial: async ({ run, inputs, params, region }): Promise<Runs> => ({
    mask: await countRuns(run, inputs, params.axis, region),
    within:
      inputs.within === undefined
        ? undefined
        : await countRuns(run, { mask: inputs.within }, params.axis, region),
  }),
  merge: (a, b) => ({
    mask: sumOf(a.mask, b.mask),
    within: a.within && b.within && sumOf(a.within, b.within),
  }),
  finish: ({ mask, within }, { params: { axis }, metas }): LinealPathValue => {
    const { size, spacing, unit } = metas.mask;
    const n = size[AXIS_INDEX[axis]];
    const lines = volumeOf(size) / n;
    const all =
      within === undefined
        ? Float64Array.from({ length: n }, (_, i) => lines * (n - i))
        : segmentsOf(within);
    const fitting = all.findLastIndex((number) => number > 0) + 1;
    const probability = segmentsOf(mask)
      .subarray(0, fitting)
      .map((number, i) => number / all[i]!);
    const step = spacing[AXIS_INDEX[axis]];
    return { axis, lengths: probability.map((_, i) => (i + 1) * step), probability, unit };
  },
});
