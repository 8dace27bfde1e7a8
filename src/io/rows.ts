import type { GridArray } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import type { Pace } from './pace.js';
import type { Stored } from './sample_type.js';
import { bytesAt, bytesOfStored, isKept, unpackValues } from './sample_type.js';
import type { Segment } from './segments.js';
import { readSegments, SPAN } from './segments.js';

/** Where the rows of an uncompressed grid lie in a file. */
export interface RowLayout {
  readonly stored: Stored;
  /** Byte offset of voxel (0, y, z). */
  rowOffset(y: number, z: number): number;
  /** How many whole rows of slice z, from y on, surely follow each other in the file. */
  rowsTogether?(y: number, z: number): number;
}

/** Where a run's values go, and how many they are. */
interface Run {
  readonly start: number;
  readonly count: number;
}

/** The layout of a grid that lies in one piece, x fastest. */
export function packedRows(
  stored: Stored,
  dataOffset: number,
  size: readonly [number, number, number],
): RowLayout {
  const rowBytes = size[0] * bytesOfStored(stored.type);
  return {
    stored,
    rowOffset: (y, z) => dataOffset + (z * size[1] + y) * rowBytes,
    rowsTogether: (y) => size[1] - y,
  };
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
  await readSegments(bytes, runsOf(layout, region), total, pace, {
    take: (run, { start, count }) => {
      unpackValues(layout.stored, run, out, start, count);
    },
    ...(isKept(layout.stored.type) && {
      into: ({ start, count }: Run) => bytesAt(out, start, count),
    }),
  });
}

function* runsOf(layout: RowLayout, region: Region): Generator<Segment<Run>> {
  const item = bytesOfStored(layout.stored.type);
  const [x0, y0, z0] = region.origin;
  const [nx, ny, nz] = region.size;
  const rowBytes = nx * item;
  const mostRows = Math.max(1, Math.floor(SPAN / rowBytes));
  // Rows follow each other in the output, so rows that touch in the file are one run of both.
  let offset = 0;
  let rows = 0;
  let start = 0;
  const run = (): Segment<Run> => {
    const count = rows * nx;
    return { offset, length: count * item, target: { start, count } };
  };
  for (let z = z0; z < z0 + nz; z++) {
    for (let y = y0; y < y0 + ny;) {
      const row = layout.rowOffset(y, z) + x0 * item;
      const touches = rows > 0 && row === offset + rows * rowBytes;
      if (rows > 0 && (!touches || rows === mostRows)) {
        yield run();
        start += rows * nx;
        rows = 0;
      }
      if (rows === 0) offset = row;
      const most = Math.min(y0 + ny - y, mostRows - rows);
      const together = most > 1 ? (layout.rowsTogether?.(y, z) ?? 1) : 1;
      // Parts of rows do not touch.
      const touch = together > 1 && layout.rowOffset(y + 1, z) + x0 * item === row + rowBytes;
      const more = touch ? Math.min(together, most) : 1;
      rows += more;
      y += more;
    }
  }
  if (rows > 0) yield run();
}
