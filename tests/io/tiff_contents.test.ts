import { describe, expect, it } from 'vitest';
import { bufferSource } from '../../src/io/byte_source.js';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { ByteSource } from '../../src/recipe/source.js';
import { cropOf, expectFailure, failure, readAll, regionsOf, seeded } from './helpers.js';
import type { Field, PageFixture } from './tiff_fixture.js';
import { grey, lzw, tiffOf, withSubdirectories } from './tiff_fixture.js';

const [WIDTH, HEIGHT] = [7, 6];
const PIXELS = WIDTH * HEIGHT;

/** Plane n: all its values are n, but for the place of each. */
function plane(n: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: PIXELS }, (_, i) => (n * 11 + i) & 255);
}

function pages(count: number, text: string, from = 0): PageFixture[] {
  return Array.from({ length: count }, (_, i) => ({
    fields: grey(WIDTH, HEIGHT, 8, i === 0 && text !== '' ? [[270, 2, text]] : []),
    blocks: [plane(from + i)],
  }));
}

/** All planes behind one directory. */
function onePage(count: number, text: string): ArrayBuffer {
  const all = Uint8Array.from(
    { length: count * PIXELS },
    (_, i) => plane(Math.floor(i / PIXELS))[i % PIXELS]!,
  );
  const fields = grey(WIDTH, HEIGHT, 8, [
    [270, 2, text],
    [279, 4, [PIXELS]],
  ]);
  return tiffOf([{ fields, blocks: [all] }]);
}

/** The planes that slices are: of `count` slices, by the number of each. */
function planes(numbers: readonly number[]): number[] {
  return numbers.flatMap((n) => [...plane(n)]);
}

/** A source that counts the bytes that are read of it. */
function counted(file: ArrayBuffer): ByteSource & { read_: number } {
  const source = bufferSource(file, 'a.tif');
  const counter = {
    ...source,
    read_: 0,
    read: async (offset: number, length: number, signal?: AbortSignal) => {
      counter.read_ += length;
      return source.read(offset, length, signal);
    },
  };
  return counter;
}

