import type { GridArray } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import type { Pace } from './pace.js';
import type { Stored } from './sample_type.js';
import { bytesOfStored, unpackValues } from './sample_type.js';
import type { Segment } from './segments.js';
import { readSegments } from './segments.js';

/** Where the rows of an uncompressed grid lie in a file. */
export interface RowLayout {
  readonly stored: Stored;
  /** Byte offset of voxel (0, y, z). */
  rowOffset(y: number, z: number): number;
}

/** Where a run's values go, and how many they are. */
interface Run {
  readonly start: number;
  readonly count: number;
}

/** The most that one run spans: more would double the memory of a large read. */
const RUN = 32 * 1024 * 1024;

/** The layout of a grid that lies in one piece, x fastest. */
export function packedRows(
  stored: Stored,
  dataOffset: number,
  size: readonly [number, number, number],
): RowLayout {
  const rowBytes = size[0] * bytesOfStored(stored.type);
  return { stored, rowOffset: (y, z) => dataOffset + (z * size[1] + y) * rowBytes };
}

/** Reads a region of an uncompressed grid; rows that touch in the file are read together. */
export async function readRows(
  bytes: ByteSource,
  layout: RowLayout,
  region: Region,
  out: GridArray,
  pace: Pace,
): Promise<void> {
  const total = volumeOf(region.size) * bytesOfStored(layout.stored.type);
  await readSegments(bytes, runsOf(layout, region), total, pace, (run, { start, count }) => {
    unpackValues(layout.stored, run, out, start, count);
  });
}

function* runsOf(layout: RowLayout, region: Region): Generator<Segment<Run>> {
  const item = bytesOfStored(layout.stored.type);
  const [x0, y0, z0] = region.origin;
  const [nx, ny, nz] = region.size;
  const rowBytes = nx * item;
  // Rows follow each other in the output, so rows that touch in the file are one run of both.
  let offset = 0;
  let length = 0;
  let start = 0;
  for (let z = z0; z < z0 + nz; z++) {
    for (let y = y0; y < y0 + ny; y++) {
      const row = layout.rowOffset(y, z) + x0 * item;
      if (length > 0 && row === offset + length && length + rowBytes <= RUN) {
        length += rowBytes;
        continue;
      }
      if (length > 0) yield { offset, length, target: { start, count: length / item } };
      start += length / item;
      offset = row;
      length = rowBytes;
    }
  }
  if (length > 0) yield { offset, length, target: { start, count: length / item } };
}
