// Rank filters of any window on the GPU: a selection network in registers, or a binary search on
// the bits of keys.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { windowKeys, windowRank } from '../kernels/filters/index.js';
import { windowSelect } from '../kernels/filters/window_select.js';
import { MARGIN_QUADS } from '../kernels/shared/index.js';
import { bitsOf, codeOf, type Dtype } from '../recipe/dtype.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import type { BallRows } from './ball.js';
import type { Border } from './border.js';
import { rawOf } from './raw_value.js';
import { windowOffsets, endsOf } from './window_offsets.js';

/** Comparisons per submission: a small part of a second on a slow GPU. */
const SUBMIT_COMPARISONS = 4e10;

/** Keys are made for as many slices at once as fit into so many bytes. */
const KEY_BYTES = 64 * 2 ** 20;

/**
 * Limits of windows whose values are all held in registers: their number of voxels, and how far
 * they reach along x.
 */
const MOST_SELECTED = 33;
const MOST_SELECTED_REACH = 4;

/**
 * Bytes of the keys of a slice with its margins, and of how many slices they are made at once for
 * their bytes.
 */
function keysOf(
  { size: [x, y, z] }: Region,
  storage: Dtype,
  [, marginY, marginZ]: Vec3,
): { readonly sliceBytes: number; readonly depth: number } {
  const quads = Math.ceil(x / 4) + 2 * MARGIN_QUADS;
  const sliceBytes = 4 * quads * (bitsOf(storage) / 8) * (y + 2 * marginY);
  const depth = Math.max(1, Math.floor(KEY_BYTES / sliceBytes) - 2 * marginZ);
  return { sliceBytes, depth: Math.min(z, depth) };
}

/** What the keys of a region take, and a table of the window. */
export function windowRankBytes(region: Region, storage: Dtype, reach: Vec3): BufferBytes {
  const { sliceBytes, depth } = keysOf(region, storage, reach);
  return bufferBytes([
    sliceBytes * (depth + 2 * reach[2]),
    8 * (2 * reach[1] + 1) * (2 * reach[2] + 1),
  ]);
}

/** A window as its rows, shortest first, and the rank (from 0) of the value asked for. */
export interface WindowRank {
  readonly rows: readonly BallRows[];
  readonly reach: Vec3;
  readonly voxels: number;
  readonly rank: number;
  readonly border: Border;
  readonly value: number;
}

/**
 * The value of a rank in the window around each voxel. First keys with margins are written; then
 * small windows go through a selection network, and larger ones through a search bit by bit. This
 * is done slab by slab, because a wide window of wide values takes long.
 */
export async function windowRankOf(
  run: Run,
  volume: GpuGrid,
  { rows, reach, voxels, rank, border, value }: WindowRank,
  region: Region,
): Promise<GpuGrid> {
  const { meta } = volume;
  const storage = meta.storage as Dtype;
  const out = allocGrid(run, meta, region);
  const [nx, ny, nz] = region.size;
  const [, marginY, marginZ] = reach;
  const quadWords = bitsOf(storage) / 8;
  const quads = Math.ceil(nx / 4) + 2 * MARGIN_QUADS;
  const margined = ny + 2 * marginY;
  const { sliceBytes, depth: most } = keysOf(region, storage, reach);
  const depth = Math.max(
    1,
    Math.min(Math.floor(SUBMIT_COMPARISONS / (nx * ny * voxels * bitsOf(storage))), most),
  );
  const offsets = windowOffsets(rows, reach, quads * quadWords, margined);
  const window = run.alloc(offsets.byteLength, 'window');
  run.upload(window, offsets);
  const halves = rows.flatMap(({ half, offsets: own }) =>
    Array.from({ length: own.length / 2 }, () => half),
  );
  const DTYPE = codeOf(storage);
  for (let first = 0; first < nz; first += depth) {
    const slices = Math.min(depth, nz - first);
    const [x, y, z] = region.origin;
    const slab: Region = { origin: [x, y, z + first], size: [nx, ny, slices] };
    const keyBytes = sliceBytes * (slices + 2 * marginZ);
    if (first > 0) await run.flush();
    const keys = run.alloc(keyBytes, 'keys');
    run.dispatch(windowKeys, {
      grids: { src: volume },
      buffers: { dst: keys },
      params: {
        origin: slab.origin,
        quads,
        rows: margined,
        slices: slices + 2 * marginZ,
        margin_y: marginY,
        margin_z: marginZ,
        border_raw: rawOf(value, storage),
      },
      constants: { DTYPE, BORDER: BORDER_CODE[border] },
      size: { invocations: quads * margined * (slices + 2 * marginZ) },
      traffic: { read: bytesOf(storage, growRegion(slab, reach, meta.size)) },
    });
    const shared = {
      grids: { dst: out },
      buffers: { keys, window },
      constants: { DTYPE },
      size: { invocations: Math.ceil(nx / 4) * ny * slices },
      traffic: { read: keyBytes + offsets.byteLength, write: bytesOf(storage, slab) },
    };
    const params = { first_slice: first, slices, quads, margin_y: marginY };
    if (voxels <= MOST_SELECTED && reach[0] <= MOST_SELECTED_REACH)
      run.dispatch(windowSelect(halves, rank), { ...shared, params });
    else
      run.dispatch(windowRank, {
        ...shared,
        params: { ...params, rank, ...endsOf(halves) },
      });
    run.free(keys);
  }
  run.free(window);
  return out;
}
