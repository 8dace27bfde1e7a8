import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import { portableDirection } from './angles.js';
import { blurInPlace } from './blur.js';
import { Random } from './random.js';

/** What {@link syntheticFoil} makes; every option has a default. Lengths are in voxels. */
export interface FoilOptions {
  /** Integer 0 … 2^53 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Voxels along x, y, z; the foil's normal is y. Default [160, 64, 160]. */
  readonly size?: Vec3 | undefined;
  /** Thickness of the foil. Default 5. */
  readonly foil?: number | undefined;
  /** Thickness of the coating on each face; beyond it lies separator. Default 22. */
  readonly coating?: number | undefined;
  /** How much the foil's middle rises along y per voxel of x and of z. Default [0, 0]. */
  readonly tilt?: readonly [number, number] | undefined;
  /** Amplitude of waves of the foil along x. Default 0. */
  readonly wrinkle?: number | undefined;
  /** Length of these waves. Default 120. */
  readonly wavelength?: number | undefined;
  /** Number of outgrowths, on both faces: paraboloids. Default 8. */
  readonly outgrowths?: number | undefined;
  /** Least and greatest height of an outgrowth. Default [3, 15]. */
  readonly height?: readonly [number, number] | undefined;
  /** Least and greatest radius of an outgrowth's base. Default [5, 12]. */
  readonly radius?: readonly [number, number] | undefined;
  /** Number of balls of copper in the coating that touch no foil. Default 0. */
  readonly particles?: number | undefined;
  /** Least and greatest radius of a particle. Default [2.5, 4]. */
  readonly particleRadius?: readonly [number, number] | undefined;
  /**
   * Thickness of a strip on the upper face, 20 wide, from the first slice on; 0 none.
   * Default 0.
   */
  readonly tab?: number | undefined;
  /** Height on both faces of a disc of radius 10 at x = 14 in the middle; 0 none. Default 0. */
  readonly weld?: number | undefined;
  /** Thickness of a second layer on the upper face along x = 14, 12 wide; 0 none. Default 0. */
  readonly fold?: number | undefined;
  /** How far up the foil is bent, both faces, along a ridge at x = 14, 16 wide. Default 0. */
  readonly crease?: number | undefined;
  /** Grey levels of separator, coating and copper. Default [8000, 20000, 40000]. */
  readonly levels?: readonly [separator: number, coating: number, copper: number] | undefined;
  /** Standard deviation of the Gaussian point spread. Default 0.8. */
  readonly blur?: number | undefined;
  /** Standard deviation of the white noise, in grey levels. Default 4000. */
  readonly noise?: number | undefined;
}

/** One true outgrowth, in voxels. */
export interface TrueFoilOutgrowth {
  /** Column of its middle. */
  readonly x: number;
  readonly z: number;
  /** −1 on the lower face, 1 on the upper one. */
  readonly side: -1 | 1;
  readonly height: number;
  readonly radius: number;
  /** Of the paraboloid, π/2 · radius² · height. */
  readonly volume: number;
}

/** One true particle, in voxels. */
export interface TrueFoilParticle {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly side: -1 | 1;
  readonly radius: number;
}

/** A foil with its coatings as a tomograph would see it, and the truth. */
export interface SyntheticFoil {
  readonly data: Uint16Array<ArrayBuffer>;
  readonly size: Vec3;
  readonly truth: {
    readonly outgrowths: readonly TrueFoilOutgrowth[];
    readonly particles: readonly TrueFoilParticle[];
    /** Row of the foil's middle at a column. */
    readonly middle: (x: number, z: number) => number;
  };
}

type Settings = { readonly [K in keyof FoilOptions]-?: Exclude<FoilOptions[K], undefined> };

/** Where tabs, welds, folds and creases have their middle, and how far they reach. */
const DEFECT = 14;
const TAB_REACH = 10;
const WELD_RADIUS = 10;
const FOLD_REACH = 6;
const CREASE_REACH = 8;
/** Places across a voxel along x and z at which the structure is looked at. */
const PLACES = 3;
/** Tries to find room for an object. */
const TRIES = 2000;
const OP = 'syntheticFoil';

