import { expect } from 'vitest';
import { VoxmetryError } from '../../src/recipe/errors.js';
import type { ByteSource, OpenInput } from '../../src/recipe/source.js';
import { readAll, seeded } from './helpers.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file whose reads are counted. */
export interface CountedFile {
  readonly source: ByteSource;
  /** Bytes that were read so far. */
  total(): number;
}

export function countedFile(bytes: Bytes, name: string): CountedFile {
  let total = 0;
  const source: ByteSource = {
    name,
    size: bytes.length,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > bytes.length)
        return Promise.reject(new VoxmetryError('corrupt-file', `${name} ends before`));
      total += length;
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
    close: () => undefined,
  };
  return { source, total: () => total };
}

/** A file with a few of its bytes changed, or cut off. */
export function mutated(whole: Bytes, random: () => number, skip: number, ends: number): Bytes {
  if (random() < 0.2) return whole.slice(0, Math.floor(random() * whole.length));
  const damaged = whole.slice();
  for (let n = 0; n < 1 + 3 * random(); n++) {
    const room = damaged.length - skip;
    const far = Math.floor(random() * Math.min(room, 2 * ends));
    const at = skip + (far < ends ? far : room - 1 - (far - ends));
    // Whole words of ones are what lengths and offsets become at worst.
    if (random() < 0.25) damaged.fill(random() < 0.5 ? 255 : 0, at, at + 4);
    else damaged[at] = Math.floor(random() * 256);
  }
  return damaged;
}

/**
 * Reads `count` mutations of a file: each is read, or refused by a type, within 5 s; no more bytes
 * are read than four times the file has, and no grid is larger than `expansion` times the file.
 */
export async function survivesMutations(
  whole: Bytes,
  name: string,
  {
    count = 60,
    skip = 0,
    ends = Infinity,
    expansion = 4,
    beside,
  }: {
    readonly count?: number;
    /** Bytes at the start that stay, since they say nothing. */
    readonly skip?: number;
    /** Bytes at the start and at the end that are changed; all where left out. */
    readonly ends?: number;
    readonly expansion?: number;
    readonly beside?: readonly File[];
  } = {},
): Promise<void> {
  const random = seeded(whole.length * 7919 + name.length);
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const bytes = mutated(whole, random, skip, ends);
    const file = countedFile(bytes, name);
    const input: OpenInput =
      beside === undefined ? file.source : [new File([bytes], name), ...beside];
    const start = performance.now();
    const error: unknown = await readAll(input).then(
      ({ values }) => {
        const available = bytes.length + (beside ?? []).reduce((sum, { size }) => sum + size, 0);
        expect(values.byteLength).toBeLessThanOrEqual(expansion * available);
      },
      (reason: unknown) => reason,
    );
    if (error !== undefined) {
      refused++;
      expect(error).toBeInstanceOf(VoxmetryError);
      expect((error as VoxmetryError).code).toMatch(
        /corrupt-file|unsupported-format|invalid-argument|needs-metadata/,
      );
    }
    expect(performance.now() - start).toBeLessThan(5000);
    expect(file.total()).toBeLessThanOrEqual(4 * Math.max(bytes.length, 1));
  }
  // Else the mutations met nothing that matters.
  expect(refused).toBeGreaterThan(count / 10);
}
