import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../../src/io/jpeg/decoder.js';
import { inverseTransform } from '../../src/io/jpeg/idct.js';
import { openSource } from '../../src/io/open.js';
import { crc32 } from './crc32.js';
import { expectFailure, failure, readAll, seeded } from './helpers.js';
import { jpegBytes, JPEGS } from './jpeg_fixture.js';
import type { Field } from './tiff_fixture.js';
import { grey, tiffOf } from './tiff_fixture.js';

const [WIDTH, HEIGHT] = [21, 19];

/** Channels side by side. */
async function colours(input: Blob | ArrayBuffer, channels: number): Promise<Uint8Array> {
  if (channels === 1) return (await readAll(input)).values as Uint8Array;
  const out = new Uint8Array(WIDTH * HEIGHT * 3);
  for (const [c, channel] of ['red', 'green', 'blue'].entries()) {
    const { values } = await readAll(input, { channel });
    values.forEach((value, i) => (out[3 * i + c] = value));
  }
  return out;
}

/** A TIFF page of one strip of JPEG. */
function tiffOfJpeg(
  strip: Uint8Array,
  channels: number,
  photometric: number,
  more: readonly Field[] = [],
): ArrayBuffer {
  const fields = grey(WIDTH, HEIGHT, 8, [
    [258, 3, new Array<number>(channels).fill(8)],
    [259, 3, [7]],
    [262, 3, [photometric]],
    [277, 3, [channels]],
    ...more,
  ]);
  return tiffOf([{ fields, blocks: [strip] }]);
}

describe('JPEG', () => {
  it.each(JPEGS)('$name, to the values of libjpeg', async (fixture) => {
    const bytes = jpegBytes(fixture);
    expect(crc32(await colours(new File([bytes], 'a.jpg'), fixture.channels))).toBe(fixture.crc);
    const photometric = fixture.channels === 1 ? 1 : fixture.name === 'RGB' ? 2 : 6;
    const file = tiffOfJpeg(bytes, fixture.channels, photometric);
    expect(crc32(await colours(file, fixture.channels))).toBe(fixture.crc);
  });

  it('takes the tables of a directory', async () => {
    for (const fixture of JPEGS.slice(0, 1)) {
      const bytes = jpegBytes(fixture);
      const isTable = (marker: number): boolean => marker === 0xdb || marker === 0xc4;
      const [tables, rest] = split(bytes, isTable);
      const file = tiffOfJpeg(rest, 1, 1, [[347, 7, [...tables]]]);
      expect(crc32(await colours(file, 1))).toBe(fixture.crc);
      const without = tiffOfJpeg(rest, 1, 1);
      expect((await failure(readAll(without))).code).toBe('corrupt-file');
    }
  });

  it('refuses what is not the size of its block, and colours without names', async () => {
    const bytes = jpegBytes(JPEGS[0]!);
    const narrow = tiffOfJpeg(bytes, 1, 1, [[256, 4, [WIDTH + 1]]]);
    await expectFailure(readAll(narrow), 'corrupt-file', /22×19 pixels .* holds a JPEG of 21×19/);
    const high = tiffOfJpeg(bytes, 1, 1, [[257, 4, [HEIGHT + 1]]]);
    await expectFailure(readAll(high), 'corrupt-file', /holds a JPEG of 21×19/);
    const coloured = tiffOfJpeg(jpegBytes(JPEGS[2]!), 1, 1);
    await expectFailure(readAll(coloured), 'corrupt-file', /of 1 values holds .* of 3/);
    const four = tiffOfJpeg(bytes, 4, 5);
    await expectFailure(openSource(four), 'unsupported-format', /JPEG of 8 bits and 4 values/);
  });

  it('never makes up pixels: every truncation is an error', () => {
    for (const fixture of JPEGS) {
      const bytes = jpegBytes(fixture);
      for (let length = 2; length < bytes.length - 2; length += 3)
        expect(() => decodeFrame(bytes.subarray(0, length))).toThrow();
    }
  });

  it('any damaged bytes end in pixels or in an error, in time', () => {
    const random = seeded(11);
    const begin = performance.now();
    for (let round = 0; round < 600; round++) {
      const bytes = jpegBytes(JPEGS[round % JPEGS.length]!);
      for (let i = 0; i < 2; i++)
        bytes[2 + Math.floor(random() * (bytes.length - 2))] = Math.floor(random() * 256);
      // The size is checked by the caller, before anything is decoded.
      const sizes = frameSize(bytes);
      if (sizes === undefined || sizes[0] * sizes[1] > 1e6) continue;
      try {
        expect(decodeFrame(bytes).length % (sizes[0] * sizes[1])).toBe(0);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it('transforms as the definition does, to the nearest whole number but for rounding', () => {
    const random = seeded(5);
    for (let round = 0; round < 50; round++) {
      const coefficients = Int16Array.from({ length: 64 }, (_, i) =>
        Math.round((random() - 0.5) * (400 / (1 + i))),
      );
      const steps = new Uint16Array(64).fill(1);
      const plane = new Uint8Array(64);
      inverseTransform(coefficients, 0, steps, plane, 0, 8);
      for (let y = 0; y < 8; y++)
        for (let x = 0; x < 8; x++) {
          const exact = Math.min(255, Math.max(0, 128 + cosineSum(coefficients, x, y)));
          expect(Math.abs(plane[8 * y + x]! - exact)).toBeLessThan(0.6);
        }
    }
  });
});

/** The inverse cosine transform (ISO 10918-1, A.3.3). */
function cosineSum(coefficients: Int16Array, x: number, y: number): number {
  const scale = (k: number): number => (k === 0 ? Math.SQRT1_2 : 1);
  let sum = 0;
  for (let v = 0; v < 8; v++)
    for (let u = 0; u < 8; u++)
      sum +=
        scale(u) *
        scale(v) *
        coefficients[8 * v + u]! *
        Math.cos(((2 * x + 1) * u * Math.PI) / 16) *
        Math.cos(((2 * y + 1) * v * Math.PI) / 16);
  return sum / 4;
}

/** A stream as two: of the segments that `isFirst` and of all others, both with their ends. */
function split(bytes: Uint8Array, isFirst: (marker: number) => boolean): [Uint8Array, Uint8Array] {
  const parts: [number[], number[]] = [
    [0xff, 0xd8],
    [0xff, 0xd8],
  ];
  let at = 2;
  while (bytes[at + 1] !== 0xda) {
    const length = 2 + ((bytes[at + 2] ?? 0) << 8) + (bytes[at + 3] ?? 0);
    parts[isFirst(bytes[at + 1]!) ? 0 : 1].push(...bytes.subarray(at, at + length));
    at += length;
  }
  parts[0].push(0xff, 0xd9);
  parts[1].push(...bytes.subarray(at));
  return [Uint8Array.from(parts[0]), Uint8Array.from(parts[1])];
}

/** Width and height of a stream's frame; undefined where there is none. */
function frameSize(bytes: Uint8Array): [number, number] | undefined {
  const at = bytes.findIndex(
    (byte, i) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(bytes[i + 1] ?? 0),
  );
  if (at < 0) return undefined;
  const word = (i: number): number => ((bytes[at + i] ?? 0) << 8) | (bytes[at + i + 1] ?? 0);
  return [word(7), word(5)];
}
