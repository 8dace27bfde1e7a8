// Union-find across the faces of slabs, for connected-component labelling out of core.
import type { Connectivity } from './components.js';
import type { UnionFind } from './union_find.js';

/**
 * One slice of a slab: ids local to the slab, and the values they were made of (none of a mask).
 */
export interface LocalFace {
  readonly ids: Uint32Array;
  readonly values: Uint32Array | undefined;
}

/** A slice of a slab among others. */
export interface SlabFace extends LocalFace {
  /** What is added to a local id to make it one of the whole volume. */
  readonly offset: number;
}

const NEIGHBOURS: Readonly<Record<Connectivity, readonly (readonly [number, number])[]>> = {
  6: [[0, 0]],
  18: [
    [0, 0],
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ],
  26: [
    [0, 0],
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ],
};

/** Unites the components that touch where the last slice of a slab meets the first of the next. */
export function uniteFaces(
  sets: UnionFind,
  below: SlabFace,
  above: SlabFace,
  [nx, ny]: readonly [number, number],
  connectivity: Connectivity,
): void {
  for (const [dx, dy] of NEIGHBOURS[connectivity]) {
    for (let y = Math.max(0, -dy); y < Math.min(ny, ny - dy); y++) {
      // Long contacts repeat the same pair voxel after voxel.
      let lastA = 0;
      let lastB = 0;
      for (let x = Math.max(0, -dx); x < Math.min(nx, nx - dx); x++) {
        const at = y * nx + x;
        const to = at + dy * nx + dx;
        const a = below.ids[at]!;
        const b = above.ids[to]!;
        if (a === 0 || b === 0 || (a === lastA && b === lastB)) continue;
        if (below.values !== undefined && below.values[at] !== above.values?.[to]) continue;
        sets.union(below.offset + a, above.offset + b);
        lastA = a;
        lastB = b;
      }
    }
  }
}

/**
 * Consecutive numbers, from 1 and in the order of their least members, for the sets of 1 … n; 0
 * stays 0.
 */
export function numberSets(sets: UnionFind): {
  readonly table: Uint32Array<ArrayBuffer>;
  readonly count: number;
} {
  const table = new Uint32Array(sets.length);
  let count = 0;
  for (let i = 1; i < sets.length; i++) {
    const root = sets.find(i);
    // The least member comes first, so its number is there already.
    table[i] = root === i ? ++count : table[root]!;
  }
  return { table, count };
}
