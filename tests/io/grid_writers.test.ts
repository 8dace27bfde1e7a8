import { describe, expect, it } from 'vitest';
import type { Compression, FileFormatName } from '../../src/io/grid_writer.js';
import { checkCompression, FILE_FORMATS, gridChunks } from '../../src/io/grid_writer.js';
import { openSource } from '../../src/io/open.js';
import { blobOf } from '../../src/io/slab_stream.js';
import type { PlacedFacts } from '../../src/io/slab_stream.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { DTYPE_NAMES, DTYPES, makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { expectFailure, readAll, seeded } from './helpers.js';

/** Every format with each of its compressions, and what files of it are called. */
const WRITTEN: readonly (readonly [FileFormatName, Compression, string])[] = [
  ['tiff', 'none', 'tif'],
  ['tiff', 'deflate', 'tif'],
  ['ome-tiff', 'none', 'ome.tif'],
  ['ome-tiff', 'deflate', 'ome.tif'],
  ['nrrd', 'none', 'nrrd'],
  ['nrrd', 'gzip', 'nrrd'],
  ['nifti', 'none', 'nii'],
  ['nifti', 'gzip', 'nii.gz'],
  ['metaimage', 'none', 'mha'],
  ['vti', 'none', 'vti'],
  ['npy', 'none', 'npy'],
];

const FACTS = {
  kind: 'volume',
  dtype: 'u8',
  size: [7, 5, 3],
  spacing: [0.5, 0.25, 2],
  unit: 'µm',
  origin: [0, 0, 0],
} as const satisfies PlacedFacts;

/** A grid with the extremes of its dtype in it, where every voxel has its own neighbours. */
function gridOf(dtype: (typeof DTYPE_NAMES)[number], size: Vec3): GridArray {
  const out = makeArray(dtype, volumeOf(size));
  const { min, max, integer } = DTYPES[dtype];
  for (let i = 0; i < out.length; i++)
    out[i] = integer ? (i * 2654435761) % 4294967296 : (i * 7919) / 3 - 9;
  out[0] = min;
  out[out.length - 1] = max;
  return out;
}

/** A grid in slabs of two slices. */
function* slabs(grid: GridArray, [nx, ny, nz]: Vec3): Generator<GridArray> {
  for (let z = 0; z < nz; z += 2) yield grid.subarray(z * nx * ny, (z + 2) * nx * ny);
}

async function written(
  format: FileFormatName,
  facts: PlacedFacts,
  compression: Compression = 'none',
  grid = gridOf(facts.dtype, facts.size),
): Promise<Blob> {
  return blobOf(await gridChunks(format, facts, slabs(grid, facts.size), compression));
}

/** Expects the same bits; lists of this length are slow to compare one by one. */
function expectSame(values: GridArray, grid: GridArray): void {
  const bytes = (array: GridArray): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const [got, wanted] = [bytes(values), bytes(grid)];
  expect(values.constructor).toBe(grid.constructor);
  expect(got.length).toBe(wanted.length);
  expect(got.findIndex((byte, i) => byte !== wanted[i])).toBe(-1);
}

describe.each(WRITTEN)('%s, %s', (format, compression, ending) => {
  it.each(DTYPE_NAMES)('%s comes back bit by bit', async (dtype) => {
    const grid = gridOf(dtype, FACTS.size);
    const blob = await written(format, { ...FACTS, dtype }, compression, grid);
    const { source, values } = await readAll(new File([blob], `v.${ending}`));
    expect(source).toMatchObject({ dtype, size: FACTS.size });
    expectSame(values, grid);
  });

  it.each([
    [1, 1, 1],
    [1, 1, 4],
    [300, 1, 1],
    [3, 700, 2],
    [601, 257, 5],
  ] as Vec3[])('%i×%i×%i voxels', async (...size) => {
    const grid = gridOf('u16', size);
    const facts: PlacedFacts = { ...FACTS, size, dtype: 'u16' };
    const { source, values } = await readAll(await written(format, facts, compression, grid));
    expect(source.size).toEqual(size);
    expectSame(values, grid);
  });

  it('is written as it comes: not all slabs are asked for before the first bytes', async () => {
    const size: Vec3 = [512, 512, 40];
    let asked = 0;
    const source = (function* (): Generator<GridArray> {
      for (; asked < 40; asked++) yield gridOf('u16', [512, 512, 1]);
    })();
    const chunks = await gridChunks(format, { ...FACTS, size, dtype: 'u16' }, source, compression);
    let bytes = 0;
    while (bytes < 4096) bytes += (await chunks.next()).value?.length ?? Infinity;
    expect(asked).toBeLessThan(8);
    await chunks.return();
  });

  it('what its slabs throw ends it', async () => {
    const source = (function* (): Generator<GridArray> {
      yield gridOf('u8', [7, 5, 1]);
      throw new RangeError('of the slabs');
    })();
    const chunks = blobOf(await gridChunks(format, FACTS, source, compression));
    await expect(chunks).rejects.toThrow('of the slabs');
  });
});

