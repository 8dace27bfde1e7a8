import type { ByteSource } from '../byte_source.js';
import { checkRange } from '../byte_source.js';
import { damagedFile } from '../damaged_file.js';
import type { VoxmetryError } from '../../recipe/errors.js';

/** Sectors that follow each other in a file, as one stretch. */
export interface Run {
  readonly offset: number;
  readonly length: number;
}

/** The last sector of a chain says this of the next one. */
const END = 0xfffffffe;

/**
 * The sectors of a chain from `start`, as numbers: `count` of them, or all where that is left out.
 * A chain that ends early or never, or leaves its table, is `corrupt-file`.
 */
export function* chainOf(
  table: Uint32Array,
  start: number,
  name: string,
  count?: number,
): Generator<number, void> {
  let steps = 0;
  for (let sector = start; sector !== END; sector = table[sector]!) {
    if (sector >= table.length) throw damaged(name, 'a chain of sectors leaves the file');
    // No chain is longer than the table but one that runs in circles.
    if (++steps > table.length) throw damaged(name, 'a chain of sectors runs in circles');
    if (count === undefined || steps <= count) yield sector;
  }
  if (count !== undefined && steps < count) throw damaged(name, 'a chain of sectors ends early');
}

/** Stretches of sectors of `size` bytes each, of which the first of the file begins at `begin`. */
export function runsOf(sectors: Iterable<number>, begin: number, size: number): Run[] {
  const runs: { offset: number; length: number }[] = [];
  for (const sector of sectors) {
    const offset = begin + sector * size;
    const last = runs.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += size;
    else runs.push({ offset, length: size });
  }
  return runs;
}

/** The first `size` bytes of runs, one behind the other, as a source. */
export function runsSource(
  bytes: ByteSource,
  runs: readonly Run[],
  size: number,
  name: string,
): ByteSource {
  const starts: number[] = [];
  let total = 0;
  for (const { length } of runs) {
    starts.push(total);
    total += length;
  }
  const source: ByteSource = {
    name,
    size,
    read: async (offset, length, signal) => {
      checkRange(source, offset, length);
      let index = runAt(starts, offset);
      const first = pieceOf(runs, starts, index, offset, length);
      if (first.length === length) return bytes.read(first.offset, length, signal);
      const out = new Uint8Array(length);
      for (let done = 0; done < length; index++) {
        const piece = pieceOf(runs, starts, index, offset + done, length - done);
        out.set(await bytes.read(piece.offset, piece.length, signal), done);
        done += piece.length;
      }
      return out;
    },
    close: () => undefined,
  };
  return source;
}

/** What of a run lies from `offset` of the source on. */
function pieceOf(
  runs: readonly Run[],
  starts: readonly number[],
  index: number,
  offset: number,
  length: number,
): Run {
  const run = runs[index];
  if (run === undefined) return { offset: 0, length: 0 };
  const within = offset - starts[index]!;
  return { offset: run.offset + within, length: Math.min(length, run.length - within) };
}

/** The index of the run that holds an offset. */
function runAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('OLE file', name, reason);
}
