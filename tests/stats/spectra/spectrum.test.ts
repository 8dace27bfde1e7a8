import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../../src/engine/open_engine.js';
import { makeNode } from '../../../src/recipe/op.js';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { backgroundWeights, lineChannels } from '../../../src/stats/spectra/line_windows.js';
import { spectrumMap } from '../../../src/stats/spectra/spectrum_map.js';
import { spectrumSums } from '../../../src/stats/spectra/spectrum_sums.js';
import { openTestEngine, type TestEngine } from '../../harness.js';
import { testNonFinite } from '../../ops/non_finite.js';
import { asMask, stream } from '../inputs.js';

const SIZE: Vec3 = [37, 11, 60];
const axis = { name: 'Energy', unit: 'keV', scale: 0.05, offset: 5 };
const random = stream(4);
const data = Uint16Array.from({ length: 37 * 11 * 60 }, () => Math.floor(random() * 300));
const at = (pixel: number, z: number): number => data[z * 407 + pixel]!;

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 5, 7] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

describe('windows of a line', () => {
  test('Mn Ka: 5.89875 keV, one width to either side', () => {
    const { peak, background } = lineChannels(
      'map',
      { line: 'Mn Ka', background: 'none' },
      axis,
      60,
    );
    // 5.76875 … 6.02875 keV
    expect(peak).toEqual([16, 20]);
    expect(background).toBeUndefined();
    const both = lineChannels('map', { line: 'Mn Ka' }, axis, 60).background;
    // 5.57375 … 5.70375 and 6.09375 … 6.22375 keV
    expect(both).toEqual([
      [12, 14],
      [22, 24],
    ]);
  });
  test('what is not known, or beyond the axis, is refused by name', () => {
    for (const line of ['Mn Kz', 'Xx Ka', 'Mn', 'toString Ka', 'Au Ka', [4, 4.5], [6, 6], [NaN, 7]])
      expect(() => lineChannels('map', { line: line as string }, axis, 60)).toThrow(/map/);
    expect(() => lineChannels('map', { line: 'Mn Ka' }, { ...axis, unit: 'nm' }, 60)).toThrow(
      /keV/,
    );
  });
  test('the weights of a straight line: exact for one that is straight', () => {
    const [l, r] = backgroundWeights(
      [10, 14],
      [
        [2, 4],
        [20, 27],
      ],
    );
    const sum = (a: number, b: number): number => {
      let s = 0;
      for (let z = a; z <= b; z += 1) s += 7 + 3 * z;
      return s;
    };
    expect(l * sum(2, 4) + r * sum(20, 27)).toBeCloseTo(sum(10, 14), 9);
  });
});

test('maps and their deviation equal their twins, in bricks as whole', async () => {
  const channels = [20, 26, 3, 7, 40, 51];
  const windows = [
    [20, 26],
    [3, 7],
    [40, 51],
  ] as const;
  const [l, r] = backgroundWeights(windows[0], [windows[1], windows[2]]);
  for (const give of ['counts', 'sigma'] as const) {
    const made = async (e: TestEngine) =>
      e.grid(makeNode(spectrumMap, { cube: await e.source(data, SIZE) }, { channels, give }));
    const found = await made(whole);
    expect(await made(bricked)).toEqual(found);
    for (let i = 0; i < 407; i += 1) {
      const [p, a, b] = windows.map(([first, last]) => {
        let sum = 0;
        for (let z = first; z <= last; z += 1) sum += at(i, z);
        return sum;
      }) as [number, number, number];
      const twin = give === 'counts' ? p - l * a - r * b : Math.sqrt(p + l * l * a + r * r * b);
      expect(Math.abs(found[i]! - twin)).toBeLessThan(2e-3);
    }
  }
});

test('the deviation is that of counts that vary as Poisson says', async () => {
  // 4000 pixels with 5 counts a channel, and a peak of 40.
  const next = stream(11);
  const poisson = (mean: number): number => {
    const end = Math.exp(-mean);
    let k = 0;
    for (let p = next(); p > end; p *= next()) k += 1;
    return k;
  };
  const cube = Uint16Array.from({ length: 4000 * 20 }, (_, i) =>
    poisson(Math.floor(i / 4000) === 10 ? 45 : 5),
  );
  const source = await whole.source(cube, [4000, 1, 20]);
  const channels = [9, 11, 2, 6, 14, 16];
  const counts = Array.from(
    await whole.grid(makeNode(spectrumMap, { cube: source }, { channels })),
  );
  const sigma = await whole.grid(
    makeNode(spectrumMap, { cube: source }, { channels, give: 'sigma' }),
  );
  const mean = counts.reduce((a, b) => a + b) / 4000;
  const std = Math.sqrt(counts.reduce((a, b) => a + (b - mean) ** 2, 0) / 3999);
  expect(Math.abs(mean - 40)).toBeLessThan(4 * (std / Math.sqrt(4000)));
  const stated = Math.sqrt(Array.from(sigma).reduce((a, b) => a + b * b, 0) / 4000);
  expect(Math.abs(std / stated - 1)).toBeLessThan(0.05);
  const within = counts.filter((n, i) => Math.abs(n - 40) < 2 * sigma[i]!).length / 4000;
  expect(within).toBeGreaterThan(0.93);
  expect(within).toBeLessThan(0.975);
});

