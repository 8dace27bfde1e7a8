import { ahead } from './ahead.js';
import type { ByteSource } from './byte_source.js';
import { isFilling } from './byte_source.js';
import type { Pace } from './pace.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A stretch of a file that is wanted, and what it is wanted for. */
export interface Segment<T> {
  readonly offset: number;
  readonly length: number;
  readonly target: T;
}

/** Takes the bytes of a segment; where that needs time, several may be taken at once. */
export interface Taker<T> {
  readonly take: (bytes: Bytes, target: T) => void | Promise<void>;
  /** How many may be under way at once; 1 where it is left out. */
  readonly atOnce?: number;
  /** Where the bytes of a segment belong in memory; a source that can puts them there itself. */
  readonly into?: (target: T) => Bytes;
}

/** Two stretches closer than this are read in one go: one more read costs more than these bytes. */
const GAP = 64 * 1024;
/**
 * The most that one read of several stretches spans: memory of this size is used again and again,
 * where larger pieces come fresh from the system each time.
 */
export const SPAN = 4 * 1024 * 1024;
/** Reads that are under way at once, and the bytes that they may span together. */
const MOST_READS = 8;
const MOST_BYTES = 4 * SPAN;

/** Neighbours in the file, which one read brings. */
interface Group<T> {
  readonly segments: readonly Segment<T>[];
  readonly offset: number;
  readonly length: number;
}

/**
 * Reads segments with neighbours in the file joined to one read and the next reads under way, and
 * hands the bytes of each on in the order given. `total` is the sum of their lengths, for the
 * progress.
 */
export async function readSegments<T>(
  bytes: ByteSource,
  segments: Iterable<Segment<T>>,
  total: number,
  pace: Pace,
  { take, atOnce = 1, into }: Taker<T>,
): Promise<void> {
  let done = 0;
  const taken: Promise<void>[] = [];
  const read = async (group: Group<T>): Promise<{ group: Group<T>; span: Bytes }> => {
    const {
      segments: [only, another],
      offset,
      length,
    } = group;
    if (into === undefined || !isFilling(bytes) || only === undefined || another !== undefined)
      return { group, span: await bytes.read(offset, length, pace.signal) };
    const span = into(only.target);
    await bytes.readInto(offset, span, pace.signal);
    return { group, span };
  };
  const far = { most: MOST_READS, weigh: lengthOf, mostWeight: MOST_BYTES };
  for await (const { group, span } of ahead(groupsOf(segments), read, far)) {
    for (const { offset, length, target } of group.segments) {
      const start = offset - group.offset;
      const taking = take(span.subarray(start, start + length), target);
      if (taking !== undefined) {
        // It may fail before anyone waits for it.
        taking.catch(() => undefined);
        taken.push(taking);
        if (taken.length >= atOnce) await taken.shift();
      }
      done += length;
      await pace.step(done / total);
    }
  }
  for (const taking of taken) await taking;
}

function lengthOf({ length }: { readonly length: number }): number {
  return length;
}

/** Joins neighbours. */
function* groupsOf<T>(segments: Iterable<Segment<T>>): Generator<Group<T>> {
  let group: Segment<T>[] = [];
  let start = 0;
  let end = 0;
  for (const segment of segments) {
    const { offset, length } = segment;
    const near = offset >= end && offset - end <= GAP && offset + length - start <= SPAN;
    if (group.length > 0 && !near) {
      yield { segments: group, offset: start, length: end - start };
      group = [];
    }
    if (group.length === 0) start = offset;
    group.push(segment);
    end = offset + length;
  }
  if (group.length > 0) yield { segments: group, offset: start, length: end - start };
}
