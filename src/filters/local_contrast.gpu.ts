import { allocGrid, bytesOf, implement, layoutOf, wordsOf } from '../implement/index.js';
import { localContrast as contrastKernel } from '../kernels/local_contrast.js';
import { localSums } from '../kernels/local_sums.js';
import { BORDER_CODE } from '../kernels/shared/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { growRegion, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { valueToKey } from '../segmentation/keys.js';
import { localContrast, needsLevels } from './local_contrast.js';
import { windowRadius } from './window.js';

/** Voxels along x or y that one invocation of the sums owns. */
const BLOCK = 16;
/** Voxels along z that one invocation of the last pass owns. */
const DEPTH = 8;
/** Bytes of sums held at once; slabs keep to it. */
const SUM_BYTES = 2 ** 26;

/** Sums of `count` equal levels, as kernels hold them: levels, squares (low, high with the count). */
function fillOf(level: number, count: number): Vec3 {
  const squares = (BigInt(count) << 48n) + BigInt(level) ** 2n * BigInt(count);
  return [level * count, Number(squares & 0xffffffffn), Number(squares >> 32n)];
}

/** {@link localContrast} on the GPU: sums along x, along y, and along z with the result, slab by slab. */
export const localContrastOnGpu = implement(
  localContrast,
  async ({ run, inputs, params, region, meta }) => {
    const { volume } = inputs;
    const { size, border, value } = params;
    const { storage } = volume.meta;
    const dtype = storage as Dtype;
    const [rx, ry, rz] = windowRadius(size);
    const words = DTYPES[dtype].bits === 8 ? 2 : 3;
    const span = (inputs.range ?? { min: 0, max: 0 }) as {
      readonly min: number;
      readonly max: number;
    };
    const width = span.max > span.min ? span.max - span.min : 0;
    const start = needsLevels(dtype) && Number.isFinite(span.min) ? span.min : 0;
    const step = needsLevels(dtype) && width > 0 ? width / 65535 : 1;
    const gain = needsLevels(dtype) ? (width > 0 ? 1 / step : 0) : 1;
    const level = needsLevels(dtype)
      ? Math.min(65535, Math.max(0, Math.round((value - start) * gain)))
      : valueToKey(value, dtype);
    const shared = { start, gain };
    const constants = { SRC_DTYPE: codeOf(storage), BORDER: BORDER_CODE[border], WORDS: words };

    const out = allocGrid(run, meta, region);
    const perSlice = 4 * words * region.size[0] * (region.size[1] + 2 * ry);
    const depth = Math.max(DEPTH, Math.floor(SUM_BYTES / perSlice) - 2 * rz);
    for (let z = 0; z < region.size[2]; z += depth) {
      const slab: Region = {
        origin: [region.origin[0], region.origin[1], region.origin[2] + z],
        size: [region.size[0], region.size[1], Math.min(depth, region.size[2] - z)],
      };
      const alongX = growRegion(slab, [0, ry, rz], meta.size);
      const alongY = growRegion(slab, [0, 0, rz], meta.size);
      const layouts = [
        layoutOf('f32', alongX, meta.size),
        layoutOf('f32', alongY, meta.size),
      ] as const;
      const sumBytes = layouts.map((layout) => 4 * words * wordsOf(layout));
      const x = run.alloc(sumBytes[0]!, 'sums along x');
      run.dispatch(localSums, {
        buffers: { src: volume.buffer, dst: x },
        params: {
          ...shared,
          src: volume.layout,
          dst: layouts[0],
          fill: fillOf(level, 1),
          radius: rx,
        },
        constants: { ...constants, AXIS: 0 },
        size: { invocations: Math.ceil(alongX.size[0] / BLOCK) * alongX.size[1] * alongX.size[2] },
        traffic: {
          read: bytesOf(storage, growRegion(alongX, [rx, 0, 0], meta.size)),
          write: sumBytes[0]!,
        },
      });
      const y = run.alloc(sumBytes[1]!, 'sums along y');
      run.dispatch(localSums, {
        buffers: { src: x, dst: y },
        params: {
          ...shared,
          src: layouts[0],
          dst: layouts[1],
          fill: fillOf(level, size[0]),
          radius: ry,
        },
        constants: { ...constants, AXIS: 1 },
        size: { invocations: alongY.size[0] * Math.ceil(alongY.size[1] / BLOCK) * alongY.size[2] },
        traffic: { read: sumBytes[0]!, write: sumBytes[1]! },
      });
      run.free(x);
      run.dispatch(contrastKernel, {
        buffers: { src: volume.buffer, sums: y, dst: out.buffer },
        params: {
          ...shared,
          src: volume.layout,
          sums: layouts[1],
          slab: layoutOf('f32', slab, meta.size),
          dst: out.layout,
          fill: fillOf(level, size[0] * size[1]),
          radius: rz,
          window: volumeOf(size),
          step,
          epsilon: params.epsilon ?? step,
        },
        constants,
        size: { invocations: slab.size[0] * slab.size[1] * Math.ceil(slab.size[2] / DEPTH) },
        traffic: {
          read: sumBytes[1]! + bytesOf(storage, slab),
          write: bytesOf('f32', slab),
        },
      });
      run.free(y);
      await run.pace();
    }
    return out;
  },
);
