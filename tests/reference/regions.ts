// Twins of measures in a region, plain loops over all voxels.
import type { Vec3 } from '../../src/recipe/geometry.js';

/** A grid of voxels as plain numbers, x fastest. */
export interface Voxels {
  readonly size: Vec3;
  readonly data: ArrayLike<number>;
}

/** A voxel of a grid; 0 outside. */
export function voxelAt(
  { size: [nx, ny, nz], data }: Voxels,
  x: number,
  y: number,
  z: number,
): number {
  if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) return 0;
  return data[(z * ny + y) * nx + x]!;
}

/** Values of the voxels that a mask holds. */
export function valuesIn({ data }: Voxels, mask: Voxels): number[] {
  return Array.from(data).filter((_, i) => mask.data[i] !== 0);
}

/** Ids of the objects that belong to a region, by a rule. */
export function objectsInside(labels: Voxels, region: Voxels, rule: string): number[] {
  const [nx, ny] = labels.size;
  const sums = new Map<number, { n: number; at: number[]; inside: number }>();
  Array.from(labels.data).forEach((id, i) => {
    if (id === 0) return;
    const own = sums.get(id) ?? { n: 0, at: [0, 0, 0], inside: 0 };
    sums.set(id, own);
    own.n += 1;
    own.inside += region.data[i] === 0 ? 0 : 1;
    [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))].forEach((p, k) => {
      own.at[k]! += p;
    });
  });
  const holdsCentre = ({ n, at }: { n: number; at: number[] }): boolean => {
    // The voxel nearest to the mean index, of two equally near ones the upper: in whole numbers.
    const [x, y, z] = at.map((sum) => Math.floor((2 * sum + n) / (2 * n)));
    return voxelAt(region, x!, y!, z!) !== 0;
  };
  return [...sums]
    .filter(([, own]) => {
      if (rule === 'whole') return own.inside === own.n;
      if (rule === 'centre') return holdsCentre(own);
      return own.inside > 0;
    })
    .map(([id]) => id)
    .sort((a, b) => a - b);
}

/**
 * Pairs of face neighbours of two objects, of which both lie in a region: 'a,b' to their number.
 */
export function contactsInside(labels: Voxels, region: Voxels): Map<string, number> {
  const [nx, ny, nz] = labels.size;
  const found = new Map<string, number>();
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1)
        for (const [dx, dy, dz] of [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ] as const) {
          const a = voxelAt(labels, x, y, z);
          const b = voxelAt(labels, x + dx, y + dy, z + dz);
          if (a === b || a === 0 || b === 0) continue;
          if (voxelAt(region, x, y, z) === 0 || voxelAt(region, x + dx, y + dy, z + dz) === 0)
            continue;
          const pair = [Math.min(a, b), Math.max(a, b)].join();
          found.set(pair, (found.get(pair) ?? 0) + 1);
        }
  return found;
}

/** Chords of a mask along an axis in a region: their lengths, and whether the border cuts them. */
export function chordsInside(
  mask: Voxels,
  region: Voxels,
  axis: 0 | 1 | 2,
): { readonly length: number; readonly cut: boolean }[] {
  const found: { length: number; cut: boolean }[] = [];
  const { size } = mask;
  const others = ([0, 1, 2] as const).filter((i) => i !== axis);
  for (let a = 0; a < size[others[0]!]; a += 1)
    for (let b = 0; b < size[others[1]!]; b += 1) {
      const at = (of: Voxels, i: number): number => {
        const p = [0, 0, 0];
        p[axis] = i;
        p[others[0]!] = a;
        p[others[1]!] = b;
        return voxelAt(of, p[0]!, p[1]!, p[2]!);
      };
      for (let i = 0; i < size[axis]; i += 1) {
        const isIn = (k: number): boolean => at(mask, k) !== 0 && at(region, k) !== 0;
        if (!isIn(i) || isIn(i - 1)) continue;
        let length = 1;
        while (isIn(i + length)) length += 1;
        // What lies next to the ends is outside of the region, or in it and not in the mask.
        found.push({ length, cut: at(region, i - 1) === 0 || at(region, i + length) === 0 });
      }
    }
  return found;
}

