import type { ByteSource } from './byte_source.js';
import type { Pace } from './pace.js';

/** A stretch of a file that is wanted, and what it is wanted for. */
export interface Segment<T> {
  readonly offset: number;
  readonly length: number;
  readonly target: T;
}

/** Two stretches closer than this are read in one go: one more read costs more than these bytes. */
const GAP = 64 * 1024;
/**
 * The most that one read of several stretches spans, so that progress and aborts come in between.
 */
const SPAN = 32 * 1024 * 1024;

/**
 * Reads segments in the order given, with neighbours in the file joined to one read, and hands each
 * segment's bytes on. `total` is the sum of their lengths, for the progress.
 */
export async function readSegments<T>(
  bytes: ByteSource,
  segments: Iterable<Segment<T>>,
  total: number,
  pace: Pace,
  take: (bytes: Uint8Array<ArrayBuffer>, target: T) => void | Promise<void>,
): Promise<void> {
  let group: Segment<T>[] = [];
  let end = 0;
  let done = 0;
  const flush = async (): Promise<void> => {
    const first = group[0];
    if (first === undefined) return;
    const span = await bytes.read(first.offset, end - first.offset, pace.signal);
    for (const segment of group) {
      const start = segment.offset - first.offset;
      const taken = take(span.subarray(start, start + segment.length), segment.target);
      if (taken !== undefined) await taken;
      done += segment.length;
      await pace.step(done / total);
    }
    group = [];
  };
  for (const segment of segments) {
    const first = group[0];
    const joins =
      first !== undefined &&
      segment.offset >= end &&
      segment.offset - end <= GAP &&
      segment.offset + segment.length - first.offset <= SPAN;
    if (first !== undefined && !joins) await flush();
    group.push(segment);
    end = segment.offset + segment.length;
  }
  await flush();
}
