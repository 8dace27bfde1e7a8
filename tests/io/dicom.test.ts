import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { Elements, Pixels } from './dicom_fixture.js';
import { dicom, dicomSeries, rleFrame, SYNTAX } from './dicom_fixture.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';
import { countedFile, survivesMutations } from './mutations.js';
import { RAMP, RAMP_SIZE } from './volume_fixtures.js';
import { zipOf } from './zip_fixture.js';

const [NX, NY, NZ] = RAMP_SIZE;
const PLANE = NX * NY;

const HALVES =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggL' +
  'DAsKDAkKCgr/wAALCAAIABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAACQr/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/ACfVAP/Z';

/** All values of an integer type that matter: its ends, and a ramp. */
function ramp(type: new (values: number[]) => Pixels): Pixels {
  const array = new type(Array.from({ length: PLANE * NZ }, (_, i) => i * 7 - 100));
  array.set([0, -1, 127, 128, 255, 256, 2 ** 31, -(2 ** 31)], 3);
  return array;
}

/** Places of the frames of an enhanced image, in the order in which they are stored. */
function enhanced(order: readonly number[], orientation = '1\\0\\0\\0\\1\\0'): Elements {
  return {
    '5200,9229': [
      'SQ',
      [
        {
          '0028,9110': ['SQ', [{ '0028,0030': ['DS', '0.4\\0.3'] }]],
          '0020,9116': ['SQ', [{ '0020,0037': ['DS', orientation] }]],
        },
      ],
    ],
    '5200,9230': [
      'SQ',
      order.map((z): Elements => ({
        '0020,9113': ['SQ', [{ '0020,0032': ['DS', `1\\2\\${3 + z * 0.7}`] }]],
      })),
    ],
  };
}

/** The ramp's slices in another order. */
function shuffled(order: readonly number[]): Int16Array {
  return Int16Array.from(order.flatMap((z) => [...RAMP.subarray(z * PLANE, (z + 1) * PLANE)]));
}

