import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import type { GridData, Labels, Mask, Phases, Picture, Volume } from '../../src/index.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import { DTYPE_NAMES, DTYPES, makeArray } from '../../src/recipe/dtype.js';
import { colorTable } from '../../src/recipe/view/color_map.js';
import { dimmedColors, labelColors } from '../../src/recipe/view/label_colors.js';
import { slicePictureTwin, type TwinLayer } from '../reference/slice_picture.js';

const size = [70, 45, 30] as const;
const spacing = [0.5, 0.5, 2] as const;
const count = size[0] * size[1] * size[2];

let lab: EngineLab;
let scan: Volume<'u8'>;
let mask: Mask;
let labels: Labels;
let phases: Phases;
const read: { scan: GridData; mask: GridData; labels: GridData; phases: GridData } = {} as never;

beforeAll(async () => {
  lab = await openEngine();
  // Blobs: smooth enough for regions, with values everywhere.
  const data = Uint8Array.from({ length: count }, (_, i) => {
    const [x, y, z] = [i % 70, Math.floor(i / 70) % 45, Math.floor(i / 3150)];
    return 128 + 100 * Math.sin(x / 5) * Math.cos(y / 4) * Math.cos(z / 3) + ((i * 37) % 23);
  });
  scan = await lab.open({ data, size }, { spacing, unit: 'µm', origin: [3, -2, 5] });
  mask = scan.threshold({ lo: 150 });
  labels = mask.components();
  phases = lab.phases({ pore: scan.threshold({ hi: 100 }), solid: scan.threshold({ lo: 101 }) });
  read.scan = await scan.read();
  read.mask = await mask.read();
  read.labels = await labels.read();
  read.phases = await phases.read();
});
afterAll(() => lab.dispose());

const rgb = (word: number): number[] => [word & 255, (word >> 8) & 255, (word >> 16) & 255];
const ofMap = (name: 'grey' | 'viridis'): ((level: number) => number[]) => {
  const table = colorTable(name);
  return (level) => rgb(table[level]!);
};
const hueOf = (id: number): number => Number((BigInt(id) * 2654435769n) & 0xffffffffn) >>> 24;

function expectSame(picture: Picture, twin: readonly number[]): void {
  const wrong = twin.findIndex((n, i) => picture.data[i] !== n);
  const at = Math.floor(wrong / 4);
  const where = `pixel ${String(at % picture.width)}, ${String(Math.floor(at / picture.width))}`;
  const got = [...picture.data.slice(4 * at, 4 * at + 4)].join();
  expect(wrong, `${where}: ${got} for ${twin.slice(4 * at, 4 * at + 4).join()}`).toBe(-1);
  expect(picture.data.length).toBe(twin.length);
}

