// Touching spheres as a tomogram that is made as it is read, and options of soaks.
import process from 'node:process';
import type { GridSource } from '../../src/index.js';
import { syntheticField } from '../../src/synthetic/fields.js';

/** A number that follows a flag of the command. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** Touching spheres as a noisy tomogram of so many slices, never whole in memory. */
export function graySpheres(n: number, slices: number, seed: number): GridSource {
  const field = syntheticField({ kind: 'gray', size: [n, n, slices], seed });
  /** The slab that was read last: bricks beside each other are cut from the same. */
  let last: { readonly z: number; readonly depth: number; readonly data: Uint16Array } | undefined;
  const slabOf = (z: number, depth: number): Uint16Array => {
    if (last?.z !== z || last.depth !== depth) last = { z, depth, data: field.slab(z, depth) };
    return last.data;
  };
  return {
    name: `spheres ${String(n)} × ${String(n)} × ${String(slices)}`,
    format: 'synthetic',
    dtype: 'u16',
    size: [n, n, slices],
    spacing: [1, 1, 1],
    unit: 'px',
    origin: [0, 0, 0],
    warnings: [],
    read: ({ origin, size: [sx, sy, sz] }) => {
      const slab = slabOf(origin[2], sz);
      const out = new Uint16Array(sx * sy * sz);
      for (let row = 0; row < sy * sz; row += 1) {
        const from = (Math.floor(row / sy) * n + origin[1] + (row % sy)) * n + origin[0];
        out.set(slab.subarray(from, from + sx), row * sx);
      }
      return Promise.resolve(out);
    },
    close: () => undefined,
  };
}