describe('DICOM series', () => {
  it.each([
    ['explicit little-endian', { syntax: SYNTAX.explicit }],
    ['implicit little-endian', { syntax: SYNTAX.implicit }],
    ['explicit big-endian', { syntax: SYNTAX.big }],
    ['RLE', { packed: true }],
  ])('%s: slices by position, values, regions and what it lists', async (_name, options) => {
    const files = dicomSeries(RAMP, RAMP_SIZE, options);
    const { source, values } = await readAll(files);
    expect(source).toMatchObject({ size: RAMP_SIZE, dtype: 'i16', format: 'dicom', unit: 'mm' });
    expect(Array.from(values)).toEqual(Array.from(RAMP));
    expect(source.spacing).toEqual([0.3, 0.4, 0.7]);
    expect(source.origin).toEqual([-10.5, -20, 30]);
    expect(source.warnings).toEqual([]);
    for (const region of regionsOf(RAMP_SIZE))
      expect(Array.from(await source.read(region))).toEqual(cropOf(values, RAMP_SIZE, region));
    source.close();
    expect((await inspectSource(files)).images).toEqual([
      {
        path: 'DICOM',
        size: RAMP_SIZE,
        dtype: 'i16',
        spacing: [0.3, 0.4, 0.7],
        unit: 'mm',
        spacingFrom: 'PixelSpacing, ImagePositionPatient',
        channels: [],
        times: 1,
        levels: [RAMP_SIZE],
        warnings: [],
      },
    ]);
  });

  it.each([
    ['u8', Uint8Array],
    ['i8', Int8Array],
    ['u16', Uint16Array],
    ['i16', Int16Array],
    ['u32', Uint32Array],
    ['i32', Int32Array],
  ] as const)('%s in every coding', async (dtype, type) => {
    const volume = ramp(type);
    for (const options of [{}, { syntax: SYNTAX.big }, { packed: true }]) {
      const { source, values } = await readAll(dicomSeries(volume, RAMP_SIZE, options));
      expect(source.dtype).toBe(dtype);
      expect(Array.from(values)).toEqual(Array.from(volume));
    }
  });

  it('comes as a zip archive, in folders, and with names without an ending', async () => {
    const slices = dicomSeries(RAMP, RAMP_SIZE).map((file, i) => ({
      path: `DISK/SE0/${i === 0 ? '1.2.840.10008.7' : `IM${i}`}`,
      file,
    }));
    const beside = [
      { path: 'DISK/DICOMDIR', file: new File([new Uint8Array(200), 'x'], 'DICOMDIR') },
      { path: 'DISK/README', file: new File(['a text'], 'README') },
    ];
    for (const input of [[...slices, ...beside], await zipOf([...slices, ...beside])]) {
      const { values } = await readAll(input);
      expect(Array.from(values)).toEqual(Array.from(RAMP));
    }
  });

  it('lists several series, and chooses none silently', async () => {
    const other = Int16Array.from(RAMP, (n) => n + 1000);
    const files = [
      ...dicomSeries(RAMP, RAMP_SIZE),
      ...dicomSeries(other, RAMP_SIZE, { series: '1.2.4', prefix: 'b' }),
      // A scout of another size within the first series.
      dicom('scout.dcm', [4, 4], Int16Array.of(...Array<number>(16).fill(9))),
    ];
    const { images } = await inspectSource(files);
    expect(images.map(({ path, size }) => [path, size])).toEqual([
      ['DICOM/series 3 bone', RAMP_SIZE],
      ['DICOM/series 3 bone (2)', [4, 4, 1]],
      ['DICOM/series 3 bone (3)', RAMP_SIZE],
    ]);
    await expectFailure(
      openSource(files),
      'invalid-argument',
      /dataset.*'series 3 bone' \(5×4×3 i16\)/,
    );
    const { values } = await readAll(files, { dataset: 'series 3 bone (3)' });
    expect(Array.from(values)).toEqual(Array.from(other));
  });

  it('names slices at one place, and warns of those that are missing', async () => {
    await expectFailure(
      openSource(dicomSeries(RAMP, RAMP_SIZE, { step: (z) => [0, 1, 1][z]! })),
      'invalid-argument',
      /im1\.dcm and im2\.dcm.*lie in one plane/,
    );
    const gap = await readAll(dicomSeries(RAMP, RAMP_SIZE, { step: (z) => [0, 0.5, 2][z]! }));
    expect(gap.source.spacing).toEqual([0.3, 0.4, 0.5]);
    expect(gap.source.warnings.join()).toMatch(/2 are missing.*behind the places 30\.5 mm/);
    expect(Array.from(gap.values)).toEqual(Array.from(RAMP));
  });

  it('refuses slices at unequal distances, and those of a tilted gantry', async () => {
    await expectFailure(
      openSource(dicomSeries(RAMP, RAMP_SIZE, { step: (z) => [0, 0.5, 1.2][z]! })),
      'unsupported-format',
      /unequal distances, 0\.5 to 0\.7 mm/,
    );
    await expectFailure(
      openSource(dicomSeries(RAMP, RAMP_SIZE, { normal: [0, 0.3, 1] })),
      'unsupported-format',
      /shifted against each other.*tilted gantry/,
    );
    // Positions of few decimals are no unequal distances.
    const rounded = await openSource(
      dicomSeries(RAMP, RAMP_SIZE, { step: (z) => [0, 0.63, 1.25][z]! }),
    );
    expect(rounded.spacing).toEqual([0.3, 0.4, 0.625]);
  });

  it('turns axes along those of the space, by quarter turns', async () => {
    // Coronal: rows run along x, columns down; the normal points along +y.
    const files = dicomSeries(RAMP, RAMP_SIZE, {
      orientation: [1, 0, 0, 0, 0, -1],
      normal: [0, 1, 0],
    });
    const { source, values } = await readAll(files);
    expect(source.size).toEqual([NX, NZ, NY]);
    expect(source.spacing).toEqual([0.3, 0.7, 0.4]);
    expect(source.origin.map((n) => Number(n.toFixed(9)))).toEqual([-10.5, -20, 30 - 0.4 * 3]);
    for (let z = 0; z < NY; z++)
      for (let y = 0; y < NZ; y++)
        for (let x = 0; x < NX; x++)
          expect(values[(z * NZ + y) * NX + x]).toBe(RAMP[(y * NY + (NY - 1 - z)) * NX + x]);
    // Slices that are stored against the normal are in the order of the normal all the same.
    const down = await readAll(dicomSeries(RAMP, RAMP_SIZE, { step: (z) => -0.7 * z }));
    expect(down.values[0]).toBe(RAMP[2 * PLANE]);
  });

  it('says so where files state no positions', async () => {
    const plain = [2, 0, 1].map((z) =>
      dicom(`p${z}.dcm`, [NX, NY], RAMP.slice(z * PLANE, (z + 1) * PLANE), {
        instance: z + 5,
        elements: { '0018,0050': ['DS', '0.9'] },
      }),
    );
    const { source, values } = await readAll(plain);
    expect(Array.from(values)).toEqual(Array.from(RAMP));
    expect(source.spacing).toEqual([0.3, 0.4, 0.9]);
    expect(source.warnings.join()).toMatch(/no positions.*from their thickness/);
    const twice = plain.map((file, i) => (i === 0 ? plain[1]! : file));
    await expectFailure(
      openSource([plain[1]!, new File([twice[0]!], 'again.dcm')]),
      'invalid-argument',
      /again\.dcm.*InstanceNumber/,
    );
  });
});

