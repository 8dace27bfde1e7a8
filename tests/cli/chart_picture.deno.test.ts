import { describe, expect, test } from 'vitest';
import { svgOf } from '../../src/cli/report/plot.js';
import { Canvas } from '../../src/cli/report/raster/canvas.js';
import { chartPicture } from '../../src/cli/report/raster/chart_picture.js';
import { lettering } from '../../src/cli/report/raster/lettering.js';
import { lineOutline } from '../../src/cli/report/raster/outline.js';
import type { Picture } from '../../src/cli/report/pixels.js';

const pixel = ({ width, data }: Picture, x: number, y: number): number[] => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];
const chart = (inner: string): Picture =>
  chartPicture(
    `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" fill="currentColor" style="font-size:8px">${inner}</svg>`,
  );

describe('polygons on pixels', () => {
  test('cover parts of pixels, and each place once', () => {
    const canvas = new Canvas(4, 3);
    // A box from 0.5 to 2.25 across and 1 to 2 down, twice.
    const box = [
      [0.5, 1],
      [2.25, 1],
      [2.25, 2],
      [0.5, 2],
    ] as const;
    canvas.fill([box, box], { rgb: [0, 0, 0], opacity: 1 });
    expect([0, 1, 2, 3].map((x) => pixel(canvas.picture, x, 1)[0])).toEqual([128, 0, 191, 255]);
    expect([0, 2].map((y) => pixel(canvas.picture, 1, y)[0])).toEqual([255, 255]);
  });

  test('of a line in any direction have its length times its width', () => {
    for (const end of [
      [70, 10],
      [10, 70],
      [10 + 36, 10 + 48],
      [10 - 6, 10 + 59.7],
    ] as const) {
      const canvas = new Canvas(80, 80);
      canvas.fill(lineOutline([[10, 10], end], 3, false), { rgb: [0, 0, 0], opacity: 1 });
      const inked = canvas.picture.data.reduce((sum, value) => sum + (255 - value) / 255 / 3, 0);
      expect(inked / (3 * Math.hypot(end[0] - 10, end[1] - 10))).toBeCloseTo(1, 1);
    }
  });
});

describe('a chart as pixels', () => {
  test('has its shapes where SVG has them, in their colours', () => {
    const picture = chart(
      '<g transform="translate(2,1)" fill="#ff8000"><rect x="1" y="1" width="4" height="3"/></g>' +
        '<path d="M10,2L14,2L14,6Z" fill="#0000ff" fill-opacity="0.5"/>' +
        '<line x1="0" x2="20" y1="9" y2="9" stroke="#00ff00" stroke-width="2"/>',
    );
    expect([picture.width, picture.height]).toEqual([40, 20]);
    expect(pixel(picture, 6, 4)).toEqual([255, 128, 0]);
    expect(pixel(picture, 13, 9)).toEqual([255, 128, 0]);
    expect(pixel(picture, 14, 9)).toEqual([255, 255, 255]);
    expect(pixel(picture, 27, 5)).toEqual([128, 128, 255]);
    expect(pixel(picture, 21, 11)).toEqual([255, 255, 255]);
    expect(pixel(picture, 20, 17)).toEqual([0, 255, 0]);
    expect(pixel(picture, 20, 15)).toEqual([255, 255, 255]);
  });

  test('refuses what it cannot draw', () => {
    expect(() => chart('<path d="M0,0C1,1 2,2 3,3"/>')).toThrow(/no straight line/);
  });

  test('has letters about their anchor', () => {
    const ends = (anchor: 'start' | 'middle' | 'end'): number[] => {
      const xs = lettering('10.5 %', 10, anchor, false)
        .strokes.flat()
        .map(([x]) => x);
      return [Math.min(...xs), Math.max(...xs)];
    };
    const width = ends('start')[1]! - ends('start')[0]!;
    expect(ends('start')[0]).toBeLessThan(1.5);
    expect(ends('end')[1]).toBeCloseTo(0, 6);
    expect(Math.abs(ends('middle')[0]! + ends('middle')[1]!)).toBeLessThan(1.5);
    expect(width).toBeGreaterThan(20);
    expect(width).toBeLessThan(40);
  });

  test('knows every character that charts of reports have', () => {
    const box = lettering('\u{1F600}', 10, 'start', false).strokes;
    const texts = 'diameter, µm → ↑ voxels per bin 0123456789.,% kM −+± δ ln(part) Å nm in ft';
    for (const character of texts.replaceAll(' ', ''))
      expect(lettering(character, 10, 'start', false).strokes, character).not.toEqual(box);
  });

  test('leave thin spaces between thousands empty', () => {
    const rightOf = (text: string): number =>
      Math.max(
        ...lettering(text, 10, 'start', false)
          .strokes.flat()
          .map(([x]) => x),
      );
    for (const thin of ['\u2009', '\u202f']) {
      const text = `25${thin}283`;
      const { strokes } = lettering(text, 10, 'start', false);
      expect(strokes).toHaveLength(lettering('25283', 10, 'start', false).strokes.length);
      expect(rightOf(text)).toBeGreaterThan(rightOf('25283'));
      expect(rightOf(text)).toBeLessThan(rightOf('25 283'));
    }
  });

  test('is drawn of what Plot makes', () => {
    const picture = chartPicture(
      svgOf({ x: { domain: [0, 1] }, y: { domain: [0, 1] }, marks: [] }),
    );
    expect([picture.width, picture.height]).toEqual([1280, 640]);
  });
});
