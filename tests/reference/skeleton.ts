import type { Vec3 } from '../../src/recipe/geometry.js';

type Offset = readonly [number, number, number];

const OFFSETS: readonly Offset[] = Array.from({ length: 27 }, (_, i) => [
  (i % 3) - 1,
  (Math.floor(i / 3) % 3) - 1,
  Math.floor(i / 9) - 1,
]);

const apart = ([x, y, z]: Offset): number => Math.abs(x) + Math.abs(y) + Math.abs(z);

/** The pieces of a set of offsets, where two touch if `linked` says so. */
function pieces(set: readonly Offset[], linked: (a: Offset, b: Offset) => boolean): Offset[][] {
  const open = new Set(set);
  const found: Offset[][] = [];
  for (const start of set) {
    if (!open.delete(start)) continue;
    const piece = [start];
    for (const a of piece)
      for (const b of [...open])
        if (linked(a, b)) {
          open.delete(b);
          piece.push(b);
        }
    found.push(piece);
  }
  return found;
}

const minus = (a: Offset, b: Offset): Offset => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const touch26 = (a: Offset, b: Offset): boolean => Math.max(...minus(a, b).map(Math.abs)) === 1;
const touch6 = (a: Offset, b: Offset): boolean => apart(minus(a, b)) === 1;

/** Thinning by its definition, one voxel after the other. */
export function skeletonTwin(
  mask: ArrayLike<number>,
  size: Vec3,
  keepEnds: boolean,
): { skeleton: Uint8Array; turns: number } {
  const [nx, ny, nz] = size;
  const left = Uint8Array.from(mask);
  const has = (x: number, y: number, z: number): boolean =>
    x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && left[(z * ny + y) * nx + x] === 1;
  const place = (i: number): Offset => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
  const mayGo = (i: number): boolean => {
    const [x, y, z] = place(i);
    const around = OFFSETS.filter((o) => apart(o) > 0);
    const inside = ([dx, dy, dz]: Offset): boolean => has(x + dx, y + dy, z + dz);
    const fore = around.filter(inside);
    if (keepEnds && fore.length === 1) return false;
    if (pieces(fore, touch26).length !== 1) return false;
    const back = around.filter((o) => apart(o) < 3 && !inside(o));
    return pieces(back, touch6).filter((piece) => piece.some((o) => apart(o) === 1)).length === 1;
  };
  const sides: readonly Offset[] = [
    [0, 0, -1],
    [0, 0, 1],
    [0, -1, 0],
    [0, 1, 0],
    [-1, 0, 0],
    [1, 0, 0],
  ];
  let turns = 0;
  for (let changed = true; changed; turns += 1) {
    changed = false;
    for (const [dx, dy, dz] of sides) {
      if ((dx !== 0 && nx === 1) || (dy !== 0 && ny === 1) || (dz !== 0 && nz === 1)) continue;
      const candidates: number[] = [];
      left.forEach((one, i) => {
        const [x, y, z] = place(i);
        if (one === 1 && !has(x + dx, y + dy, z + dz) && mayGo(i)) candidates.push(i);
      });
      for (let subfield = 0; subfield < 8; subfield += 1)
        for (const i of candidates) {
          const [x, y, z] = place(i);
          if ((x & 1) + 2 * (y & 1) + 4 * (z & 1) !== subfield || !mayGo(i)) continue;
          left[i] = 0;
          changed = true;
        }
    }
  }
  return { skeleton: left, turns };
}

/**
 * Euler number with 26-connected foreground: vertices − edges + faces − cubes of the closed voxels.
 */
export function eulerTwin(mask: ArrayLike<number>, [nx, ny]: Vec3): number {
  const cells = new Set<number>();
  // Cells lie at half-integer places: a voxel (x, y, z) is the cube at (2x + 1, 2y + 1, 2z + 1).
  const [mx, my] = [2 * nx + 1, 2 * ny + 1];
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i] === 0) continue;
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    for (const [dx, dy, dz] of OFFSETS)
      cells.add(((2 * z + 1 + dz) * my + 2 * y + 1 + dy) * mx + 2 * x + 1 + dx);
  }
  let euler = 0;
  for (const cell of cells) {
    const odd =
      ((cell % mx) % 2) + ((Math.floor(cell / mx) % my) % 2) + (Math.floor(cell / mx / my) % 2);
    euler += odd % 2 === 0 ? 1 : -1;
  }
  return euler;
}
