import { implementReduce } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX, type Axis } from '../recipe/geometry.js';
import { physicalLength, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { countBetween, mergeCounted, type Counted } from '../stats/histogram.gpu.js';
import type { Range } from '../stats/range.js';
import { depthProfile, MOST_STEPS, type DepthProfileValue } from './depth_profile.js';
import type { SurfaceValue } from './surface.js';

/** Edges of steps of height that hold all there is: whole multiples of a step. None where nothing is counted. */
function edgesOf(
  given: Length | null,
  range: Range,
  { side }: SurfaceValue,
  { spacing }: GridMeta,
): Float64Array<ArrayBuffer> {
  if (range.count === 0) return new Float64Array(0);
  const step =
    given === null ? spacing[AXIS_INDEX[side[0] as Axis]] : physicalLength(given, spacing);
  const low = Math.floor(range.min / step);
  const steps = Math.max(1, Math.ceil(range.max / step) - low);
  if (steps > MOST_STEPS)
    throw new VoxmetryError(
      'limit',
      `depthProfile: ${String(steps)} steps are more than ${String(MOST_STEPS)}. Take a longer step.`,
      { op: 'depthProfile', details: { needed: steps, available: MOST_STEPS } },
    );
  return Float64Array.from({ length: steps + 1 }, (_, i) => (low + i) * step);
}

interface Both {
  readonly inside: Counted;
  readonly all: Counted;
}

/** {@link depthProfile} on the GPU. */
export const depthProfileOnGpu = implementReduce(depthProfile, {
  partial: async ({ run, inputs, params, region }): Promise<Both> => {
    const { height: volume, inside, within, range, surface } = inputs;
    const edges = edgesOf(params.step, range, surface, volume.meta);
    const none = { counts: new Float64Array(0), below: 0, above: 0, nan: 0 };
    if (edges.length === 0) return { inside: none, all: none };
    return {
      inside: await countBetween({ run, volume, within: inside, region }, edges),
      all: await countBetween({ run, volume, within, region }, edges),
    };
  },
  merge: (a, b) => ({
    inside: mergeCounted(a.inside, b.inside),
    all: mergeCounted(a.all, b.all),
  }),
  finish: ({ inside, all }, { params, metas, inputs }): DepthProfileValue => {
    const edges = edgesOf(params.step, inputs.range, inputs.surface, metas.height);
    // Depth runs against height.
    const voxels = inside.counts.slice().reverse();
    const total = all.counts.slice().reverse();
    return {
      depths: Float64Array.from(voxels, (_, i) => {
        const k = voxels.length - 1 - i;
        return -(edges[k]! + edges[k + 1]!) / 2 + 0;
      }),
      unit: metas.height.unit,
      fraction: voxels.map((n, i) => n / total[i]!),
      voxels,
      total,
    };
  },
});
