// One cathode as three methods see it, each in a frame and at a resolution of its own.
import { invalidArgument } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import { translation } from '../recipe/simple_transforms.js';
import { compose, Transform } from '../recipe/transform.js';
import { ACTIVE, fillPeriodicCells, PORE, type PeriodicCells } from './binder_cells.js';
import { poisson } from './imaging_effects.js';
import { Random } from './random.js';

/** What is made. */
export interface ModalitiesOptions {
  /** Integer 0 … 2^53 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Voxels of the X-ray volume along each edge, 0.4 µm each; 20 … 96. Default 40. */
  readonly size?: number | undefined;
  /** Edge of the corner that the others show, in voxels of the X-ray volume; 8 … 32. Default 20. */
  readonly corner?: number | undefined;
}

/** A volume in the frame of its instrument, as `lab.open` takes it. */
export interface ModalityVolume {
  readonly data: Uint16Array<ArrayBuffer>;
  readonly dtype: 'u16';
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: 'µm';
  readonly origin: Vec3;
}

/** Three volumes of one cathode, and what is true of them. */
export interface SyntheticModalities {
  readonly seed: number;
  /** The whole, voxels of 400 nm: active material, binder and pores by their density. */
  readonly xrm: ModalityVolume;
  /** The corner, voxels of 50 nm, which show the pores of the binder. */
  readonly fibSem: ModalityVolume;
  /** Counts of an element of the active material in the corner, voxels of 200 nm. */
  readonly map: ModalityVolume;
  /** From the FIB-SEM to the X-ray volume as the stage says: off by up to 0.5 µm, not turned. */
  readonly stage: Transform;
  readonly truth: {
    /** Part of pores in the whole, those of the binder with them. */
    readonly porosity: number;
    /** The same of the FIB-SEM volume alone. */
    readonly cornerPorosity: number;
    /** From the FIB-SEM to the X-ray volume: turned by up to some 5°, and shifted. */
    readonly fibSemToXrm: Transform;
    /** From the map to the FIB-SEM: shifted by up to 0.3 µm along each axis. */
    readonly mapToFibSem: Transform;
  };
}

/** Edge of an X-ray voxel, in µm, and how many of the others lie along it. */
const XRM = 0.4;
const PER_XRM = { cells: 4, fibSem: 8, map: 2 } as const;

/** Grey levels of pore, binder and active material, and the deviation of the noise. */
const XRM_GREYS = { levels: [8000, 16000, 40000], noise: 700 } as const;
const FIB_GREYS = { levels: [9000, 22000, 42000], noise: 2000 } as const;
/** Mean counts of a voxel of the map without active material, and of what it adds. */
const COUNTS = { ground: 1, active: 24 } as const;

/** Noise, whole numbers from 0 to 65535. */
const grey = (level: number, noise: number, random: Random): number =>
  Math.max(0, Math.min(65535, Math.round(level + noise * random.normal())));

/** A turn by a quaternion (1, a, b, c): sums and quotients alone, the same on every engine. */
function turn([a, b, c]: Vec3): Transform {
  const n = 1 + a * a + b * b + c * c;
  const [aa, bb, cc] = [(2 * a * a) / n, (2 * b * b) / n, (2 * c * c) / n];
  const [ab, ac, bc] = [(2 * a * b) / n, (2 * a * c) / n, (2 * b * c) / n];
  const [x, y, z] = [(2 * a) / n, (2 * b) / n, (2 * c) / n];
  const rows = [
    [1 - bb - cc, ab - z, ac + y, 0],
    [ab + z, 1 - aa - cc, bc - x, 0],
    [ac - y, bc + x, 1 - aa - bb, 0],
  ];
  return new Transform(rows.flat());
}

/** A volume of a cubic grid whose first voxel begins at 0. */
function volumeOf(n: number, spacing: number, data: Uint16Array<ArrayBuffer>): ModalityVolume {
  const each = (value: number): Vec3 => [value, value, value];
  return {
    ...{ data, dtype: 'u16', size: each(n), spacing: each(spacing), unit: 'µm' },
    origin: each(spacing / 2),
  };
}

/** The whole as an X-ray microscope sees it: means over voxels, blurred by half a voxel. */
function xrmOf(cells: PeriodicCells, n: number, random: Random): ModalityVolume {
  const each = PER_XRM.cells;
  let values = new Float64Array(n ** 3);
  cells.material.forEach((material, i) => {
    const [x, y, z] = [
      i % cells.n,
      Math.floor(i / cells.n) % cells.n,
      Math.floor(i / cells.n ** 2),
    ];
    const at = (Math.floor(z / each) * n + Math.floor(y / each)) * n + Math.floor(x / each);
    values[at]! += XRM_GREYS.levels[material]! / each ** 3;
  });
  // 1, 6, 1: a variance of a quarter voxel², mirrored at the faces.
  for (const stride of [1, n, n * n]) {
    const from = values;
    values = from.map((value, i) => {
      const at = Math.floor(i / stride) % n;
      const [before, after] = [at > 0 ? i - stride : i, at < n - 1 ? i + stride : i];
      return (from[before]! + 6 * value + from[after]!) / 8;
    });
  }
  return volumeOf(
    n,
    XRM,
    Uint16Array.from(values, (v) => grey(v, XRM_GREYS.noise, random)),
  );
}

