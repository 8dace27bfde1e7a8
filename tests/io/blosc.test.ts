// Blosc buffers, as c-blosc writes them; numcodecs has it as WebAssembly.
import { Blosc, LZ4 } from 'numcodecs';
import golden from '../golden/blosc.json';
import { describe, expect, test } from 'vitest';
import { decodeBlosc } from '../../src/io/blosc/blosc.js';
import { decodeLz4 } from '../../src/io/blosc/lz4.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Little runs, far repeats and noise: what makes an encoder use all that its format has. */
function values(length: number, seed: number): Bytes {
  let state = seed * 2 + 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const out = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const run = 1 + random(random(8) === 0 ? 3000 : 40);
    const end = Math.min(length, at + run);
    const [kind, value] = [random(4), random(256)];
    const behind = at === 0 ? 0 : 1 + random(at);
    for (; at < end; at++)
      out[at] =
        kind === 0 ? value : kind === 1 && behind > 0 ? out[at - behind]! : random(kind + 3) * 8;
  }
  return out;
}

const isSame = (bytes: Bytes | undefined, expected: Bytes): boolean =>
  bytes?.length === expected.length && bytes.every((byte, i) => byte === expected[i]);

async function packed(
  plain: Bytes,
  cname: string,
  shuffle: number,
  blocksize: number,
  clevel = 5,
): Promise<Bytes> {
  const config: object = { id: 'blosc', cname, clevel, shuffle, blocksize };
  const codec = Blosc.fromConfig(config as never);
  return (await codec.encode(plain)).slice();
}

describe.each(['blosclz', 'lz4', 'lz4hc', 'zlib', 'zstd'])('Blosc of %s', (cname) => {
  test.each([
    ['as it is', 0],
    ['bytes shuffled', 1],
    ['bits shuffled', 2],
  ] as const)('%s: gives what was packed', async (_, shuffle) => {
    for (const [length, blocksize] of [
      [1, 0],
      [127, 0],
      [5000, 0],
      [5001, 256],
      [70_001, 4096],
      [200_000, 0],
    ] as const)
      for (const clevel of [1, 9]) {
        const plain = values(length, length + clevel);
        const bytes = await packed(plain, cname, shuffle, blocksize, clevel);
        expect(isSame(await decodeBlosc(bytes, length), plain)).toBe(true);
      }
  });

  test('damaged: never throws, nor gives more or less than was asked for', async () => {
    const plain = values(4000, 3);
    const bytes = await packed(plain, cname, 1, 1024);
    for (let i = 0; i < 400; i++) {
      const damaged = bytes.slice(
        0,
        i % 4 === 0 ? Math.floor((bytes.length * i) / 400) : undefined,
      );
      damaged[(i * 7919) % Math.max(1, damaged.length)]! ^= 1 << (i % 8);
      const decoded = await decodeBlosc(damaged, plain.length);
      if (decoded !== undefined) expect(decoded.length).toBe(plain.length);
    }
    expect(await decodeBlosc(bytes, plain.length - 1)).toBeUndefined();
    expect(await decodeBlosc(bytes, plain.length + 1)).toBeUndefined();
    expect(await decodeBlosc(bytes.slice(0, -1), plain.length)).toBeUndefined();
  });
});

/** As `values` of make_blosc.py. */
function goldenValues(length: number): Bytes {
  let state = length;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 20 === 0 ? (state >>> 16) & 255 : Math.floor(i / 160) % 8;
  });
}

const GOLDEN = golden as [string, number, number, number, string][];

test.each(GOLDEN)(
  'c-blosc wrote %s, items of %i B, %i B, shuffle %i',
  async (_, item, length, shuffle, text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    expect(bytes[3]).toBe(item);
    // Bytes shuffled, bits shuffled.
    expect(bytes[2]! & 5).toBe([0, 1, 4][shuffle]);
    expect(isSame(await decodeBlosc(bytes, length), goldenValues(length))).toBe(true);
  },
);

test('an LZ4 block gives what was packed, and no more than there is room for', async () => {
  for (const length of [1, 100, 70_000, 300_000]) {
    const plain = values(length, length);
    const bytes = ((await LZ4.fromConfig({ id: 'lz4' }).encode(plain)) as Bytes).slice(4);
    const out = new Uint8Array(length);
    expect(decodeLz4(bytes, out)).toBe(length);
    expect(isSame(out, plain)).toBe(true);
    expect(decodeLz4(bytes, new Uint8Array(length - 1))).toBe(-1);
  }
});
