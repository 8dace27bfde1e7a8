// Fields that are made as they are read, and options of soaks.
import process from 'node:process';
import type { GridSource } from '../../src/index.js';
import { makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { syntheticField } from '../../src/synthetic/fields.js';

/** A number that follows a flag of the command. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** A field that is made as it is read, never whole in memory: `slab` gives whole slices. */
export function madeAsRead(
  name: string,
  dtype: 'u8' | 'u16',
  [nx, ny, nz]: Vec3,
  slab: (z: number, depth: number) => Uint8Array | Uint16Array,
): GridSource {
  /** The slab that was read last: bricks beside each other are cut from the same. */
  let last:
    | { readonly z: number; readonly depth: number; readonly data: Uint8Array | Uint16Array }
    | undefined;
  const slabOf = (z: number, depth: number): Uint8Array | Uint16Array => {
    if (last?.z !== z || last.depth !== depth) last = { z, depth, data: slab(z, depth) };
    return last.data;
  };
  return {
    name,
    format: 'synthetic',
    dtype,
    size: [nx, ny, nz],
    spacing: [1, 1, 1],
    unit: 'px',
    origin: [0, 0, 0],
    warnings: [],
    read: ({ origin, size: [sx, sy, sz] }) => {
      const slices = slabOf(origin[2], sz);
      const out = makeArray(dtype, sx * sy * sz);
      for (let row = 0; row < sy * sz; row += 1) {
        const from = (Math.floor(row / sy) * ny + origin[1] + (row % sy)) * nx + origin[0];
        out.set(slices.subarray(from, from + sx), row * sx);
      }
      return Promise.resolve(out);
    },
    close: () => undefined,
  };
}

/** Touching spheres as a noisy tomogram of so many slices. */
export function graySpheres(n: number, slices: number, seed: number): GridSource {
  const field = syntheticField({ kind: 'gray', size: [n, n, slices], seed });
  const name = `spheres ${String(n)} × ${String(n)} × ${String(slices)}`;
  return madeAsRead(name, 'u16', field.size, (z, depth) => field.slab(z, depth));
}
