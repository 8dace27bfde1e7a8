import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { parseRawName } from '../../src/io/raw_name.js';
import type { StoredType } from '../../src/io/sample_type.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';

const SIZE: Vec3 = [5, 4, 3];

/** Types and the names under which programs write them. */
const TYPE_NAMES: readonly (readonly [StoredType | undefined, readonly string[]])[] = [
  ['u8', ['u8', 'uint8', 'uint8_t', 'uchar', 'ubyte', 'byte', '8bit', '8-bit', '8 bits', 'u8bit']],
  ['u8', ['unsigned char', 'unsigned_byte', 'unsigned int8', 'unsigned 8-bit', '8bit_unsigned']],
  ['i8', ['i8', 's8', 'int8', 'schar', 'sbyte', 'char', 'signed char', 'signed byte', 's8bit']],
  ['i8', ['8bit_signed', 'signed 8-bit', 'signed_int8']],
  ['u16', ['u16', 'uint16', 'ushort', '16bit', '16-bit', '16 bits', 'uint16le', 'u16be']],
  ['u16', ['unsigned short', 'unsigned-short', 'unsigned short int', 'unsigned int16']],
  ['u16', ['unsigned 16bit', '16bit_unsigned', '16-bit unsigned integer', '16bit ushort']],
  ['i16', ['i16', 's16', 'int16', 'short', 'signed short', 'short int', 'signed_int16']],
  ['i16', ['16bit_signed', 'signed 16-bit', '16bit short', 's16bit', 'i16bit']],
  ['u32', ['u32', 'uint32', 'uint', 'unsigned int', '32bit_unsigned', 'unsigned 32-bit']],
  ['i32', ['i32', 's32', 'int32', 'int', 'signed int', '32bit_signed', '32-bit integer']],
  ['f16', ['f16', 'float16', 'half', '16bit float']],
  ['f32', ['f32', 'float32', 'float', 'real', '32bit_float', 'float 32-bit', '32bit real']],
  ['f32', ['float32be', '32-bit floating point']],
  ['f64', ['f64', 'float64', 'double', '64bit float', '64-bit double']],
  // Words of English beside a type, and what says nothing or two things.
  ['u16', ['half_resolution_16bit', 'real_sample_16bit', 'double scan u16']],
  [undefined, ['32bit', '64bit', 'charcoal', 'shorts', 'integer', 'u8 u16', '8bit from 16bit']],
  [undefined, ['signed uint8', '8bit float', 'unsigned float', 'short double']],
];

describe('raw names', () => {
  it.each([
    ['sand_200x200x100_uint8.raw', { sizes: [[200, 200, 100]], type: 'u8' }],
    ['scan-16bit-512x512x400.raw', { sizes: [[512, 512, 400]], type: 'u16' }],
    ['a 64 x 32 x 16 float32 be.vol', { sizes: [[64, 32, 16]], type: 'f32', bigEndian: true }],
    ['b_3×4×5_int16_le.raw', { sizes: [[3, 4, 5]], type: 'i16', bigEndian: false }],
    ['c_2x2x2_float64.raw', { sizes: [[2, 2, 2]], type: 'f64' }],
    ['d_2x2x2bin_10x12x14_u8.raw', { sizes: [[2, 2, 2], [10, 12, 14]], type: 'u8' }], // prettier-ignore
    ['e_0x4x4_9007199254740993x2x2.raw', { sizes: [] }],
    ['uint8x.raw', { sizes: [] }],
    ['label_12.raw', { sizes: [] }],
    [`${'1 x '.repeat(1000)}u8`, { sizes: [] }],
  ])('%s', (name, expected) => {
    expect(parseRawName(name)).toEqual(expected);
  });

  it.each(TYPE_NAMES)('take the type %s from %s', (type, names) => {
    for (const name of names) {
      const found = parseRawName(`scan_4x4x4_${name}.raw`).type;
      expect([name, found]).toEqual([name, type]);
      expect([name, parseRawName(`${name.toUpperCase()} 4x4x4.raw`).type]).toEqual([name, type]);
    }
  });

  it.each([
    [true, ['u16_be', 'u16be', 'big-endian u16', 'u16 BigEndian', 'msb', 'ieee-be']],
    [false, ['u16_le', 'uint16le', 'little_endian', 'littleendian', 'lsb', 'ieee-le']],
    [undefined, ['u16', 'bed', 'able', 'big', 'be_le', 'sample2bee']],
  ] as const)('are big-endian: %s', (big, names) => {
    for (const name of names) expect([name, parseRawName(name).bigEndian]).toEqual([name, big]);
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

  it('takes of two sizes in a name the one that fits the file', async () => {
    const bytes = Uint8Array.from({ length: 60 }, (_, i) => i);
    const file = new File([bytes], 'sample_2x2x2bin_5x4x3_u8.raw');
    expect((await readAll(file)).source.size).toEqual(SIZE);
    const behind = new File([new Uint8Array(7), bytes], '5x4x3_2x2x2bin_u8.raw');
    expect((await readAll(behind, { headerBytes: 7 })).source.size).toEqual(SIZE);
    const short = new File([bytes.subarray(1)], '2x2x2bin_5x4x3_u8.raw');
    await expectFailure(openSource(short), 'corrupt-file', /5×4×3 voxels of u8 need 60/);
    const either = new File([bytes], '3x4x5_or_5x4x3_u8.raw');
    await expectFailure(openSource(either), 'needs-metadata', /size .*3×4×5, 5×4×3/);
    expect((await readAll(either, { size: SIZE })).source.size).toEqual(SIZE);
    const twice = new File([bytes], '5x4x3_of_5x4x3_u8.raw');
    expect((await readAll(twice)).source.size).toEqual(SIZE);
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
    await expectFailure(openSource(new ArrayBuffer(9)), 'needs-metadata', /size and dtype/);
    const sized = openSource(new File([new Uint8Array(8)], 'a_2x2x2.raw'));
    await expectFailure(sized, 'needs-metadata', /dtype is .*200x200x100_uint8/);
  });
});
