// Ring correction on the GPU: medians over directions of radial differences, from polar resampling.
import { bufferBytes, bytesOf, implementReduce, layoutOf, wordsOf } from '../implement/index.js';
import { polar } from '../kernels/filters/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { ownsSlices } from './owned_blocks.js';
import { directionTable, sampleScale } from './polar_samples.js';
import { narrowProfile, oddWindow, type Profile } from './profile.js';
import { polarLayout, ringProfile } from './ring_profile.js';
import { DIFFERENCE_WIDTH } from './stripe_profile.js';
import { dispatchMedians, stepsFrom, MEDIAN_ROW } from './stripe_profile.gpu.js';

/** Bytes of polar samples held at once. */
const POLAR_BYTES = 2 ** 26;
/** Fewer differences than these say nothing of a ring. */
const LEAST_DIRECTIONS = 24;

/** Steps of slices from radius to radius. */
interface RingSteps {
  readonly slice: number;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Slices that are sampled at once. */
function depthOf(region: Region, radii: number, directions: number): number {
  const most = Math.floor(POLAR_BYTES / (4 * radii * directions));
  return Math.max(1, Math.min(region.size[2], most));
}

/**
 * {@link ringProfile} on the GPU: polar samples of some slices at once, then medians over
 * directions.
 */
export const ringProfileOnGpu = implementReduce(ringProfile, {
  temporaries: (region, { params, metas: { volume } }) => {
    if (!ownsSlices(region)) return bufferBytes([]);
    const { radii, directions } = polarLayout(volume, params.centre);
    const depth = depthOf(region, radii, directions);
    const sampled = 4 * radii * directions * depth;
    return bufferBytes([sampled, 4 * MEDIAN_ROW * radii * depth, 8 * directions]);
  },
  partial: async ({ run, inputs, params, region }): Promise<RingSteps[]> => {
    if (!ownsSlices(region)) return [];
    const { volume } = inputs;
    const { storage, size } = volume.meta;
    const { centre, flatness, radii, directions } = polarLayout(volume.meta, params.centre);
    const scale = sampleScale(storage as Dtype, inputs.range);
    const table = directionTable(directions);
    const angles = run.alloc(table.byteLength, 'directions');
    run.upload(angles, table);
    const depth = depthOf(region, radii, directions);
    const found: RingSteps[] = [];
    for (let z = 0; z < region.size[2]; z += depth) {
      const slices = Math.min(depth, region.size[2] - z);
      const samples: Region = { origin: [0, 0, 0], size: [radii, directions, slices] };
      const layout = layoutOf('f32', samples, samples.size);
      const sampled = run.alloc(4 * wordsOf(layout), 'polar samples');
      const read: Region = {
        origin: [0, 0, region.origin[2] + z],
        size: [size[0], size[1], slices],
      };
      run.dispatch(polar, {
        grids: { src: volume },
        buffers: { directions: angles, dst: sampled },
        params: {
          dst: layout,
          slice: region.origin[2] + z,
          centre_x: centre[0],
          centre_y: centre[1],
          flatness,
        },
        constants: { SRC_DTYPE: codeOf(storage) },
        size: { invocations: wordsOf(layout) },
        traffic: { read: bytesOf(storage, read) + table.byteLength },
      });
      const steps = (radii - 1) * slices;
      const medians = run.alloc(4 * MEDIAN_ROW * steps, 'medians');
      dispatchMedians(
        run,
        {
          src: sampled,
          layout,
          dtype: 'f32',
          along: 1,
          blocks: 1,
          scale,
          first: [0, 0, 0],
          size: [radii - 1, 1, slices],
          bytes: 4 * wordsOf(layout),
        },
        medians,
      );
      run.free(sampled);
      const words = new Uint32Array(await run.read(medians, 0, 4 * MEDIAN_ROW * steps));
      run.free(medians);
      const values = stepsFrom(words, scale.step).map((step, i) =>
        words[MEDIAN_ROW * i + 3]! < LEAST_DIRECTIONS ? 0 : step,
      );
      for (let slice = 0; slice < slices; slice += 1)
        found.push({
          slice: region.origin[2] + z + slice,
          values: values.slice(slice * (radii - 1), (slice + 1) * (radii - 1)),
        });
    }
    run.free(angles);
    return found;
  },
  merge: (a, b): RingSteps[] => [...a, ...b],
  finish: (parts, { metas, params }): Profile => {
    const { size, spacing } = metas.volume;
    const { radii } = polarLayout(metas.volume, params.centre);
    const window = oddWindow(voxelsPerAxis(params.width ?? DIFFERENCE_WIDTH, spacing)[0]);
    const values = new Float32Array(radii * size[2]);
    for (const { slice, values: steps } of parts)
      values.set(narrowProfile(steps, window), slice * radii);
    return { lines: radii, blocks: 1, slices: size[2], values };
  },
});