describe('ImageJ hyperstacks', () => {
  const TEXT = 'ImageJ=1.54\nimages=24\nchannels=2\nslices=4\nframes=3\nhyperstack=true\n';
  const files: [string, ArrayBuffer][] = [
    ['a page each', tiffOf(pages(24, TEXT))],
    ['behind one directory', onePage(24, TEXT)],
  ];

  it.each(files)('%s: channels first, then slices, then frames', async (_, file) => {
    const [image] = (await inspectSource(file)).images;
    expect(image).toMatchObject({ size: [7, 6, 4], channels: ['0', '1'], times: 3, path: '' });
    for (let channel = 0; channel < 2; channel++)
      for (let time = 0; time < 3; time++) {
        const { source, values } = await readAll(file, { channel, time });
        const numbers = [0, 1, 2, 3].map((z) => channel + 2 * (z + 4 * time));
        expect([...values]).toEqual(planes(numbers));
        for (const region of regionsOf([7, 6, 4]))
          expect([...(await source.read(region))]).toEqual(cropOf(values, [7, 6, 4], region));
      }
  });

  it.each(files)('%s: nothing is chosen silently', async (_, file) => {
    await expectFailure(openSource(file), 'invalid-argument', /channel.*'0', '1'/);
    await expectFailure(openSource(file, { channel: 0 }), 'invalid-argument', /time.*0 to 2/);
    await expectFailure(openSource(file, { channel: 2, time: 0 }), 'invalid-argument', /channel/);
    await expectFailure(openSource(file, { channel: 0, time: 3 }), 'invalid-argument', /time/);
    await expectFailure(
      openSource(file, { channel: 0, time: 0, level: 1 }),
      'invalid-argument',
      /level/,
    );
  });

  it('reads of a channel what a region needs', async () => {
    // Planes of 64 KiB, so that neighbours are not read with them.
    const [side, count] = [256, 6];
    const text = 'ImageJ=1.54\nimages=6\nchannels=2\nslices=3\n';
    const random = seeded(2);
    const blocks = Array.from({ length: count }, () =>
      Uint8Array.from({ length: side * side }, () => random() * 256),
    );
    const file = tiffOf(
      blocks.map((block, i) => ({
        fields: grey(side, side, 8, i === 0 ? [[270, 2, text]] : []),
        blocks: [block],
      })),
    );
    const bytes = counted(file);
    const source = await openSource(bytes, { channel: 1 });
    bytes.read_ = 0;
    const rows = await source.read({ origin: [0, 10, 1], size: [side, 5, 1] });
    expect([...rows]).toEqual([...blocks[3]!.subarray(10 * side, 15 * side)]);
    expect(bytes.read_).toBe(5 * side);
  });

  it('reads planes beyond 4 GB, behind the one page that there is', async () => {
    const [side, count] = [1024, 2400];
    const text = `ImageJ=1.54\nimages=${String(count)}\nchannels=2\nslices=1200\n`;
    const fields = grey(side, side, 16, [
      [270, 2, text],
      [273, 4, [4096]],
      [279, 4, [2 * side * side]],
    ]);
    const head = new Uint8Array(tiffOf([{ fields, blocks: [] }]));
    const planeBytes = 2 * side * side;
    /** Each plane holds its own number everywhere. */
    const bytes: ByteSource = {
      name: 'large.tif',
      size: 4096 + count * planeBytes,
      read: async (offset, length) => {
        if (offset < 4096) {
          const file = new Uint8Array(length);
          file.set(head.subarray(offset, offset + length));
          return file;
        }
        const number = Math.floor((offset - 4096) / planeBytes);
        return new Uint8Array(new Uint16Array(length / 2).fill(number).buffer);
      },
      close: () => undefined,
    };
    const source = await openSource(bytes, { channel: 1 });
    expect(source.size).toEqual([side, side, 1200]);
    for (const z of [0, 1023, 1024, 1199]) {
      const row = await source.read({ origin: [5, 700, z], size: [3, 1, 1] });
      expect([...row]).toEqual([2 * z + 1, 2 * z + 1, 2 * z + 1]);
    }
  });

  it('refuses planes that are not there', async () => {
    const short = tiffOf(pages(23, TEXT));
    await expectFailure(
      openSource(short),
      'corrupt-file',
      /24 planes \(t 3, z 4, c 2\), .* 23 pages/,
    );
    const cut = onePage(23, TEXT);
    await expectFailure(openSource(cut), 'corrupt-file', /24 planes .* hold 23/);
    const long = tiffOf(pages(25, TEXT));
    await expectFailure(openSource(long), 'unsupported-format', /24 planes .* 25 pages/);
  });
});

describe("tifffile's axes", () => {
  it('are channels, slices and times in any order', async () => {
    for (const axes of ['TCZ', 'CTZ', 'ZCT', 'ZTC', 'TZC', 'CZT']) {
      const sizes = { C: 2, T: 3, Z: 4 } as const;
      const shape = axes.split('').map((axis) => sizes[axis as 'C']);
      const text = `{"axes": "${axes}YX", "shape": [${shape.join()}, 6, 7]}`;
      const file = tiffOf(pages(24, text));
      const { values } = await readAll(file, { channel: 1, time: 2 });
      const number = (z: number): number => {
        const at = { C: 1, T: 2, Z: z };
        return axes.split('').reduce((sum, axis) => sum * sizes[axis as 'C'] + at[axis as 'C'], 0);
      };
      expect([...values]).toEqual(planes([0, 1, 2, 3].map(number)));
    }
  });
});

