import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GridSource } from '../../src/recipe/source.js';
import type { Dtype, GridArray } from '../../src/recipe/dtype.js';
import { makeArray } from '../../src/recipe/dtype.js';
import type { ErrorCode } from '../../src/recipe/errors.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { inspectSource, openSource } from '../../src/io/open.js';
import { crc32 } from './crc32.js';
import { cropOf, failure, readAll, seeded } from './helpers.js';

const ROOT = '../shared/data';
const FORMATS = `${ROOT}/formats`;
const absent = !existsSync(`${FORMATS}/EXPECTED_decoded.json`);
if (absent) console.warn(`skipped: the files of other projects are not at ${FORMATS}`);

/** What a reference reader decoded. */
interface Decoded {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly crc32_little_endian_C: string;
}

interface Expected {
  readonly bits?: number;
  readonly sampleformat?: string;
  readonly compression?: string;
  readonly photometric?: string;
  readonly predictor?: number;
  readonly series0?: { readonly axes: string };
  readonly tifffile?: Decoded;
  readonly pillow?: Decoded;
  readonly numpy?: Decoded;
}

const ENTRIES: [string, Expected][] = absent
  ? []
  : Object.entries(
      JSON.parse(readFileSync(`${FORMATS}/EXPECTED_decoded.json`, 'utf8')) as Record<
        string,
        Expected
      >,
    ).filter(([name]) => /\.(tiff?|npy)$/.test(name));

/** Corrupt files, which end in one of these; what each is damaged by does not matter here. */
const CORRUPT: Readonly<Record<string, ErrorCode>> = {
  'crash-2020-10-test.tif': 'corrupt-file',
  'crash-63b1dffefc8c075ddc606c0a2f5fdc15ece78863.tif': 'corrupt-file',
  'multipage_multiple_frame_loop.tiff': 'corrupt-file',
  'multipage_single_frame_loop.tiff': 'corrupt-file',
  'oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif': 'corrupt-file',
  'seek_too_large.tif': 'corrupt-file',
  'libtiff_segfault.tif': 'corrupt-file',
  'tiff_overflow_rows_per_strip.tif': 'corrupt-file',
  ...Object.fromEntries(
    [
      '0c7e0e8e11ce787078f00b5b0ca409a167f070e0',
      '0e16d3bfb83be87356d026d66919deaefca44dac',
      '1152ec2d1a1a71395b6f2ce6721c38924d025bf3',
      '1185209cf7655b5aed8ae5e77784dfdd18ab59e9',
      '338516dbd2f0e83caddb8ce256c22db3bd6dc40f',
      '4f085cc12ece8cde18758d42608bed6a2a2cfb1c',
      '86214e58da443d2b80820cff9677a38a33dcbbca',
      'f46f5b2f43c370fe65706c11449f567ecc345e74',
    ].map((hash) => [`crash-${hash}.tif`, 'corrupt-file' as const]),
  ),
};

/** RGB files whose channels are equal everywhere: they are read as grey. */
const GREY_RGB = new Set([
  'image-lzw.tif',
  '12bit.cropped.rgb.tiff',
  'tiff_wrong_bits_per_sample_2.tiff',
]);

/** Files of several images: the one that the reference has. */
const DATASETS: Readonly<Record<string, string>> = {
  'multipage_out_of_order.tiff': '10x10',
  'dog.tiff': '16x16',
};

/** Equal colours with a value besides: the channels are read by their names. */
const GREY_AND_MORE = new Set(['extra_bits_rgb_8b.tiff']);

/** What Pillow changes, colours weighed by their alpha or 16 bits: as libtiff 4.5 has it. */
const NOT_BY_PILLOW: Readonly<Record<string, string>> = {
  'color-alpha-5x5-lzw.tif': '3ee6d5bb',
  'color8-alpha.tif': '0995ad89',
  'color16-lzw.tif': 'f1b41121',
};

/** The classes of sound files that are refused, each with the words that the message must have. */
const REFUSALS: readonly (readonly [string, (e: Expected, name: string) => boolean, RegExp])[] = [
  ['logarithms', (e) => e.photometric === '32845', /SGI log/],
  ['WebP', (e) => e.compression === '50001', /WebP/],
  ['old-style JPEG', (e) => e.compression === '6', /old-style JPEG/],
  ['the LZW of 1987', (_, name) => name.includes('quad-lzw-compat'), /LZW of before 1988/],
  ['fax compression', (e) => ['3', '4'].includes(e.compression ?? ''), /CCITT fax/],
  ['64-bit integers', (e) => e.bits === 64 && e.sampleformat === '1', /64-bit/],
  ['64-bit integers in npy', (_, name) => name.includes('.uint64-'), /64-bit/],
  ['24 bits: programs disagree on the byte order', (e) => e.bits === 24, /24-bit/],
  [
    'a predictor without compression: programs disagree',
    (e) => e.predictor === 2 && e.compression === '1',
    /predictor/,
  ],
];

