// Inflating blocks: in this thread, and in workers.
import { describe, expect, test } from 'vitest';
import { compressedBlock } from '../../src/io/compressed.js';
import { inflateHere } from '../../src/io/inflate/block.js';
import { inflateBlock } from '../../src/io/inflate/inflate.js';
import { InflatePool } from '../../src/io/inflate/pool.js';
import { INFLATER_SPAWNS } from '../../src/io/inflate/spawn.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that compress, but not away; each block is another. */
function block(seed: number, length: number): Bytes {
  let state = seed * 2 + 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return (state >>> 28) + seed;
  });
}

/** Whether bytes are those; `toEqual` takes seconds for megabytes. */
function isSame(bytes: Bytes | undefined, expected: Bytes): boolean {
  return bytes?.length === expected.length && bytes.every((byte, i) => byte === expected[i]);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function blocks(count: number, length: number): Promise<{ plain: Bytes; packed: Bytes }[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const plain = block(i, length);
      return { plain, packed: await compressedBlock(plain, 'deflate') };
    }),
  );
}

describe.each(['deflate', 'gzip'] as const)('a block of %s', (packing) => {
  const plain = block(3, 300_000);

  test('is inflated as far as it is asked for', async () => {
    const packed = await compressedBlock(plain, packing);
    expect(isSame(await inflateHere(packed, packing, plain.length), plain)).toBe(true);
    expect(isSame(await inflateHere(packed, packing, 70_001), plain.slice(0, 70_001))).toBe(true);
  });

  test('that holds less, is cut off, or is none gives nothing', async () => {
    const packed = await compressedBlock(plain, packing);
    expect(await inflateHere(packed, packing, plain.length + 1)).toBeUndefined();
    expect(await inflateHere(packed.slice(0, 60_000), packing, plain.length)).toBeUndefined();
    expect(await inflateHere(plain, packing, plain.length)).toBeUndefined();
    // No byte of deflate becomes so many: no memory is taken for them.
    expect(await inflateHere(packed, packing, 2 ** 40)).toBeUndefined();
  });
});

describe('workers that inflate', () => {
  test('give each block to whoever asked, and end when they have been idle', async () => {
    const pool = new InflatePool(undefined, 2);
    const given = await blocks(40, 50_000);
    const answers = given.map(({ packed, plain }) => pool.inflate(packed, 'deflate', plain.length));
    expect(pool.running).toBe(2);
    for (const [i, answer] of answers.entries())
      expect(isSame(await answer, given[i]!.plain)).toBe(true);
    // What was handed over is still there for others.
    expect(isSame(await inflateHere(given[7]!.packed, 'deflate', 50_000), given[7]!.plain)).toBe(
      true,
    );
    expect(pool.running).toBe(2);
    await pause(1300);
    expect(pool.running).toBe(0);
    expect(isSame(await pool.inflate(given[1]!.packed, 'deflate', 50_000), given[1]!.plain)).toBe(
      true,
    );
    expect(pool.threads).toBe(2);
  });

  test('tell of a damaged block, and go on', async () => {
    const pool = new InflatePool(undefined, 2);
    const [one] = await blocks(1, 50_000);
    const { packed, plain } = one!;
    expect(await pool.inflate(packed.slice(0, 900), 'deflate', 50_000)).toBeUndefined();
    expect(await pool.inflate(packed, 'gzip', 50_000)).toBeUndefined();
    expect(isSame(await pool.inflate(packed, 'deflate', 50_000), plain)).toBe(true);
  });

  test('that cannot be started, or fail to load, leave it to others', async () => {
    const [one] = await blocks(1, 50_000);
    const { packed } = one!;
    const refuse = (): Worker => {
      throw new DOMException('not allowed', 'SecurityError');
    };
    const refused = new InflatePool([refuse], 2);
    expect(await refused.inflate(packed, 'deflate', 50_000)).toBeUndefined();
    expect(refused.threads).toBe(0);
    const absent = URL.createObjectURL(
      new Blob(["throw new Error('meant')"], { type: 'text/javascript' }),
    );
    const breaking = (): Worker => new Worker(absent, { type: 'module' });
    const broken = new InflatePool([breaking], 2);
    const answers = [1, 2, 3].map(() => broken.inflate(packed, 'deflate', 50_000));
    expect(await Promise.all(answers)).toEqual([undefined, undefined, undefined]);
    expect([broken.threads, broken.running]).toEqual([0, 0]);
    expect(await broken.inflate(packed, 'deflate', 50_000)).toBeUndefined();
    URL.revokeObjectURL(absent);
  });

  test('are started another way where one fails, at once or later', async () => {
    const [one] = await blocks(1, 50_000);
    const { packed, plain } = one!;
    const refuse = (): Worker => {
      throw new DOMException('not allowed', 'SecurityError');
    };
    const broken = URL.createObjectURL(
      new Blob(["throw new Error('meant')"], { type: 'text/javascript' }),
    );
    const breaking = (): Worker => new Worker(broken, { type: 'module' });
    const pool = new InflatePool([refuse, breaking, ...INFLATER_SPAWNS], 2);
    expect(await pool.inflate(packed, 'deflate', 50_000)).toBeUndefined();
    expect(pool.threads).toBe(2);
    expect(isSame(await pool.inflate(packed, 'deflate', 50_000), plain)).toBe(true);
    URL.revokeObjectURL(broken);
  });

  test('make no difference to what is inflated', async () => {
    // Enough for workers to be started.
    const given = await blocks(60, 100_000);
    const answers = given.map(({ packed, plain }, i) =>
      inflateBlock(i === 50 ? packed.slice(0, 500) : packed, 'deflate', plain.length),
    );
    for (const [i, answer] of answers.entries()) {
      if (i === 50) expect(await answer).toBeUndefined();
      else expect(isSame(await answer, given[i]!.plain)).toBe(true);
    }
  });
});