describe('values of DICOM', () => {
  const volume = Uint16Array.from({ length: PLANE * NZ }, (_, i) => (i * 131) % 4096);

  it('stay integers under a whole slope and intercept', async () => {
    const elements: Elements = {
      '0028,0101': ['US', [12]],
      '0028,0102': ['US', [11]],
      '0028,1052': ['DS', '-1024'],
      '0028,1053': ['DS', '1'],
    };
    const { source, values } = await readAll(dicomSeries(volume, RAMP_SIZE, { elements }));
    expect(source.dtype).toBe('i16');
    expect(Array.from(values)).toEqual(Array.from(volume, (n) => n - 1024));
    expect(source.warnings.join()).toMatch(/times 1 plus -1024.*as i16/);
    for (const region of regionsOf(RAMP_SIZE))
      expect(Array.from(await source.read(region))).toEqual(cropOf(values, RAMP_SIZE, region));
  });

  it('are f32 under others, and where slices differ', async () => {
    const elements: Elements = { '0028,1052': ['DS', '-10.5'], '0028,1053': ['DS', '0.25'] };
    const files = dicomSeries(volume, RAMP_SIZE, { elements });
    const { source, values } = await readAll(files);
    expect(source.dtype).toBe('f32');
    expect(Array.from(values)).toEqual(Array.from(volume, (n) => n * 0.25 - 10.5));
    const [, second, third] = files;
    const first = dicomSeries(volume, RAMP_SIZE)[0]!;
    const mixed = await readAll([first, second!, third!]);
    expect(mixed.source.warnings.join()).toMatch(/as each slice says/);
    expect(mixed.values[1]).toBe(volume[1]);
    expect(mixed.values[PLANE]).toBe(volume[PLANE]! * 0.25 - 10.5);
  });

  it('are the bits that are stored: others hold overlays', async () => {
    const bits = (highBit: number): Elements => ({
      '0028,0101': ['US', [12]],
      '0028,0102': ['US', [highBit]],
    });
    const above = volume.map((n) => n | 0xa000);
    const low = await readAll(dicomSeries(above, RAMP_SIZE, { elements: bits(11) }));
    expect(Array.from(low.values)).toEqual(Array.from(volume));
    const below = volume.map((n) => (n << 4) | 0x5);
    const high = await readAll(dicomSeries(below, RAMP_SIZE, { elements: bits(15) }));
    expect(Array.from(high.values)).toEqual(Array.from(volume));
    const signed = Int16Array.from(below);
    const both = await readAll(dicomSeries(signed, RAMP_SIZE, { elements: bits(15) }));
    expect(Array.from(both.values)).toEqual(Array.from(volume, (n) => (n < 2048 ? n : n - 4096)));
  });

  it('say what they mean where they are shown otherwise', async () => {
    const white = await openSource(
      dicomSeries(RAMP, RAMP_SIZE, {
        elements: { '0028,0004': ['CS', 'MONOCHROME1'], '0028,0120': ['US', [65536 - 2000]] },
      }),
    );
    expect(white.warnings.join()).toMatch(/MONOCHROME1.*value -2000/);
  });

  it('of colours are channels, side by side or plane by plane', async () => {
    const colours = Uint8Array.from({ length: 12 * 3 }, (_, i) => i * 5);
    for (const planar of [0, 1]) {
      const bytes = colours.map((_, i) =>
        planar === 0 ? colours[i]! : colours[(i % 12) * 3 + Math.floor(i / 12)]!,
      );
      // Three values at a pixel are a third of the rows that the pixels would have.
      const file = dicom('rgb.dcm', [4, 9], bytes, {
        elements: {
          '0028,0002': ['US', [3]],
          '0028,0004': ['CS', 'RGB'],
          '0028,0006': ['US', [planar]],
          '0028,0010': ['US', [3]],
        },
      });
      expect((await inspectSource(file)).images[0]!.channels).toEqual(['red', 'green', 'blue']);
      const { values } = await readAll(file, { channel: 'green' });
      expect(Array.from(values)).toEqual(Array.from({ length: 12 }, (_, i) => (i * 3 + 1) * 5));
    }
  });
});

