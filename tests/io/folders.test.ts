import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../../src/io/slices/series.js';
import { inspectSource, openSource } from '../../src/io/open.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import { expectFailure, readAll } from './helpers.js';
import { nrrd, RAMP, RAMP_SIZE } from './volume_fixtures.js';
import { zipOf } from './zip_fixture.js';

const [NX, NY] = [6, 5];

/** A slice whose voxels say where they are: 10 z + index. */
function values(z: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: NX * NY }, (_, i) => 10 * z + i);
}

function png(name: string, z: number, width = NX): File {
  const data = Uint8Array.from({ length: width * NY }, (_, i) => 10 * z + i);
  return new File([encode({ width, height: NY, data, channels: 1 }).slice()], name);
}

function colourPng(name: string, rgb: (i: number) => readonly number[]): File {
  const data = Uint8Array.from({ length: NX * NY * 3 }, (_, i) => rgb(Math.floor(i / 3))[i % 3]!);
  return new File([encode({ width: NX, height: NY, data, channels: 3 }).slice()], name);
}

/** 24-bit or 8-bit grey BMP, bottom-up, as Windows writes it. */
function bmp(name: string, z: number): File {
  const rowBytes = Math.ceil(NX / 4) * 4;
  const palette = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 0 : i >> 2));
  const head = new DataView(new ArrayBuffer(54));
  head.setUint16(0, 0x4d42, true);
  head.setUint32(10, 54 + 1024, true);
  head.setUint32(14, 40, true);
  head.setInt32(18, NX, true);
  head.setInt32(22, NY, true);
  head.setUint16(26, 1, true);
  head.setUint16(28, 8, true);
  const pixels = new Uint8Array(rowBytes * NY);
  for (let y = 0; y < NY; y++)
    pixels.set(values(z).subarray(y * NX, (y + 1) * NX), (NY - 1 - y) * rowBytes);
  return new File([head.buffer, palette, pixels], name);
}

async function tiff(name: string, z: number, slices = 1): Promise<File> {
  const all = Uint8Array.from({ length: NX * NY * slices }, (_, i) => 10 * z + i);
  const facts = { size: [NX, NY, slices], dtype: 'u8', spacing: [1, 1, 1], unit: 'px' } as const;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of writeTiff(facts, [all])) parts.push(part.slice());
  return new File(parts, name);
}

function stacked(numbers: readonly number[]): number[] {
  return numbers.flatMap((z) => Array.from(values(z)));
}

