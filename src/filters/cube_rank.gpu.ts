// Rank filters of cubes on the GPU: selection networks for 3×3×3, radix selection on bit planes
// above.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { bitPlanes, rank5, rank7 } from '../kernels/filters/index.js';
import { rank3 } from '../kernels/filters/rank3.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { PLANE_GROUP } from '../kernels/shared/index.js';
import { bitsOf, codeOf, type Dtype, type Storage } from '../recipe/dtype.js';
import { growRegion, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { borderBits, type Border } from './border.js';

/** Bit planes are made for as many slices at once as fit into so many bytes. */
const PLANE_BYTES = 64 * 2 ** 20;

/** What the bit planes of a region take; of 27 values there are none. */
export function cubeRankBytes(region: Region, storage: Storage, size: 3 | 5 | 7): BufferBytes {
  if (size === 3) return bufferBytes([]);
  const { sliceBytes, depth } = planesOf(region, storage, size);
  return bufferBytes([sliceBytes * (depth + size - 1)]);
}

/** Bytes of the bit planes of a slice, and of how many slices they are made at once. */
function planesOf(
  { size: [x, y, z] }: Region,
  storage: Storage,
  size: 5 | 7,
): { readonly sliceBytes: number; readonly depth: number } {
  const sliceBytes = 4 * Math.ceil(x / PLANE_GROUP) * (y + size - 1) * bitsOf(storage);
  const depth = Math.max(1, Math.floor(PLANE_BYTES / sliceBytes) - (size - 1));
  return { sliceBytes, depth: Math.min(z, depth) };
}

/**
 * What is asked for: the size of the cube, the rank (from 0), and what is read outside the volume.
 */
export interface CubeRank {
  readonly size: 3 | 5 | 7;
  readonly rank: number;
  readonly border: Border;
  readonly value: number;
}

interface Rule {
  readonly border: Border;
  /** The bits of the border's constant. */
  readonly raw: number;
}

/**
 * The value of a rank in the cube around each voxel: for 27 voxels by a selection network, for more
 * by radix selection on bit planes.
 */
export async function cubeRank(
  run: Run,
  volume: GpuGrid,
  { size, rank, border, value }: CubeRank,
  { region, meta }: { readonly region: Region; readonly meta: GridMeta },
): Promise<GpuGrid> {
  const out = allocGrid(run, meta, region);
  const rule = { border, raw: borderBits(value, meta.storage as Dtype) };
  if (size === 3) recordNetwork(run, volume, out, rank, rule);
  else await recordSelection(run, volume, out, size, rank, rule);
  return out;
}

function recordNetwork(
  run: Run,
  volume: GpuGrid,
  out: GpuGrid,
  rank: number,
  { border, raw }: Rule,
): void {
  const { region, meta } = out;
  const [x, y, z] = region.size;
  run.dispatch(rank3(rank), {
    grids: { src: volume, dst: out },
    params: { border_raw: raw },
    constants: { DTYPE: codeOf(meta.storage), CONSTANT_BORDER: border === 'constant' ? 1 : 0 },
    size: { invocations: Math.ceil(x / 4) * Math.ceil(y / 2) * z },
    traffic: { read: bytesOf(meta.storage, growRegion(region, [1, 1, 1], meta.size)) },
  });
}

/** Slab by slab, so that the bit planes take little memory beside the grids. */
async function recordSelection(
  run: Run,
  volume: GpuGrid,
  out: GpuGrid,
  size: 5 | 7,
  rank: number,
  { border, raw }: Rule,
): Promise<void> {
  const { region, meta } = out;
  const radius = (size - 1) / 2;
  const DTYPE = codeOf(meta.storage);
  const groups = Math.ceil(region.size[0] / PLANE_GROUP);
  const rows = region.size[1] + 2 * radius;
  const { sliceBytes, depth } = planesOf(region, meta.storage, size);
  for (let first = 0; first < region.size[2]; first += depth) {
    const slices = Math.min(depth, region.size[2] - first);
    const margined = slices + 2 * radius;
    const planes = run.alloc(sliceBytes * margined, 'bit planes');
    const [x, y, z] = region.origin;
    const slab = {
      origin: [x, y, z + first],
      size: [region.size[0], region.size[1], slices],
    } as const;
    run.dispatch(bitPlanes, {
      grids: { src: volume },
      buffers: { dst: planes },
      params: { origin: slab.origin, groups, rows, slices: margined, radius, border_raw: raw },
      constants: { DTYPE, BORDER: BORDER_CODE[border] },
      size: { invocations: groups * rows * margined },
      traffic: {
        read: bytesOf(meta.storage, growRegion(slab, [radius, radius, radius], meta.size)),
      },
    });
    run.dispatch(size === 5 ? rank5 : rank7, {
      grids: { dst: out },
      buffers: { planes },
      params: { first_slice: first, slices, groups, rows, rank },
      constants: { DTYPE },
      size: { invocations: groups * region.size[1] * slices },
      traffic: { read: sliceBytes * margined, write: bytesOf(meta.storage, slab) },
    });
    run.free(planes);
    await run.pace();
  }
}
