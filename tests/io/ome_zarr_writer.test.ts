import { describe, expect, it } from 'vitest';
import * as zarr from 'zarrita';
import { crc32, crc32c } from '../../src/io/crc.js';
import { zipChunks } from '../../src/io/folder/zip_chunks.js';
import { storeFiles, zippedStore } from '../../src/io/grid_writer.js';
import { inspectSource, openSource } from '../../src/io/open.js';
import { blobOf } from '../../src/io/slab_stream.js';
import type { PlacedFacts } from '../../src/io/slab_stream.js';
import { groupJson, multiscalesJson } from '../../src/io/zarr/ome_metadata.js';
import { imageFiles } from '../../src/io/zarr/ome_zarr_writer.js';
import { pyramidOf } from '../../src/io/zarr/pyramid.js';
import type { Dtype, GridArray } from '../../src/recipe/dtype.js';
import { DTYPE_NAMES, DTYPES, makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf, wholeRegion } from '../../src/recipe/geometry.js';
import type { NamedFile } from '../../src/recipe/source.js';
import { halvedTwin } from '../reference/halved.js';
import { expectFailure, seeded } from './helpers.js';

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const FACTS: PlacedFacts = {
  kind: 'volume',
  dtype: 'u16',
  size: [150, 70, 133],
  spacing: [0.5, 0.25, 2],
  unit: 'µm',
  origin: [10, 20, 30],
};

/** Seeded values over the whole range, and a box of zeros that fills whole chunks. */
function gridOf(dtype: Dtype, size: Vec3): GridArray {
  const random = seeded(3);
  const out = makeArray(dtype, volumeOf(size));
  const { min, max, integer } = DTYPES[dtype];
  for (let i = 0; i < out.length; i++)
    out[i] = integer ? min + Math.floor(random() * (max - min + 1)) : random() * 1000 - 500;
  if (size[2] > 64) out.fill(0, 64 * size[0] * size[1]);
  out[0] = integer ? min : -0;
  return out;
}

function* slabs(grid: GridArray, [nx, ny, nz]: Vec3): Generator<GridArray> {
  for (let z = 0; z < nz; z += 5) yield grid.subarray(z * nx * ny, (z + 5) * nx * ny);
}

async function filesOf(
  facts: PlacedFacts,
  grid: GridArray,
  compression: 'gzip' | 'none' = 'gzip',
): Promise<Files> {
  const image = { facts, slabs: slabs(grid, facts.size) };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for await (const { path, bytes } of await storeFiles(image, {}, compression)) {
    expect(files.has(path)).toBe(false);
    files.set(path, bytes);
  }
  return files;
}

function named(files: Files): NamedFile[] {
  return Array.from(files, ([path, bytes]) => ({
    path: `scan.ome.zarr/${path}`,
    file: new Blob([bytes]),
  }));
}

/** Where two lists differ first; -1 where they do not. −0 and NaN are values of their own. */
function difference(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Math.min(got.length, wanted.length);
  return Array.from(got).findIndex((value, i) => !Object.is(value, wanted[i]));
}

describe.each(DTYPE_NAMES)('%s', (dtype) => {
  it('every level is what its definition says', async () => {
    const grid = gridOf(dtype, FACTS.size);
    const files = named(await filesOf({ ...FACTS, dtype }, grid));
    let level = { size: FACTS.size, values: grid as ArrayLike<number> };
    for (let i = 0; i < 3; i++) {
      const source = await openSource(files, { level: i });
      expect(source).toMatchObject({ dtype, size: level.size, unit: 'µm', warnings: [] });
      const values = await source.read(wholeRegion(source.size));
      expect(difference(values, level.values)).toBe(-1);
      level = halvedTwin(level.values, level.size, 'mean', dtype !== 'f32');
    }
    await expectFailure(openSource(files, { level: 3 }), 'invalid-argument', /0 to 2/);
  });
});

