import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectSource } from '../../src/io/open.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { crc32 } from './crc32.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';

const FORMATS = '../shared/data/formats';
const absent = !existsSync(`${FORMATS}/EXPECTED_decoded.json`);
if (absent) console.warn(`skipped: the files of other projects are not at ${FORMATS}`);

/** What nibabel decodes, x first; `scaled` is in the order of NumPy's axes. */
interface Expected {
  readonly affine: readonly (readonly number[])[];
  readonly zooms: readonly number[];
  readonly slope_inter: readonly number[] | null;
  readonly scaled: {
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly sum: number;
    readonly min: number;
    readonly max: number;
    readonly crc32_little_endian_C: string;
  };
}

const expected: Record<string, Expected> = absent
  ? {}
  : (JSON.parse(readFileSync(`${FORMATS}/EXPECTED_decoded.json`, 'utf8')) as Record<
      string,
      Expected
    >);

const NIFTI = Object.keys(expected).filter((name) => /\.nii(\.gz)?$/.test(name));

function fileOf(path: string): File {
  return new File([readFileSync(`${FORMATS}/${path}`)], path.slice(path.lastIndexOf('/') + 1));
}

/** Axis by axis, whether the file runs backwards; these are straight or oblique, never turned. */
function flipsOf({ affine }: Expected): boolean[] {
  const oblique = [0, 1, 2].some((axis) =>
    [0, 1, 2].some((row) => row !== axis && affine[row]![axis]! !== 0),
  );
  return [0, 1, 2].map((axis) => !oblique && affine[axis]![axis]! < 0);
}

/** Values in the order that NumPy's C order has them: the last axis fastest, as stored. */
function inNumpyOrder(
  times: readonly GridArray[],
  [nx, ny, nz]: Vec3,
  flips: readonly boolean[],
  length: number,
): Float64Array {
  const out = new Float64Array(length);
  let at = 0;
  for (let x = 0; x < nx; x++)
    for (let y = 0; y < ny; y++)
      for (let z = 0; z < nz; z++)
        for (const values of times) {
          const place = [x, y, z].map((n, axis) =>
            flips[axis] === true ? [nx, ny, nz][axis]! - 1 - n : n,
          );
          out[at++] = values[(place[2]! * ny + place[1]!) * nx + place[0]!]!;
        }
  return out;
}

describe.skipIf(absent)('NIfTI of nibabel', () => {
  it.each(NIFTI)('%s', async (name) => {
    const facts = expected[name]!;
    const { scaled, zooms } = facts;
    const [image] = (await inspectSource(fileOf(name))).images;
    const times: GridArray[] = [];
    for (let time = 0; time < image!.times; time++)
      times.push((await readAll(fileOf(name), { time })).values);
    // A file without a unit has no voxel size until one is stated.
    const unit = image!.unit === 'px' ? 'mm' : undefined;
    const { source, values } = await readAll(fileOf(name), { time: 0, unit });
    expect(source.size).toEqual(scaled.shape.slice(0, 3));
    expect(image!.times).toBe(scaled.shape[3] ?? 1);
    for (const axis of [0, 1, 2]) expect(source.spacing[axis]).toBeCloseTo(zooms[axis]!, 4);
    for (const region of regionsOf(source.size))
      expect(Array.from(await source.read(region))).toEqual(cropOf(values, source.size, region));
    const count = scaled.shape.reduce((product, n) => product * n, 1);
    const stored = inNumpyOrder(times, source.size, flipsOf(facts), count);
    if (scaled.dtype === 'float64') {
      // Scaled values are f32 here.
      expect(stored.reduce((a, b) => a + b)).toBeCloseTo(scaled.sum, -1);
      expect(Math.min(...stored)).toBeCloseTo(scaled.min, 2);
      return;
    }
    const Kind = { int16: Int16Array, uint8: Uint8Array, i2: Int16Array, f4: Float32Array }[
      scaled.dtype.replace('>', '')
    ]!;
    const bytes = new Uint8Array(Kind.from(stored).buffer);
    expect(crc32(bytes)).toBe(scaled.crc32_little_endian_C);
  });

  it('reads no header without its voxels', async () => {
    const header = fileOf('nifti/nibabel/nifti1.hdr');
    await expectFailure(readAll([header]), 'corrupt-file', /nifti1\.img.*Open both files/);
  });
});

describe.skipIf(absent)('NRRD of pynrrd and nrrd-js', () => {
  const folder = `${FORMATS}/nrrd/pynrrd`;
  const all = absent ? [] : readdirSync(folder).filter((name) => name.startsWith('Ball'));
  const balls = [
    'BallBinary30x30x30.nrrd',
    'BallBinary30x30x30_gz.nrrd',
    'BallBinary30x30x30_gz_lineskip.nrrd',
    'BallBinary30x30x30_gz_byteskip_minus_one.nrrd',
  ];
  const detached = [
    'BallBinary30x30x30.nhdr',
    'BallBinary30x30x30_byteskip_minus_one.nhdr',
    'BallBinary30x30x30_byteskip_minus_one_nifti.nhdr',
  ];

  it.each(balls)('%s', async (name) => {
    const { source, values } = await readAll(fileOf(`nrrd/pynrrd/${name}`));
    expect([source.dtype, source.size]).toEqual(['i16', [30, 30, 30]]);
    expect(values).toEqual(new Int16Array(readFileSync(`${folder}/BallBinary30x30x30.raw`).buffer));
  });

  it.each(detached)('%s with what lies beside', async (name) => {
    const files = all.map((other) => fileOf(`nrrd/pynrrd/${other}`));
    const { values } = await readAll(files, { dataset: name });
    expect(values).toEqual(new Int16Array(readFileSync(`${folder}/BallBinary30x30x30.raw`).buffer));
  });

  it('says what it does not read, and never a wrong place', async () => {
    const files = all.map((other) => fileOf(`nrrd/pynrrd/${other}`));
    const open = (name: string): Promise<unknown> => readAll(files, { dataset: name });
    await expectFailure(
      open('BallBinary30x30x30_byteskip_minus_five.nhdr'),
      'corrupt-file',
      /byte skip is -5/,
    );
    await expectFailure(open('BallBinary30x30x30_nifti.nhdr'), 'corrupt-file', /352 bytes more/);
    await expectFailure(
      readAll(fileOf('nrrd/pynrrd/BallBinary30x30x30_bz2.nrrd')),
      'unsupported-format',
      /bzip2.*unu save/,
    );
    await expectFailure(
      readAll(fileOf('nrrd/pynrrd/BallBinary30x30x30.nhdr')),
      'corrupt-file',
      /BallBinary30x30x30\.raw, which was not given/,
    );
  });

  it('reads text and the fourth axis', async () => {
    const line = await readAll(fileOf('nrrd/pynrrd/test1d_ascii.nrrd'));
    expect(Array.from(line.values)).toEqual(Array.from({ length: 27 }, (_, i) => i + 1));
    const plane = await readAll(fileOf('nrrd/pynrrd/test2d_ascii.nrrd'));
    expect(plane.source.size).toEqual([3, 9, 1]);
    const simple = await inspectSource(fileOf('nrrd/pynrrd/test_simple4d_raw.nrrd'));
    expect(simple.images[0]!.size).toEqual([1, 1, 1]);
  });
});
