import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Mask, Volume } from '../../src/index.js';
import { scattered } from '../reference/structures.js';
import { testDevice } from '../harness.js';

// A bound that is typed as a decimal takes in, or picks, the f32 voxels that the decimal became, as
// NumPy does: `np.float32([0.7]) >= 0.7` holds.

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
});
afterAll(() => lab.dispose());

const N = 200;
/** Tenths from 0 to 1, of which f32 has some below the decimal and some above. */
const DECIMALS = Array.from(scattered(N, 11, 7), (tenth) => tenth / 10);
const TENTHS = Array.from({ length: 11 }, (_, i) => i / 10);

const open = (): Promise<Volume> =>
  lab.open({ data: Float32Array.from(DECIMALS), size: [N, 1, 1] });
const bitsOf = async (mask: Mask): Promise<number[]> => [...(await mask.read()).data];

/** What a person who sees decimals expects, from them alone. */
const expected = (holds: (decimal: number) => boolean): number[] =>
  DECIMALS.map((decimal) => (holds(decimal) ? 1 : 0));

/** Voxels of a line in runs that touch a seed. */
function runsWith(inside: readonly number[], seeds: readonly number[]): number[] {
  const out = inside.map(() => 0);
  for (let start = 0; start < inside.length; start += 1) {
    if (inside[start] === 0) continue;
    let end = start;
    while (end < inside.length && inside[end] === 1) end += 1;
    if (seeds.slice(start, end).includes(1)) out.fill(1, start, end);
    start = end;
  }
  return out;
}

test('f32 rounds tenths both ways, so that each way is tried', () => {
  const off = TENTHS.map((tenth) => Math.sign(Math.fround(tenth) - tenth));
  expect(off).toContain(-1);
  expect(off).toContain(1);
});

describe('decimal bounds on f32', () => {
  test('threshold', async () => {
    const scan = await open();
    for (const bound of TENTHS) {
      expect(await bitsOf(scan.threshold({ lo: bound }))).toEqual(expected((v) => v >= bound));
      expect(await bitsOf(scan.threshold({ hi: bound }))).toEqual(expected((v) => v <= bound));
      expect(await bitsOf(scan.threshold({ lo: bound, hi: bound }))).toEqual(
        expected((v) => v === bound),
      );
    }
  });

  test('hysteresis', async () => {
    const scan = await open();
    for (const [low, high] of [
      [0.3, 0.7],
      [0.1, 0.9],
      [0.6, 0.6],
    ] as const)
      expect(await bitsOf(scan.hysteresis({ low, high }))).toEqual(
        runsWith(
          expected((v) => v >= low),
          expected((v) => v >= high),
        ),
      );
  });

  test('growRegion', async () => {
    const scan = await open();
    for (const [lo, hi, from] of [
      [0.2, 0.7, 0.6],
      [0.3, 0.9, 0.3],
    ] as const)
      expect(await bitsOf(scan.growRegion({ seeds: scan.equals(from), lo, hi }))).toEqual(
        runsWith(
          expected((v) => v >= lo && v <= hi),
          expected((v) => v === from),
        ),
      );
  });

  test('equals', async () => {
    const scan = await open();
    for (const value of TENTHS)
      expect(await bitsOf(scan.equals(value))).toEqual(expected((v) => v === value));
    expect(await bitsOf(scan.equals([0.1, 0.7]))).toEqual(expected((v) => v === 0.1 || v === 0.7));
  });

  test('clip', async () => {
    const { data } = await (await open()).clip({ lo: 0.3, hi: 0.7 }).read();
    const wanted = DECIMALS.map((v) => Math.fround(Math.min(0.7, Math.max(0.3, v))));
    expect([...data]).toEqual(wanted);
  });

  test('select, by measures that are values of the volume', async () => {
    const objects = Uint8Array.from(DECIMALS, (_, i) => 1 + Math.floor(i / 5));
    const labels = (await lab.open({ data: objects, size: [N, 1, 1] })).toLabels();
    const scan = await open();
    const least = (id: number): number => Math.min(...DECIMALS.slice(5 * id - 5, 5 * id));
    for (const bound of TENTHS) {
      const chosen = labels.select({ intensityMin: { min: bound } }, { intensity: scan });
      const wanted = [...objects].map((id) => (least(id) >= bound ? id : 0));
      expect([...(await chosen.read()).data]).toEqual(wanted);
    }
  });

  test('the fraction in the middle of the sensitivity is that of the mask', async () => {
    const scan = await open();
    for (const band of [{ lo: 0.7 }, { lo: 0.3 }, { hi: 0.7 }, { hi: 0.1 }]) {
      const mask = scan.threshold(band);
      const { fraction } = await mask.sensitivity({ delta: 0.2 });
      expect(fraction.value).toBe((await mask.count()) / N);
    }
  });

  test('beyond a surface', async () => {
    // Heights above a flat surface in tenths of a unit, as f32.
    const size = [1, 1, 12] as const;
    const scan = await lab.open(
      { data: new Uint8Array(12).fill(1), size },
      { spacing: [1, 1, 0.1] },
    );
    const all = scan.threshold({ lo: 1 });
    const heights = [...(await all.surface({ side: 'z0' }).height().read()).data];
    for (const h of [0.3, 0.6, 0.7]) {
      const wanted = heights.map((height) => (height >= Math.fround(h) ? 1 : 0));
      const beyond = all.beyond(all.surface({ side: 'z0' }), h);
      expect([...(await beyond.read()).data]).toEqual(wanted);
    }
  });
});

describe('what is left as it was', () => {
  test('bounds on integers: their recipes hold the number that was typed', async () => {
    const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
    const mask = scan.threshold({ lo: 1.1, hi: 2.7 });
    expect(JSON.stringify(mask.recipe)).toContain('"lo":1.1,"hi":2.7');
    expect(await bitsOf(mask)).toEqual([0, 1, 0]);
  });

  test('bounds that f32 has as 0 or ±∞ alone', async () => {
    const data = Float32Array.of(0, 1e-30, 3e38, Infinity, -Infinity);
    const scan = await lab.open({ data, size: [5, 1, 1] });
    expect(await bitsOf(scan.threshold({ lo: 1e-50 }))).toEqual([0, 1, 1, 1, 0]);
    expect(await bitsOf(scan.threshold({ hi: 1e39 }))).toEqual([1, 1, 1, 0, 1]);
    expect(await bitsOf(scan.equals(1e39))).toEqual([0, 0, 0, 0, 0]);
  });
});