function refusalOf(name: string, entry: Expected): RegExp | undefined {
  return REFUSALS.find(([, applies]) => applies(entry, name))?.[2];
}

/** A whole image: all channels but the luminance, at all times. */
interface Whole {
  readonly source: GridSource;
  /** Of each time, of each channel. */
  readonly values: readonly (readonly GridArray[])[];
}

async function read(name: string): Promise<Whole> {
  const file = new File([readFileSync(`${FORMATS}/${name}`)], basename(name));
  const dataset = DATASETS[basename(name)];
  const { images } = await inspectSource(file);
  const image = images.find(({ path }) => path === (dataset ?? ''))!;
  const listed = GREY_AND_MORE.has(basename(name))
    ? ['red', 'green', 'blue', 'extra']
    : image.channels;
  const names = listed.filter((channel) => channel !== 'luminance');
  const channels = names.length === 0 ? [undefined] : names;
  const values: GridArray[][] = [];
  let source: GridSource | undefined;
  for (let time = 0; time < image.times; time++) {
    const ofTime: GridArray[] = [];
    for (const channel of channels) {
      const part = await readAll(file, { dataset, channel, time });
      source = part.source;
      ofTime.push(part.values);
    }
    values.push(ofTime);
  }
  return { source: source!, values };
}

/** The only values of an image without channels and times. */
async function readOne(name: string): Promise<{ source: GridSource; values: GridArray }> {
  const { source, values } = await read(name);
  expect([values.length, values[0]!.length]).toEqual([1, 1]);
  return { source, values: values[0]![0]! };
}

/**
 * An image in the order of the reference's axes: letters for rows, columns, samples (S) or channels
 * (C), times (T), and any other for slices.
 */
function inOrder({ source, values }: Whole, axes: string, shape: readonly number[]): number[] {
  expect(shape).toHaveLength(axes.length);
  const [width, height] = source.size;
  const out = new Array<number>(shape.reduce((a, b) => a * b, 1));
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const coordinate = (index: number, match: (axis: string) => boolean): number => {
    const at = axes.split('').findIndex(match);
    return at < 0 ? 0 : Math.floor(index / strides[at]!) % shape[at]!;
  };
  const isSlice = (axis: string): boolean => !'XYSCT'.includes(axis);
  for (let i = 0; i < out.length; i++) {
    const sample = coordinate(i, (axis) => axis === 'S' || axis === 'C');
    const channel = values[coordinate(i, (axis) => axis === 'T')]!;
    const z = coordinate(i, isSlice);
    const y = coordinate(i, (axis) => axis === 'Y');
    const x = coordinate(i, (axis) => axis === 'X');
    // Grey that was saved in colours has one value for all of them.
    out[i] = (channel[sample] ?? channel[0]!)[(z * height + y) * width + x]!;
  }
  return out;
}

/** Little-endian bytes as the reference has them, of the type that the reference has them in. */
function asReference(
  values: readonly number[],
  dtype: string,
  scale: (value: number) => number,
): Uint8Array {
  const scaled = values.map(scale);
  const bytes = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer);
  switch (dtype.replace('>', '')) {
    case 'uint8':
    case 'bool':
      return bytes(Uint8Array.from(scaled));
    case 'int8':
      return bytes(Int8Array.from(scaled));
    case 'uint16':
    case 'u2':
      return bytes(Uint16Array.from(scaled));
    case 'int16':
      return bytes(Int16Array.from(scaled));
    case 'uint32':
    case 'u4':
      return bytes(Uint32Array.from(scaled));
    case 'int32':
      return bytes(Int32Array.from(scaled));
    case 'float16':
      return bytes(Uint16Array.from(scaled, toHalf));
    default:
      return bytes(Float32Array.from(scaled));
  }
}

/** The binary16 of a number that is one. */
function toHalf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent) * 1024);
  const sign = value < 0 ? 0x8000 : 0;
  return sign | (fraction < 1024 ? fraction : ((exponent + 15) << 10) | (fraction - 1024));
}

