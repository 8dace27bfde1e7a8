import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { cropOf, expectFailure, readAll, regionsOf, seeded } from './helpers.js';
import {
  gzip,
  legacyVtk,
  metaImage,
  mrc,
  nifti,
  nrrd,
  RAMP,
  RAMP_SIZE,
  vti,
  zlib,
} from './volume_fixtures.js';

const [NX, NY, NZ] = RAMP_SIZE;

/** The ramp with its axes turned: which axis of the file is x, y, z, and which run backwards. */
function turned(axes: Vec3, flips: readonly boolean[]): number[] {
  const size = axes.map((axis) => RAMP_SIZE[axis]!);
  const out: number[] = [];
  for (let z = 0; z < size[2]!; z++)
    for (let y = 0; y < size[1]!; y++)
      for (let x = 0; x < size[0]!; x++) {
        const at = [0, 0, 0];
        for (const [world, n] of [x, y, z].entries())
          at[axes[world]!] = flips[world] === true ? size[world]! - 1 - n : n;
        out.push(RAMP[(at[2]! * NY + at[1]!) * NX + at[0]!]!);
      }
  return out;
}

describe('each format', () => {
  const files: [string, () => Promise<File> | File][] = [
    ['NRRD', () => nrrd()],
    ['NRRD, gzip', () => nrrd({ encoding: 'gzip' })],
    ['NRRD, text', () => nrrd({ encoding: 'ascii' })],
    ['NRRD, big-endian', () => nrrd({ endian: 'big' })],
    ['MetaImage', () => metaImage()],
    ['MetaImage, zlib', () => metaImage({ compressed: true })],
    ['MetaImage, text', () => metaImage({ text: true })],
    ['NIfTI', () => nifti()],
    ['NIfTI, gzip', async () => new File([await gzip(await nifti().arrayBuffer())], 'a.nii.gz')],
    ['MRC', () => mrc()],
    ['VTK, binary', () => legacyVtk()],
    ['VTK, text', () => legacyVtk({ text: true })],
    ['VTI, appended', () => vti({ data: 'appended' })],
    ['VTI, base64', () => vti({ data: 'binary' })],
    ['VTI, text', () => vti({ data: 'ascii' })],
    ['VTI, zlib in blocks', async () => vti({ data: 'appended', zlib: await blocks() })],
  ];

  /** The ramp in compressed blocks of 20 bytes, the last one shorter. */
  async function blocks(): Promise<Uint8Array<ArrayBuffer>[]> {
    const bytes = new Uint8Array(RAMP.buffer);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < bytes.length; at += 20)
      parts.push(await zlib(bytes.slice(at, at + 20).buffer));
    return parts;
  }

  it.each(files)('%s: values, regions and what it lists', async (_name, make) => {
    const file = await make();
    const { source, values } = await readAll(file, { unit: 'µm' });
    expect(source.size).toEqual(RAMP_SIZE);
    expect(Array.from(values)).toEqual(Array.from(RAMP));
    expect(source.dtype).toBe('i16');
    expect(source.spacing.map((n) => Math.fround(n))).toEqual([0.5, 1.5, 2]);
    for (const region of regionsOf(RAMP_SIZE))
      expect(Array.from(await source.read(region))).toEqual(cropOf(values, RAMP_SIZE, region));
    source.close();
    const { images } = await inspectSource(file);
    expect(images.map(({ size, dtype }) => ({ size, dtype }))).toEqual([
      { size: RAMP_SIZE, dtype: 'i16' },
    ]);
  });

  it.each(files)('%s: cut off anywhere, it is refused or the same', async (_name, make) => {
    const whole = new Uint8Array(await (await make()).arrayBuffer());
    for (let i = 0; i < 40; i++) {
      const cut = Math.floor((whole.length * i) / 40);
      const file = new File([whole.subarray(0, cut)], 'cut.dat');
      const error: unknown = await readAll(file).then(
        ({ values }) => {
          expect(Array.from(values)).toEqual(Array.from(RAMP));
        },
        (reason: unknown) => reason,
      );
      if (error !== undefined) expect(error).toBeInstanceOf(VoxmetryError);
    }
  });

  it.each(files)('%s: with bytes changed, it is read or refused by a type', async (name, make) => {
    const whole = new Uint8Array(await (await make()).arrayBuffer());
    const random = seeded(name.length * 7919 + whole.length);
    for (let i = 0; i < 60; i++) {
      const damaged = whole.slice();
      for (let n = 0; n < 1 + 3 * random(); n++)
        damaged[Math.floor(random() * Math.min(damaged.length, 800))] = Math.floor(random() * 256);
      const start = performance.now();
      const error: unknown = await readAll(new File([damaged], 'damaged.dat')).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined) {
        expect(error).toBeInstanceOf(VoxmetryError);
        expect((error as VoxmetryError).code).toMatch(
          /corrupt-file|unsupported-format|invalid-argument|needs-metadata|out-of-memory/,
        );
      }
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});

describe('orientation', () => {
  it('turns axes along those of the space, where quarter turns do', async () => {
    const cases: [string, Vec3, boolean[]][] = [
      ['(-0.5,0,0) (0,1.5,0) (0,0,2)', [0, 1, 2], [true, false, false]],
      ['(0,0.5,0) (0,0,-1.5) (2,0,0)', [2, 0, 1], [false, false, true]],
      ['(0,-0.5,0) (1.5,0,0) (0,0,-2)', [1, 0, 2], [false, true, true]],
    ];
    for (const [directions, axes, flips] of cases) {
      const { source, values } = await readAll(nrrd({ directions }), { unit: 'µm' });
      expect(Array.from(values)).toEqual(turned(axes, flips));
      expect(source.spacing).toEqual(axes.map((axis) => [0.5, 1.5, 2][axis]));
      expect(source.warnings.join()).toMatch(/axes are turned/);
      for (const region of regionsOf(source.size))
        expect(Array.from(await source.read(region))).toEqual(cropOf(values, source.size, region));
    }
  });

  it('moves the origin to the voxel that is first after the turn', async () => {
    const file = nrrd({ directions: '(-0.5,0,0) (0,1.5,0) (0,0,2)', origin: '(10,20,30)' });
    const source = await openSource(file, { unit: 'µm' });
    expect(source.origin).toEqual([10 - 0.5 * (NX - 1), 20, 30]);
  });

  it('keeps what is oblique as stored, and says so', async () => {
    const { source, values } = await readAll(
      nrrd({ directions: '(0.4,0.3,0) (-0.9,1.2,0) (0,0,2)' }),
      { unit: 'µm' },
    );
    expect(Array.from(values)).toEqual(Array.from(RAMP));
    expect(source.spacing).toEqual([0.5, 1.5, 2]);
    expect(source.warnings.join()).toMatch(/oblique.*0\.4/);
  });

  it('takes the turn of a quaternion as that of its matrix', async () => {
    // A quarter about z: x of the file is y of the space, y of the file is −x.
    const half = Math.SQRT1_2;
    const { values } = await readAll(nifti({ quaternion: [0, 0, half] }));
    expect(Array.from(values)).toEqual(turned([1, 0, 2], [true, false, false]));
  });
});

describe('units', () => {
  it('has no voxel size where a file states no unit, until one is stated', async () => {
    const file = metaImage();
    const plain = await openSource(file);
    expect([plain.unit, plain.spacing]).toEqual(['px', [1, 1, 1]]);
    expect(plain.warnings.join()).toMatch(/0\.5 × 1\.5 × 2 and no unit.*unit: 'µm'/);
    const stated = await openSource(file, { unit: 'mm' });
    expect([stated.unit, stated.spacing]).toEqual(['mm', [0.5, 1.5, 2]]);
    const own = await openSource(file, { unit: 'µm', spacing: [3, 3, 3] });
    expect([own.unit, own.spacing]).toEqual(['µm', [3, 3, 3]]);
  });

  it("takes each format's own", async () => {
    expect((await openSource(mrc())).unit).toBe('Å');
    expect((await openSource(nifti({ unit: 3 }))).unit).toBe('µm');
    expect((await openSource(nrrd({ units: '"nm" "nm" "nm"' }))).unit).toBe('nm');
    expect((await inspectSource(nifti({ unit: 2 }))).images[0]).toMatchObject({
      unit: 'mm',
      spacingFrom: 'NIfTI pixdim',
    });
  });
});

describe('several grids in a file', () => {
  it('lists channels and times, and chooses none silently', async () => {
    const rgb = nrrd({ channels: 3, kinds: 'RGB-color domain domain domain' });
    expect((await inspectSource(rgb)).images[0]!.channels).toEqual(['R', 'G', 'B']);
    await expectFailure(openSource(rgb), 'invalid-argument', /channel.*'R', 'G', 'B'/);
    const green = await readAll(rgb, { channel: 'G' });
    expect(Array.from(green.values)).toEqual(Array.from(RAMP, (n) => n + 1000));
    const second = await readAll(rgb, { channel: 2 });
    expect(Array.from(second.values)).toEqual(Array.from(RAMP, (n) => n + 2000));
    const movie = nifti({ times: 2 });
    expect((await inspectSource(movie)).images[0]!.times).toBe(2);
    await expectFailure(openSource(movie), 'invalid-argument', /time.*0 to 1/);
    const later = await readAll(movie, { time: 1 });
    expect(Array.from(later.values)).toEqual(Array.from(RAMP, (n) => n + 1000));
    await expectFailure(openSource(nrrd(), { channel: 1 }), 'invalid-argument', /no channels/);
    await expectFailure(openSource(nrrd(), { dataset: 'b' }), 'invalid-argument', /dataset/);
  });

  it('chooses arrays of a VTK file by name', async () => {
    const file = vti({ data: 'appended', arrays: ['grey', 'labels'] });
    expect((await inspectSource(file)).images.map(({ path }) => path)).toEqual(['grey', 'labels']);
    await expectFailure(openSource(file), 'invalid-argument', /dataset.*'grey'.*'labels'/);
    const { values } = await readAll(file, { dataset: 'labels' });
    expect(Array.from(values)).toEqual(Array.from(RAMP, (n) => n + 1000));
  });
});

describe('what files mean', () => {
  it('scales NIfTI by its slope and intercept', async () => {
    const { source, values } = await readAll(nifti({ slope: 0.5, intercept: -10 }));
    expect(source.dtype).toBe('f32');
    expect(Array.from(values)).toEqual(Array.from(RAMP, (n) => n * 0.5 - 10));
    expect(source.warnings.join()).toMatch(/times 0\.5 plus -10/);
  });

  it('opens a header with the voxels beside it, and never what lies elsewhere', async () => {
    const voxels = new File([new Uint8Array(RAMP.buffer)], 'scan.raw');
    const opened = await readAll([metaImage({ file: 'scan.raw' }), voxels]);
    expect(Array.from(opened.values)).toEqual(Array.from(RAMP));
    await expectFailure(
      readAll([metaImage({ file: '../scan.raw' }), voxels]),
      'unsupported-format',
      /outside its own folder/,
    );
    await expectFailure(
      readAll([metaImage({ file: 'https://example.org/scan.raw' }), voxels]),
      'unsupported-format',
      /outside its own folder/,
    );
    await expectFailure(readAll(metaImage({ file: 'scan.raw' })), 'corrupt-file', /not given/);
    const longer = new File([new Uint8Array(9), new Uint8Array(RAMP.buffer)], 'scan.raw');
    await expectFailure(
      readAll([metaImage({ file: 'scan.raw' }), longer]),
      'corrupt-file',
      /9 bytes more.*HeaderSize = -1/,
    );
  });

  it('joins voxels that lie in a file a slice', async () => {
    const slices = Array.from(
      { length: NZ },
      (_, z) =>
        new File(
          [RAMP.slice(z * NX * NY, (z + 1) * NX * NY)],
          `s${String(z + 1).padStart(3, '0')}.raw`,
        ),
    );
    for (const file of [
      `s%03d.raw 1 ${NZ} 1`,
      `LIST\n${slices.map(({ name }) => name).join('\n')}`,
    ]) {
      const { source, values } = await readAll([metaImage({ file }), ...slices], { unit: 'mm' });
      expect(Array.from(values)).toEqual(Array.from(RAMP));
      for (const region of regionsOf(RAMP_SIZE))
        expect(Array.from(await source.read(region))).toEqual(cropOf(values, RAMP_SIZE, region));
    }
  });

  it('reads what is compressed further back again', async () => {
    const source = await openSource(await nrrd({ encoding: 'gzip' }));
    const slice = (z: number): Promise<ArrayLike<number>> =>
      source.read({ origin: [0, 0, z], size: [NX, NY, 1] });
    const last = await slice(NZ - 1);
    const first = await slice(0);
    expect(Array.from(first)).toEqual(Array.from(RAMP.subarray(0, NX * NY)));
    expect(Array.from(last)).toEqual(Array.from(RAMP.subarray((NZ - 1) * NX * NY)));
    // Reads at the same time take turns.
    const both = await Promise.all([slice(1), slice(0), slice(2)]);
    expect(both.map((values) => values[0])).toEqual([1, 0, 2].map((z) => RAMP[z * NX * NY]));
  });

  it('refuses a small file that promises much', async () => {
    const header = 'NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4000 4000 4000\nencoding: gzip\n\n';
    const packed = await gzip(new Uint8Array(1000).buffer);
    await expectFailure(
      openSource(new File([header, packed], 'bomb.nrrd')),
      'corrupt-file',
      /does not hold the 64000000000 bytes/,
    );
  });
});
