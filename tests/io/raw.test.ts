import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { parseRawName } from '../../src/io/raw_name.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';

const SIZE: Vec3 = [5, 4, 3];

describe('raw names', () => {
  it.each([
    ['sand_200x200x100_uint8.raw', { size: [200, 200, 100], type: 'u8' }],
    ['scan-16bit-512x512x400.raw', { size: [512, 512, 400], type: 'u16' }],
    ['a 64 x 32 x 16 float32 be.vol', { size: [64, 32, 16], type: 'f32', bigEndian: true }],
    ['b_3×4×5_int16_le.raw', { size: [3, 4, 5], type: 'i16', bigEndian: false }],
    ['c_2x2x2_float64.raw', { size: [2, 2, 2], type: 'f64' }],
    ['uint8x.raw', {}],
    ['label_12.raw', {}],
  ])('%s', (name, expected) => {
    expect(parseRawName(name)).toEqual(expected);
  });
});

describe('raw', () => {
  it('reads every dtype in both byte orders', async () => {
    const write = {
      i16: (view: DataView, i: number, little: boolean) => {
        view.setInt16(i * 2, i * 500 - 9000, little);
      },
      u32: (view: DataView, i: number, little: boolean) => {
        view.setUint32(i * 4, i * 7e7, little);
      },
      f32: (view: DataView, i: number, little: boolean) => {
        view.setFloat32(i * 4, i / 7 - 3, little);
      },
    };
    const value = {
      i16: (i: number) => i * 500 - 9000,
      u32: (i: number) => i * 7e7,
      f32: (i: number) => Math.fround(i / 7 - 3),
    };
    for (const dtype of ['i16', 'u32', 'f32'] as const) {
      for (const bigEndian of [false, true]) {
        const item = dtype === 'i16' ? 2 : 4;
        const view = new DataView(new ArrayBuffer(60 * item));
        for (let i = 0; i < 60; i++) write[dtype](view, i, !bigEndian);
        const { values, source } = await readAll(view.buffer, { size: SIZE, dtype, bigEndian });
        expect(source.dtype).toBe(dtype);
        expect([...values]).toEqual(Array.from({ length: 60 }, (_, i) => value[dtype](i)));
      }
    }
  });

  it('reads any region behind a header, each region as a crop of the whole', async () => {
    const bytes = Uint8Array.from({ length: 67 }, (_, i) => (i * 37) % 251);
    const options = { size: SIZE, dtype: 'u8', headerBytes: 7 } as const;
    const { source, values } = await readAll(new Blob([bytes]), options);
    expect([...values]).toEqual([...bytes.subarray(7)]);
    for (const region of regionsOf(SIZE)) {
      expect([...(await source.read(region))]).toEqual(cropOf(values, SIZE, region));
    }
  });

  it('reads a slab with one slice of the blob', async () => {
    const blob = new Blob([new Uint8Array(60)]);
    const cuts: [number, number][] = [];
    blob.slice = (from = 0, to = 0) => {
      cuts.push([from, to]);
      return Blob.prototype.slice.call(blob, from, to);
    };
    const source = await openSource(blob, { size: SIZE, dtype: 'u8' });
    cuts.length = 0;
    await source.read({ origin: [0, 0, 1], size: [5, 4, 2] });
    expect(cuts).toEqual([[20, 60]]);
  });

  it('takes size and type from the name, and f64 as f32 with a warning', async () => {
    const file = new File([Float64Array.of(0.1, 2, 3, 4)], 'v_2x2x1_float64.raw');
    const { source, values } = await readAll(file);
    expect(source).toMatchObject({ dtype: 'f32', size: [2, 2, 1], unit: 'px', spacing: [1, 1, 1] });
    expect(source.warnings).toEqual([expect.stringMatching(/64-bit/)]);
    expect([...values]).toEqual([Math.fround(0.1), 2, 3, 4]);
  });

  it('is raw where the owner says so, even if the first voxels look like a TIFF', async () => {
    const bytes = Uint8Array.of(0x49, 0x49, 42, 0, 1, 2, 3, 4);
    const { values } = await readAll(new File([bytes], 'v_2x2x2_u8.raw'));
    expect([...values]).toEqual([...bytes]);
  });

  it.each([
    [61, /61 bytes.*need 60.*headerBytes 1/],
    [120, /120 bytes.*u16/],
    [40, /40 bytes.*need 60.*size \[5, 4, 2\]/],
    [33, /33 bytes.*need 60.*truncated/],
  ])('%d bytes for 60 voxels tell both numbers and the likely fix', async (length, message) => {
    const work = openSource(new ArrayBuffer(length), { size: SIZE, dtype: 'u8' });
    await expectFailure(work, 'corrupt-file', message);
  });

  it('asks for size and dtype where it has neither', async () => {
    await expectFailure(openSource(new ArrayBuffer(9)), 'invalid-argument', /size and dtype/);
    const sized = openSource(new File([new Uint8Array(8)], 'a_2x2x2.raw'));
    await expectFailure(sized, 'invalid-argument', /dtype is .*200x200x100_uint8/);
  });
});