/** Pillow stretches 2 and 4 bits to 0…255 and turns white-is-zero round; we keep what is stored. */
function pillowScale(entry: Expected): (value: number) => number {
  const { bits = 8, photometric } = entry;
  const plain = entry.pillow === undefined || entry.tifffile !== undefined || photometric === '3';
  if (plain || bits > 4 || bits < 2) return (v) => v;
  const top = 2 ** bits - 1;
  return (v) => ((photometric === '0' ? top - v : v) * 255) / top;
}

/** Where no reference decodes a depth, the file's own rule: 0, 1, 2, … modulo 2^bits. */
function rampOf(name: string, bits: number): number[] | undefined {
  const top = 2 ** bits - 1;
  if (name.includes('seq-3c-') && name.includes('-contig-'))
    return Array.from({ length: 768 }, (_, i) => i & top);
  if (name.includes('seq-3c-') && name.includes('-planar-'))
    return Array.from({ length: 768 }, (_, i) => (i % 256) + 100 * Math.floor(i / 256));
  if (!name.includes('seq-1c-') || name.includes('f-')) return undefined;
  return Array.from({ length: 256 }, (_, i) =>
    name.includes('miniswhite') ? top - (i & top) : i & top,
  );
}

/** Files without a reference: CRC-32 as geotiff 3.0.5 and a bit-by-bit script decode them. */
const UNREFERENCED: Readonly<Record<string, string>> = {
  'minisblack-1c-3b.tiff': 'd6b8f3fc',
  'miniswhite-1c-3b.tiff': 'd6b8f3fc',
  'minisblack-1c-5b.tiff': '96b371e3',
  'minisblack-1c-7b.tiff': '85cb663e',
  'miniswhite-1c-6b.tiff': '332cc9fd',
  'miniswhite-1c-12b.tiff': '69adbbfe',
  // geotiff alone.
  'tiled-oversize-gray-i8.tif': '6999d61f',
  // libtiff 4.5, as uncompressed values side by side.
  '12bit.cropped.rgb.tiff': '9193c144',
  'cmyk-4c-8b.tiff': '6f38015b',
  'predictor-3-rgb-f32.tif': '9d1078a9',
  'tiled-cmyk-i8.tif': '7beda7d9',
};

/** Files without a reference that hold the same pixels as one with a reference. */
const TWINS: Readonly<Record<string, string>> = {
  'random-fp16-pred3.tiff': 'random-fp16-pred2.tiff',
  'white-fp16-pred3.tiff': 'white-fp16-pred2.tiff',
};