describe('a slice is what its definition says, byte for byte', () => {
  const AXES = ['x', 'y', 'z'] as const;

  test.each(AXES)('of a volume across %s', async (axis) => {
    const view = lab.view(null, { axis, layers: [{ grid: scan, window: [40, 220] }] });
    for (const index of [0, 7]) {
      view.set({ index });
      const picture = await view.picture({ width: 90, height: 61 });
      const place = { axis: AXES.indexOf(axis) as 0 | 1 | 2, index, width: 90, height: 61 };
      const layer = { kind: 'volume', window: [40, 220], color: ofMap('grey') } as const;
      expectSame(picture, slicePictureTwin(place, [{ ...layer, grid: read.scan }]));
    }
    view.dispose();
  });

  test('of all kinds over each other, zoomed, moved and wiped', async () => {
    const selected = [1, 3, 4];
    const hidden = [2];
    const view = lab.view(null, {
      axis: 'y',
      index: 20,
      centre: [20, 0, 30],
      unitsPerPixel: 0.21,
      wipe: 0.4,
      background: '#102030',
      layers: [
        { grid: scan, window: [40, 220], colors: 'viridis', side: 'before' },
        { grid: scan, window: [90, 170], opacity: 0.7, side: 'after' },
        { grid: scan, window: [0, 255], opacity: 0.3, blend: 'add' },
        { grid: phases, fill: 0.2, outline: 0.5, hidden: ['pore'], colors: { solid: '#ff0080' } },
        { grid: mask, fill: 0.1, color: '#00ff00', side: 'after' },
        { grid: labels, fill: 0.6, outline: 0.9, selected, hidden },
        { grid: scan, window: [100, 220], opacity: 0.2, colors: 'viridis' },
      ],
    });
    const [width, height] = [123, 77];
    const picture = await view.picture({ width, height });
    const place = {
      ...({ axis: 1, index: 20, width, height, centre: [20, 0, 30] } as const),
      ...{ unitsPerPixel: 0.21, wipe: 0.4, background: [16, 32, 48] },
    };
    const [bright, dim] = [labelColors(), dimmedColors()];
    const isDim = (id: number): boolean => !selected.includes(id);
    const layers: TwinLayer[] = [
      {
        kind: 'volume',
        grid: read.scan,
        window: [40, 220],
        color: ofMap('viridis'),
        side: 'before',
      },
      {
        ...{ kind: 'volume', grid: read.scan, window: [90, 170], color: ofMap('grey') },
        ...{ opacity: 0.7, side: 'after' },
      },
      {
        ...{ kind: 'volume', grid: read.scan, window: [0, 255], color: ofMap('grey') },
        ...{ opacity: 0.3, add: true },
      },
      {
        ...{ kind: 'regions', grid: read.phases, fill: 0.2, outline: 0.5 },
        ...{ region: (code: number) => code, color: () => [255, 0, 128] },
      },
      {
        ...{ kind: 'regions', grid: read.mask, fill: 0.1, outline: 1, side: 'after' },
        ...{ region: (bit: number) => bit, color: () => [0, 255, 0] },
      },
      {
        ...{ kind: 'regions', grid: read.labels, fill: 0.6, outline: 0.9, dimmed: isDim },
        region: (id: number) => (hidden.includes(id) ? 0 : id),
        color: (id: number) => rgb((isDim(id) ? dim : bright)[hueOf(id)]!),
      },
      {
        ...{ kind: 'volume', grid: read.scan, window: [100, 220], color: ofMap('viridis') },
        opacity: 0.2,
      },
    ];
    expectSame(picture, slicePictureTwin(place, layers));
    // The scene has something of everything.
    expect(new Set(new Uint32Array(picture.data.buffer)).size).toBeGreaterThan(150);
    view.dispose();
  });

  test.each(DTYPE_NAMES)('of %s, at the edges of its levels and of its range', async (dtype) => {
    const values = [...edgesOf(dtype)];
    const data = makeArray(dtype, 64);
    data.forEach((_, i) => (data[i] = values[i % values.length]!));
    const small = await lab.open({ data, size: [64, 1, 1] });
    const grid = await small.read();
    for (const window of [
      [0, 255],
      [-1.5, 1.25],
      [DTYPES[dtype].min, DTYPES[dtype].max],
      [-3e9, 5e9],
    ].map((w) => w.map((n) => Math.max(-3e38, Math.min(3e38, n))) as [number, number])) {
      const view = lab.view(null, { layers: [{ grid: small, window }], background: '#0000ff' });
      const picture = await view.picture({ width: 64, height: 1 });
      const place = { axis: 2, index: 0, width: 64, height: 1, background: [0, 0, 255] } as const;
      const layer = { kind: 'volume', grid, window, color: ofMap('grey') } as const;
      expectSame(picture, slicePictureTwin(place, [layer]));
      view.dispose();
    }
    small.close();
  });
});

function edgesOf(dtype: Dtype): number[] {
  const { min, max, integer } = DTYPES[dtype];
  if (integer)
    return [min, min + 1, -1, 0, 1, 2, 100, 126, 127, max - 1, max].filter((n) => n >= min);
  const tiny = 2 ** -149;
  return [-Infinity, -3e38, -1.5, -1, -tiny, -0, 0, tiny, 0.5, 1.25, 127, 255, 3e38, Infinity, NaN];
}
