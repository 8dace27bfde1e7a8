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

/**
 * The runs along an axis that start in a region: for each length, those inside the volume, then
 * those that touch its border.
 */
async function countRuns(
  run: Run,
  mask: GpuGrid,
  axis: Axis,
  region: Region,
): Promise<Float64Array> {
  const along = AXIS_INDEX[axis];
  const bytes = 8 * (mask.meta.size[along] + 1);
  const counts = run.alloc(bytes, 'runs of each length', { zero: true });
  const task = layoutOf('bit', region, mask.meta.size);
  run.dispatch(chords, {
    grids: { src: mask },
    buffers: { counts },
    params: { task, first: region.origin[along], end: region.origin[along] + region.size[along] },
    constants: { AXIS: along },
    size: { invocations: volumeOf(region.size) / region.size[along] },
    traffic: { read: bytesOf('bit', mask.region) + bytes, write: bytes },
  });
  const found = Float64Array.from(new Uint32Array(await run.read(counts)));
  run.free(counts);
  return found;
}

const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((n, i) => n + b[i]!);

/** {@link chordLengths} on the GPU. */
export const chordLengthsOnGpu = implementReduce(chordLengths, {
  partial: ({ run, inputs, params, region }) => countRuns(run, inputs.mask, params.axis, region),
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
  partial: ({ run, inputs, params, region }) => countRuns(run, inputs.mask, params.axis, region),
  merge: sumOf,
  finish: (runs, { params: { axis }, metas }): LinealPathValue => {
    const { size, spacing, unit } = metas.mask;
    const n = size[AXIS_INDEX[axis]];
    const lines = volumeOf(size) / n;
    const probability = new Float64Array(n);
    // A run of l voxels holds l − r + 1 segments of r: two sums from the longest down.
    let [longer, segments] = [0, 0];
    for (let r = n; r >= 1; r -= 1) {
      longer += runs[2 * r]! + runs[2 * r + 1]!;
      segments += longer;
      probability[r - 1] = segments / (lines * (n - r + 1));
    }
    const step = spacing[AXIS_INDEX[axis]];
    return { axis, lengths: probability.map((_, i) => (i + 1) * step), probability, unit };
  },
});
