// Fills polygons on an image of three bytes a pixel.
import type { Picture } from '../pixels.js';
import type { Point } from './outline.js';

/** Lines within a row of pixels along which the cover of a pixel is measured. */
const LINES = 4;

/** A colour, its channels 0 to 255, and how much of it is seen, 0 to 1. */
export interface Ink {
  readonly rgb: readonly [number, number, number];
  readonly opacity: number;
}

/** A white image that polygons are filled on, with smooth edges. */
export class Canvas {
  readonly picture: Picture;

  constructor(width: number, height: number) {
    this.picture = { width, height, data: new Uint8Array(3 * width * height).fill(255) };
  }

  /** Fills what lies in any of some polygons that turn the same way, by the nonzero rule. */
  fill(polygons: readonly (readonly Point[])[], ink: Ink): void {
    const { width, height } = this.picture;
    const bounded = polygons.map((polygon) => {
      const ys = polygon.map(([, y]) => y);
      return { polygon, top: Math.min(...ys), bottom: Math.max(...ys) };
    });
    const first = Math.max(0, Math.floor(Math.min(...bounded.map(({ top }) => top))));
    const last = Math.max(...bounded.map(({ bottom }) => bottom));
    for (let row = first; row < Math.min(height, last); row += 1) {
      const met = bounded.flatMap(({ polygon, top, bottom }) =>
        top < row + 1 && bottom > row ? [polygon] : [],
      );
      if (met.length === 0) continue;
      const cover = new Float64Array(width);
      for (let line = 0; line < LINES; line += 1)
        addSpans(cover, crossings(met, row + (line + 0.5) / LINES));
      this.#blend(row, cover, ink);
    }
  }

  #blend(row: number, cover: Float64Array, { rgb, opacity }: Ink): void {
    const { width, data } = this.picture;
    cover.forEach((part, x) => {
      const seen = opacity * Math.min(1, part);
      if (seen === 0) return;
      const at = 3 * (row * width + x);
      for (let c = 0; c < 3; c += 1)
        data[at + c] = Math.round(seen * rgb[c]! + (1 - seen) * data[at + c]!);
    });
  }
}

type Crossing = readonly [x: number, turn: number];

/** Where a horizontal line meets the edges of polygons, from left to right. */
function crossings(polygons: readonly (readonly Point[])[], y: number): Crossing[] {
  const found: Crossing[] = [];
  for (const polygon of polygons)
    polygon.forEach(([x0, y0], i) => {
      const [x1, y1] = polygon[(i + 1) % polygon.length]!;
      if (y0 <= y === y1 <= y) return;
      found.push([x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), y1 > y0 ? 1 : -1]);
    });
  return found.sort(([a], [b]) => a - b);
}

/** Adds to each pixel how much of it lies between crossings that do not cancel. */
function addSpans(cover: Float64Array, found: readonly Crossing[]): void {
  let winding = 0;
  found.forEach(([x, turn], i) => {
    winding += turn;
    if (winding === 0) return;
    const [from, to] = [Math.max(0, x), Math.min(cover.length, found[i + 1]![0])];
    for (let pixel = Math.floor(from); pixel < to; pixel += 1)
      cover[pixel]! += Math.max(0, Math.min(to, pixel + 1) - Math.max(from, pixel)) / LINES;
  });
}