/** Formats that keep a length, and how well. */
const KEEPS: readonly (readonly [FileFormatName, number])[] = [
  ['tiff', 1e-9],
  ['ome-tiff', 1e-15],
  ['nrrd', 1e-15],
  ['nifti', 1e-7],
  ['metaimage', 1e-15],
];

describe.each(KEEPS)('%s', (format, tolerance) => {
  const cases: [Vec3, string][] = [
    [[0.398, 0.1, 2.5], 'µm'],
    [[25, 25, 1 / 3], 'nm'],
    [[3.2, 3.2, 3.2], 'Å'],
    [[740, 1, 20], 'pm'],
    [[1.5, 2, 3], 'cm'],
    [[0.001, 0.002, 0.25], 'mm'],
    [[0.5, 1, 2], 'm'],
  ];
  it.each(cases)('keeps %j %s', async (spacing, unit) => {
    const origin: Vec3 = [10.5, -3, 7];
    const blob = await written(format, { ...FACTS, spacing, unit, origin });
    const source = await openSource(blob);
    const metres: Readonly<Record<string, number>> = {
      pm: 1e-12,
      Å: 1e-10,
      nm: 1e-9,
      µm: 1e-6,
      mm: 1e-3,
      cm: 1e-2,
      m: 1,
    };
    const factor = metres[source.unit]! / metres[unit]!;
    source.spacing.forEach((value, i) => {
      expect(Math.abs((value * factor) / spacing[i]! - 1)).toBeLessThan(tolerance + 1e-15);
    });
    if (!format.endsWith('tiff'))
      source.origin.forEach((value, i) => {
        expect(Math.abs((value * factor) / origin[i]! - 1)).toBeLessThan(tolerance + 1e-15);
      });
    expect(source.warnings).toEqual([]);
  });

  it('states no unit for px', async () => {
    const source = await openSource(
      await written(format, { ...FACTS, spacing: [1, 1, 1], unit: 'px' }),
    );
    expect(source).toMatchObject({ spacing: [1, 1, 1], unit: 'px', warnings: [] });
  });
});

describe('units', () => {
  it('VTK keeps spacing and origin; the unit is to be stated', async () => {
    const blob = await written('vti', { ...FACTS, origin: [1, 2, 3] });
    const { spacing, unit, origin } = await openSource(blob, { unit: 'µm' });
    expect({ spacing, unit, origin }).toEqual({
      spacing: FACTS.spacing,
      unit: 'µm',
      origin: [1, 2, 3],
    });
  });

  it('a unit that a format cannot state is refused, and NRRD keeps it', async () => {
    const facts = { ...FACTS, unit: 'furlong' };
    for (const format of ['ome-tiff', 'nifti', 'metaimage'] as const)
      await expectFailure(written(format, facts), 'invalid-argument', /unit is 'furlong'/);
    expect((await openSource(await written('nrrd', facts))).unit).toBe('furlong');
    await expectFailure(
      written('nrrd', { ...FACTS, unit: 'длина' }),
      'invalid-argument',
      /unit is 'длина'.*ASCII/,
    );
  });

  it('NRRD headers are ASCII, and OME-XML is UTF-8', async () => {
    const head = await (await written('nrrd', FACTS)).slice(0, 300).text();
    expect(head).toContain('space units: "um" "um" "um"');
    const ome = new Uint8Array(await (await written('ome-tiff', FACTS)).arrayBuffer());
    const latin = new TextDecoder('latin1').decode(ome);
    const text = ome.slice(latin.indexOf('<?xml'), latin.indexOf('</OME>'));
    expect(new TextDecoder('utf-8', { fatal: true }).decode(text)).toContain(
      'PhysicalSizeXUnit="µm"',
    );
  });
});

