import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Compression, FileFormatName } from '../../src/io/grid_writer.js';
import { gridChunks } from '../../src/io/grid_writer.js';
import type { PlacedFacts } from '../../src/io/slab_stream.js';
import { blobOf } from '../../src/io/slab_stream.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import type { Dtype, GridArray } from '../../src/recipe/dtype.js';
import { DTYPE_NAMES, DTYPES, makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { seeded } from './helpers.js';

const PYTHON = '/usr/bin/python3';
const hasNumpy = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import numpy']).status === 0;
if (!hasNumpy) console.warn(`skipped: what others read takes ${PYTHON} with NumPy`);

/** What a program said of a file. */
interface Read {
  readonly missing?: string;
  readonly error?: string;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly sha256?: string;
  readonly spacing?: readonly number[] | null;
  readonly origin?: readonly number[] | null;
  readonly unit?: string | null;
}

interface Case {
  readonly name: string;
  readonly program: string;
  readonly format: FileFormatName;
  readonly compression: Compression;
  readonly facts: PlacedFacts;
  readonly grid: GridArray;
  readonly path: string;
  readonly big?: boolean;
}

const NAMES: Readonly<Record<Dtype, string>> = {
  u8: 'uint8',
  i8: 'int8',
  u16: 'uint16',
  i16: 'int16',
  u32: 'uint32',
  i32: 'int32',
  f32: 'float32',
};

/** Formats, their compressions, who reads them, and how they spell µm; ImageJ escapes it. */
const WRITTEN: readonly (readonly [FileFormatName, Compression, string, string, string | null])[] =
  [
    ['tiff', 'none', 'tif', 'tifffile', '\\u00B5m'],
    ['tiff', 'deflate', 'tif', 'tifffile', '\\u00B5m'],
    ['ome-tiff', 'none', 'ome.tif', 'tifffile', 'µm'],
    ['ome-tiff', 'deflate', 'ome.tif', 'tifffile', 'µm'],
    ['nrrd', 'none', 'nrrd', 'nrrd', null],
    ['nrrd', 'gzip', 'nrrd', 'nrrd', null],
    ['nifti', 'none', 'nii', 'nibabel', 'micron'],
    ['nifti', 'gzip', 'nii.gz', 'nibabel', 'micron'],
    ['metaimage', 'none', 'mha', 'mha', null],
    ['vti', 'none', 'vti', 'vti', null],
    ['npy', 'none', 'npy', 'npy', null],
  ];

const SIZE: Vec3 = [41, 300, 7];
const folder = mkdtempSync(join(tmpdir(), 'voxmetry-read-back-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function gridOf(dtype: Dtype, size: Vec3): GridArray {
  const random = seeded(11);
  const out = makeArray(dtype, volumeOf(size));
  const { min, max, integer } = DTYPES[dtype];
  for (let i = 0; i < out.length; i++)
    out[i] = integer ? min + Math.floor(random() * (max - min + 1)) : random() - 0.5;
  return out;
}

function casesOf(): Case[] {
  const cases: Case[] = [];
  for (const [format, compression, ending, program] of WRITTEN) {
    const add = (label: string, dtype: Dtype, size: Vec3, big?: boolean): void => {
      const name = `${format} ${compression} ${label}`;
      cases.push({
        name,
        program,
        format,
        compression,
        ...(big === undefined ? {} : { big }),
        grid: gridOf(dtype, size),
        path: join(folder, `${name.replaceAll(' ', '_')}.${ending}`),
        facts: {
          kind: 'volume',
          dtype,
          size,
          spacing: [0.5, 0.25, 2],
          unit: 'µm',
          origin: [10, -20, 30],
        },
      });
    };
    for (const dtype of DTYPE_NAMES) add(dtype, dtype, SIZE);
    if (format.endsWith('tiff')) add('BigTIFF', 'u16', SIZE, true);
    if (format === 'nifti') add('version 2', 'u8', [2, 40_000, 2]);
  }
  return cases;
}

describe.skipIf(!hasNumpy)('files that are written, as others read them', () => {
  const cases = hasNumpy ? casesOf() : [];
  let found: Readonly<Record<string, Read>> = {};
  beforeAll(async () => {
    for (const { format, facts, grid, compression, path, big } of cases) {
      const half = Math.ceil(facts.size[2] / 2) * facts.size[0] * facts.size[1];
      const slabs = [grid.subarray(0, half), grid.subarray(half)];
      const description = format === 'ome-tiff' ? 'ome' : 'imagej';
      const chunks =
        big === undefined
          ? await gridChunks(format, facts, slabs, compression)
          : writeTiff(facts, slabs, {
              big,
              description,
              smooth: true,
              compression: compression === 'deflate' ? 'deflate' : 'none',
            });
      writeFileSync(path, new Uint8Array(await (await blobOf(chunks)).arrayBuffer()));
    }
    const script = join(import.meta.dirname, 'read_back.py');
    const { stdout, stderr } = spawnSync(PYTHON, [script], {
      input: cases.map(({ program, path }) => `${program} ${path}`).join('\n'),
      encoding: 'utf8',
      maxBuffer: 2 ** 24,
    });
    expect(stderr.split('\n').filter((line) => line.includes('Error'))).toEqual([]);
    found = JSON.parse(stdout) as Record<string, Read>;
    const missing = new Set(Object.values(found).flatMap(({ missing: name }) => name ?? []));
    for (const name of missing) console.warn(`skipped: ${PYTHON} has no module ${name}`);
  }, 120_000);

  it.each(cases)('$name', ({ path, facts, grid, format }) => {
    const read = found[path]!;
    if (read.missing !== undefined) return;
    expect(read.error).toBeUndefined();
    const bytes = new Uint8Array(grid.buffer, grid.byteOffset, grid.byteLength);
    expect(read).toMatchObject({
      shape: facts.size.toReversed(),
      dtype: NAMES[facts.dtype],
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    if (format !== 'npy') expect(read.spacing).toEqual(facts.spacing);
    if (read.origin !== null) expect(read.origin).toEqual(facts.origin);
    const unit = WRITTEN.find(([name]) => name === format)?.[4] ?? null;
    expect(read.unit ?? null).toBe(unit);
  });
});