/** Of segments of r voxels along an axis that lie in a region, the part that lies in a mask too. */
export function segmentsInside(mask: Voxels, region: Voxels, axis: 0 | 1 | 2): number[] {
  const [nx, ny, nz] = mask.size;
  const step = [0, 1, 2].map((i) => (i === axis ? 1 : 0));
  const probability: number[] = [];
  for (let r = 1; r <= mask.size[axis]; r += 1) {
    let [all, set] = [0, 0];
    for (let z = 0; z < nz; z += 1)
      for (let y = 0; y < ny; y += 1)
        for (let x = 0; x < nx; x += 1) {
          let [inRegion, inMask] = [true, true];
          for (let k = 0; k < r; k += 1) {
            const [u, v, w] = [x + k * step[0]!, y + k * step[1]!, z + k * step[2]!];
            if (voxelAt(region, u, v, w) === 0) inRegion = false;
            if (voxelAt(mask, u, v, w) === 0) inMask = false;
          }
          if (!inRegion) continue;
          all += 1;
          if (inMask) set += 1;
        }
    if (all === 0) break;
    probability.push(set / all);
  }
  return probability;
}

/**
 * Pairs of voxels of a region at a distance of about k steps (k − ½ ≤ r / step < k + ½), one of
 * each two opposite pairs, and those with the first in one mask and the second in the other, in
 * either order.
 */
export function pairsInside(
  [a, b]: readonly [Voxels, Voxels],
  region: Voxels,
  bins: number,
  along?: 0 | 1 | 2,
): { readonly pairs: number[]; readonly both: number[]; readonly differ: number[] } {
  const [nx, ny] = region.size;
  const inside: (readonly [number, number, number, number])[] = [];
  Array.from(region.data).forEach((set, i) => {
    if (set !== 0) inside.push([i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)), i]);
  });
  const list = (): number[] => new Array<number>(bins).fill(0);
  const [pairs, both, differ] = [list(), list(), list()];
  inside.forEach(([x, y, z, i], first) => {
    for (const [u, v, w, j] of inside.slice(first)) {
      const d = [u - x, v - y, w - z];
      if (along !== undefined && d.some((n, k) => k !== along && n !== 0)) continue;
      const bin = Math.floor(Math.hypot(...d) + 0.5);
      if (bin >= bins) continue;
      pairs[bin]! += 1;
      both[bin]! += a.data[i]! * b.data[j]! + b.data[i]! * a.data[j]!;
      if (a.data[i] !== a.data[j]) differ[bin]! += 1;
    }
  });
  return { pairs, both, differ };
}

/** Calls a function for every voxel of a grid. */
function eachVoxel(
  { size: [nx, ny, nz] }: Voxels,
  f: (x: number, y: number, z: number) => void,
): void {
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) for (let x = 0; x < nx; x += 1) f(x, y, z);
}

const CORNERS = Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, k >> 2] as const);

/**
 * The share of the cells of 2×2×2 voxels that lie in a region in the Euler number, and how many
 * there are. A cell has an eighth of each of its voxels, a quarter of its edges, half of its faces.
 * 6: of the complex in which voxels are points, joined where all corners of an element are set. 26:
 * of the voxels as closed cubes, of which a corner, an edge, a face are there where any voxel is.
 */
export function eulerInside(
  mask: Voxels,
  region: Voxels,
  connectivity: 6 | 26,
): { readonly value: number; readonly cells: number } {
  let [value, cells] = [0, 0];
  const faces = [0, 1, 2].flatMap((axis) =>
    [0, 1].map((side) => CORNERS.filter((c) => c[axis] === side)),
  );
  const edges = CORNERS.flatMap((a, i) =>
    CORNERS.slice(i + 1)
      .filter((b) => a.reduce((sum, n, k) => sum + Math.abs(n - b[k]!), 0) === 1)
      .map((b) => [a, b]),
  );
  const [nx, ny, nz] = mask.size;
  eachVoxel(mask, (x, y, z) => {
    if (x + 1 >= nx || y + 1 >= ny || z + 1 >= nz) return;
    if (!CORNERS.every(([u, v, w]) => voxelAt(region, x + u, y + v, z + w) !== 0)) return;
    cells += 1;
    const set = ([u, v, w]: readonly [number, number, number]): boolean =>
      voxelAt(mask, x + u, y + v, z + w) !== 0;
    const points = CORNERS.filter(set).length / 8;
    if (connectivity === 6) {
      const lines = edges.filter((edge) => edge.every(set)).length / 4;
      const squares = faces.filter((face) => face.every(set)).length / 2;
      value += points - lines + squares - (CORNERS.every(set) ? 1 : 0);
    } else {
      // Voxels are cubes; squares of voxels share an edge, pairs a face, all eight a corner.
      const lines = faces.filter((face) => face.some(set)).length / 2;
      const squares = edges.filter((edge) => edge.some(set)).length / 4;
      value += (CORNERS.some(set) ? 1 : 0) - lines + squares - points;
    }
  });
  return { value, cells };
}

