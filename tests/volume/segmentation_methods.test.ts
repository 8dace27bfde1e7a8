import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { voxels, type Lab, type Labels, type Mask, type Volume } from '../../src/index.js';

let lab: Lab;
let other: Lab;
let scan: Volume<'u8'>;
beforeAll(async () => {
  [lab, other] = await Promise.all([openEngine(), openEngine()]);
  const data = Uint8Array.of(9, 8, 1, 7, 2, 2, 0, 6, 6, 1);
  scan = (await lab.open({ data, size: [10, 1, 1] }, { spacing: [2, 1, 1], unit: 'µm' })).cast(
    'u8',
  );
});
afterAll(async () => {
  await lab.dispose();
  await other.dispose();
});

const bits = async (grid: Mask | Labels | Volume): Promise<string> =>
  Array.from((await grid.read()).data).join('');

describe('segmentation by handles', () => {
  test('reconstruction and extrema', async () => {
    expect(await bits(scan.regionalMaxima())).toBe('1001000110');
    expect(await bits(scan.regionalMinima())).toBe('0010001001');
    expect(await bits(scan.hMaxima({ h: 6 }))).toBe('1001000110');
    expect(await bits(scan.hMaxima({ h: 7 }))).toBe('1000000000');
    expect(await bits(scan.hMinima({ h: 5, connectivity: 26 }))).toBe('0010001001');
    const seed = scan.subtract(2, { result: 'same' });
    expect(await bits(scan.reconstruct({ seed }))).toBe('7715220441');
    expect(
      await bits(scan.reconstruct({ seed: scan.add(2, { result: 'same' }), by: 'erosion' })),
    ).toBe('9837222663');
    expect(() => scan.hMaxima({ h: 0 })).toThrow(/hMaxima.*h/);
    expect(() => scan.reconstruct({ seed: scan, by: 'opening' as never })).toThrow(/'dilation'/);
  });

  test('regions, local thresholds', async () => {
    const seeds = scan.threshold({ lo: 7, hi: 7 });
    expect(await bits(scan.growRegion({ seeds, lo: 1 }))).toBe('1111110000');
    expect(await bits(scan.growRegion({ seeds, lo: 2 }))).toBe('0001110000');
    expect(await bits(scan.localThreshold({ size: [3, 1, 1] }))).toBe('1101010110');
    expect(await bits(scan.localThreshold({ method: 'niblack', size: 3, k: 0 }))).toBe(
      await bits(scan.localThreshold({ size: 3 })),
    );
    // Of 9 8, 7, 6 6 alone.
    const within = scan.threshold({ lo: 6 });
    expect(await bits(scan.localThreshold({ size: [3, 1, 1], within }))).toBe('1000000000');
    const elsewhere = (await other.open({ data: new Uint8Array(10), size: [10, 1, 1] })).threshold({
      lo: 1,
    });
    expect(() => scan.localThreshold({ within: elsewhere })).toThrow(/localThreshold.*within/);
    expect(() => scan.localThreshold({ size: 2 })).toThrow(/odd/);
  });

  test('thresholds within a mask are those of its voxels alone', async () => {
    const size = [40, 8, 4] as const;
    // Two peaks in the lower half of x; a third, far brighter one in the upper half.
    const data = Uint16Array.from({ length: 1280 }, (_, i) => {
      const spread = (i * 7919) % 100;
      return i % 40 >= 20 ? 40000 + spread : (i % 3 === 0 ? 900 : 300) + 2 * spread;
    });
    const volume = await lab.open({ data, size });
    const part = volume.crop({ origin: [0, 0, 0], size: [20, 8, 4] });
    const half = Uint8Array.from(data, (v) => (v < 40000 ? 1 : 0));
    const within = (await lab.open({ data: half, size })).threshold({ lo: 1 });
    for (const method of ['otsu', 'li', 'yen', 'triangle', 'isodata', 'minimumError'] as const) {
      const [there] = await volume[method]({ within }).thresholds();
      expect([method, there]).toEqual([method, (await part[method]().thresholds())[0]]);
      expect(there).toBeLessThan(1200);
    }
    const names = ['a', 'b', 'c'];
    expect(await volume.multiOtsu(names, { within }).thresholds()).toEqual(
      await part.multiOtsu(names).thresholds(),
    );
    expect((await volume.otsu().thresholds())[0]).toBeGreaterThan(1090);
  });

  test('masks by boxes and balls', async () => {
    const mask = scan.threshold({ lo: 6 });
    expect(await bits(mask)).toBe('1101000110');
    expect(await bits(mask.dilate({ size: 3 }))).toBe('1111101111');
    expect(await bits(mask.dilate({ radius: voxels(2) }))).toBe('1111101111');
    expect(await bits(mask.erode({ size: 3, border: 'background' }))).toBe('0000000000');
    expect(await bits(mask.open({ size: [3, 1, 1] }))).toBe('1100000000');
    expect(await bits(mask.close({ size: [3, 1, 1] }))).toBe('1111000111');
    expect(() => mask.dilate({})).toThrow(/radius for a ball or size for a box/);
  });

  test('labels', async () => {
    const objects = scan.threshold({ lo: 6 }).components();
    expect(await bits(objects)).toBe('1102000330');
    expect(await bits(objects.expand({ distance: 2 }))).toBe('1112203333');
    expect(await bits(objects.shrink({ distance: 2 }))).toBe('1000000000');
    expect(await bits(objects.inside(scan.threshold({ hi: 7 })))).toBe('0002000330');
    expect(await bits(objects.select([1, 3]).relabel())).toBe('1100000220');
    expect(await bits(objects.select({ volume: { min: 3 }, voxels: { max: 2 } }))).toBe(
      '1100000330',
    );
    expect(await bits(objects.boundaries())).toBe('0101000110');
    expect(await bits(objects.expand({ distance: 2 }).boundaries({ which: 'contacts' }))).toBe(
      '0011000000',
    );
  });

  test('phases of masks', async () => {
    const solid = scan.threshold({ lo: 6 });
    const phases = lab.phases({ pore: solid.invert(), solid });
    expect(phases.codes).toEqual({ pore: 0, solid: 1 });
    expect(await bits(phases.phase('solid'))).toBe(await bits(solid));
    await expect(lab.phases({ a: solid, b: solid }).read()).rejects.toThrow(/in two masks/);
    expect(() => lab.phases({ a: scan as never })).toThrow(/a mask/);
    expect(() => other.phases({ a: solid })).toThrow(/another lab/);
    expect(() => lab.phases({})).toThrow(/1 to 6/);
  });
});