testNonFinite(spectrumMap, async () => {
  const cube = new Float32Array(6).fill(1);
  cube[3] = NaN; // of the second pixel, channel 1
  const source = await whole.source(cube, [2, 1, 3]);
  const read = (channels: number[]) =>
    whole.grid(makeNode(spectrumMap, { cube: source }, { channels }));
  expect([...(await read([0, 1]))]).toEqual([2, NaN]);
  expect([...(await read([2, 2]))]).toEqual([1, 1]);
});

// Of f32 there are none.
testNonFinite(spectrumSums, async () => {
  const cube = await whole.source(new Float32Array(6).fill(NaN), [2, 1, 3]);
  expect(() => makeNode(spectrumSums, { cube, of: undefined })).toThrow(/cast\('u16'\)/);
});

test('sum spectra of a mask, of labels and of all equal their twins; sums pass 2^32', async () => {
  const ids = Uint32Array.from({ length: 407 }, (_, i) => [0, 3, 3, 1, 7][(i >> 2) % 5]!);
  const large = Uint32Array.from(data, (n) => n * 14_000_000);
  const twin = (id: (i: number) => boolean): number[] =>
    Array.from({ length: 60 }, (_, z) => {
      let sum = 0;
      for (let i = 0; i < 407; i += 1) if (id(i)) sum += large[z * 407 + i]!;
      return sum;
    });
  for (const e of [whole, bricked]) {
    const cube = await e.source(large, SIZE);
    const plane = await e.source(ids, [37, 11, 1]);
    const { toLabels } = await import('../../../src/segmentation/to_labels.js');
    const labels = makeNode(toLabels, { volume: plane });
    const of = async (node?: typeof cube) =>
      (await e.value(makeNode(spectrumSums, { cube, of: node }))) as {
        ids: Uint32Array;
        pixels: Float64Array;
        counts: Float64Array;
      };
    const found = await of(labels);
    expect([...found.ids]).toEqual([1, 3, 7]);
    found.ids.forEach((id, row) => {
      expect([...found.counts.subarray(row * 60, row * 60 + 60)]).toEqual(
        twin((i) => ids[i] === id),
      );
      expect(found.pixels[row]).toBe(ids.filter((n) => n === id).length);
    });
    expect(Math.max(...found.counts)).toBeGreaterThan(2 ** 33);
    const bits = Uint8Array.from(ids, (id) => (id === 7 ? 1 : 0));
    const masked = await of(asMask(await e.source(bits, [37, 11, 1])));
    expect([...masked.counts]).toEqual(twin((i) => ids[i] === 7));
    expect([...(await of()).counts]).toEqual(twin(() => true));
  }
});

test('a spectrum image is opened, mapped and summed by its methods', async () => {
  const lab = await openEngine();
  const stated = { scale: 0.05, offset: 5 };
  await expect(lab.spectrum({ data, size: SIZE })).rejects.toThrow(/axis/);
  await expect(
    lab.spectrum({ data, size: SIZE }, { axis: { scale: 0, offset: 1 } }),
  ).rejects.toThrow(/axis/);
  const spectrum = await lab.spectrum({ data, size: SIZE }, { axis: stated });
  expect(spectrum.axis).toEqual({ name: 'Energy', unit: 'keV', ...stated });
  const map = spectrum.map({ line: 'Mn Ka', background: 'none' });
  expect(map.size).toEqual([37, 11, 1]);
  const [first] = (await map.read()).data;
  expect(first).toBe([16, 17, 18, 19, 20].reduce((sum, z) => sum + at(0, z), 0));
  const { energies, provenance } = await spectrum.sum();
  expect(energies[18]).toBeCloseTo(5.9, 12);
  expect(provenance.exactness).toBe('exact');
  await expect(spectrum.sum(map as never).run()).rejects.toThrow(/mask or labels/);
  await lab.dispose();
});
