// Profile of a phase along an axis on the GPU: counts per slice.
import { implementReduce, layoutOf } from '../implement/index.js';
import { maskProfile, PROFILE_ROWS } from '../kernels/stats/index.js';
import { AXIS_INDEX } from '../recipe/geometry.js';
import { profile, type ProfileValue } from './profile.js';

interface Counted {
  /** Index of the first slice counted. */
  readonly first: number;
  /** For each slice, voxels of the mask and voxels counted. */
  readonly counts: Float64Array;
}

/** Counts of slices of two bricks as one. */
function merged(a: Counted, b: Counted): Counted {
  const first = Math.min(a.first, b.first);
  const end = Math.max(...[a, b].map(({ first: from, counts }) => from + counts.length / 2));
  const counts = new Float64Array(2 * (end - first));
  for (const part of [a, b])
    part.counts.forEach((n, i) => (counts[2 * (part.first - first) + i]! += n));
  return { first, counts };
}

/** {@link profile} on the GPU. */
export const profileOnGpu = implementReduce(profile, {
  partial: async ({ run, inputs, params, region }): Promise<Counted> => {
    const { mask, within } = inputs;
    const axis = AXIS_INDEX[params.axis];
    const task = layoutOf('bit', region, mask.meta.size);
    const [, ny, nz] = region.size;
    // Along x counters come in words.
    const slices = axis === 0 ? 32 * task.rowWords : region.size[axis];
    const bins = run.alloc(8 * slices, 'slices', { zero: true });
    run.dispatch(maskProfile, {
      grids: { src: mask, within: within ?? mask },
      buffers: { bins },
      params: { task },
      constants: { AXIS: axis, WITHIN: within === undefined ? 0 : 1 },
      size: {
        invocations: axis === 0 ? task.rowWords * Math.ceil(ny / PROFILE_ROWS) * nz : ny * nz,
      },
    });
    const counts = Float64Array.from(new Uint32Array(await run.read(bins)));
    run.free(bins);
    return { first: region.origin[axis], counts: counts.slice(0, 2 * region.size[axis]) };
  },
  merge: merged,
  finish: ({ counts }, { params: { axis }, metas, inputs }): ProfileValue => {
    const { spacing, origin, unit } = metas.mask;
    const slices = counts.length / 2;
    const column = (f: (i: number) => number): Float64Array =>
      Float64Array.from({ length: slices }, (_, i) => f(i));
    return {
      axis,
      positions: column((i) => origin[AXIS_INDEX[axis]] + i * spacing[AXIS_INDEX[axis]]),
      unit,
      fraction: column((i) => counts[2 * i]! / counts[2 * i + 1]!),
      voxels: column((i) => counts[2 * i]!),
      total: column((i) => counts[2 * i + 1]!),
      mean: inputs.mean,
    };
  },
});