describe('values of a pixel', () => {
  const names = ['red', 'green', 'blue', 'alpha'] as const;
  const random = seeded(9);
  const [nx, ny, nz] = [21, 18, 2];
  const values = names.map(() =>
    Uint16Array.from({ length: nx * ny * nz }, () => random() * 65_536),
  );
  const at = (sample: number, x: number, y: number, z: number): number =>
    values[sample]![(z * ny + y) * nx + x]!;

  const rgba = (more: readonly Field[]): Field[] =>
    grey(nx, ny, 16, [
      [258, 3, [16, 16, 16, 16]],
      [262, 3, [2]],
      [277, 3, [4]],
      [338, 3, [2]],
      ...more,
    ]);
  const bytes = (words: readonly number[]): Uint8Array =>
    new Uint8Array(Uint16Array.from(words).buffer);
  const samples = [0, 1, 2, 3];
  /** Strips of five rows, side by side or apart. */
  const strip = (z: number, from: number, of: readonly number[]): Uint8Array => {
    const words: number[] = [];
    for (let y = from; y < Math.min(ny, from + 5); y++)
      for (let x = 0; x < nx; x++) for (const s of of) words.push(at(s, x, y, z));
    return bytes(words);
  };
  const tile = (z: number, left: number, top: number, of: readonly number[]): Uint8Array => {
    const words: number[] = [];
    for (let y = top; y < top + 16; y++)
      for (let x = left; x < left + 16; x++)
        for (const s of of) words.push(x < nx && y < ny ? at(s, x, y, z) : 7);
    return bytes(words);
  };
  const tops = [0, 5, 10, 15];
  const corners = [0, 16].flatMap((top) => [0, 16].map((left) => [left, top] as const));
  const slices = [0, 1];
  const rows: Field = [278, 3, [5]];
  const apart: Field = [284, 3, [2]];
  const sides: Field[] = [
    [322, 3, [16]],
    [323, 3, [16]],
  ];
  const files: [string, PageFixture[]][] = [
    [
      'strips, side by side',
      slices.map((z) => ({ fields: rgba([rows]), blocks: tops.map((y) => strip(z, y, samples)) })),
    ],
    [
      'strips, apart',
      slices.map((z) => ({
        fields: rgba([rows, apart]),
        blocks: samples.flatMap((s) => tops.map((y) => strip(z, y, [s]))),
      })),
    ],
    [
      'LZW, side by side',
      slices.map((z) => ({
        fields: rgba([rows, [259, 3, [5]]]),
        blocks: tops.map((y) => lzw(strip(z, y, samples))),
      })),
    ],
    [
      'tiles, side by side',
      slices.map((z) => ({
        fields: rgba(sides),
        blocks: corners.map(([x, y]) => tile(z, x, y, samples)),
        tiled: true,
      })),
    ],
    [
      'tiles, apart',
      slices.map((z) => ({
        fields: rgba([...sides, apart]),
        blocks: samples.flatMap((s) => corners.map(([x, y]) => tile(z, x, y, [s]))),
        tiled: true,
      })),
    ],
  ];

  it.each(files)('%s: each is a channel, whole and by region', async (_, list) => {
    const file = tiffOf(list);
    const [image] = (await inspectSource(file)).images;
    expect(image!.channels).toEqual([...names, 'luminance']);
    for (const [i, channel] of names.entries()) {
      const { source, values: read } = await readAll(file, { channel });
      expect(source).toMatchObject({ size: [nx, ny, nz], dtype: 'u16' });
      expect(read).toEqual(values[i]);
      for (const region of regionsOf([nx, ny, nz]))
        expect([...(await source.read(region))]).toEqual(cropOf(read, [nx, ny, nz], region));
    }
    const luminance = await readAll(file, { channel: 'luminance' });
    const [r, g, b] = values;
    expect([...luminance.values]).toEqual(
      Array.from(r!, (red, i) => Math.round(0.2126 * red + 0.7152 * g![i]! + 0.0722 * b![i]!)),
    );
  });

  it('of 12 bits, side by side', async () => {
    const small = values.map((all) => [...all.subarray(0, nx)].map((v) => v & 4095));
    const row = small[0]!.flatMap((_, x) => [0, 1, 2].map((s) => small[s]![x]!));
    const text = row.map((v) => v.toString(2).padStart(12, '0')).join('');
    const block = Uint8Array.from(
      text.padEnd(Math.ceil(text.length / 8) * 8, '0').match(/.{8}/g)!,
      (byte) => parseInt(byte, 2),
    );
    const fields = grey(nx, 1, 12, [
      [258, 3, [12, 12, 12]],
      [262, 3, [2]],
      [277, 3, [3]],
    ]);
    const file = tiffOf([{ fields, blocks: [block] }]);
    for (const s of [0, 1, 2])
      expect([...(await readAll(file, { channel: s })).values]).toEqual(small[s]);
  });

  it('of grey are numbered, but for transparency', async () => {
    const page = (count: number, more: readonly Field[] = []): ArrayBuffer =>
      tiffOf([
        {
          fields: grey(3, 2, 8, [
            [258, 3, new Array<number>(count).fill(8)],
            [277, 3, [count]],
            ...more,
          ]),
          blocks: [Uint8Array.from({ length: 6 * count }, (_, i) => i)],
        },
      ]);
    expect((await inspectSource(page(3))).images[0]!.channels).toEqual(['0', '1', '2']);
    expect([...(await readAll(page(3), { channel: 2 })).values]).toEqual([2, 5, 8, 11, 14, 17]);
    const alpha = page(2, [[338, 3, [2]]]);
    expect((await inspectSource(alpha)).images[0]!.channels).toEqual(['grey', 'alpha']);
    await expectFailure(openSource(alpha), 'invalid-argument', /'grey', 'alpha'/);
  });

  it('of channels that are pages are named by both', async () => {
    const text = 'ImageJ=1.54\nimages=2\nchannels=2\n';
    const list = slices.map((z) => ({
      fields: rgba(z === 0 ? [rows, [270, 2, text]] : [rows]),
      blocks: tops.map((y) => strip(z, y, samples)),
    }));
    const file = tiffOf(list);
    const [image] = (await inspectSource(file)).images;
    expect(image!.channels.slice(3, 7)).toEqual(['0 alpha', '0 luminance', '1 red', '1 green']);
    const { values: read } = await readAll(file, { channel: '1 green' });
    expect(read).toEqual(values[1]!.subarray(nx * ny));
  });

  it('of slices in files are channels of their stack', async () => {
    const one = (z: number): File => new File([tiffOf([files[0]![1][z]!])], `s${String(z)}.tif`);
    const both = [one(0), one(1)];
    await expectFailure(
      openSource(both),
      'invalid-argument',
      /'red', 'green', 'blue', 'alpha', 'lum/,
    );
    expect((await readAll(both, { channel: 'blue' })).values).toEqual(values[2]);
    const plain = new File(
      [
        tiffOf([
          { fields: grey(nx, ny, 16), blocks: [bytes([...values[0]!.subarray(0, nx * ny)])] },
        ]),
      ],
      's2.tif',
    );
    await expectFailure(
      openSource([...both, plain]),
      'unsupported-format',
      /not s2\.tif \(21×18 u16\)/,
    );
  });
});

