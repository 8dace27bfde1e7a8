// Phase correlations of slices on the GPU: spectra of half their frequencies, and correlations of
// the shifts within reach.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import {
  correlationPeak,
  correlationRows,
  crossPowerColumns,
  sliceMeans,
  spectrumColumns,
  spectrumHeights,
  spectrumRows,
} from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { tukeyWindow, type Frame } from './drift_frame.js';
import { PEAK_ROW } from './drift_peaks.js';
import { linesOf, uploadTwiddles } from './fourier.gpu.js';
import type { LevelScale } from './level_scale.js';

/** Standard deviation of the Gaussian that smooths correlations, in voxels. */
const SIGMA = 1.5;
/** Part of a slice that is tapered, both edges together. */
const TAPER = 0.3;

/** What all slices share. */
export interface Tables {
  readonly window: PooledBuffer;
  readonly twiddles: readonly [x: PooledBuffer, y: PooledBuffer];
}

/** Uploads the window and the roots of unity. */
export function uploadTables(run: Run, { size, padded }: Frame): Tables {
  const factors = Float32Array.from([
    ...tukeyWindow(size[0], TAPER),
    ...tukeyWindow(size[1], TAPER),
  ]);
  const window = run.alloc(factors.byteLength, 'window');
  run.upload(window, factors);
  return { window, twiddles: [uploadTwiddles(run, padded[0]), uploadTwiddles(run, padded[1])] };
}

/** Numbers of the spectra of `count` slices: of real rows, n/2 + 1 of n frequencies. */
export function spectrumSize({ padded: [x, y] }: Frame, count: number): Vec3 {
  return [x / 2 + 1, y, count];
}

/** Pairs of rows of a correlation that hold the shifts within reach and those beside them. */
export function pairsInReach({ padded: [, y], reach: [, reach] }: Frame): {
  readonly head: number;
  readonly pairs: number;
} {
  const head = Math.floor((reach + 1) / 2) + 1;
  const tail = y / 2 - Math.floor((y - reach - 1) / 2);
  return head + tail < y / 2 ? { head, pairs: head + tail } : { head: y / 2, pairs: y / 2 };
}

/** Half-whitened spectra of the slices `first` … `first + count − 1` of a volume. */
export function dispatchSpectra(
  run: Run,
  volume: GpuGrid,
  frame: Frame,
  { start, gain }: LevelScale,
  { window, twiddles }: Tables,
  [first, count]: readonly [number, number],
): PooledBuffer {
  const { storage } = volume.meta;
  const [nx, ny] = frame.padded;
  const corner: Vec3 = [frame.first[0], frame.first[1], first];
  const read: Region = { origin: corner, size: [frame.size[0], frame.size[1], count] };
  const bytes = bytesOf(storage, read);
  const means = run.alloc(4 * count, 'means');
  const shared = { first: corner, size: frame.size, start, gain };
  const SRC_DTYPE = codeOf(storage);
  run.dispatch(sliceMeans, {
    grids: { src: volume },
    buffers: { means },
    params: shared,
    constants: { SRC_DTYPE },
    size: { workgroups: [count, 1, 1] },
    traffic: { read: bytes },
  });
  const size = spectrumSize(frame, count);
  const spectra = run.alloc(8 * volumeOf(size), 'spectra');
  const rows = linesOf(run, nx, ny / 2, count);
  run.dispatch(spectrumRows, {
    grids: { src: volume },
    buffers: { means, window, twiddles: twiddles[0], spectra },
    params: { ...shared, padded: [nx, ny, count] },
    constants: { SRC_DTYPE, ...rows.constants },
    size: rows.size,
    traffic: { read: bytes + 4 * count + 4 * (frame.size[0] + frame.size[1] + nx) },
  });
  run.free(means);
  const columns = linesOf(run, ny, size[0], count);
  run.dispatch(spectrumColumns, {
    buffers: { twiddles: twiddles[1], spectra },
    params: { size },
    constants: columns.constants,
    size: columns.size,
  });
  return spectra;
}

/** Heights of the autocorrelations of `count` slices, f32: the greatest that peaks may have. */
export function dispatchHeights(
  run: Run,
  spectra: PooledBuffer,
  frame: Frame,
  count: number,
): PooledBuffer {
  const heights = run.alloc(4 * count, 'heights');
  run.dispatch(spectrumHeights, {
    buffers: { spectra, heights },
    params: { size: spectrumSize(frame, count), width: frame.padded[0], sigma: SIGMA },
    size: { workgroups: [count, 1, 1] },
  });
  return heights;
}

/** Slices that are correlated, each with the one `lag` before it. */
export interface Pairs {
  /** The first of them in the spectra. */
  readonly first: number;
  readonly count: number;
  readonly lag: number;
}

/** Correlations of slices, f32: the rows of {@link pairsInReach}. */
export function dispatchCorrelation(
  run: Run,
  spectra: PooledBuffer,
  frame: Frame,
  { twiddles }: Tables,
  { first, count, lag }: Pairs,
): PooledBuffer {
  const [nx, ny] = frame.padded;
  const size = spectrumSize(frame, count);
  const columns = run.alloc(8 * volumeOf(size), 'columns of correlations');
  const across = linesOf(run, ny, size[0], count);
  run.dispatch(crossPowerColumns, {
    buffers: { twiddles: twiddles[1], spectra, columns },
    params: { size, width: nx, lag, first, sigma: SIGMA },
    constants: across.constants,
    size: across.size,
    traffic: { read: 16 * volumeOf(size) + 4 * ny },
  });
  const { head, pairs } = pairsInReach(frame);
  const correlation = run.alloc(8 * nx * pairs * count, 'correlations');
  const along = linesOf(run, nx, pairs, count);
  run.dispatch(correlationRows, {
    buffers: { twiddles: twiddles[0], columns, correlation },
    params: { size, head, pairs },
    constants: along.constants,
    size: along.size,
    traffic: { read: 16 * size[0] * pairs * count + 4 * nx },
  });
  run.free(columns);
  return correlation;
}

/** The greatest values of correlations of `count` slices within reach. */
export function dispatchPeaks(
  run: Run,
  correlation: PooledBuffer,
  frame: Frame,
  count: number,
): PooledBuffer {
  const peaks = run.alloc(4 * PEAK_ROW * count, 'peaks');
  const [rx, ry] = frame.reach;
  run.dispatch(correlationPeak, {
    buffers: { correlation, peaks },
    params: {
      size: [frame.padded[0], 2 * pairsInReach(frame).pairs, count],
      reach_x: rx,
      reach_y: ry,
    },
    size: { workgroups: [count, 1, 1] },
    traffic: { read: 4 * (2 * rx + 1) * (2 * ry + 1) * count },
  });
  return peaks;
}
