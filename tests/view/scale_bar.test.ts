import { describe, expect, test } from 'vitest';
import { scaleBar } from '../../src/recipe/view/scale_bar.js';
import { openEngine } from '../../src/engine/index.js';

/** Powers of ten of a micrometre. */
const UNITS: Readonly<Record<string, number>> = {
  Å: 1e-4,
  nm: 1e-3,
  µm: 1,
  mm: 1e3,
  cm: 1e4,
  m: 1e6,
};

describe('a scale bar', () => {
  test('is 1, 2 or 5 times a power of ten, as long as its label says, and the longest that fits', () => {
    for (const unit of Object.keys(UNITS))
      for (let zoom = -12; zoom <= 12; zoom++) {
        const upp = 1.37 * 2 ** zoom;
        const width = 640;
        const bar = scaleBar(upp, unit, width)!;
        expect(bar.pixels).toBeLessThanOrEqual(0.3 * width + 1e-9);
        // The next longer one is at most 2.5 times as long.
        expect(bar.pixels * 2.5).toBeGreaterThan(0.3 * width);
        expect(bar.length).toBeCloseTo(bar.pixels * upp, 10);
        const [number = '', name = ''] = bar.label.split(' ');
        expect(number).toMatch(/^(0\.0*)?[125]0*$|^[125]e-?\d+$/);
        const said = (Number(number) * UNITS[name]!) / UNITS[unit]!;
        expect(Math.abs(said / bar.length - 1)).toBeLessThan(1e-12);
      }
  });

  test('keeps units that are no lengths, and is left out where it makes no sense', () => {
    expect(scaleBar(0.5, 'px', 100)).toEqual({ length: 10, pixels: 20, label: '10 px' });
    expect(scaleBar(1, 'furlong', 100)?.label).toBe('20 furlong');
    for (const bad of [0, NaN, Infinity, -1]) expect(scaleBar(bad, 'µm', 100)).toBe(undefined);
    expect(scaleBar(1, 'µm', 1)).toBe(undefined);
  });

  test('is as long in a picture as its length, within a pixel, at five zooms', async () => {
    const lab = await openEngine();
    const data = new Uint8Array(64 * 64).fill(100);
    const scan = await lab.open(
      { data, size: [64, 64, 1] },
      { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
    );
    const view = lab.view(null, { layers: [{ grid: scan, window: [0, 255] }] });
    for (const unitsPerPixel of [0.013, 0.05, 0.21, 1, 7.7]) {
      view.set({ unitsPerPixel });
      const [width, height] = [300, 200];
      const picture = await view.picture({ width, height, scaleBar: true });
      // The bar is the lowest white.
      const rows = Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (__, x) => picture.data[4 * (x + width * y)] === 255),
      );
      const lowest = rows.findLast((row) => row.includes(true))!;
      const pixels = lowest.filter(Boolean).length;
      const { length } = scaleBar(unitsPerPixel, 'µm', width)!;
      expect(Math.abs(pixels - length / unitsPerPixel)).toBeLessThan(1);
      expect(lowest.lastIndexOf(true) - lowest.indexOf(true) + 1).toBe(pixels);
      // Its label stands above.
      expect(rows.filter((row) => row.includes(true)).length).toBe(2 + 7);
    }
    await lab.dispose();
  });
});
