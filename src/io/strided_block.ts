import type { GridArray } from '../recipe/dtype.js';
import { makeArray } from '../recipe/dtype.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import type { GridReader } from './grid_source.js';
import type { Pace } from './pace.js';
import { readRows } from './rows.js';
import type { Stored } from './sample_type.js';
import { bytesOfStored, dtypeOfStored, unpackValues } from './sample_type.js';
import type { Segment } from './segments.js';
import { readSegments } from './segments.js';

/** Where the voxels of a grid lie in a source: no compression, equal steps along each axis. */
export interface StridedBlock {
  readonly bytes: ByteSource;
  readonly stored: Stored;
  /** Byte offset of voxel (0, 0, 0). */
  readonly offset: number;
  /** Values from one voxel to the next along x, y, z. */
  readonly strides: Vec3;
}

/** Reads a block by region. Rows whose voxels touch are read as they are; others are gathered. */
export function blockReader(block: StridedBlock): GridReader {
  const { bytes, stored, offset, strides } = block;
  const item = bytesOfStored(stored.type);
  const rowOffset = (y: number, z: number): number =>
    offset + (y * strides[1] + z * strides[2]) * item;
  return {
    read: (region, out, pace) =>
      strides[0] === 1
        ? readRows(bytes, { stored, rowOffset }, region, out, pace)
        : gatherRows(block, rowOffset, region, out, pace),
    close: () => {
      bytes.close();
    },
  };
}

async function gatherRows(
  { bytes, stored, strides }: StridedBlock,
  rowOffset: (y: number, z: number) => number,
  region: Region,
  out: GridArray,
  pace: Pace,
): Promise<void> {
  const item = bytesOfStored(stored.type);
  const [nx, ny] = region.size;
  const step = strides[0];
  const values = (nx - 1) * step + 1;
  const rows = function* (): Generator<Segment<number>> {
    const [x0, y0, z0] = region.origin;
    for (let row = 0; row < volumeOf(region.size) / nx; row++) {
      const start = rowOffset(y0 + (row % ny), z0 + Math.floor(row / ny)) + x0 * step * item;
      yield { offset: start, length: values * item, target: row * nx };
    }
  };
  const row = makeArray(dtypeOfStored(stored.type), values);
  const total = (volumeOf(region.size) / nx) * values * item;
  await readSegments(bytes, rows(), total, pace, {
    take: (span, start) => {
      unpackValues(stored, span, row, 0, values);
      for (let x = 0; x < nx; x++) out[start + x] = row[x * step]!;
    },
  });
}
