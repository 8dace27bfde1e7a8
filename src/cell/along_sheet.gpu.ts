// Grids along a sheet, wound or flat: sampled at places in fixed point, and how voxels stretch.
import type { Border } from '../filters/border.js';
import { rawOf } from '../filters/raw_value.js';
import type { Interpolation } from '../filters/resample.js';
import { TAPS } from '../filters/resample_taps.js';
import type { Run } from '../gpu/index.js';
import { allocGrid, bytesOf, wordsOf, type GpuGrid } from '../implement/index.js';
import { stretchSheet, type unrollSheet } from '../kernels/cell/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { ROUNDING } from './place_units.js';

/** The region of a result. */
interface Wanted {
  readonly meta: GridMeta;
  readonly region: Region;
}

/** What is added to places: half of their rounding, and half a voxel where the nearest is taken. */
export function raiseOf(method: Interpolation): number {
  return ROUNDING + (method === 'nearest' ? 0.5 : 0);
}

/**
 * A grid sampled at places along a sheet, by one dispatch of a kernel that knows how their `words`
 * lie. `reached` is what it reads of the grid.
 */
export function sampledAlong(
  run: Run,
  kernel: typeof unrollSheet,
  grid: GpuGrid,
  { method, border, value }: SamplingChoice,
  { meta, region }: Wanted,
  words: Uint32Array<ArrayBuffer>,
  reached: Region,
): GpuGrid {
  const { storage } = grid.meta;
  const places = run.alloc(words.byteLength, 'places');
  run.upload(places, words);
  const fill = border === 'constant' ? value : 0;
  const { labelBound } = grid;
  const out = allocGrid(run, meta, region, {
    labelBound: labelBound === undefined ? undefined : Math.max(labelBound, fill),
  });
  run.dispatch(kernel, {
    grids: { src: grid, dst: out },
    buffers: { places },
    params: { fill: meta.storage === 'bit' ? fill : rawOf(fill, meta.storage) },
    constants: {
      SRC_DTYPE: codeOf(storage),
      DST_DTYPE: codeOf(meta.storage),
      BORDER: BORDER_CODE[border],
      TAPS: TAPS[method],
    },
    size: { invocations: wordsOf(out.layout) },
    traffic: {
      read: bytesOf(storage, reached) + words.byteLength,
      write: bytesOf(meta.storage, region),
    },
  });
  run.free(places);
  return out;
}

/** How values between voxels are made, and what lies outside of the grid. */
interface SamplingChoice {
  readonly method: Interpolation;
  readonly border: Border;
  readonly value: number;
}

/**
 * Stretch along a sheet, of a line for each place: its stretch at the first distance, and what each
 * step adds.
 */
export function stretchedAlong(
  run: Run,
  { meta, region }: Wanted,
  data: Float32Array<ArrayBuffer>,
): GpuGrid {
  const lines = run.alloc(data.byteLength, 'lines');
  run.upload(lines, data);
  const out = allocGrid(run, meta, region);
  run.dispatch(stretchSheet, {
    grids: { dst: out },
    buffers: { lines },
    params: {},
    size: { invocations: wordsOf(out.layout) },
  });
  run.free(lines);
  return out;
}
