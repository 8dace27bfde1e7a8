// Strokes: marked voxels of a class that hang together (26), by union-find on the host.
import type { Vec3 } from '../recipe/geometry.js';
import { UnionFind } from '../segmentation/union_find.js';
import type { Strokes } from './strokes.js';

/** A marked voxel: its index in raster order, and its class. */
export interface Marked {
  readonly index: Float64Array;
  readonly label: Uint8Array;
}

/** The 13 neighbours that come before a voxel in raster order. */
const EARLIER: readonly Vec3[] = [-1, 0, 1]
  .flatMap((z) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x): Vec3 => [x, y, z])))
  .filter(([x, y, z]) => z < 0 || (z === 0 && (y < 0 || (y === 0 && x < 0))));

/**
 * Strokes of marked voxels of a volume, in raster order; strokes are numbered by their first voxel.
 * A voxel that is listed twice is of two classes: undefined is then given, as there is no answer.
 */
export function connectedStrokes(marked: Marked, size: Vec3): Strokes | undefined {
  const { length } = marked.index;
  const order = Array.from({ length }, (_, i) => i).sort(
    (a, b) => marked.index[a]! - marked.index[b]!,
  );
  const places = new Uint32Array(3 * length);
  const labels = new Uint8Array(length);
  const at = new Map<number, number>();
  const sets = new UnionFind(length);
  for (const [row, from] of order.entries()) {
    const index = marked.index[from]!;
    if (at.has(index)) return undefined;
    const [x, y, z] = placeOf(index, size);
    places.set([x, y, z], 3 * row);
    labels[row] = marked.label[from]!;
    for (const [dx, dy, dz] of EARLIER) {
      if (x + dx < 0 || x + dx >= size[0] || y + dy < 0 || y + dy >= size[1] || z + dz < 0)
        continue;
      const other = at.get(index + dx + size[0] * (dy + size[1] * dz));
      if (other !== undefined && labels[other] === labels[row]) sets.union(row, other);
    }
    at.set(index, row);
  }
  const numbers = new Map<number, number>();
  const strokes = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const root = sets.find(row);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    strokes[row] = number;
  }
  return { places, labels, strokes, count: numbers.size };
}

function placeOf(index: number, [nx, ny]: Vec3): Vec3 {
  const row = Math.floor(index / nx);
  return [index - row * nx, row % ny, Math.floor(row / ny)];
}