describe('NIfTI', () => {
  it('is version 2 where an axis has more than 32,767 voxels', async () => {
    for (const [length, version] of [
      [32767, 348],
      [32768, 540],
    ] as const) {
      const facts: PlacedFacts = { ...FACTS, size: [1, length, 1], spacing: [0.1, 0.2, 0.3] };
      const blob = await written('nifti', facts);
      const view = new DataView(await blob.slice(0, 4).arrayBuffer());
      expect(view.getInt32(0, true)).toBe(version);
      const { source, values } = await readAll(blob);
      expect(source.size).toEqual([1, length, 1]);
      expectSame(values, gridOf('u8', facts.size));
      // Version 2 keeps all digits.
      if (version === 540) expect(source.spacing).toEqual([0.1, 0.2, 0.3]);
    }
  });
});

describe('deflated TIFF', () => {
  const size: Vec3 = [300, 900, 3];
  const facts: PlacedFacts = { ...FACTS, size, dtype: 'u16' };
  const smooth = makeArray('u16', volumeOf(size)).map((_, i) => 1000 + 3 * i) as GridArray;

  it('is smaller by differences along x, and comes back', async () => {
    const sizes: number[] = [];
    for (const kind of ['labels', 'volume'] as const) {
      const blob = await written('tiff', { ...facts, kind }, 'deflate', smooth);
      expectSame((await readAll(blob)).values, smooth);
      sizes.push(blob.size);
    }
    expect(sizes[1]).toBeLessThan(sizes[0]! / 4);
  });

  it.each([false, true])('BigTIFF %s', async (big) => {
    const chunks = writeTiff(facts, slabs(smooth, size), { compression: 'deflate', big });
    const blob = await blobOf(chunks);
    expect(new DataView(await blob.slice(0, 4).arrayBuffer()).getUint16(2, true)).toBe(
      big ? 43 : 42,
    );
    const { source, values } = await readAll(blob);
    expect(source).toMatchObject({ size, spacing: FACTS.spacing, unit: 'µm', warnings: [] });
    expectSame(values, smooth);
  });

  it('is BigTIFF where it might exceed what offsets reach, and never classic beyond', async () => {
    const random = seeded(5);
    const noise = smooth.map(() => Math.floor(random() * 65536));
    const classic = await blobOf(writeTiff(facts, [noise], { compression: 'deflate', big: false }));
    const version = async (limit: number): Promise<number> => {
      const blob = await blobOf(writeTiff(facts, [noise], { compression: 'deflate', limit }));
      expectSame((await readAll(blob)).values, noise);
      return new DataView(await blob.slice(0, 4).arrayBuffer()).getUint16(2, true);
    };
    expect(await version(classic.size)).toBe(43);
    expect(await version(Math.ceil(classic.size * 1.2) + 4096)).toBe(42);
    const refused = blobOf(
      writeTiff(facts, [noise], { compression: 'deflate', limit: 4096, big: false }),
    );
    await expectFailure(refused, 'invalid-argument', /big is false/);
  });

  it('plain TIFF turns to BigTIFF one byte beyond the limit', async () => {
    const classic = await blobOf(writeTiff(facts, [smooth]));
    for (const [limit, version] of [
      [classic.size, 42],
      [classic.size - 1, 43],
    ] as const) {
      const blob = await blobOf(writeTiff(facts, [smooth], { limit }));
      expect(new DataView(await blob.slice(0, 4).arrayBuffer()).getUint16(2, true)).toBe(version);
      expectSame((await readAll(blob)).values, smooth);
    }
  });
});

describe('compression', () => {
  it('that a format does not have is refused by name', () => {
    for (const [format, compression] of WRITTEN) {
      expect(() => {
        checkCompression(format, compression);
      }).not.toThrow();
    }
    for (const format of FILE_FORMATS)
      expect(() => {
        checkCompression(format, format.includes('tiff') ? 'gzip' : 'deflate');
      }).toThrow(/compression is '(gzip|deflate)'; allowed: 'none'/);
  });
});