describe('images of one file', () => {
  const page = (width: number, height: number, more: readonly Field[] = []): PageFixture => ({
    fields: grey(width, height, 8, more),
    blocks: [Uint8Array.from({ length: width * height }, (_, i) => i)],
  });

  it('are told apart by size, and thumbnails are aside', async () => {
    const file = tiffOf([
      page(5, 4),
      page(2, 2, [[254, 4, [1]]]),
      page(5, 4),
      page(3, 3, [[254, 4, [4]]]),
    ]);
    const { images } = await inspectSource(file);
    expect(images.map(({ path, size }) => [path, size])).toEqual([
      ['', [5, 4, 2]],
      ['thumbnail 2x2', [2, 2, 1]],
      ['mask 3x3', [3, 3, 1]],
    ]);
    expect((await openSource(file)).size).toEqual([5, 4, 2]);
    expect([...(await readAll(file, { dataset: 'thumbnail 2x2' })).values]).toEqual([0, 1, 2, 3]);
    const two = tiffOf([page(5, 4), page(2, 2), page(5, 4)]);
    await expectFailure(openSource(two), 'invalid-argument', /'5x4' \(5×4×2 u8\), '2x2'/);
    expect((await openSource(two, { dataset: '5x4' })).size).toEqual([5, 4, 2]);
  });

  it('do not open silently where what else there is cannot be read', async () => {
    const file = tiffOf([page(5, 4, [[259, 3, [34712]]]), page(2, 2)]);
    await expectFailure(openSource(file), 'invalid-argument', /dataset.*'2x2' \(2×2×1 u8\)/);
    const { images } = await inspectSource(file);
    expect(images[0]!.warnings.join()).toMatch(/JPEG 2000/);
  });

  it('ignores a thumbnail that is damaged', async () => {
    const file = tiffOf([
      page(5, 4),
      page(2, 2, [
        [254, 4, [1]],
        [279, 4, [1]],
      ]),
    ]);
    expect((await inspectSource(file)).images).toHaveLength(1);
    expect((await openSource(file)).size).toEqual([5, 4, 1]);
  });

  it('have levels, where their pages point to them', async () => {
    const ome = `<OME><Image><Pixels SizeX="8" SizeY="6" SizeZ="2" PhysicalSizeX="0.5" PhysicalSizeY="0.5" PhysicalSizeZ="2"/></Image></OME>`;
    const sub: Field = [330, 4, [0]];
    const reduced: Field = [254, 4, [1]];
    const file = withSubdirectories(
      tiffOf([
        page(8, 6, [[270, 2, ome], sub]),
        page(8, 6, [sub]),
        page(4, 3, [reduced]),
        page(4, 3, [reduced]),
      ]),
      2,
    );
    const [image] = (await inspectSource(file)).images;
    expect(image!.levels).toEqual([
      [8, 6, 2],
      [4, 3, 2],
    ]);
    const lower = await readAll(file, { level: 1 });
    expect(lower.source).toMatchObject({ size: [4, 3, 2], spacing: [1, 1, 2], unit: 'µm' });
    expect([...lower.values.subarray(12)]).toEqual([...Array(12).keys()]);
    expect((await openSource(file)).spacing).toEqual([0.5, 0.5, 2]);
    await expectFailure(openSource(file, { level: 2 }), 'invalid-argument', /0 to 1.*8×6×2, 4×3×2/);
  });

  it('open where what their pages point to is damaged or no image', async () => {
    const sub: Field = [330, 4, [0]];
    const file = withSubdirectories(tiffOf([page(8, 6, [sub]), page(4, 3, [[256, 4, [0]]])]), 1);
    const [image] = (await inspectSource(file)).images;
    expect(image).toMatchObject({ size: [8, 6, 1], levels: [[8, 6, 1]] });
    expect(image!.warnings.join()).toMatch(/lower resolutions are not read: .*width is 0/);
  });

  it('have no levels where these are not all of a kind', async () => {
    const sub: Field = [330, 4, [0]];
    const file = withSubdirectories(
      tiffOf([page(8, 6, [sub]), page(8, 6, [sub]), page(4, 3), page(4, 2)]),
      2,
    );
    const [image] = (await inspectSource(file)).images;
    expect(image!.levels).toHaveLength(1);
    expect(image!.warnings.join()).toMatch(/no lower resolutions/);
  });
});