/** Later neighbours of a voxel, across faces, edges and corners. */
const LATER = [-1, 0, 1]
  .flatMap((w) => [-1, 0, 1].flatMap((v) => [-1, 0, 1].map((u) => [u, v, w] as const)))
  .filter(([u, v, w]) => w > 0 || (w === 0 && (v > 0 || (v === 0 && u > 0))));

/**
 * Pairs of neighbours of two different values in a region, by direction and the two values; and all
 * pairs of neighbours in it.
 */
export function neighboursInside(
  grid: Voxels,
  region: Voxels,
): { readonly differ: Map<string, number>; readonly pairs: Map<string, number> } {
  const [differ, pairs] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, key: string): void => {
    to.set(key, (to.get(key) ?? 0) + 1);
  };
  const [nx, ny, nz] = grid.size;
  eachVoxel(grid, (x, y, z) => {
    if (voxelAt(region, x, y, z) === 0) return;
    for (const [u, v, w] of LATER) {
      const [p, q, r] = [x + u, y + v, z + w];
      if (p < 0 || q < 0 || p >= nx || q >= ny || r >= nz || voxelAt(region, p, q, r) === 0)
        continue;
      const direction = [u, v, w].join();
      add(pairs, direction);
      const [a, b] = [voxelAt(grid, x, y, z), voxelAt(grid, p, q, r)];
      if (a !== b) add(differ, `${direction}:${[Math.min(a, b), Math.max(a, b)].join()}`);
    }
  });
  return { differ, pairs };
}

/**
 * Edges of voxels along the three axes of which all four voxels lie in a region: how many there
 * are, and by the triples of values among the four.
 */
export function edgesInside(
  grid: Voxels,
  region: Voxels,
): { readonly all: number; readonly mixed: number; readonly triples: Map<string, number> } {
  let [all, mixed] = [0, 0];
  const triples = new Map<string, number>();
  const [nx, ny, nz] = grid.size;
  eachVoxel(grid, (x, y, z) => {
    for (const [u, v] of [
      [
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
    ] as const) {
      const four = [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ].map(
        ([a, b]) =>
          [
            x + a! * u[0] + b! * v[0],
            y + a! * u[1] + b! * v[1],
            z + a! * u[2] + b! * v[2],
          ] as const,
      );
      if (four.some(([p, q, r]) => p >= nx || q >= ny || r >= nz)) continue;
      if (!four.every(([p, q, r]) => voxelAt(region, p, q, r) !== 0)) continue;
      all += 1;
      const values = [...new Set(four.map(([p, q, r]) => voxelAt(grid, p, q, r)))].sort(
        (a, b) => a - b,
      );
      if (values.length < 3) continue;
      mixed += 1;
      const threes =
        values.length === 3 ? [values] : values.map((left) => values.filter((n) => n !== left));
      for (const three of threes) triples.set(three.join(), (triples.get(three.join()) ?? 0) + 1);
    }
  });
  return { all, mixed, triples };
}

/** Details of blocks of 2×2×2 voxels that lie in a region: sums with alternating signs. */
export function detailsInside(grid: Voxels, region: Voxels): number[] {
  const found: number[] = [];
  const [nx, ny, nz] = grid.size;
  for (let z = 0; z + 1 < nz; z += 2)
    for (let y = 0; y + 1 < ny; y += 2)
      for (let x = 0; x + 1 < nx; x += 2) {
        const at = (of: Voxels): number[] =>
          CORNERS.map(([u, v, w]) => voxelAt(of, x + u, y + v, z + w));
        if (at(region).some((n) => n === 0)) continue;
        const values = at(grid);
        if (values.every((n) => n === values[0])) continue;
        found.push(
          Math.abs(
            values.reduce(
              (sum, n, k) => sum + n * ((k & 1) ^ ((k >> 1) & 1) ^ (k >> 2) ? -1 : 1),
              0,
            ),
          ),
        );
      }
  return found;
}
