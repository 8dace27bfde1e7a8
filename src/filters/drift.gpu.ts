// Drift of a stack by phase correlation of its slices, on the GPU; least squares over pairs on the
// host.
import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  implementOnHost,
  implementReduce,
  type GpuGrid,
} from '../implement/index.js';
import {
  correlationPeak,
  crossPower,
  sliceMeans,
  windowedSlices,
} from '../kernels/filters/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { columnValues, type TableData } from '../recipe/table_data.js';
import { addDrift, drift } from './drift.js';
import { solveDrift, type PairShift } from './drift_solution.js';
import { dispatchFourier, uploadTwiddles } from './fourier.gpu.js';
import { levelScale, type LevelScale } from './level_scale.js';
import { ownsSlices } from './owned_blocks.js';
import { frameOf, tukeyWindow, type Frame } from './drift_frame.js';
import { Peaks, PEAK_ROW } from './drift_peaks.js';

/** Bytes of spectra held at once; more slices are taken in turns. */
const SPECTRUM_BYTES = 2 ** 26;
/** Standard deviation of the Gaussian that smooths correlations, in voxels. */
const SIGMA = 1.5;
/** Part of a slice that is tapered, both edges together. */
const TAPER = 0.3;

interface Tables {
  readonly window: PooledBuffer;
  readonly twiddles: readonly [x: PooledBuffer, y: PooledBuffer];
}

/** Transforms of the slices `first` … `first + count − 1` of a volume. */
function dispatchSpectra(
  run: Run,
  volume: GpuGrid,
  frame: Frame,
  scale: LevelScale,
  tables: Tables,
  [first, count]: readonly [number, number],
): PooledBuffer {
  const { storage } = volume.meta;
  const padded: Vec3 = [frame.padded[0], frame.padded[1], count];
  const numbers = volumeOf(padded);
  const corner: Vec3 = [frame.first[0], frame.first[1], first];
  const read: Region = { origin: corner, size: [frame.size[0], frame.size[1], count] };
  const bytes = bytesOf(storage, read);
  const means = run.alloc(4 * count, 'means');
  const shared = {
    first: corner,
    size: frame.size,
    start: scale.start,
    gain: scale.gain,
  };
  const constants = { SRC_DTYPE: codeOf(storage) };
  run.dispatch(sliceMeans, {
    grids: { src: volume },
    buffers: { means },
    params: shared,
    constants,
    size: { workgroups: [count, 1, 1] },
    traffic: { read: bytes },
  });
  const spectra = run.alloc(8 * numbers, 'spectra');
  run.dispatch(windowedSlices, {
    grids: { src: volume },
    buffers: { means, window: tables.window, dst: spectra },
    params: { ...shared, padded },
    constants,
    size: { invocations: numbers },
    traffic: { read: bytes + 4 * count + 4 * (frame.size[0] + frame.size[1]) },
  });
  run.free(means);
  for (const axis of [0, 1] as const)
    dispatchFourier(run, spectra, tables.twiddles[axis], padded, axis, false);
  return spectra;
}

/**
 * The correlation peaks of `count` slices, from slice `first` of `spectra` on, each with the slice
 * `lag` before it.
 */
function dispatchPeaks(
  run: Run,
  spectra: PooledBuffer,
  frame: Frame,
  tables: Tables,
  { first, count, lag }: { readonly first: number; readonly count: number; readonly lag: number },
): PooledBuffer {
  const size: Vec3 = [frame.padded[0], frame.padded[1], count];
  const numbers = volumeOf(size);
  const correlation = run.alloc(8 * numbers, 'correlation');
  run.dispatch(crossPower, {
    buffers: { spectra, dst: correlation },
    params: { size, lag, first, sigma: SIGMA },
    size: { invocations: numbers },
    traffic: { read: 16 * numbers },
  });
  for (const axis of [0, 1] as const)
    dispatchFourier(run, correlation, tables.twiddles[axis], size, axis, true);
  const peaks = run.alloc(4 * PEAK_ROW * count, 'peaks');
  const [rx, ry] = frame.reach;
  run.dispatch(correlationPeak, {
    buffers: { correlation, peaks },
    params: { size, reach_x: rx, reach_y: ry },
    size: { workgroups: [count, 1, 1] },
    traffic: { read: 8 * (2 * rx + 1) * (2 * ry + 1) * count },
  });
  run.free(correlation);
  return peaks;
}

/** Slices that are correlated at once with those before them. */
function depthOf({ padded: [x, y] }: Frame, lags: number): number {
  return Math.max(1, Math.floor(SPECTRUM_BYTES / (8 * x * y)) - lags);
}

