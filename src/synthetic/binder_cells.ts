// A cathode of cells: spheres, pores, and a binder whose own pores are as large as a cell.
import { Random } from './random.js';
import { packSpheres } from './spheres.js';

export const PORE = 0;
export const BINDER = 1;
export const ACTIVE = 2;

/** n³ cells, x fastest, that repeat beyond their faces. */
export interface PeriodicCells {
  readonly n: number;
  readonly material: Uint8Array;
}

/** How cells are filled: `voxels`³ of an edge of `spacing`, of `each`³ cells. */
export interface CellOptions {
  readonly seed: number;
  readonly voxels: number;
  readonly spacing: number;
  readonly each: number;
}

/** Particles: their part of the volume, and the median of their diameters in µm. */
const PARTICLES = { fraction: 0.45, medianDiameter: 1 } as const;
/** Times that white noise is smoothed by 1, 2, 1: binder in threads, its porosity in regions. */
const SMOOTHED = { binder: 1, porosity: 3 } as const;
/** Pores in the binder: their mean part, its deviation from place to place, and its ends. */
const NANO = { mean: 0.4, deviation: 0.12, least: 0.1, most: 0.7 } as const;

/** Normal numbers of mean 0 and variance 1 on n³ places that repeat, alike over some of them. */
function smoothNoise(n: number, times: number, random: Random): Float64Array {
  let field = Float64Array.from({ length: n ** 3 }, () => random.normal());
  for (let k = 0; k < times; k += 1)
    for (const stride of [1, n, n * n]) {
      const from = field;
      field = from.map((value, i) => {
        const at = Math.floor(i / stride) % n;
        const before = at > 0 ? i - stride : i + (n - 1) * stride;
        const after = at < n - 1 ? i + stride : i - (n - 1) * stride;
        return (from[before]! + 2 * value + from[after]!) / 4;
      });
    }
  const variance = field.reduce((sum, v) => sum + v * v, 0) / field.length;
  const scale = Math.sqrt(variance);
  return field.map((v) => v / scale);
}

/** Values between n³ places that repeat, at the middles of `each` cells to a place, linear. */
function between(field: Float64Array, n: number, each: number): (cell: number) => number {
  const cells = n * each;
  // Along an axis: the place before a cell, the one after, and the weight of the latter.
  const along = Array.from({ length: cells }, (_, cell) => {
    const at = (cell + 0.5) / each - 0.5;
    const before = Math.floor(at);
    return { before: (before + n) % n, after: (before + 1) % n, t: at - before };
  });
  return (cell) => {
    const x = along[cell % cells]!;
    const y = along[Math.floor(cell / cells) % cells]!;
    const z = along[Math.floor(cell / cells ** 2)]!;
    const row = (k: number, j: number): number => {
      const from = (k * n + j) * n;
      return field[from + x.before]! * (1 - x.t) + field[from + x.after]! * x.t;
    };
    const plane = (k: number): number => row(k, y.before) * (1 - y.t) + row(k, y.after) * y.t;
    return plane(z.before) * (1 - z.t) + plane(z.after) * z.t;
  };
}

/** The cells of a cathode. */
export function fillPeriodicCells({ seed, voxels, spacing, each }: CellOptions): PeriodicCells {
  const n = voxels * each;
  const edge = spacing / each;
  const material = new Uint8Array(n ** 3);
  const box = voxels * spacing;
  for (const { centre, radius } of packSpheres({ seed, box: [box, box, box], ...PARTICLES })) {
    const [cx, cy, cz] = centre.map((c) => c / edge - 0.5) as [number, number, number];
    const r = radius / edge;
    for (let z = Math.ceil(cz - r); z <= cz + r; z += 1)
      for (let y = Math.ceil(cy - r); y <= cy + r; y += 1) {
        const half = Math.sqrt(Math.max(0, r * r - (z - cz) ** 2 - (y - cy) ** 2));
        for (let x = Math.ceil(cx - half); x <= cx + half; x += 1)
          material[(((z + n) % n) * n + ((y + n) % n)) * n + ((x + n) % n)] = ACTIVE;
      }
  }
  const binder = between(
    smoothNoise(voxels, SMOOTHED.binder, new Random(seed, [5, 0])),
    voxels,
    each,
  );
  const pores = between(
    smoothNoise(voxels, SMOOTHED.porosity, new Random(seed, [6, 0])),
    voxels,
    each,
  );
  const random = new Random(seed, [7, 0]);
  for (let i = 0; i < material.length; i += 1) {
    const drawn = random.uniform();
    if (material[i] === ACTIVE || !(binder(i) > 0)) continue;
    const part = NANO.mean + NANO.deviation * pores(i);
    if (drawn >= Math.max(NANO.least, Math.min(NANO.most, part))) material[i] = BINDER;
  }
  return { n, material };
}
