import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { Vec3 } from '../../src/recipe/geometry.js';

/** Writes one slice across z (or y) as a grey picture, from its 0.5th to its 99.5th percentile. */
export function savePicture(
  folder: string,
  name: string,
  image: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  axis: 'y' | 'z' = 'z',
): void {
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
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${name.replaceAll(/[^a-zA-Z0-9]+/g, '-')}.png`),
    encode({ width: nx, height, data, channels: 1, depth: 8 }),
  );
}