/** {@link drift} on the GPU: transforms of some slices at once; 32 bytes per pair are read back. */
export const driftOnGpu = implementReduce(drift, {
  partial: async ({ run, inputs, params, region }): Promise<PairShift[]> => {
    const { volume } = inputs;
    if (!ownsSlices(region)) return [];
    const frame = frameOf(volume.meta, params.reach);
    const scale = levelScale(volume.meta.storage as Dtype, inputs.range);
    const factors = Float32Array.from([
      ...tukeyWindow(frame.size[0], TAPER),
      ...tukeyWindow(frame.size[1], TAPER),
    ]);
    const window = run.alloc(factors.byteLength, 'window');
    run.upload(window, factors);
    const tables: Tables = {
      window,
      twiddles: [uploadTwiddles(run, frame.padded[0]), uploadTwiddles(run, frame.padded[1])],
    };
    const depth = depthOf(frame, params.lags);
    const end = region.origin[2] + region.size[2];
    const pairs: PairShift[] = [];
    for (let z = region.origin[2]; z < end; z += depth) {
      const last = Math.min(end, z + depth);
      const from = Math.max(0, z - params.lags);
      const spectra = dispatchSpectra(run, volume, frame, scale, tables, [from, last - from]);
      const peaksOf = async (lag: number): Promise<Peaks> => {
        const first = Math.max(from, lag);
        const count = last - first;
        const peaks = dispatchPeaks(run, spectra, frame, tables, {
          first: first - from,
          count,
          lag,
        });
        const words = await run.read(peaks, 0, 4 * PEAK_ROW * count);
        run.free(peaks);
        return new Peaks(words);
      };
      // The autocorrelation of a slice gives its greatest possible peak.
      const own = await peaksOf(0);
      for (let lag = 1; lag <= params.lags && from + lag < last; lag += 1) {
        const peaks = await peaksOf(lag);
        const first = Math.max(from, lag);
        for (let to = Math.max(z, first); to < last; to += 1) {
          const best = Math.sqrt(own.height(to - from) * own.height(to - lag - from));
          const [x, y] = peaks.shift(to - first);
          const peak = best > 0 ? Math.max(0, Math.min(1, peaks.height(to - first) / best)) : 0;
          pairs.push({ from: to - lag, to, x, y, peak });
        }
      }
      run.free(spectra);
    }
    run.free(window, ...tables.twiddles);
    return pairs;
  },
  temporaries: (region, { params: { lags, reach }, metas: { volume } }) => {
    if (!ownsSlices(region)) return bufferBytes([]);
    const frame = frameOf(volume, reach);
    const [x, y] = frame.padded;
    const slices = Math.min(region.size[2], depthOf(frame, lags)) + lags;
    const spectra = 8 * x * y * slices;
    // Spectra, correlations, windows, roots of unity, means and peaks.
    return bufferBytes([spectra, spectra, 16 * (x + y), 8 * x, 8 * y, 64 * slices, 64 * slices]);
  },
  merge: (a, b): PairShift[] => [...a, ...b],
  finish: (pairs, { metas, params }): TableData => {
    const { size, spacing, unit } = metas.volume;
    const slices = size[2];
    // In a fixed order, so that the rounding of float sums does not depend on bricks.
    const ordered = [...pairs].sort((a, b) => a.to - b.to || a.from - b.from);
    const found = solveDrift(ordered, slices, params.lags);
    const peak = new Float64Array(slices).fill(NaN);
    for (const pair of pairs) if (pair.to - pair.from === 1) peak[pair.to] = pair.peak;
    const column = (name: string, of: string, data: Float64Array<ArrayBuffer>, in_: string) => ({
      name,
      unit: in_,
      description: of,
      data,
    });
    return {
      rows: slices,
      columns: [
        {
          name: 'slice',
          unit: '',
          description: 'Index of the slice along z.',
          data: Uint32Array.from({ length: slices }, (_, i) => i),
        },
        column(
          'x',
          'How far along x the content lies from the first slice’s.',
          Float64Array.from(found.x, (v) => v * spacing[0]),
          unit,
        ),
        column(
          'y',
          'How far along y the content lies from the first slice’s.',
          Float64Array.from(found.y, (v) => v * spacing[1]),
          unit,
        ),
        column(
          'peak',
          'Height of the phase correlation with the slice before; 1 for equal slices.',
          peak,
          '',
        ),
      ],
    };
  },
});

/** {@link addDrift}, on the host. */
export const addDriftOnHost = implementOnHost(addDrift, ({ inputs }): TableData => {
  const { drift: known, rest } = inputs;
  return {
    rows: rest.rows,
    columns: rest.columns.map((column) => {
      if (column.name !== 'x' && column.name !== 'y') return column;
      const before = columnValues(known, column.name)!;
      return { ...column, data: Float64Array.from(column.data, (v, i) => v + before[i]!) };
    }),
  };
});
