import type { ByteSource } from '../byte_source.js';
import { bytesOfStored } from '../sample_type.js';
import type { Page } from './page.js';

/** A plane of a stack: a page and the file that it is in. */
export interface Plane {
  readonly page: Page;
  readonly bytes: ByteSource;
  readonly bigEndian: boolean;
}

/** Planes by their numbers. */
export interface Planes {
  readonly count: number;
  at(index: number): Plane;
}

/** Planes that have a page each. */
export function listedPlanes(planes: readonly Plane[]): Planes {
  return { count: planes.length, at: (index) => planes[index]! };
}

/** Whether the rows of a page lie in the file as they are. */
export function isPlain({ compression, tiled, reversedBits, bits, type }: Page): boolean {
  return compression === 1 && !tiled && !reversedBits && bits === bytesOfStored(type) * 8;
}

/**
 * Whether the values of a page lie in the file as they are, in one piece, so that others may
 * follow.
 */
export function isPacked(page: Page): boolean {
  if (!isPlain(page)) return false;
  const { offsets, byteCounts } = page;
  for (let i = 1; i < byteCounts.length; i++) {
    if (offsets[i] !== offsets[i - 1]! + byteCounts[i - 1]!) return false;
  }
  return true;
}

/** Bytes of all values of a packed page. */
function bytesOfPlane({ width, height, type, sampleNames }: Page): number {
  return width * height * sampleNames.length * bytesOfStored(type);
}

/** Planes that follow each other behind one page, as ImageJ writes stacks of more than 4 GB. */
export function packedPlanes(first: Plane, count: number): Planes {
  const { page } = first;
  const start = page.offsets[0] ?? 0;
  const planeBytes = bytesOfPlane(page);
  const parts = page.sampleNames.length / page.interleaved;
  const partBytes = planeBytes / parts;
  const byteCounts = new Array<number>(parts).fill(partBytes);
  const at = (index: number): Plane => ({
    ...first,
    page: {
      ...page,
      blockHeight: page.height,
      blocksAcross: 1,
      blocksPerPlane: 1,
      offsets: byteCounts.map((_, i) => start + index * planeBytes + i * partBytes),
      byteCounts,
    },
  });
  // Rows are asked for one by one.
  let last = -1;
  let kept = first;
  return {
    count,
    at: (index) => {
      if (index !== last) kept = at(index);
      last = index;
      return kept;
    },
  };
}

/**
 * Planes that the bytes behind a single page would hold, the page included: up to the next part of
 * the file that something points to. 1 where the page does not lie in one piece.
 */
export function planesHeld({ page, bytes }: Plane, starts: readonly number[]): number {
  if (!isPacked(page)) return 1;
  const begin = page.offsets[0] ?? 0;
  const planeBytes = bytesOfPlane(page);
  const end = starts.reduce(
    (least, start) => (start >= begin + planeBytes ? Math.min(least, start) : least),
    bytes.size,
  );
  return Math.floor((end - begin) / planeBytes);
}