/** What lies at the voxels of a cubic grid whose points a transform takes to the whole. */
function materialsAt(
  cells: PeriodicCells,
  n: number,
  spacing: number,
  place: Transform,
): Uint8Array {
  const found = new Uint8Array(n ** 3);
  const m = place.matrix;
  const edge = XRM / PER_XRM.cells;
  for (let i = 0; i < found.length; i += 1) {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / n ** 2)].map(
      (k) => (k + 0.5) * spacing,
    ) as [number, number, number];
    const [u, v, w] = map3((k) => {
      const at = m[4 * k]! * x + m[4 * k + 1]! * y + m[4 * k + 2]! * z + m[4 * k + 3]!;
      return Math.max(0, Math.min(cells.n - 1, Math.floor(at / edge)));
    });
    found[i] = cells.material[(w * cells.n + v) * cells.n + u]!;
  }
  return found;
}

const meanOf = (of: Uint8Array, material: number): number =>
  of.reduce((sum, m) => sum + (m === material ? 1 : 0), 0) / of.length;

/**
 * One cathode as three methods see it: an X-ray microscope the whole (400 nm), a FIB-SEM a corner
 * of it (50 nm), and X-ray spectroscopy an element in that corner (200 nm), each in a frame of its
 * own. The cathode has spheres of active material, pores, and between them binder with carbon,
 * whose own pores of 100 nm are many in some places and few in others: the X-ray microscope sees
 * them as a darker grey alone. The whole is of cells of 100 nm, each of one material; X-ray grey
 * levels are their means, blurred by half a voxel; those of the FIB-SEM are not blurred; counts are
 * Poisson's. The same options give the same bits on every engine. Some 4 s and 60 MB by default.
 *
 * @throws `invalid-argument` where an option is out of range or the corner is above half the size.
 * @example
 * ```ts
 * import { syntheticModalities } from 'voxmetry/synthetic';
 * const { xrm, fibSem, truth } = syntheticModalities({ seed: 1, size: 24, corner: 8 });
 * console.assert(xrm.data.length === 24 ** 3 && fibSem.data.length === 64 ** 3);
 * console.assert(truth.porosity > 0.2 && truth.porosity < 0.5);
 * ```
 */
export function syntheticModalities(options: ModalitiesOptions = {}): SyntheticModalities {
  const { seed = 1, size = 40, corner = 20 } = options;
  const op = 'syntheticModalities';
  if (!(Number.isInteger(size) && size >= 20 && size <= 96))
    throw invalidArgument(op, 'size', size, 'an integer from 20 to 96');
  if (!(Number.isInteger(corner) && corner >= 8 && corner <= 32 && 2 * corner <= size))
    throw invalidArgument(
      op,
      'corner',
      corner,
      'an integer from 8 to 32, at most half of the size',
    );
  const stream = (of: number): Random => new Random(seed, [of, 0]);
  const cells = fillPeriodicCells({ seed, voxels: size, spacing: XRM, each: PER_XRM.cells });

  const places = stream(1);
  const within = (most: number): number => most * (2 * places.uniform() - 1);
  const edge = corner * XRM;
  const middle: Vec3 = [edge / 2, edge / 2, edge / 2];
  const centre = map3(() => middle[0] + 0.8 + within(0.2));
  const back = translation(map3((i) => -middle[i]));
  // Quaternions of 0.025: turns of some 3° about each axis.
  const fibSemToXrm = compose(back, turn(map3(() => within(0.025))), translation(centre));
  const mapToFibSem = translation(map3(() => within(0.3)));
  const stage = translation(map3((i) => centre[i] - middle[i] + within(0.5)));

  const [fibN, mapN] = [corner * PER_XRM.fibSem, corner * PER_XRM.map];
  const inFib = materialsAt(cells, fibN, XRM / PER_XRM.fibSem, fibSemToXrm);
  const fibNoise = stream(2);
  const fibData = Uint16Array.from(inFib, (material) =>
    grey(FIB_GREYS.levels[material]!, FIB_GREYS.noise, fibNoise),
  );
  // Each voxel of the map counts in 2³ places.
  const fine = materialsAt(
    cells,
    2 * mapN,
    XRM / PER_XRM.map / 2,
    compose(mapToFibSem, fibSemToXrm),
  );
  const active = new Float64Array(mapN ** 3);
  fine.forEach((material, i) => {
    if (material !== ACTIVE) return;
    const [x, y, z] = [i, i / (2 * mapN), i / (2 * mapN) ** 2].map(
      (k) => (Math.floor(k) % (2 * mapN)) >> 1,
    ) as [number, number, number];
    active[(z * mapN + y) * mapN + x]! += 1 / 8;
  });
  const counting = stream(3);
  const counts = Uint16Array.from(active, (part) =>
    poisson(COUNTS.ground + COUNTS.active * part, counting),
  );
  return {
    seed,
    xrm: xrmOf(cells, size, stream(4)),
    fibSem: volumeOf(fibN, XRM / PER_XRM.fibSem, fibData),
    map: volumeOf(mapN, XRM / PER_XRM.map, counts),
    stage,
    truth: {
      porosity: meanOf(cells.material, PORE),
      cornerPorosity: meanOf(inFib, PORE),
      fibSemToXrm,
      mapToFibSem,
    },
  };
}
