// Ring correction of a two-level material on the GPU: radial sums by class, least squares on the
// host.
import { bytesOf, implementReduce } from '../implement/index.js';
import { ringClasses as kernel } from '../kernels/filters/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { classProfile } from './class_profile.js';
import { ownsSlices } from './owned_blocks.js';
import { directionTable, sampleScale } from './polar_samples.js';
import { narrow, oddWindow, type Profile } from './profile.js';
import { ringClasses } from './ring_classes.js';
import { polarLayout } from './ring_profile.js';

/** Voxels worth of evidence that a radius is no brighter than others. */
const PRIOR = 8;

/** Sums of slices from `first` on. */
interface RingSums {
  readonly first: number;
  readonly sums: Uint32Array<ArrayBuffer>;
}

/** {@link ringClasses} on the GPU: one invocation per radius and slice. */
export const ringClassesOnGpu = implementReduce(ringClasses, {
  partial: async ({ run, inputs, params, region }): Promise<RingSums[]> => {
    if (!ownsSlices(region)) return [];
    const { volume, classes } = inputs;
    const { storage, size } = volume.meta;
    const { centre, flatness, radii } = polarLayout(volume.meta, params.centre);
    const directions = 2 ** Math.ceil(Math.log2(7 * radii));
    const scale = sampleScale(storage as Dtype, inputs.range);
    const table = directionTable(directions);
    const angles = run.alloc(table.byteLength, 'directions');
    run.upload(angles, table);
    const slices = region.size[2];
    const sums = run.alloc(16 * radii * slices, 'ring sums');
    const read: Region = { origin: [0, 0, region.origin[2]], size: [size[0], size[1], slices] };
    run.dispatch(kernel, {
      grids: { src: volume, classes },
      buffers: { directions: angles, sums },
      params: {
        radii,
        first_slice: region.origin[2],
        slices,
        centre_x: centre[0],
        centre_y: centre[1],
        flatness,
        start: scale.start,
        gain: scale.gain,
      },
      constants: { SRC_DTYPE: codeOf(storage), DIRECTIONS: directions },
      size: { invocations: radii * slices },
      traffic: { read: bytesOf(storage, read) + bytesOf('bit', read) + table.byteLength },
    });
    const words = new Uint32Array(await run.read(sums, 0, 16 * radii * slices));
    run.free(angles, sums);
    return [{ first: region.origin[2], sums: words }];
  },
  merge: (a, b): RingSums[] => [...a, ...b],
  finish: (parts, { metas, inputs, params }): Profile => {
    const { size, spacing, storage } = metas.volume;
    const { radii } = polarLayout(metas.volume, params.centre);
    const { step } = sampleScale(storage as Dtype, inputs.range);
    const window =
      params.width === null ? null : oddWindow(voxelsPerAxis(params.width, spacing)[0]);
    const values = new Float32Array(radii * size[2]);
    for (const { first, sums } of parts)
      for (let at = 0; at < sums.length; at += 4 * radii) {
        const found = classProfile(sums.subarray(at, at + 4 * radii), PRIOR);
        const kept = window === null ? found : narrow(found, window);
        values.set(
          kept.map((v) => v * step),
          first * radii + at / 4,
        );
      }
    return { lines: radii, blocks: 1, slices: size[2], values };
  },
});
