// The end of the way of a slice: what is needed of both grids comes to the host, for the fit.
import { bufferBytes, implementReduce, type GpuGrid } from '../implement/index.js';
import type { Run } from '../gpu/index.js';
import { Transform } from '../recipe/transform.js';
import { apartBy, frameOf } from './frame.js';
import { fitInterfaces } from './interface_fit.js';
import { motionOf } from './motion.js';
import { keepPlane, neighbourhoodsOf, planesOf, type Neighbourhoods } from './neighbourhoods.js';
import { precisionOf } from './precision.js';
import type { LevelValue, Precision } from './register_level.js';
import { settleSlice } from './settle_slice.js';

/** A pose that is farther off, in standard deviations, is another one. */
const FARTHEST = 4;
/**
 * By how much variances are more than blocks of a slice tell, by mutual information and by
 * interfaces: a few objects, and the same voxels, pull at several blocks alike. Measured: see
 * docs/correlation.md.
 */
const ALIKE = { information: 2.5, interfaces: 2 } as const;
/** Part of the pixels that may be anything, at most. */
const MOST_UNEXPLAINED = 0.5;
/** Bytes of planes that are read back at once. */
const BYTES_AT_ONCE = 2 ** 24;

/** A precision whose variances are so many times as large. */
function widened<P extends Pick<Precision, 'covariance' | 'cornerError'>>(
  known: P,
  times: number,
): P {
  const { covariance, cornerError } = known;
  return {
    ...known,
    covariance: covariance?.map((row) => row.map((entry) => times * entry)) ?? null,
    cornerError: cornerError && Math.sqrt(times) * cornerError,
  };
}

/** Words of a grid, from one to another. */
async function wordsOf(run: Run, grid: GpuGrid, from = 0, to?: number): Promise<ArrayBuffer> {
  const { sliceWords, size } = grid.layout;
  const last = to ?? sliceWords * size[2];
  return run.read(grid.buffer, 4 * from, 4 * (last - from));
}

/** Keeps what is needed of a volume, some planes at a time. */
async function keepPlanes(run: Run, grid: GpuGrid, of: Neighbourhoods): Promise<void> {
  const planes = planesOf(of);
  if (planes === undefined) return;
  const { sliceWords, rowWords } = grid.layout;
  const atOnce = Math.max(1, Math.floor(BYTES_AT_ONCE / (4 * sliceWords)));
  for (let z = planes[0]; z <= planes[1]; z += atOnce) {
    const end = Math.min(planes[1] + 1, z + atOnce);
    const read = await wordsOf(run, grid, z * sliceWords, end * sliceWords);
    const data = new Float32Array(read);
    for (let i = z; i < end; i += 1)
      keepPlane(of, i, data.subarray((i - z) * sliceWords, (i - z + 1) * sliceWords), rowWords);
  }
}

/** {@link settleSlice}, with the grids on the GPU. */
export const settleSliceOnGpu = implementReduce(settleSlice, {
  temporaries: () => bufferBytes([64]),
  partial: async ({ run, inputs, params, region }): Promise<LevelValue | null> => {
    if (region.origin.some((n) => n !== 0)) return null;
    const { fixed, moving, within, before } = inputs;
    const [best, ...others] = before.poses;
    const precision = before.precision && widened(before.precision, ALIKE.information);
    const unsettled: LevelValue = { ...before, precision };
    if (best === undefined || typeof precision?.cornerError !== 'number') return unsettled;
    const start = new Transform(best.transform);
    const frame = frameOf(fixed.meta, moving.meta);
    const motion = motionOf(params.model, frame.axes, frame.centre, frame.radius);
    const [nx, ny] = fixed.meta.size;
    const rows = new Float32Array(await wordsOf(run, fixed));
    const { rowWords } = fixed.layout;
    const data = Float32Array.from(
      { length: nx * ny },
      (_, i) => rows[Math.floor(i / nx) * rowWords + (i % nx)]!,
    );
    const bits = within && new Uint32Array(await wordsOf(run, within));
    const counts = (pixel: number): boolean => {
      if (bits === undefined) return true;
      const [x, y] = [pixel % nx, Math.floor(pixel / nx)];
      return ((bits[y * within!.layout.rowWords + (x >>> 5)]! >>> (x & 31)) & 1) === 1;
    };
    const of = neighbourhoodsOf({ ...fixed.meta, data, counts }, moving.meta, start);
    await keepPlanes(run, moving, of);
    const fit = fitInterfaces(of, start, motion);
    if (fit === undefined) return unsettled;
    const known = widened(precisionOf(motion, frame, fit), ALIKE.interfaces);
    const isNear = apartBy(fit.transform, start, frame) <= FARTHEST * precision.cornerError;
    const isBetter = known.cornerError !== null && known.cornerError < precision.cornerError;
    if (!isNear || !isBetter || fit.unexplained > MOST_UNEXPLAINED) return unsettled;
    return {
      ...before,
      poses: [{ ...best, transform: fit.transform.matrix }, ...others],
      evaluations: before.evaluations + fit.evaluations,
      precision: { ...precision, ...known },
    };
  },
  merge: (a, b) => a ?? b,
  finish: (found): LevelValue => found!,
});