describe('series of names', () => {
  it('orders by number, and tells series apart', () => {
    const names = [
      'b2.tif',
      'b10.tif',
      'b1.tif',
      'a_01_3.png',
      'a_02_3.png',
      'a_01_4.png',
      'c.tif',
    ];
    const series = seriesOf(names).map(({ pattern, files }) => [
      pattern,
      ...files.map(({ path }) => path),
    ]);
    expect(series).toEqual([
      ['a_01_#.png', 'a_01_3.png', 'a_01_4.png'],
      ['a_02_#.png', 'a_02_3.png'],
      ['b#.tif', 'b1.tif', 'b2.tif', 'b10.tif'],
      ['c.tif', 'c.tif'],
    ]);
  });

  it('counts slices by the last number that changes, whatever stands behind', () => {
    const [series] = seriesOf(['s1_16bit.tif', 's2_16bit.tif']);
    expect(series!.files.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('finds gaps by the step between numbers, and numbers that come twice', () => {
    const [even] = seriesOf(['s2.tif', 's4.tif', 's8.tif', 's10.tif']);
    expect(even!.missing).toEqual([6]);
    const [twice] = seriesOf(['s1.tif', 's01.tif', 's2.tif']);
    expect(twice!.duplicates).toHaveLength(1);
    expect(twice!.missing).toEqual([]);
  });

  it('takes long names of many numbers in linear time', () => {
    const name = (n: number): string => `${'1a'.repeat(20_000)}${n}.tif`;
    const start = performance.now();
    seriesOf([name(1), name(2)]);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('slices in files', () => {
  const kinds: [string, (name: string, z: number) => File | Promise<File>][] = [
    ['png', (name, z) => png(`${name}.png`, z)],
    ['bmp', (name, z) => bmp(`${name}.bmp`, z)],
    ['tif', (name, z) => tiff(`${name}.tif`, z)],
  ];

  it.each(kinds)('%s: natural order, whole and by region', async (_kind, make) => {
    const files = await Promise.all([10, 2, 1, 9].map(async (z) => make(`scan_${z}`, z)));
    const { source, values: all } = await readAll(files);
    expect(source.size).toEqual([NX, NY, 4]);
    expect(Array.from(all)).toEqual(stacked([1, 2, 9, 10]));
    expect(source.warnings.join()).toMatch(/6 are missing.*3, 4, 5, 6, 7, 8/);
    const part = await source.read({ origin: [1, 2, 1], size: [2, 2, 2] });
    const at = (x: number, y: number, z: number): number => 10 * z + y * NX + x;
    expect(Array.from(part)).toEqual(
      [2, 9].flatMap((z) => [2, 3].flatMap((y) => [1, 2].map((x) => at(x, y, z)))),
    );
  });

  it('names slices that differ, numbers that come twice, and stacks among slices', async () => {
    await expectFailure(
      openSource([png('s1.png', 1), png('s2.png', 2), png('s3.png', 3, NX + 1)]),
      'unsupported-format',
      /most are 6×5 u8, but not s3\.png \(7×5 u8\)/,
    );
    await expectFailure(
      openSource([png('s1.png', 1), png('s01.png', 1), png('s2.png', 2)]),
      'invalid-argument',
      /s1\.png and s01\.png|s01\.png and s1\.png/,
    );
    await expectFailure(
      openSource([await tiff('s1.tif', 1, 2), await tiff('s2.tif', 2)]),
      'unsupported-format',
      /s1\.tif holds 2 slices/,
    );
  });

  it('offers several series by name', async () => {
    const files = [png('a_1.png', 1), png('a_2.png', 2), png('b_1.png', 3), png('b_2.png', 4)];
    await expectFailure(
      openSource(files),
      'invalid-argument',
      /dataset.*'a_#\.png' \(2 slices\), 'b_#\.png' \(2 slices\)/,
    );
    const { values: all } = await readAll(files, { dataset: 'b_#.png' });
    expect(Array.from(all)).toEqual(stacked([3, 4]));
    const { images } = await inspectSource(files);
    expect(images.map(({ path, size }) => [path, size])).toEqual([
      ['a_#.png', [NX, NY, 2]],
      ['b_#.png', [NX, NY, 2]],
    ]);
  });

  it('reads colours by name, and equal colours as grey', async () => {
    const colours = [1, 2].map((z) => colourPng(`c${z}.png`, (i) => [i, 2 * i, z]));
    await expectFailure(openSource(colours), 'invalid-argument', /'red', 'green', 'blue', 'lum/);
    const green = await readAll(colours, { channel: 'green' });
    expect(Array.from(green.values.subarray(0, 3))).toEqual([0, 2, 4]);
    const luminance = await readAll(colours, { channel: 'luminance' });
    expect(luminance.values[5]).toBe(Math.round(5 * 0.2126 + 10 * 0.7152 + 0.0722));
    const grey = [1, 2].map((z) => colourPng(`g${z}.png`, (i) => [i + z, i + z, i + z]));
    const { source, values: all } = await readAll(grey);
    expect(source.warnings.join()).toMatch(/colours are equal/);
    expect([all[0], all[NX * NY]]).toEqual([1, 2]);
    const mixed = [grey[0]!, colourPng('g2.png', (i) => [i, 0, 0])];
    await expectFailure(readAll(mixed), 'unsupported-format', /g2\.png has colours/);
  });

  it('refuses files of no kind, none, and two of one name', async () => {
    await expectFailure(
      openSource([new File(['a'], 'a.txt'), new File(['b'], 'b.log')]),
      'unsupported-format',
      /no file that is read \(2 files\)/,
    );
    await expectFailure(openSource([]), 'invalid-argument', /at least one file/);
    await expectFailure(
      openSource([png('a1.png', 1), png('a1.png', 2)]),
      'invalid-argument',
      /a1\.png.*each once/,
    );
    await expectFailure(openSource([new Blob(['a'])]), 'invalid-argument', /input\[0\]/);
  });

  it('refuses a damaged slice by its name', async () => {
    const cut = new File([await png('x', 2).slice(0, 60).arrayBuffer()], 's2.png');
    await expectFailure(readAll([png('s1.png', 1), cut]), 'corrupt-file', /s2\.png/);
  });
});

describe('folders and archives', () => {
  it('keeps folders apart, and leaves out what all paths share', async () => {
    const files = [1, 2].flatMap((z) => [
      { path: `scan/raw/s${z}.png`, file: png('p', z) },
      { path: `scan/mask/s${z}.png`, file: png('p', z + 4) },
      { path: 'scan/notes.txt', file: new Blob(['note']) },
    ]);
    const unique = [...new Map(files.map((file) => [file.path, file])).values()];
    const { images } = await inspectSource(unique);
    expect(images.map(({ path }) => path)).toEqual(['mask/s#.png', 'raw/s#.png']);
    const { values: all } = await readAll(unique, { dataset: 'mask/s#.png' });
    expect(Array.from(all)).toEqual(stacked([5, 6]));
  });

  it('reads a zip archive of slices, and one of a volume', async () => {
    const slices = await zipOf([png('z2.png', 2), png('z10.png', 10), png('z1.png', 1)]);
    const { values: all } = await readAll(slices);
    expect(Array.from(all)).toEqual(stacked([1, 2, 10]));
    const volume = await readAll(await zipOf([nrrd()]));
    expect(volume.source.size).toEqual(RAMP_SIZE);
    expect(Array.from(volume.values)).toEqual(Array.from(RAMP));
  });

  it('lets no name lead out of an archive, and no file grow beyond what it can', async () => {
    const away = await zipOf([{ path: '../../s1.png', file: png('x', 1) }, png('s2.png', 2)]);
    expect((await inspectSource(away)).images.map(({ path }) => path)).toEqual(['s2.png']);
    const bomb = await zipOf([png('s1.png', 1)], { claims: 2 ** 30 });
    await expectFailure(readAll(bomb), 'corrupt-file', /more bytes than it can hold/);
    const bytes = new Uint8Array(await (await zipOf([png('s1.png', 1)])).arrayBuffer());
    await expectFailure(
      readAll(new File([bytes.subarray(0, bytes.length - 10)], 'cut.zip')),
      'corrupt-file',
      /damaged zip archive/,
    );
  });
});
