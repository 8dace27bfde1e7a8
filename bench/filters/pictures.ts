import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { encode } from 'fast-png';
import type { Vec3 } from '../../src/recipe/geometry.js';

/** A grey picture, x fastest. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One slice across z (or y), from its 0.5th to its 99.5th percentile. */
export function pictureOf(
  image: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  axis: 'y' | 'z' = 'z',
): Picture {
  const [height, step, start] =
    axis === 'z' ? [ny, nx, (nz >> 1) * nx * ny] : [nz, nx * ny, (ny >> 1) * nx];
  const values = Float64Array.from(
    { length: nx * height },
    (_, i) => image[start + Math.floor(i / nx) * step + (i % nx)]!,
  );
  const sorted = values.slice().sort();
  const low = sorted[Math.floor(0.005 * sorted.length)]!;
  const high = sorted[Math.floor(0.995 * sorted.length)]!;
  const data = Uint8Array.from(values, (v) =>
    Math.min(255, Math.max(0, Math.round((255 * (v - low)) / (high - low || 1)))),
  );
  return { width: nx, height, data };
}

/** A picture with so many pixels along each edge of one. */
export function enlarged({ width, height, data }: Picture, zoom: number): Picture {
  const [w, h] = [zoom * width, zoom * height];
  const wide = Uint8Array.from(
    { length: w * h },
    (_, i) => data[Math.floor(i / w / zoom) * width + Math.floor((i % w) / zoom)]!,
  );
  return { width: w, height: h, data: wide };
}

/**
 * Pictures side by side in rows, each cut to its middle `width` × `height` pixels, with white lines
 * between.
 */
export function sheetOf(
  rows: readonly (readonly Picture[])[],
  width: number,
  height: number,
): Picture {
  const gap = 3;
  const columns = Math.max(...rows.map((row) => row.length));
  const [w, h] = [columns * (width + gap) - gap, rows.length * (height + gap) - gap];
  const data = new Uint8Array(w * h).fill(255);
  rows.forEach((row, r) => {
    row.forEach((picture, c) => {
      const [x0, y0] = [c * (width + gap), r * (height + gap)];
      const [dx, dy] = [(picture.width - width) >> 1, (picture.height - height) >> 1];
      for (let y = Math.max(0, -dy); y < height && y + dy < picture.height; y += 1)
        for (let x = Math.max(0, -dx); x < width && x + dx < picture.width; x += 1)
          data[(y0 + y) * w + x0 + x] = picture.data[(y + dy) * picture.width + x + dx]!;
    });
  });
  return { width: w, height: h, data };
}

/** Writes a picture as PNG. */
export function savePicture(path: string, { width, height, data }: Picture): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, encode({ width, height, data, channels: 1, depth: 8 }));
}