describe.skipIf(absent)('files of other projects', () => {
  it.each(ENTRIES)('%s', async (name, entry) => {
    const code = CORRUPT[basename(name)];
    const refusal = refusalOf(name, entry);
    if (code !== undefined || refusal !== undefined) {
      const begin = performance.now();
      const error = await failure(read(name));
      expect(performance.now() - begin).toBeLessThan(5000);
      expect(error.code).toBe(code ?? 'unsupported-format');
      if (code === undefined) expect(error.message).toMatch(refusal ?? /^$/);
      return;
    }
    const whole = await read(name);
    const { source } = whole;
    const decoded = entry.tifffile ?? entry.numpy ?? entry.pillow;
    const axes = axesOf(entry, decoded?.shape.length);
    if (decoded === undefined || decoded.dtype === 'float64') {
      await checkUnreferenced(name, entry, whole);
      if (decoded === undefined) return;
    }
    const sizes = [...decoded.shape].filter((_, i) => !'SC'.includes(axes[i]!)).reverse();
    expect(source.size).toEqual([sizes[0] ?? 1, sizes[1] ?? 1, sizes[2] ?? 1]);
    const values = inOrder(whole, axes, decoded.shape);
    const scale = pillowScale(entry);
    if (decoded.dtype === 'float64') {
      const sum = values.reduce((a, b) => a + b, 0);
      expect(source.dtype).toBe('f32');
      expect(source.warnings.join()).toMatch(/64-bit/);
      expect(Math.abs(sum / decoded.sum - 1)).toBeLessThan(1e-6);
      expect(values.reduce((a, b) => Math.min(a, b))).toBe(Math.fround(decoded.min));
      expect(values.reduce((a, b) => Math.max(a, b))).toBe(Math.fround(decoded.max));
      return;
    }
    expect(GREY_RGB.has(basename(name))).toBe(axes.includes('S') && whole.values[0]!.length === 1);
    const other = NOT_BY_PILLOW[basename(name)];
    if (other !== undefined) expect(crc32(asStored(values, source.dtype))).toBe(other);
    else
      expect(crc32(asReference(values, decoded.dtype, scale))).toBe(decoded.crc32_little_endian_C);
  });

  it('names no file in vain', () => {
    const names = new Set(ENTRIES.map(([name]) => basename(name)));
    const listed = [
      ...Object.keys(CORRUPT),
      ...Object.keys(UNREFERENCED),
      ...Object.keys(TWINS),
      ...Object.keys(DATASETS),
      ...Object.keys(NOT_BY_PILLOW),
    ];
    expect(listed.filter((name) => !names.has(name))).toEqual([]);
    const [first] = REFUSALS.filter(
      ([, applies]) => !ENTRIES.some(([name, e]) => applies(e, name)),
    );
    expect(first).toBeUndefined();
  });

  it('reads the scale of ImageJ files', async () => {
    const stack = await readOne('tiff_image-js/stack.tif');
    expect(stack.source).toMatchObject({ unit: 'µm', size: [128, 128, 10] });
    expect(stack.source.spacing[0]).toBeCloseTo(0.064, 12);
    const moving = 'imagej_hyperstack/clij2/motion_correction_Drosophila_DSmanila1.tif';
    expect((await readOne(moving)).source.spacing[2]).toBeCloseTo(1.04, 6);
  });

  it('reads the OME set of five files and their companion as one', async () => {
    const folder = `${FORMATS}/ome_tiff/viv/avivator`;
    const names = readdirSync(folder).filter((name) => name.startsWith('multifile'));
    expect(names).toHaveLength(6);
    const files = names.map((name) => new File([readFileSync(`${folder}/${name}`)], name));
    const { source, values } = await readAll(files);
    expect(source.size).toEqual([18, 24, 5]);
    const crcs = [0, 1, 2, 3, 4].map((z) =>
      crc32(new Uint8Array(values.slice(z * 432, (z + 1) * 432).buffer)),
    );
    const expected = [1, 2, 3, 4, 5].map((z) => {
      const entry = ENTRIES.find(([name]) => name.endsWith(`multifile-Z${String(z)}.ome.tiff`));
      return entry?.[1].tifffile?.crc32_little_endian_C;
    });
    expect(crcs).toEqual(expected);
    const rest = files.filter(({ name }) => !name.includes('Z2'));
    const error = await failure(openSource(rest, { dataset: 'multifile.companion.ome' }));
    expect(error.message).toMatch(/not given: multifile-Z2\.ome\.tiff/);
  });

  it('never hangs on and never trusts a damaged zstd file', async () => {
    const bytes = readFileSync(`${FORMATS}/tiff_image-rs/int16_zstd.tif`);
    const whole = (await readOne('tiff_image-rs/int16_zstd.tif')).values;
    const random = seeded(3);
    for (let round = 0; round < 150; round++) {
      const broken = Uint8Array.from(bytes);
      const at = 266 + Math.floor(random() * (round % 3 === 0 ? 16 : 7000));
      broken[at] = (broken[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      try {
        expect((await readAll(new Blob([broken]))).values).toHaveLength(4096);
      } catch (error) {
        expect(error).toBeInstanceOf(VoxmetryError);
      }
    }
    // Errors must not have spoilt the decoder's memory.
    expect((await readOne('tiff_image-rs/int16_zstd.tif')).values).toEqual(whole);
  });
});

/** The axes of what the reference decoded: Pillow puts the values of a pixel side by side. */
function axesOf({ tifffile, numpy, series0, photometric }: Expected, axes = 2): string {
  if (numpy !== undefined) return 'ZYX'.slice(-axes);
  if (tifffile === undefined) return series0?.axes.includes('S') === true ? 'YXS' : 'YX';
  return series0?.axes ?? (photometric === '2' ? 'YXS' : 'YX');
}

async function checkUnreferenced(name: string, entry: Expected, whole: Whole): Promise<void> {
  const [width, height] = whole.source.size;
  const isPlanar = name.includes('-planar-');
  const samples = entry.series0?.axes.includes('S') === true;
  const count = GREY_RGB.has(basename(name)) ? 3 : whole.values[0]!.length;
  const shape = samples
    ? isPlanar
      ? [count, height, width]
      : [height, width, count]
    : [height, width];
  const order = samples ? (isPlanar ? 'SYX' : 'YXS') : 'YX';
  const ramp = rampOf(name, entry.bits ?? 0);
  if (ramp !== undefined) {
    expect(inOrder(whole, order, shape)).toEqual(ramp);
    return;
  }
  if (entry.bits === 64) return;
  const values = inOrder(whole, order, shape);
  const twin = TWINS[basename(name)];
  if (twin !== undefined) {
    expect(values).toEqual([...(await readOne(name.replace(basename(name), twin))).values]);
    return;
  }
  const crc = UNREFERENCED[basename(name)];
  expect(crc, 'a reference for this file').toBeDefined();
  expect(crc32(asStored(values, whole.source.dtype))).toBe(crc);
}

/** Bytes of values in the dtype of a source. */
function asStored(values: readonly number[], dtype: Dtype): Uint8Array {
  const array = makeArray(dtype, values.length);
  array.set(values);
  return new Uint8Array(array.buffer);
}

describe.skipIf(absent)('volumes', () => {
  it('reads the PackBits cathode, whole within seconds and by region', async () => {
    const path = `${ROOT}/volumes/nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif`;
    const blob = new File([readFileSync(path)], 'nmc.tif');
    const begin = performance.now();
    const { source, values } = await readAll(blob);
    const seconds = (performance.now() - begin) / 1000;
    console.log(`nmc-cathode: ${values.length} voxels in ${seconds.toFixed(2)} s`);
    expect(seconds).toBeLessThan(6);
    expect(source).toMatchObject({ size: [301, 301, 251], dtype: 'u8', unit: 'px' });
    const counts = [0, 0, 0];
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
    expect(counts).toHaveLength(3);
    const fractions = counts.map((n) => n / values.length);
    [0.40055, 0.49945, 0.1].forEach((fraction, i) => {
      expect(fractions[i]).toBeCloseTo(fraction, 4);
    });
    const region = { origin: [100, 20, 130], size: [50, 40, 3] } as const;
    expect([...(await source.read(region))]).toEqual(cropOf(values, source.size, region));
  });

  it('aborts a long read at once', async () => {
    const path = `${ROOT}/volumes/nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif`;
    const source = await openSource(new Blob([readFileSync(path)]));
    const control = new AbortController();
    const seen: number[] = [];
    const work = source.read(
      { origin: [0, 0, 0], size: source.size },
      { signal: control.signal, onProgress: (fraction) => void seen.push(fraction) },
    );
    setTimeout(() => {
      control.abort();
    }, 30);
    const begin = performance.now();
    expect((await failure(work)).code).toBe('cancelled');
    expect(performance.now() - begin).toBeLessThan(500);
    expect(seen).not.toContain(1);
  });

  it('reads the signed anode and the sand', async () => {
    const anode = readFileSync(`${ROOT}/volumes/sofc-anode/SOFC_lr_input.tif`);
    const { source, values } = await readAll(new Blob([anode]));
    expect(source).toMatchObject({ dtype: 'i8', size: [62, 62, 62] });
    const share = (code: number): number =>
      Array.from(values).filter((v) => v === code).length / values.length;
    expect([share(0), share(1), share(2)].map((f) => f.toFixed(5))).toEqual([
      '0.35453',
      '0.34084',
      '0.30463',
    ]);
    const name = 'sand_200x200x100_uint8.raw';
    const sand = await readAll(new File([readFileSync(`${ROOT}/volumes/sandpack/${name}`)], name));
    expect(sand.source).toMatchObject({ dtype: 'u8', size: [200, 200, 100] });
    const mean = Array.from(sand.values).reduce((a, b) => a + b, 0) / sand.values.length;
    expect(mean).toBeCloseTo(84.2324, 4);
  });

  it('reads the slices of the cylindrical cell', async () => {
    const folder = `${ROOT}/volumes/cylindrical-cell`;
    const names = readdirSync(folder).filter((name) => name.endsWith('.tif'));
    expect(names).toHaveLength(30);
    for (const name of names) {
      const { source, values } = await readAll(new File([readFileSync(`${folder}/${name}`)], name));
      expect(source).toMatchObject({ dtype: 'u8', size: [728, 728, 1] });
      // Uncompressed, in one piece: the pixels are found in the file as they are.
      const file = readFileSync(`${folder}/${name}`);
      expect(file.includes(Buffer.from(values.buffer))).toBe(true);
    }
  });
});
