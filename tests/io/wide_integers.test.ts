import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { narrowed } from '../../src/io/wide_integers.js';
import { expectFailure, readAll } from './helpers.js';

/** Numbers of 64 bits on both sides of each limit, and what reads them by the definition. */
const SIGNED = [0n, 1n, -1n, 2n ** 31n - 1n, -(2n ** 31n), 123_456n];
const UNSIGNED = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 7n, 99n];
const TOO_WIDE_SIGNED = [2n ** 31n, -(2n ** 31n) - 1n, 2n ** 32n, -(2n ** 32n), 2n ** 63n - 1n];
const TOO_WIDE_UNSIGNED = [2n ** 32n, 2n ** 63n, 2n ** 64n - 1n];

function bytesOf(values: readonly bigint[], bigEndian = false): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setBigUint64(i * 8, BigInt.asUintN(64, value), !bigEndian);
  });
  return new Uint8Array(view.buffer);
}

type Kind = 'i64' | 'u64';

/** The values as a file of x = all of them. */
const FILES: Readonly<Record<string, (kind: Kind, values: readonly bigint[]) => File>> = {
  npy: (kind, values) => npy(kind === 'i64' ? '<i8' : '<u8', values),
  'npy, big-endian': (kind, values) => npy(kind === 'i64' ? '>i8' : '>u8', values, true),
  NRRD: (kind, values) => {
    const type = kind === 'i64' ? 'int64' : 'unsigned long long int';
    const header = `NRRD0004\ntype: ${type}\ndimension: 1\nsizes: ${values.length}\nencoding: raw\nendian: little\n\n`;
    return new File([header, bytesOf(values)], 'a.nrrd');
  },
  'NRRD, text': (kind, values) => {
    const header = `NRRD0004\ntype: ${kind === 'i64' ? 'int64' : 'uint64'}\ndimension: 1\nsizes: ${values.length}\nencoding: ascii\n\n`;
    return new File([header, values.join(' ')], 'a.nrrd');
  },
  MetaImage: (kind, values) => {
    const type = kind === 'i64' ? 'MET_LONG_LONG' : 'MET_ULONG_LONG';
    const header = `ObjectType = Image\nNDims = 1\nDimSize = ${values.length}\nElementType = ${type}\nElementDataFile = LOCAL\n`;
    return new File([header, bytesOf(values)], 'a.mha');
  },
  NIfTI: (kind, values) => {
    const view = new DataView(new ArrayBuffer(352));
    view.setInt32(0, 348, true);
    [1, values.length, 1, 1, 1, 1, 1, 1].forEach((n, i) => {
      view.setInt16(40 + 2 * i, n, true);
    });
    view.setInt16(70, kind === 'i64' ? 1024 : 1280, true);
    view.setInt16(72, 64, true);
    view.setFloat32(108, 352, true);
    new Uint8Array(view.buffer).set([0x6e, 0x2b, 0x31, 0], 344);
    return new File([view.buffer, bytesOf(values)], 'a.nii');
  },
  VTI: (kind, values) => {
    const type = kind === 'i64' ? 'Int64' : 'UInt64';
    return new File(
      [
        `<VTKFile type="ImageData" byte_order="LittleEndian"><ImageData WholeExtent="0 ${values.length - 1} 0 0 0 0">` +
          `<Piece Extent="0 ${values.length - 1} 0 0 0 0"><PointData><DataArray type="${type}" Name="a" format="ascii">` +
          `${values.join(' ')}</DataArray></PointData></Piece></ImageData></VTKFile>`,
      ],
      'a.vti',
    );
  },
};

function npy(descr: string, values: readonly bigint[], bigEndian = false): File {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${values.length},), }\n`;
  const head = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0);
  return new File([head, text, bytesOf(values, bigEndian)], 'a.npy');
}

/** What is text is read, and refused, when the file is opened: there is nothing to warn of. */
const TEXT = ['NRRD, text', 'VTI'];

describe.each(Object.entries(FILES))('64-bit integers of %s', (format, fileOf) => {
  const warned = (type: string): RegExp =>
    TEXT.includes(format) ? /^$/ : new RegExp(`64-bit integers are read as ${type}`);

  it('are read where they fit 32 bits, which the warnings say', async () => {
    const signed = await readAll(fileOf('i64', SIGNED));
    expect(signed.source).toMatchObject({ dtype: 'i32', size: [6, 1, 1] });
    expect([...signed.values]).toEqual(SIGNED.map(Number));
    expect(signed.source.warnings.join()).toMatch(warned('i32'));
    const unsigned = await readAll(fileOf('u64', UNSIGNED));
    expect(unsigned.source.dtype).toBe('u32');
    expect([...unsigned.values]).toEqual(UNSIGNED.map(Number));
    expect(unsigned.source.warnings.join()).toMatch(warned('u32'));
  });

  it('are an error where one does not, and only there', async () => {
    for (const [kind, values] of [
      ['i64', TOO_WIDE_SIGNED],
      ['u64', TOO_WIDE_UNSIGNED],
    ] as const)
      for (const wide of values) {
        const file = fileOf(kind, [5n, wide, 6n]);
        await expectFailure(readAll(file), 'unsupported-format', /A voxel is -?\d+/);
        if (TEXT.includes(format)) continue;
        const source = await openSource(file);
        const last = await source.read({ origin: [2, 0, 0], size: [1, 1, 1] });
        expect([...last]).toEqual([6]);
      }
  });
});

describe('64-bit integers of an array', () => {
  it('are narrowed, or refused by value', () => {
    expect([...narrowed(BigInt64Array.from(SIGNED))]).toEqual(SIGNED.map(Number));
    expect([...narrowed(BigUint64Array.from(UNSIGNED))]).toEqual(UNSIGNED.map(Number));
    for (const wide of TOO_WIDE_SIGNED)
      expect(() => narrowed(BigInt64Array.of(1n, wide))).toThrow(`A voxel is ${wide}`);
    for (const wide of TOO_WIDE_UNSIGNED)
      expect(() => narrowed(BigUint64Array.of(1n, wide))).toThrow(`A voxel is ${wide}`);
  });
});
