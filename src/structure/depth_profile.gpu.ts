import { implementReduce } from '../implement/index.js';
import { countBetween } from '../stats/histogram.gpu.js';
import { mergeCounted, type Counted } from '../stats/histogram_counts.js';
import { depthProfile, type DepthProfileValue } from './depth_profile.js';
import { edgesOf } from './depth_edges.js';

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