function settingsOf(options: FoilOptions): Settings {
  const given = Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined));
  const settings: Settings = {
    ...{ seed: 1, size: [160, 64, 160], foil: 5, coating: 22, tilt: [0, 0], wrinkle: 0 },
    ...{ wavelength: 120, outgrowths: 8, height: [3, 15], radius: [5, 12], particles: 0 },
    ...{
      particleRadius: [2.5, 4],
      tab: 0,
      weld: 0,
      fold: 0,
      crease: 0,
      levels: [8000, 20000, 40000],
      blur: 0.8,
      noise: 4000,
    },
    ...given,
  };
  for (const name of ['foil', 'coating', 'wavelength'] as const)
    if (!(settings[name] > 0 && settings[name] < Infinity))
      throw invalidArgument(OP, name, settings[name], 'a length > 0, in voxels');
  for (const name of ['wrinkle', 'tab', 'weld', 'fold', 'crease', 'blur', 'noise'] as const)
    if (!(settings[name] >= 0 && settings[name] < Infinity))
      throw invalidArgument(OP, name, settings[name], 'a number ≥ 0');
  for (const name of ['outgrowths', 'particles'] as const)
    if (!Number.isSafeInteger(settings[name]) || settings[name] < 0)
      throw invalidArgument(OP, name, settings[name], 'an integer ≥ 0');
  for (const name of ['height', 'radius', 'particleRadius'] as const) {
    const [least, most] = settings[name];
    if (!(least > 0 && least <= most && most < Infinity))
      throw invalidArgument(OP, name, settings[name], 'two lengths > 0, the least first');
  }
  if (!settings.size.every((n) => Number.isSafeInteger(n) && n > 0))
    throw invalidArgument(OP, 'size', settings.size, 'three positive integers');
  return settings;
}

/** The square of a distance. */
function squared(x: number, z: number): number {
  return x * x + z * z;
}

/** Places of objects on the faces, with room between those of one side. */
class Room {
  readonly #taken: { x: number; z: number; side: number; radius: number }[] = [];
  readonly #random: Random;
  readonly #settings: Settings;

  constructor(random: Random, settings: Settings) {
    this.#random = random;
    this.#settings = settings;
  }

  between([least, most]: readonly [number, number]): number {
    return least + (most - least) * this.#random.uniform();
  }

  take(radius: number): { x: number; z: number; side: -1 | 1 } {
    const [nx, , nz] = this.#settings.size;
    const margin = radius + 4;
    const { tab, weld, fold, crease } = this.#settings;
    const left = tab + weld + fold + crease > 0 ? 30 : 0;
    for (let i = 0; i < TRIES; i += 1) {
      const x = this.between([left + margin, nx - 1 - margin]);
      const z = this.between([margin, nz - 1 - margin]);
      const side = this.#random.uniform() < 0.5 ? -1 : 1;
      const near = this.#taken.some(
        (o) => o.side === side && squared(o.x - x, o.z - z) < squared(o.radius + radius + 6, 0),
      );
      if (near || nx < 2 * margin + left || nz < 2 * margin) continue;
      this.#taken.push({ x, z, side, radius });
      return { x, z, side };
    }
    throw invalidArgument(OP, 'size', this.#settings.size, 'room for all outgrowths and particles');
  }
}

/**
 * Makes a flat collector with the truth: a foil of copper, across y, coated on both faces, with
 * seeded outgrowths (paraboloids) and particles (balls), tilted and in waves, and a tab, a weld, a
 * fold or a crease where it is asked for; then blur and white noise. Along y levels are averaged
 * exactly, at 3 × 3 places of each voxel across it. The same options give the same bits on every
 * engine.
 *
 * @throws `invalid-argument` where an option is out of range or there is no room for the objects.
 * @example
 * ```ts
 * import { syntheticFoil } from 'voxmetry/synthetic';
 * const { data, truth } = syntheticFoil({ size: [64, 48, 64], outgrowths: 2, radius: [5, 8] });
 * console.assert(data.length === 64 * 48 * 64 && truth.outgrowths.length === 2);
 * ```
 */
export function syntheticFoil(options: FoilOptions = {}): SyntheticFoil {
  const settings = settingsOf(options);
  const { size, foil, tilt, wrinkle, wavelength, crease } = settings;
  const [nx, ny, nz] = size;
  const middle = (x: number, z: number): number =>
    (ny - 1) / 2 +
    tilt[0] * (x - (nx - 1) / 2) +
    tilt[1] * (z - (nz - 1) / 2) +
    wrinkle * portableDirection((2 * Math.PI * (x % wavelength)) / wavelength)[1] +
    crease * squared(Math.max(0, 1 - squared((x - DEFECT) / CREASE_REACH, 0)), 0);
  const room = new Room(new Random(settings.seed), settings);
  const outgrowths = Array.from({ length: settings.outgrowths }, (): TrueFoilOutgrowth => {
    const radius = room.between(settings.radius);
    const height = room.between(settings.height);
    const volume = (Math.PI / 2) * squared(radius, 0) * height;
    return { ...room.take(radius), height, radius, volume };
  });
  const particles = Array.from({ length: settings.particles }, (): TrueFoilParticle => {
    const radius = room.between(settings.particleRadius);
    const { x, z, side } = room.take(radius);
    const least = foil / 2 + radius + 3;
    const most = Math.max(least, foil / 2 + settings.coating - radius);
    return { x, y: middle(x, z) + side * room.between([least, most]), z, side, radius };
  });
  const image = new Float32Array(volumeOf(size));
  const part = 1 / (PLACES * PLACES);
  for (let z = 0; z < nz; z += 1)
    for (let x = 0; x < nx; x += 1) {
      const near = objectsNear(outgrowths, particles, x, z);
      for (let j = 0; j < PLACES; j += 1)
        for (let i = 0; i < PLACES; i += 1) {
          const px = x + (i + 0.5) / PLACES - 0.5;
          const pz = z + (j + 0.5) / PLACES - 0.5;
          addColumn(image, size, [x, z], part, linesAt(px, pz, middle(px, pz), near, settings));
        }
    }
  blurInPlace(image, size, [settings.blur, settings.blur, settings.blur], 'reflect');
  return { data: noisy(image, settings), size, truth: { outgrowths, particles, middle } };
}

