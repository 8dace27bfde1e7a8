// Drift of a stack by phase correlation of its slices, on the GPU; least squares over pairs on the
// host.
import { bufferBytes, implementOnHost, implementReduce } from '../implement/index.js';
import type { Dtype } from '../recipe/dtype.js';
import { volumeOf } from '../recipe/geometry.js';
import { columnValues, type TableData } from '../recipe/table_data.js';
import { addDrift, drift } from './drift.js';
import { frameOf, type Frame } from './drift_frame.js';
import { Peaks, PEAK_ROW } from './drift_peaks.js';
import { solveDrift, type PairShift } from './drift_solution.js';
import { levelScale } from './level_scale.js';
import { ownsSlices } from './owned_blocks.js';
import {
  dispatchCorrelation,
  dispatchHeights,
  dispatchPeaks,
  dispatchSpectra,
  pairsInReach,
  spectrumSize,
  uploadTables,
} from './phase_correlation.gpu.js';

/** Bytes of spectra held at once; more slices are taken in turns. */
const SPECTRUM_BYTES = 2 ** 26;

/** Slices that are correlated at once with those before them. */
function depthOf(frame: Frame, lags: number): number {
  const bytes = 8 * volumeOf(spectrumSize(frame, 1));
  return Math.max(1, Math.floor(SPECTRUM_BYTES / bytes) - lags);
}

/** {@link drift} on the GPU: transforms of some slices at once; 36 bytes per pair are read back. */
export const driftOnGpu = implementReduce(drift, {
  partial: async ({ run, inputs, params, region }): Promise<PairShift[]> => {
    const { volume } = inputs;
    if (!ownsSlices(region)) return [];
    const frame = frameOf(volume.meta, params.reach);
    const scale = levelScale(volume.meta.storage as Dtype, inputs.range);
    const tables = uploadTables(run, frame);
    const depth = depthOf(frame, params.lags);
    const end = region.origin[2] + region.size[2];
    const pairs: PairShift[] = [];
    for (let z = region.origin[2]; z < end; z += depth) {
      const last = Math.min(end, z + depth);
      const from = Math.max(0, z - params.lags);
      const spectra = dispatchSpectra(run, volume, frame, scale, tables, [from, last - from]);
      const lags = Array.from({ length: params.lags }, (_, i) => i + 1).filter(
        (lag) => from + lag < last,
      );
      const own = dispatchHeights(run, spectra, frame, last - from);
      const peaksOf = lags.map((lag) => {
        const first = Math.max(z, lag);
        const count = last - first;
        const which = { first: first - from, count, lag };
        const correlation = dispatchCorrelation(run, spectra, frame, tables, which);
        const peaks = dispatchPeaks(run, correlation, frame, count);
        run.free(correlation);
        return peaks;
      });
      const buffers = [own, ...peaksOf];
      const [heights, ...found] = await run.readAll(buffers.map((source) => ({ source })));
      run.free(spectra, ...buffers);
      const greatest = new Float32Array(heights!);
      for (const [i, lag] of lags.entries()) {
        const peaks = new Peaks(found[i]!);
        const first = Math.max(z, lag);
        for (let to = first; to < last; to += 1) {
          const best = Math.sqrt(greatest[to - from]! * greatest[to - lag - from]!);
          const [x, y] = peaks.shift(to - first);
          const peak = best > 0 ? Math.max(0, Math.min(1, peaks.height(to - first) / best)) : 0;
          pairs.push({ from: to - lag, to, x, y, peak });
        }
      }
    }
    run.free(tables.window, ...tables.twiddles);
    return pairs;
  },
  temporaries: (region, { params: { lags, reach }, metas: { volume } }) => {
    if (!ownsSlices(region)) return bufferBytes([]);
    const frame = frameOf(volume, reach);
    const [x, y] = frame.padded;
    const slices = Math.min(region.size[2], depthOf(frame, lags)) + lags;
    const spectra = 8 * volumeOf(spectrumSize(frame, slices));
    const correlation = 8 * x * pairsInReach(frame).pairs * slices;
    // Spectra, correlations and their columns, windows, roots of unity, means, heights, peaks.
    const peaks = Array.from({ length: lags }, () => 4 * PEAK_ROW * slices);
    const tables = [4 * (x + y), 4 * x, 4 * y, 4 * slices, 4 * slices];
    return bufferBytes([spectra, spectra, correlation, ...tables, ...peaks]);
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