describe('an OME-Zarr store', () => {
  it.each(['mask', 'labels', 'phases'] as const)('%s are halved by their mode', async (kind) => {
    const size: Vec3 = [130, 65, 70];
    const random = seeded(7);
    const grid = makeArray(kind === 'labels' ? 'u32' : 'u8', volumeOf(size));
    for (let i = 0; i < grid.length; i++)
      grid[i] = Math.floor(random() * (kind === 'mask' ? 2 : 4)) * (kind === 'labels' ? 1e9 : 1);
    const dtype = kind === 'labels' ? 'u32' : 'u8';
    const files = named(await filesOf({ ...FACTS, kind, dtype, size }, grid));
    const twin = halvedTwin(grid, size, 'mode', true);
    const source = await openSource(files, { level: 1 });
    expect(source.size).toEqual(twin.size);
    expect(difference(await source.read(wholeRegion(source.size)), twin.values)).toBe(-1);
  });

  it.each([
    [1, 1, 1],
    [64, 64, 64],
    [65, 1, 1],
    [3, 200, 1],
    [600, 20, 9],
  ] as Vec3[])('%i×%i×%i voxels, with and without gzip', async (...size) => {
    for (const compression of ['gzip', 'none'] as const) {
      const grid = gridOf('i16', size);
      const files = named(await filesOf({ ...FACTS, size, dtype: 'i16' }, grid, compression));
      const source = await openSource(files);
      expect(source.size).toEqual(size);
      expect(difference(await source.read(wholeRegion(size)), grid)).toBe(-1);
    }
  });

  it('states where the voxels of every level are', async () => {
    const files = await filesOf(FACTS, gridOf('u16', FACTS.size));
    const levels = [0, 1, 2].map((level) => openSource(named(files), { level }));
    const [first, second, third] = await Promise.all(levels);
    expect(first).toMatchObject({ spacing: [0.5, 0.25, 2], origin: [10, 20, 30] });
    // The middle of the first two voxels, along axes of more than 64.
    expect(second).toMatchObject({ spacing: [1, 0.5, 4], origin: [10.25, 20.125, 31] });
    expect(third).toMatchObject({ spacing: [2, 0.5, 8], origin: [10.75, 20.125, 33] });
    expect(third!.size).toEqual([37, 35, 33]);
    const { images } = await inspectSource(named(files));
    expect(images[0]?.spacingFrom).toBe('OME-Zarr scale');
  });

  it('is read by zarrita alone, index and checksum of a shard included', async () => {
    const grid = gridOf('u16', FACTS.size);
    const files = await filesOf(FACTS, grid);
    const store: zarr.AsyncReadable = {
      get: (key) => Promise.resolve(files.get(key.slice(1))),
      getRange: (key, range) => {
        const bytes = files.get(key.slice(1));
        const [from, to] =
          'suffixLength' in range
            ? [-range.suffixLength, undefined]
            : [range.offset, range.offset + range.length];
        return Promise.resolve(bytes?.slice(from, to));
      },
    };
    const array = await zarr.open(zarr.root(store).resolve('0'), { kind: 'array' });
    expect(array.shape).toEqual([133, 70, 150]);
    expect(array.dimensionNames).toEqual(['z', 'y', 'x']);
    const { data } = await zarr.get(array);
    expect(difference(data as Uint16Array, grid)).toBe(-1);
    const shard = files.get('0/c/0/0/0')!;
    const chunks = 3 * 2;
    const view = new DataView(shard.buffer, shard.length - chunks * 16 - 4);
    const index = new Uint8Array(view.buffer, view.byteOffset, chunks * 16);
    expect(view.getUint32(chunks * 16, true)).toBe(crc32c(index));
    expect(Number(view.getBigUint64(0, true))).toBe(0);
  });

  it('leaves out chunks and shards of zeros, and keeps −0', async () => {
    const size: Vec3 = [70, 70, 130];
    const empty = makeArray('f32', volumeOf(size));
    expect([...(await filesOf({ ...FACTS, size, dtype: 'f32' }, empty)).keys()]).toEqual([
      '0/zarr.json',
      '1/zarr.json',
      '2/zarr.json',
      'zarr.json',
    ]);
    empty[size[0] * size[1] * 129] = -0;
    const files = await filesOf({ ...FACTS, size, dtype: 'f32' }, empty);
    expect([...files.keys()]).toContain('0/c/2/0/0');
    expect([...files.keys()]).not.toContain('0/c/0/0/0');
    const source = await openSource(named(files));
    expect(difference(await source.read(wholeRegion(size)), empty)).toBe(-1);
  });

  it('grids in px state no unit, and other units stay as they are', async () => {
    const size: Vec3 = [2, 2, 2];
    for (const unit of ['px', 'nm', 'Å', 'furlong']) {
      const spacing: Vec3 = unit === 'px' ? [1, 1, 1] : [3, 2, 1];
      const facts = { ...FACTS, size, unit, spacing };
      const source = await openSource(named(await filesOf(facts, gridOf('u16', size))));
      expect(source).toMatchObject({ unit, spacing, warnings: [] });
    }
  });

  it('holds labels beside the image, with the names of phases', async () => {
    const size: Vec3 = [80, 30, 20];
    const image = { facts: { ...FACTS, size }, slabs: slabs(gridOf('u16', size), size) };
    const ids = makeArray('u32', volumeOf(size)).map((_, i) => i % 100_003) as GridArray;
    const codes = makeArray('u8', volumeOf(size)).map((_, i) => i % 3) as GridArray;
    const common = { ...FACTS, size };
    const phases = { pore: 0, binder: 1, active: 2 };
    const zip = await blobOf(
      await zippedStore(
        image,
        {
          particles: {
            facts: { ...common, kind: 'labels', dtype: 'u32' },
            slabs: slabs(ids, size),
          },
          'phase map': {
            facts: { ...common, kind: 'phases', dtype: 'u8', phases },
            slabs: slabs(codes, size),
          },
        },
        'gzip',
      ),
    );
    const { images } = await inspectSource(zip);
    expect(images.map(({ path, dtype }) => `${path} ${dtype}`)).toEqual([
      ' u16',
      'labels/particles u32',
      'labels/phase map u8',
    ]);
    for (const [dataset, grid] of [
      ['labels/particles', ids],
      ['labels/phase map', codes],
    ] as const) {
      const source = await openSource(zip, { dataset });
      expect(source).toMatchObject({ spacing: FACTS.spacing, unit: 'µm', origin: [10, 20, 30] });
      expect(difference(await source.read(wholeRegion(size)), grid)).toBe(-1);
    }
    const text = new TextDecoder('latin1').decode(await zip.arrayBuffer());
    expect(text.indexOf('zarr.json')).toBe(30);
    expect(text).toContain('"label-value": 2');
  });
});