interface Near {
  readonly outgrowths: readonly TrueFoilOutgrowth[];
  readonly particles: readonly TrueFoilParticle[];
}

function objectsNear(
  outgrowths: readonly TrueFoilOutgrowth[],
  particles: readonly TrueFoilParticle[],
  x: number,
  z: number,
): Near {
  const isNear = (o: { x: number; z: number; radius: number }): boolean =>
    Math.abs(o.x - x) < o.radius + 1 && Math.abs(o.z - z) < o.radius + 1;
  return { outgrowths: outgrowths.filter(isNear), particles: particles.filter(isNear) };
}

/** Pieces of a line along y and the level of each over that of separator, which add up. */
function linesAt(x: number, z: number, middle: number, near: Near, settings: Settings) {
  const { foil, coating, levels, tab, weld, fold, size } = settings;
  let low = middle - foil / 2;
  let high = middle + foil / 2;
  for (const { x: ox, z: oz, side, height, radius } of near.outgrowths) {
    const part = 1 - squared(x - ox, z - oz) / squared(radius, 0);
    if (part <= 0) continue;
    if (side > 0) high = Math.max(high, middle + foil / 2 + height * part);
    else low = Math.min(low, middle - foil / 2 - height * part);
  }
  if (tab > 0 && Math.abs(x - DEFECT) < TAB_REACH && z < 0.6 * size[2])
    high = Math.max(high, middle + foil / 2 + tab);
  if (fold > 0 && Math.abs(x - DEFECT) < FOLD_REACH)
    high = Math.max(high, middle + foil / 2 + fold);
  if (weld > 0 && squared(x - DEFECT, z - (size[2] - 1) / 2) < squared(WELD_RADIUS, 0)) {
    high = Math.max(high, middle + foil / 2 + weld);
    low = Math.min(low, middle - foil / 2 - weld);
  }
  const [separator, coated, copper] = levels;
  const reach = foil / 2 + coating;
  const lines: (readonly [from: number, to: number, level: number])[] = [
    [middle - reach, middle + reach, coated - separator],
    [low, high, copper - coated],
  ];
  // What stands out of the coating replaces separator.
  if (low < middle - reach) lines.push([low, middle - reach, coated - separator]);
  if (high > middle + reach) lines.push([middle + reach, high, coated - separator]);
  for (const { x: ox, y, z: oz, radius } of near.particles) {
    const half = Math.sqrt(Math.max(0, squared(radius, 0) - squared(x - ox, z - oz)));
    if (half > 0) lines.push([y - half, y + half, copper - coated]);
  }
  return lines;
}

/** Adds a part of a column: separator, and the lines over it, each voxel by what it covers. */
function addColumn(
  image: Float32Array,
  [nx, ny]: Vec3,
  [x, z]: readonly [number, number],
  part: number,
  lines: readonly (readonly [number, number, number])[],
): void {
  const at = (y: number): number => (z * ny + y) * nx + x;
  for (const [from, to, level] of lines)
    for (let y = Math.max(0, Math.floor(from + 0.5)); y <= Math.min(ny - 1, to + 0.5); y += 1) {
      const covered = Math.min(to, y + 0.5) - Math.max(from, y - 0.5);
      if (covered > 0) image[at(y)]! += part * level * covered;
    }
}

function noisy(image: Float32Array, { seed, levels, noise }: Settings): Uint16Array<ArrayBuffer> {
  const random = new Random(seed, [1, 0]);
  return Uint16Array.from(image, (value) => {
    const level = levels[0] + value + noise * random.normal();
    return Math.min(65535, Math.max(0, Math.floor(level + 0.5)));
  });
}