describe('OME', () => {
  const ome = (images: readonly string[], uuid = ''): string =>
    `<?xml version="1.0"?><OME ${uuid === '' ? '' : `UUID="${uuid}"`}>${images.join('')}</OME>`;
  const image = (sizes: string, body: string, name = ''): string =>
    `<Image Name="${name}"><Pixels SizeX="7" SizeY="6" ${sizes}>${body}</Pixels></Image>`;

  it('names channels, and orders planes by each DimensionOrder', async () => {
    const body = '<Channel Name="DAPI"/><Channel Name="GFP"/><Channel Name="GFP"/><TiffData/>';
    for (const order of ['ZCT', 'ZTC', 'CZT', 'CTZ', 'TZC', 'TCZ']) {
      const sizes = { Z: 2, C: 3, T: 2 } as const;
      const text = ome([image(`DimensionOrder="XY${order}" SizeZ="2" SizeC="3" SizeT="2"`, body)]);
      const file = tiffOf(pages(12, text));
      const [facts] = (await inspectSource(file)).images;
      expect(facts).toMatchObject({
        channels: ['DAPI', 'GFP', 'GFP 2'],
        times: 2,
        size: [7, 6, 2],
      });
      const number = (z: number): number => {
        const at = { Z: z, C: 2, T: 1 };
        let [sum, stride] = [0, 1];
        for (const axis of order.split('') as ('Z' | 'C' | 'T')[]) {
          sum += at[axis] * stride;
          stride *= sizes[axis];
        }
        return sum;
      };
      const { values } = await readAll(file, { channel: 'GFP 2', time: 1 });
      expect([...values]).toEqual(planes([number(0), number(1)]));
    }
  });

  it('has several images as datasets, and never one page for two', async () => {
    const data = (from: number, count: number): string =>
      `<TiffData IFD="${String(from)}" PlaneCount="${String(count)}"/>`;
    const two = ome([image('SizeZ="2"', data(0, 2), 'a'), image('SizeZ="1"', data(2, 1), 'b')]);
    const file = tiffOf(pages(3, two));
    await expectFailure(openSource(file), 'invalid-argument', /'a' \(7×6×2 u8\), 'b' \(7×6×1/);
    expect([...(await readAll(file, { dataset: 'b' })).values]).toEqual(planes([2]));
    const same = ome([image('SizeZ="1"', data(0, 1), 'a'), image('SizeZ="1"', data(0, 1), 'b')]);
    await expectFailure(
      openSource(tiffOf(pages(1, same))),
      'corrupt-file',
      /one page for two planes/,
    );
  });

  it('counts the values of a pixel as no planes', async () => {
    const body = '<Channel Name="camera" SamplesPerPixel="3"/><TiffData/>';
    const text = ome([image('SizeZ="2" SizeC="3"', body)]);
    const rgb = [0, 1].map((z) => ({
      fields: grey(WIDTH, HEIGHT, 8, [
        [258, 3, [8, 8, 8]],
        [262, 3, [2]],
        [277, 3, [3]],
        ...(z === 0 ? [[270, 2, text] as Field] : []),
      ]),
      blocks: [Uint8Array.from({ length: 3 * PIXELS }, (_, i) => i + z)],
    }));
    const { source, values } = await readAll(tiffOf(rgb), { channel: 'green' });
    expect(source.size).toEqual([7, 6, 2]);
    expect([...values.subarray(0, 3)]).toEqual([1, 4, 7]);
  });

  describe('sets of files', () => {
    const part = (name: string, z: number): string =>
      `<TiffData FirstZ="${String(z)}" IFD="0"><UUID FileName="${name}">u:${name}</UUID></TiffData>`;
    const names = ['s_1.ome.tif', 's_2.ome.tif', 's_3.ome.tif'];
    const body = names.map((name, z) => part(name, z)).join('');
    const files = names.map((name, z) => {
      const text = ome([image('SizeZ="3"', body)], `u:${name}`);
      return new File([tiffOf(pages(1, text, z))], name);
    });

    it('open as one, from all files and from each', async () => {
      const { source, values } = await readAll(files);
      expect(source).toMatchObject({ size: [7, 6, 3], warnings: [] });
      expect([...values]).toEqual(planes([0, 1, 2]));
      expect((await inspectSource(files)).images).toHaveLength(1);
      const second = await readAll(files, { dataset: 's_2.ome.tif' });
      expect([...second.values]).toEqual(planes([0, 1, 2]));
      for (const region of regionsOf([7, 6, 3]))
        expect([...(await source.read(region))]).toEqual(cropOf(values, [7, 6, 3], region));
    });

    it('are told by what they say, and not by their names', async () => {
      // Numbered like slices, which they are in another order.
      const plain = ['n_1.tif', 'n_2.tif', 'n_3.tif'];
      const order = plain.map((name, i) => part(name, 2 - i)).join('');
      const set = plain.map((name, i) => {
        const text = ome([image('SizeZ="3"', order)], `u:${name}`);
        return new File([tiffOf(pages(1, text, i))], name);
      });
      const { source, values } = await readAll(set);
      expect(source).toMatchObject({ size: [7, 6, 3], warnings: [] });
      expect([...values]).toEqual(planes([2, 1, 0]));
      expect((await inspectSource(set)).images).toHaveLength(1);
      const third = await readAll(set, { dataset: 'n_3.tif' });
      expect([...third.values]).toEqual(planes([2, 1, 0]));
      await expectFailure(openSource([set[0]!, set[1]!]), 'corrupt-file', /not given: n_3\.tif/);
      // Names without numbers.
      const [a, b] = ['front.tif', 'back.tif'].map((name, i, both) => {
        const text = ome(
          [image('SizeZ="2"', both.map((n, z) => part(n, 1 - z)).join(''))],
          `u:${name}`,
        );
        return new File([tiffOf(pages(1, text, i))], name);
      });
      expect([...(await readAll([a!, b!])).values]).toEqual(planes([1, 0]));
    });

    it('are none where each file names itself alone', async () => {
      const alone = ['m_1.tif', 'm_2.tif', 'm_3.tif'].map((name, i) => {
        const text = ome([image('SizeZ="1"', part(name, 0))], `u:${name}`);
        return new File([tiffOf(pages(1, text, i))], name);
      });
      const { source, values } = await readAll(alone);
      expect([source.format, source.size]).toEqual(['slices', [7, 6, 3]]);
      expect([...values]).toEqual(planes([0, 1, 2]));
    });

    it('name what is missing, and open alone as what they hold', async () => {
      const error = await failure(openSource([files[0]!, files[2]!]));
      expect([error.code, error.message]).toEqual([
        'corrupt-file',
        expect.stringMatching(/not given: s_2\.ome\.tif\. Open all files/),
      ]);
      const alone = await readAll(files[1]!);
      expect([...alone.values]).toEqual(planes([1]));
      expect(alone.source.warnings.join()).toMatch(/Missing: s_1\.ome\.tif, s_3\.ome\.tif/);
    });

    it('open nothing outside their folder', async () => {
      const text = ome(
        [image('SizeZ="2"', part('a.ome.tif', 0) + part('../b.ome.tif', 1))],
        'u:a.ome.tif',
      );
      const inside = new File([tiffOf(pages(1, text))], 'a.ome.tif');
      const other = new File([tiffOf(pages(1, ''))], 'b.ome.tif');
      const input = [
        { path: 'x/in/a.ome.tif', file: inside },
        { path: 'x/b.ome.tif', file: other },
      ];
      const work = openSource(input, { dataset: 'in/a.ome.tif' });
      await expectFailure(work, 'unsupported-format', /outside its own folder/);
    });

    it('are led by a companion file', async () => {
      const companion = new File([ome([image('SizeZ="3"', body)])], 's.companion.ome');
      const binary = names.map((name, z) => {
        const text = `<OME UUID="u:${name}"><BinaryOnly MetadataFile="s.companion.ome" UUID="u:c"/></OME>`;
        return new File([tiffOf(pages(1, text, z))], name);
      });
      const all = [...binary, companion];
      const { source, values } = await readAll(all);
      expect(source.size).toEqual([7, 6, 3]);
      expect([...values]).toEqual(planes([0, 1, 2]));
      const third = await readAll(all, { dataset: 's_3.ome.tif' });
      expect([...third.values]).toEqual(planes([0, 1, 2]));
      await expectFailure(openSource(companion), 'corrupt-file', /not given: s_1\.ome\.tif, s_2/);
      const alone = await readAll(binary[1]!);
      expect([...alone.values]).toEqual(planes([1]));
      expect(alone.source.warnings.join()).toMatch(/metadata in a file that was not given/);
    });

    it('warn of a file that another set has under the same name', async () => {
      const stranger = new File([tiffOf(pages(1, ome([image('', '')], 'u:other'), 9))], names[2]!);
      const { warnings } = await openSource([files[0]!, files[1]!, stranger], {
        dataset: names[0]!,
      });
      expect(warnings.join()).toMatch(/s_3\.ome\.tif has another UUID/);
    });
  });
});
