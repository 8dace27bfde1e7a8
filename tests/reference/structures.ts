import type { Vec3 } from '../../src/recipe/geometry.js';

/** A mask from a function of the position, as bytes 0 and 1. */
export function drawn(
  [nx, ny, nz]: Vec3,
  inside: (x: number, y: number, z: number) => boolean,
): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(nx * ny * nz);
  let i = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) data[i++] = inside(x, y, z) ? 1 : 0;
  return data;
}

/** Seeded integers 0 … below, the same on every machine. */
export function scattered(length: number, below: number, seed: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(length);
  let state = seed >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = Math.floor((state / 2 ** 32) * below);
  }
  return data;
}

/**
 * One line that runs through the whole box, back and forth, and never touches itself: one component
 * at 26.
 */
export function snake(size: Vec3): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = size;
  const rows = Math.ceil(ny / 2);
  return drawn(size, (x, y, z) => {
    const flat = z % 2 === 0 ? Math.floor(z / 2) : -1;
    if (flat < 0) {
      // Between two slices of the line: a bridge at the end of the one below, which is where the
      // next begins.
      const below = Math.floor(z / 2);
      const last = below % 2 === 0 ? 2 * (rows - 1) : 0;
      const turns = below * rows + rows - 1;
      return z + 1 < nz && y === last && x === (turns % 2 === 0 ? nx - 1 : 0);
    }
    const row = flat % 2 === 0 ? Math.floor(y / 2) : rows - 1 - Math.floor(y / 2);
    const passed = flat * rows + row;
    if (y % 2 === 0) return true;
    // Between two rows: a bridge at the end of the one that comes first.
    const first = flat % 2 === 0 ? passed : passed - 1;
    return Math.floor(y / 2) + 1 < rows && x === (first % 2 === 0 ? nx - 1 : 0);
  });
}

/**
 * A square spiral of lines two voxels apart in every slice that `z` is even in: one component per
 * such slice.
 */
export function spiral(size: Vec3): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = size;
  const data = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z += 2) {
    const at = (x: number, y: number): number => (z * ny + y) * nx + x;
    const set = (x: number, y: number): boolean =>
      x >= 0 && y >= 0 && x < nx && y < ny && data[at(x, y)] === 1;
    let [x, y, dx, dy] = [0, 0, 1, 0];
    data[at(x, y)] = 1;
    for (let turns = 0; turns < 2;) {
      const [u, v] = [x + dx, y + dy];
      const free = u >= 0 && v >= 0 && u < nx && v < ny && !set(u + dx, v + dy) && !set(u, v);
      if (free) {
        [x, y] = [u, v];
        data[at(x, y)] = 1;
        turns = 0;
      } else {
        [dx, dy] = [-dy, dx];
        turns++;
      }
    }
  }
  return data;
}
