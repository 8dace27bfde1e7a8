import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { cropOf, expectFailure, readAll, regionsOf } from './helpers.js';
import { countedFile, survivesMutations } from './mutations.js';
import { oleFile } from './ole_fixture.js';
import { zipOf } from './zip_fixture.js';

type Bytes = Uint8Array<ArrayBuffer>;
type Values = Uint8Array | Uint16Array | Int16Array | Float32Array | Float64Array;

const SIZE: Vec3 = [48, 47, 3];

function u32(value: number): Bytes {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function f32(...values: number[]): Bytes {
  return new Uint8Array(Float32Array.from(values).buffer);
}

interface Scan {
  readonly type?: number;
  readonly size?: Vec3;
  readonly more?: Readonly<Record<string, Bytes>>;
}

/** The streams of a scan. */
function scan(values: Values, { type = 5, size = SIZE, more }: Scan = {}): Record<string, Bytes> {
  const bytes = new Uint8Array(values.buffer.slice(0) as ArrayBuffer);
  const each = bytes.length / size[2];
  const images = Array.from({ length: size[2] }, (_, i): [string, Bytes] => [
    `ImageData${Math.ceil((i + 1) / 100)}/Image${i + 1}`,
    bytes.slice(i * each, (i + 1) * each),
  ]);
  return {
    'ImageInfo/ImageWidth': u32(size[0]),
    'ImageInfo/ImageHeight': u32(size[1]),
    'ImageInfo/NoOfImages': u32(size[2]),
    'ImageInfo/ImagesTaken': u32(size[2]),
    'ImageInfo/DataType': u32(type),
    'ImageInfo/PixelSize': f32(0.7),
    ...Object.fromEntries(images),
    ...more,
  };
}

function without(streams: Record<string, Bytes>, path: string): Record<string, Bytes> {
  return Object.fromEntries(Object.entries(streams).filter(([name]) => name !== path));
}

function rampOf(type: new (length: number) => Values, size: Vec3 = SIZE): Values {
  const values = new type(size[0] * size[1] * size[2]);
  for (let i = 0; i < values.length; i++) values[i] = (i * 37) % 251;
  return values;
}

describe('scans of Xradia', () => {
  it.each([
    ['u8', 3, Uint8Array],
    ['i16', 4, Int16Array],
    ['u16', 5, Uint16Array],
    ['f32', 10, Float32Array],
  ] as const)('%s: values, regions and what it lists', async (dtype, type, array) => {
    const values = rampOf(array);
    for (const options of [{}, { version: 4 }, { scattered: true }] as const) {
      const file = oleFile('a.txm', scan(values, { type }), options);
      const { source, values: read } = await readAll(file);
      expect(source).toMatchObject({ size: SIZE, dtype, format: 'txm', unit: 'µm' });
      expect(source.spacing).toEqual([0.7, 0.7, 0.7]);
      expect(Array.from(read)).toEqual(Array.from(values));
      for (const region of regionsOf(SIZE))
        expect(Array.from(await source.read(region))).toEqual(cropOf(read, SIZE, region));
      source.close();
      const { images } = await inspectSource(file);
      expect(images).toMatchObject([
        { path: '', size: SIZE, dtype, unit: 'µm', spacingFrom: 'ImageInfo/PixelSize' },
      ]);
    }
  });

  it('with images so small that they share sectors, and more than a storage holds', async () => {
    const size: Vec3 = [5, 4, 203];
    const values = rampOf(Uint16Array, size);
    const { source, values: read } = await readAll([oleFile('a.txm', scan(values, { size }))]);
    expect(source.size).toEqual(size);
    expect(Array.from(read)).toEqual(Array.from(values));
    const zipped = await readAll(await zipOf([oleFile('b.txm', scan(values, { size }))]));
    expect(Array.from(zipped.values)).toEqual(Array.from(values));
  });

  it('so long that their tables have a table, of which little is read', async () => {
    // More than 109 sectors of tables: above 7 MB.
    const size: Vec3 = [512, 512, 15];
    const values = rampOf(Uint16Array, size);
    const file = oleFile('long.txm', scan(values, { size }));
    const bytes = new Uint8Array(await file.arrayBuffer());
    const counted = countedFile(bytes, 'long.txm');
    const source = await openSource(counted.source);
    expect(counted.total()).toBeLessThan(bytes.length / 50);
    const before = counted.total();
    const row = await source.read({ origin: [3, 100, 14], size: [500, 2, 1] });
    expect(counted.total() - before).toBeLessThan(4096);
    expect(row[501]).toBe(values[(14 * 512 + 101) * 512 + 4]);
  });

  it('as projections have no voxel size', async () => {
    const values = rampOf(Uint16Array);
    const angles = { 'ImageInfo/Angles': f32(-90, 0, 90) };
    const more = { ...angles, 'ReferenceData/Image': new Uint8Array(SIZE[0] * SIZE[1] * 4) };
    for (const name of ['a.txrm', 'a.ole']) {
      const source = await openSource(oleFile(name, scan(values, { more })));
      expect(source.unit).toBe('px');
      expect(source.warnings.join()).toMatch(
        /projections.*by angle.*A pixel is 0\.7 µm.*not divided by the reference/,
      );
    }
    expect((await openSource(oleFile('a.txm', scan(values, { more: angles })))).unit).toBe('µm');
  });

  it('as tiles of a mosaic have none either', async () => {
    const more = { 'ImageInfo/MosiacColumns': u32(3), 'ImageInfo/MosiacRows': u32(1) };
    const source = await openSource(oleFile('a.xrm', scan(rampOf(Uint16Array), { more })));
    expect(source.unit).toBe('px');
    expect(source.warnings.join()).toMatch(/tiles of a mosaic/);
  });

  it('that were stopped have the images that were taken', async () => {
    const values = rampOf(Uint16Array);
    const more = { 'ImageInfo/NoOfImages': u32(10) };
    const source = await openSource(oleFile('a.txm', scan(values, { more })));
    expect(source.size).toEqual(SIZE);
    expect(source.warnings.join()).toMatch(/stopped: 3 of 10/);
    const unset = { 'ImageInfo/ImagesTaken': u32(0) };
    const whole = await openSource(oleFile('a.txm', scan(values, { more: unset })));
    expect(whole.size).toEqual(SIZE);
  });

  it('without a type are of two bytes or four', async () => {
    for (const array of [Uint16Array, Float32Array]) {
      const values = rampOf(array);
      const streams = without(scan(values), 'ImageInfo/DataType');
      expect(Array.from((await readAll(oleFile('a.txm', streams))).values)).toEqual(
        Array.from(values),
      );
    }
  });
});

describe('scans that are not read', () => {
  const values = rampOf(Uint16Array);

  it('are refused by name', async () => {
    const other = oleFile('a.doc', { WordDocument: new Uint8Array(5000) });
    await expectFailure(openSource(other), 'unsupported-format', /OLE file without images/);
    const wide = oleFile('a.txm', scan(rampOf(Float64Array), { type: 9 }));
    await expectFailure(openSource(wide), 'unsupported-format', /type 9/);
  });

  it('are corrupt where images are missing or short', async () => {
    const rest = without(scan(values), 'ImageData1/Image2');
    await expectFailure(
      openSource(oleFile('a.txm', rest)),
      'corrupt-file',
      /ImageData1\/Image2 is missing/,
    );
    const short = scan(values, { more: { 'ImageData1/Image3': new Uint8Array(4500) } });
    await expectFailure(
      openSource(oleFile('a.txm', short)),
      'corrupt-file',
      /image 3 has 4500 bytes, and 4512 are needed/,
    );
  });

  it('are corrupt where chains of sectors run in circles, or leave the file', async () => {
    const file = oleFile('a.txm', scan(values));
    const whole = new Uint8Array(await file.arrayBuffer());
    const view = new DataView(whole.buffer);
    const table = (view.getUint32(76, true) + 1) * 512;
    // The third sector of the first image leads back to its second, and then nowhere.
    for (const [next, message] of [
      [1, /runs in circles/],
      [0x00ffffff, /leaves the file/],
      [0xfffffffe, /ends early/],
    ] as const) {
      view.setUint32(table + 2 * 4, next, true);
      await expectFailure(openSource(new File([whole], 'a.txm')), 'corrupt-file', message);
    }
    // The directory, whose root's child is the root itself.
    const again = new Uint8Array(await file.arrayBuffer());
    const directory = (new DataView(again.buffer).getUint32(48, true) + 1) * 512;
    new DataView(again.buffer).setUint32(directory + 128 + 68, 1, true);
    await expectFailure(openSource(new File([again], 'a.txm')), 'corrupt-file', /no tree/);
  });

  it.each([
    ['version 3', {}],
    ['version 4', { version: 4 }],
    ['scattered', { scattered: true }],
  ] as const)('%s: damaged ones are read or refused by a type', async (name, options) => {
    const size: Vec3 = [9, 8, 3];
    const small = scan(rampOf(Uint16Array, size), { size });
    const long = { ...scan(rampOf(Uint16Array)), 'Notes/Text': new Uint8Array(100) };
    for (const streams of [small, long]) {
      const file = oleFile('a.txm', streams, options);
      const whole = new Uint8Array(await file.arrayBuffer());
      // What matters: the header, and the tables and the directory behind the images.
      await survivesMutations(whole, `${name}.txm`, { count: 80, ends: 6000 });
    }
  });
});