describe('frames of DICOM', () => {
  it('of JPEG are decoded', async () => {
    // Baseline, 16×8 pixels: the left half is 40, the right one 200, which blocks hold exactly.
    const packed = Uint8Array.from(atob(HALVES), (letter) => letter.charCodeAt(0));
    const pixels = Uint8Array.from({ length: 128 }, (_, i) => (i % 16 < 8 ? 40 : 200));
    const file = (columns: number): File =>
      dicom('a.dcm', [columns, 8], pixels.subarray(0, columns * 8), {
        syntax: SYNTAX.jpeg,
        frames: [packed],
      });
    const { source, values } = await readAll(file(16));
    expect(Array.from(values)).toEqual(Array.from(pixels));
    for (const region of regionsOf(source.size))
      expect(Array.from(await source.read(region))).toEqual(cropOf(values, source.size, region));
    await expectFailure(readAll(file(8)), 'corrupt-file', /another size/);
  });

  const order = [1, 2, 0];

  it('of an enhanced image are in the order of their places', async () => {
    for (const packed of [false, true]) {
      const pixels = shuffled(order);
      const frames = order.map((z) => rleFrame(RAMP.slice(z * PLANE, (z + 1) * PLANE)));
      const file = dicom('ct.dcm', [NX, NY], pixels, {
        elements: enhanced(order),
        ...(packed ? { syntax: SYNTAX.rle, frames } : {}),
      });
      const { source, values } = await readAll(file);
      expect(source.size).toEqual(RAMP_SIZE);
      expect(source.spacing).toEqual([0.3, 0.4, 0.7]);
      expect(Array.from(values)).toEqual(Array.from(RAMP));
      for (const region of regionsOf(RAMP_SIZE))
        expect(Array.from(await source.read(region))).toEqual(cropOf(values, RAMP_SIZE, region));
    }
  });

  it('without places are in their order; those of a film are no volume', async () => {
    const stack = await readAll(dicom('stack.dcm', [NX, NY], RAMP));
    expect(Array.from(stack.values)).toEqual(Array.from(RAMP));
    expect(stack.source.warnings.join()).toMatch(/no positions.*as far as pixels/);
    const film = dicom('film.dcm', [NX, NY], RAMP, { elements: { '0018,1063': ['DS', '40'] } });
    const { source } = await readAll(film);
    expect(source.unit).toBe('px');
    expect(source.warnings.join()).toMatch(/points in time/);
  });

  it('of a file that came alone have no warnings where all is said', async () => {
    const file = dicom('ct.dcm', [NX, NY], shuffled(order), { elements: enhanced(order) });
    const { images } = await inspectSource(file);
    expect(images).toMatchObject([{ path: '', size: RAMP_SIZE, unit: 'mm', warnings: [] }]);
  });

  it('are read by region, behind a header of any length', async () => {
    const big = Int16Array.from({ length: 64 * 64 * 8 }, (_, i) => i % 30000);
    for (const spare of [0, 40_000]) {
      const file = dicom('big.dcm', [64, 64], big, {
        elements: { '0019,1001': ['OB', new Uint8Array(spare)] },
      });
      const bytes = new Uint8Array(await file.arrayBuffer());
      const counted = countedFile(bytes, 'big.dcm');
      const opened = await openSource(counted.source);
      expect(counted.total()).toBeLessThan(spare === 0 ? 10_000 : bytes.length * 2);
      const before = counted.total();
      const values = await opened.read({ origin: [3, 5, 6], size: [4, 2, 1] });
      expect(values[0]).toBe(big[(6 * 64 + 5) * 64 + 3]);
      expect(counted.total() - before).toBeLessThan(64 * 2 * 4);
    }
  });
});

