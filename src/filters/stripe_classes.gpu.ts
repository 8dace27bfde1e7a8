// Stripe (curtain) correction of a two-level material on the GPU: line sums by class, least squares
// on the host.
import { bytesOf, implementReduce } from '../implement/index.js';
import { stripeClasses as kernel } from '../kernels/filters/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { classProfile } from './class_profile.js';
import { levelScale } from './level_scale.js';
import { blockStart, ownedBlocks } from './owned_blocks.js';
import { narrow, oddWindow, type Profile } from './profile.js';
import { stripeClasses } from './stripe_classes.js';
import { stripeLayout } from './stripe_profile.js';

/** Sums of some lines, blocks and slices. */
interface LineSums {
  readonly first: Vec3;
  readonly size: Vec3;
  readonly sums: Uint32Array<ArrayBuffer>;
}

/** {@link stripeClasses} on the GPU: one invocation per line and block. */
export const stripeClassesOnGpu = implementReduce(stripeClasses, {
  partial: async ({ run, inputs, params, region }): Promise<LineSums[]> => {
    const { volume, classes } = inputs;
    const { size, storage } = volume.meta;
    const { along, across, blocks } = stripeLayout(volume.meta, params.along, params.length);
    const owned = ownedBlocks(region, along, blocks, size[along]);
    const first: Vec3 = [region.origin[across], owned.first, region.origin[2]];
    const count: Vec3 = [region.size[across], owned.end - owned.first, region.size[2]];
    if (volumeOf(count) === 0) return [];
    const from = blockStart(owned.first, blocks, size[along]);
    const to = blockStart(owned.end, blocks, size[along]);
    const read: Region = {
      origin: map3((i) => (i === along ? from : region.origin[i])),
      size: map3((i) => (i === along ? to - from : region.size[i])),
    };
    const { start, gain } = levelScale(storage as Dtype, inputs.range);
    const bytes = 16 * volumeOf(count);
    const sums = run.alloc(bytes, 'line sums');
    run.dispatch(kernel, {
      grids: { src: volume, classes },
      buffers: { sums },
      params: { tasks: count, first, length: size[along], blocks, start, gain },
      constants: { SRC_DTYPE: codeOf(storage), ALONG: along },
      size: { invocations: volumeOf(count) },
      traffic: { read: bytesOf(storage, read) + bytesOf('bit', read) },
    });
    const words = new Uint32Array(await run.read(sums, 0, bytes));
    run.free(sums);
    return [{ first, size: count, sums: words }];
  },
  merge: (a, b): LineSums[] => [...a, ...b],
  finish: (parts, { metas, inputs, params }): Profile => {
    const { size, spacing, storage } = metas.volume;
    const { across, blocks } = stripeLayout(metas.volume, params.along, params.length);
    const lines = size[across];
    const { step } = levelScale(storage as Dtype, inputs.range);
    const rows = new Uint32Array(4 * lines * blocks * size[2]);
    for (const {
      first,
      size: [nx, ny, nz],
      sums,
    } of parts)
      for (let row = 0; row < ny * nz; row += 1) {
        const at = (first[2] + Math.floor(row / ny)) * blocks + first[1] + (row % ny);
        rows.set(sums.subarray(4 * nx * row, 4 * nx * (row + 1)), 4 * (at * lines + first[0]));
      }
    const window =
      params.width === null ? null : oddWindow(voxelsPerAxis(params.width, spacing)[across]);
    const values = new Float32Array(lines * blocks * size[2]);
    for (let at = 0; at < blocks * size[2]; at += 1) {
      const found = classProfile(rows.subarray(4 * lines * at, 4 * lines * (at + 1)), 0);
      const kept = window === null ? found : narrow(found, window);
      values.set(
        kept.map((v) => v * step),
        at * lines,
      );
    }
    return { lines, blocks, slices: size[2], values };
  },
});
