import type { Vec3 } from '../../src/recipe/geometry.js';
import { Random } from '../../src/synthetic/random.js';

/** Grey values of spheres that touch and overlap, with noise: u8. */
export function spherePack([nx, ny, nz]: Vec3, seed = 1): Uint8Array<ArrayBuffer> {
  const source = new Random(seed);
  const random = (): number => source.uniform();
  const spheres = Array.from({ length: Math.round((nx * ny * nz) / 1500) }, () => ({
    centre: [random() * nx, random() * ny, random() * nz],
    radius: 4 + 4 * random(),
  }));
  const data = new Uint8Array(nx * ny * nz);
  for (let z = 0, at = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, at++) {
        const inside = spheres.some(
          ({ centre: [cx, cy, cz], radius }) =>
            (x - cx!) ** 2 + (y - cy!) ** 2 + (z - cz!) ** 2 <= radius ** 2,
        );
        data[at] = (inside ? 160 : 70) + Math.floor(50 * random());
      }
  return data;
}
