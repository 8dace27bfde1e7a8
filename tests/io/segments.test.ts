// Stretches of a file: joined, read ahead, and handed on in their order.
import { describe, expect, test } from 'vitest';
import type { ByteSource, FillingSource } from '../../src/io/byte_source.js';
import { bufferSource } from '../../src/io/byte_source.js';
import { Pace } from '../../src/io/pace.js';
import { readSegments } from '../../src/io/segments.js';

type Bytes = Uint8Array<ArrayBuffer>;
interface Place {
  readonly offset: number;
  readonly length: number;
}

const MIB = 2 ** 20;

/** A source that says what is read from it, and how much of that is under way at once. */
function watched(size: number): {
  source: ByteSource;
  reads: Place[];
  most: { reads: number; bytes: number };
} {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) bytes[i] = i * 7 + (i >> 9);
  const plain = bufferSource(bytes.buffer, 'watched');
  const reads: Place[] = [];
  const now = { reads: 0, bytes: 0 };
  const most = { reads: 0, bytes: 0 };
  const source: ByteSource = {
    ...plain,
    read: async (offset, length, signal) => {
      reads.push({ offset, length });
      most.reads = Math.max(most.reads, ++now.reads);
      most.bytes = Math.max(most.bytes, (now.bytes += length));
      // Later ones are there first.
      await new Promise((resolve) => setTimeout(resolve, 6 - (reads.length % 5)));
      now.reads -= 1;
      now.bytes -= length;
      return plain.read(offset, length, signal);
    },
  };
  return { source, reads, most };
}

async function takenOf(source: ByteSource, places: readonly Place[]): Promise<Bytes[]> {
  const taken: Bytes[] = [];
  const segments = places.map((place, target) => ({ ...place, target }));
  await readSegments(source, segments, 1, new Pace(), {
    take: (bytes, i) => {
      expect(taken.length).toBe(i);
      taken.push(bytes.slice());
    },
  });
  return taken;
}

async function whatLiesThere(source: ByteSource, places: readonly Place[]): Promise<Bytes[]> {
  const all = await source.read(0, source.size);
  return places.map(({ offset, length }) => all.slice(offset, offset + length));
}

describe('segments of a file', () => {
  test('that are near each other are read together, in the order given', async () => {
    const { source, reads } = watched(MIB);
    const places = [
      { offset: 100, length: 50 },
      { offset: 150, length: 10 },
      { offset: 1000, length: 1 },
      { offset: 500_000, length: 10 },
      // Backwards, which is never joined.
      { offset: 20, length: 30 },
      { offset: 30, length: 30 },
    ];
    const taken = await takenOf(source, places);
    expect(reads).toEqual([
      { offset: 100, length: 901 },
      { offset: 500_000, length: 10 },
      { offset: 20, length: 30 },
      { offset: 30, length: 30 },
    ]);
    expect(taken).toEqual(await whatLiesThere(source, places));
  });

  test('are read ahead: eight reads at most, and no more than 16 MiB', async () => {
    const small = watched(4 * MIB);
    const apart = Array.from({ length: 30 }, (_, i) => ({ offset: i * 130_000, length: 9 }));
    expect(await takenOf(small.source, apart)).toEqual(await whatLiesThere(small.source, apart));
    expect(small.most.reads).toBe(8);
    const large = watched(32 * MIB);
    await takenOf(
      large.source,
      Array.from({ length: 8 }, (_, i) => ({ offset: i * 4 * MIB, length: 4 * MIB })),
    );
    expect(large.most).toEqual({ reads: 4, bytes: 16 * MIB });
    const huge = watched(60 * MIB);
    await takenOf(huge.source, [
      { offset: 0, length: 30 * MIB },
      { offset: 30 * MIB, length: 30 * MIB },
    ]);
    expect(huge.most.reads).toBe(1);
  });

  test('that need time are taken several at once, and all before the end', async () => {
    const { source } = watched(MIB);
    const [now, most, ended] = [{ is: 0 }, { is: 0 }, { is: 0 }];
    const segments = Array.from({ length: 20 }, (_, i) => ({
      ...{ offset: i * 100, length: 100, target: i },
    }));
    await readSegments(source, segments, 2000, new Pace(), {
      atOnce: 3,
      take: async (_, i) => {
        most.is = Math.max(most.is, ++now.is);
        await new Promise((resolve) => setTimeout(resolve, (i * 7) % 5));
        now.is -= 1;
        ended.is += 1;
      },
    });
    expect([most.is, ended.is]).toEqual([3, 20]);
  });

  test('that cannot be read or taken are the error of all', async () => {
    const { source } = watched(1000);
    const places = [
      { offset: 0, length: 10 },
      { offset: 990, length: 20 },
    ];
    await expect(takenOf(source, places)).rejects.toMatchObject({ code: 'corrupt-file' });
    const segments = places.slice(0, 1).map((place) => ({ ...place, target: 0 }));
    const take = async (): Promise<void> => {
      await Promise.resolve();
      throw new RangeError('meant');
    };
    await expect(readSegments(source, segments, 10, new Pace(), { take })).rejects.toThrow('meant');
  });

  test('end with a cancel', async () => {
    const { source, reads } = watched(8 * MIB);
    const stop = new AbortController();
    const segments = Array.from({ length: 60 }, (_, i) => ({
      ...{ offset: i * 130_000, length: 10, target: i },
    }));
    const reading = readSegments(source, segments, 600, new Pace({ signal: stop.signal }), {
      take: (_, i) => {
        if (i === 5) stop.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(reads.length).toBeLessThan(20);
  });

  test('go straight to their place where the source can put them there', async () => {
    const { source } = watched(MIB);
    const placed: Place[] = [];
    const filling: FillingSource = {
      ...source,
      readInto: async (offset, into, signal) => {
        placed.push({ offset, length: into.length });
        into.set(await source.read(offset, into.length, signal));
      },
    };
    const out = new Uint8Array(130);
    const segments = [
      { offset: 7, length: 100, target: 0 },
      // Two that are read together have a piece of memory of their own.
      { offset: 300_000, length: 10, target: 100 },
      { offset: 300_020, length: 20, target: 110 },
    ];
    await readSegments(filling, segments, 130, new Pace(), {
      into: (at) => out.subarray(at, at + 100),
      take: (bytes, at) => {
        if (bytes.buffer !== out.buffer) out.set(bytes, at);
      },
    });
    expect(placed).toEqual([{ offset: 7, length: 100 }]);
    const all = await whatLiesThere(source, segments);
    expect(out).toEqual(Uint8Array.from(all.flatMap((bytes) => [...bytes])));
  });
});