describe('pyramids', () => {
  it('chunks are flat where slices are large, and pairs of slices are never torn', () => {
    for (const size of [
      [40_000, 40_000, 500],
      [8000, 8000, 65],
      [64, 64, 64],
      [300, 200, 129],
    ] as Vec3[])
      for (const { size: now, chunk, step } of pyramidOf(size, 4)) {
        if (step[2] === 2) expect(chunk[2] % 2).toBe(0);
        expect(volumeOf(chunk)).toBeLessThanOrEqual(64 ** 3);
        expect(chunk.every((n, i) => n <= now[i]!)).toBe(true);
      }
    const [first] = pyramidOf([8000, 8000, 65], 4);
    expect(first?.chunk).toEqual([256, 256, 2]);
    expect(pyramidOf([2000, 2000, 2000], 2)[0]?.chunk).toEqual([64, 64, 64]);
  });

  it.each([16, 4])('chunks of %i slices hold all slices', async (depth) => {
    // As of slices that large, which no test writes.
    const size: Vec3 = [70, 70, 99];
    const levels = pyramidOf(size, 2 ** 29 / (depth * size[0] * size[1]));
    expect(levels[0]?.chunk[2]).toBe(depth);
    const grid = gridOf('u16', [...size]);
    const image = { facts: { ...FACTS, size }, slabs: slabs(grid, size) };
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for await (const { path, bytes } of imageFiles('', image, levels, true)) files.set(path, bytes);
    const root = groupJson(multiscalesJson('scan', FACTS, levels, 'mean'));
    files.set('zarr.json', new TextEncoder().encode(JSON.stringify(root)));
    let level = { size, values: grid as ArrayLike<number> };
    for (let i = 0; i < levels.length; i++) {
      const source = await openSource(named(files), { level: i });
      expect(source.size).toEqual(level.size);
      expect(difference(await source.read(wholeRegion(source.size)), level.values)).toBe(-1);
      level = halvedTwin(level.values, level.size, 'mean', true);
    }
  });
});

describe('zip archives', () => {
  async function* many(
    count: number,
  ): AsyncGenerator<{ path: string; bytes: Uint8Array<ArrayBuffer> }> {
    for (let i = 0; i < count; i++)
      yield await Promise.resolve({ path: `f${i}/µ.txt`, bytes: Uint8Array.of(i, i + 1, i + 2) });
  }

  it.each([
    { offset: 2 ** 32 - 2, count: 65534 },
    { offset: 100, count: 65534 },
    { offset: 2 ** 32 - 2, count: 3 },
  ])('are read by others, of Zip64 too: %j', async (limits) => {
    const { unzip } = await import('unzipit');
    const blob = await blobOf(zipChunks(many(9), limits));
    const { entries } = await unzip(blob);
    expect(Object.keys(entries)).toHaveLength(9);
    for (const [name, entry] of Object.entries(entries)) {
      const i = Number(/^f(\d)/.exec(name)?.[1]);
      expect(name).toBe(`f${i}/µ.txt`);
      expect([...new Uint8Array(await entry.arrayBuffer())]).toEqual([i, i + 1, i + 2]);
    }
  });

  it('checksums are those of their definitions', () => {
    const check = new TextEncoder().encode('123456789');
    expect(crc32(check)).toBe(0xcbf43926);
    expect(crc32c(check)).toBe(0xe3069283);
  });
});