describe('DICOM that is not read', () => {
  it('is listed with the reason, and refused by name', async () => {
    const frames = [new Uint8Array(100)];
    const file = dicom('j2k.dcm', [NX, NY], RAMP.slice(0, PLANE), {
      syntax: SYNTAX.jpeg2000,
      frames,
    });
    expect((await inspectSource(file)).images[0]!.warnings.join()).toMatch(/JPEG 2000.*not read/);
    await expectFailure(openSource(file), 'unsupported-format', /JPEG 2000.*uncompressed/);
    // What can be read beside it is.
    const { values } = await readAll([file, ...dicomSeries(RAMP, RAMP_SIZE, { series: '9' })], {
      dataset: 'series 3 bone (2)',
    });
    expect(Array.from(values)).toEqual(Array.from(RAMP));
  });

  it('is refused by name where it has no pixels that are known', async () => {
    const slice = RAMP.slice(0, PLANE);
    const cases: [Elements, string, RegExp][] = [
      [{ '0028,0100': ['US', [64]] }, SYNTAX.explicit, /64 bits/],
      [{ '0028,0004': ['CS', 'YBR_FULL'] }, SYNTAX.explicit, /'YBR_FULL'/],
      [{ '0028,3000': ['SQ', []] }, SYNTAX.explicit, /modality lookup table/],
      [{}, SYNTAX.deflated, /deflated DICOM/],
      [{}, '1.2.3.4', /transfer syntax 1\.2\.3\.4/],
    ];
    for (const [elements, syntax, message] of cases) {
      const error = await openSource(dicom('a.dcm', [NX, NY], slice, { elements, syntax })).then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      expect(error?.message).toMatch(message);
    }
    const report = dicom('report.dcm', [NX, NY], slice, { withoutPixels: true });
    await expectFailure(openSource(report), 'unsupported-format', /without an image/);
    const picture = dicom('picture.dcm', [NX, NY], slice, {
      elements: { '0028,0004': ['CS', 'YBR_FULL'] },
    });
    await expectFailure(openSource([picture, report]), 'unsupported-format', /'YBR_FULL'/);
    const beside = await readAll([picture, report, ...dicomSeries(RAMP, RAMP_SIZE)]);
    expect(Array.from(beside.values)).toEqual(Array.from(RAMP));
    expect(beside.source.warnings.join()).toMatch(/left out: picture\.dcm, report\.dcm\./);
  });

  it('is corrupt where its pixels are missing', async () => {
    const whole = await bytesOf(RAMP);
    const cut = new File([whole.subarray(0, whole.length - 9)], 'cut.dcm');
    await expectFailure(openSource(cut), 'corrupt-file', /truncated/);
    await expectFailure(
      openSource([new File(['no mark'], 'other.dcm')]),
      'corrupt-file',
      /'DICM' at byte 128/,
    );
  });

  async function bytesOf(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await dicom('a.dcm', [NX, NY], pixels).arrayBuffer());
  }
});

describe('damaged DICOM', () => {
  const frames = [0, 1, 2].map((z) => rleFrame(RAMP.slice(z * PLANE, (z + 1) * PLANE)));
  it.each([
    ['explicit', { elements: enhanced([2, 1, 0]) }, 4],
    ['implicit', { elements: enhanced([2, 1, 0]), syntax: SYNTAX.implicit }, 4],
    ['big', { elements: enhanced([2, 1, 0]), syntax: SYNTAX.big }, 4],
    ['rle', { elements: enhanced([2, 1, 0]), syntax: SYNTAX.rle, frames }, 64],
  ])('%s: is read or refused by a type', async (name, options, expansion) => {
    const file = dicom(`${name}.dcm`, [NX, NY], RAMP, options);
    const whole = new Uint8Array(await file.arrayBuffer());
    // The preamble says nothing.
    await survivesMutations(whole, `${name}.dcm`, { count: 80, expansion, skip: 128 });
  });

  it('of JPEG is read or refused by a type', async () => {
    const packed = Uint8Array.from(atob(HALVES), (letter) => letter.charCodeAt(0));
    const file = dicom('a.dcm', [16, 8], new Uint8Array(128), {
      syntax: SYNTAX.jpeg,
      frames: [packed],
    });
    const whole = new Uint8Array(await file.arrayBuffer());
    await survivesMutations(whole, 'a.dcm', { count: 80, skip: 128, expansion: 512 });
  });

  it('of a series is read or refused by a type', async () => {
    const [first, ...others] = dicomSeries(RAMP, RAMP_SIZE);
    const whole = new Uint8Array(await first!.arrayBuffer());
    await survivesMutations(whole, first!.name, { count: 80, skip: 128, beside: others });
  });
});
