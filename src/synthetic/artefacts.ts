import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { Random } from './random.js';

/** How strong the faults of a simulated imaging are; 0, the default, is none. */
export interface ArtefactOptions {
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /**
   * Standard deviation of the curtains of a FIB, in grey levels: stripes along y, others in every
   * slice.
   */
  readonly curtains?: number | undefined;
  /**
   * Standard deviation of rings about the middle of the slices, in grey levels; others in every
   * slice.
   */
  readonly rings?: number | undefined;
  /** Standard deviation of the gain of a slice about 1. */
  readonly flicker?: number | undefined;
  /** Standard deviation of the offset of a slice, in grey levels. */
  readonly offset?: number | undefined;
  /**
   * Standard deviation of the steps that a slice drifts on from the last one along x and y, in
   * voxels.
   */
  readonly drift?: number | undefined;
  /**
   * From the darkest to the brightest corner of a smooth background, in grey levels; the same in
   * every slice.
   */
  readonly shading?: number | undefined;
  /**
   * Beam hardening: by which part levels in the middle of slices are lower than at the circle
   * through their corners, 0 … 1; the gain grows with the square of the radius.
   */
  readonly cupping?: number | undefined;
}

/** Faults of an imaging, as they are: what a correction has to find. */
export interface Artefacts {
  /** Grey levels for each x of every slice. */
  readonly curtains: Float32Array<ArrayBuffer>;
  /** Grey levels for each radius of 0, 1, … voxels of every slice; linear in between. */
  readonly rings: Float32Array<ArrayBuffer>;
  /** Radii per slice. */
  readonly radii: number;
  readonly gains: Float64Array<ArrayBuffer>;
  readonly offsets: Float64Array<ArrayBuffer>;
  /** How far the content of every slice lies from where it was in the first one, in voxels. */
  readonly driftX: Float64Array<ArrayBuffer>;
  readonly driftY: Float64Array<ArrayBuffer>;
  /** Grey levels for each (x, y). */
  readonly shading: Float32Array<ArrayBuffer>;
  /** By which part levels in the middle of slices are lower. */
  readonly cupping: number;
}

/** Streams of random numbers, one for each kind of fault. */
const STREAM = { curtains: 1, rings: 2, flicker: 3, offset: 4, drift: 5, shading: 6 } as const;
/** Keeps these streams apart from those of the noise, which count rows and slices. */
const FAR_STREAM = 0x7fff0000;

/** Bars of random brightness, 1 to `widest` voxels wide, scaled to a standard deviation. */
export function bars(
  length: number,
  widest: number,
  strength: number,
  random: Random,
): Float32Array {
  const profile = new Float64Array(length);
  for (let bar = 0; bar < length / 3; bar += 1) {
    const start = Math.floor(random.uniform() * length);
    const width = 1 + Math.floor(random.uniform() * widest);
    const level = random.normal();
    for (let i = start; i < Math.min(length, start + width); i += 1) profile[i]! += level;
  }
  const mean = profile.reduce((sum, v) => sum + v, 0) / length;
  const variance = profile.reduce((sum, v) => sum + (v - mean) ** 2, 0) / length;
  const scale = variance > 0 ? strength / Math.sqrt(variance) : 0;
  return Float32Array.from(profile, (v) => (v - mean) * scale);
}

/**
 * Makes the faults of an imaging of given strengths, for {@link simulateImaging}. The same options
 * give the same bits on every engine.
 *
 * @param size - voxels along x, y, z
 * @throws `invalid-argument` where a strength is negative or not finite.
 * @example
 * ```ts
 * import { simulateArtefacts } from 'voxmetry/synthetic';
 * const { driftX } = simulateArtefacts([64, 64, 32], { seed: 1, drift: 0.3 });
 * console.assert(driftX.length === 32 && driftX[0] === 0);
 * ```
 */
export function simulateArtefacts([nx, ny, nz]: Vec3, options: ArtefactOptions): Artefacts {
  const { seed, ...strengths } = options;
  for (const [name, strength] of Object.entries(strengths))
    if (strength !== undefined && !(strength >= 0 && strength < Infinity))
      throw invalidArgument('simulateArtefacts', name, strength, 'a number ≥ 0');
  const { curtains = 0, rings = 0, flicker = 0, offset = 0, drift = 0, shading = 0 } = options;
  const { cupping = 0 } = options;
  if (cupping > 1) throw invalidArgument('simulateArtefacts', 'cupping', cupping, '0 … 1');
  const stream = (kind: keyof typeof STREAM, slice = 0): Random =>
    new Random(seed, [FAR_STREAM + STREAM[kind], slice]);
  const radii = Math.ceil(Math.sqrt(nx * nx + ny * ny) / 2) + 2;
  const bySlice = (
    f: (slice: number) => Float32Array,
    length: number,
  ): Float32Array<ArrayBuffer> => {
    const all = new Float32Array(length * nz);
    for (let z = 0; z < nz; z += 1) all.set(f(z), length * z);
    return all;
  };
  const normals = (kind: keyof typeof STREAM, centre: number, strength: number) => {
    const random = stream(kind);
    return Float64Array.from({ length: nz }, () => centre + strength * random.normal());
  };
  const walk = (axis: 0 | 1): Float64Array<ArrayBuffer> => {
    const random = stream('drift', axis);
    let place = 0;
    return Float64Array.from(
      { length: nz },
      (_, z) => (place += z === 0 ? 0 : drift * random.normal()),
    );
  };
  return {
    curtains: bySlice((z) => bars(nx, 6, curtains, stream('curtains', z)), nx),
    rings: bySlice((z) => bars(radii, 3, rings, stream('rings', z)), radii),
    radii,
    gains: normals('flicker', 1, flicker),
    offsets: normals('offset', 0, offset),
    driftX: walk(0),
    driftY: walk(1),
    shading: smoothSurface(nx, ny, shading, stream('shading')),
    cupping,
  };
}

/**
 * A random slope and bowl whose extremes over the slice are `span` apart and that is 0 on average.
 */
function smoothSurface(
  nx: number,
  ny: number,
  span: number,
  random: Random,
): Float32Array<ArrayBuffer> {
  const [a, b, c, d, e] = Array.from({ length: 5 }, () => random.normal()) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const surface = Float64Array.from({ length: nx * ny }, (_, i) => {
    const x = (2 * (i % nx) + 1) / nx - 1;
    const y = (2 * Math.floor(i / nx) + 1) / ny - 1;
    return a * x + b * y + c * x * x + d * x * y + e * y * y;
  });
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const v of surface) {
    least = Math.min(least, v);
    most = Math.max(most, v);
    sum += v;
  }
  const scale = most > least ? span / (most - least) : 0;
  return Float32Array.from(surface, (v) => (v - sum / surface.length) * scale);
}

/** Weights of Keys' cubic kernel for a sample t beyond the second of four voxels. */
function cubic(t: number): readonly [number, number, number, number] {
  const u = 1 - t;
  return [
    -0.5 * t * u * u,
    1 + t * t * (1.5 * t - 2.5),
    1 + u * u * (1.5 * u - 2.5),
    -0.5 * u * t * t,
  ];
}

/** A line moved on by `shift` voxels; beyond its ends it goes on as it ends. */
function shiftLine(from: Float64Array, shift: number, to: Float64Array): void {
  const below = Math.floor(-shift);
  const weights = cubic(-shift - below);
  for (let i = 0; i < from.length; i += 1) {
    let sum = 0;
    for (let k = 0; k < 4; k += 1)
      sum += weights[k]! * from[Math.min(from.length - 1, Math.max(0, i + below - 1 + k))]!;
    to[i] = sum;
  }
}

function shiftSlice(slice: Float32Array, nx: number, ny: number, dx: number, dy: number): void {
  const line = new Float64Array(nx);
  const moved = new Float64Array(nx);
  for (let y = 0; y < ny; y += 1) {
    for (let x = 0; x < nx; x += 1) line[x] = slice[y * nx + x]!;
    shiftLine(line, dx, moved);
    slice.set(moved, y * nx);
  }
  const column = new Float64Array(ny);
  const movedColumn = new Float64Array(ny);
  for (let x = 0; x < nx; x += 1) {
    for (let y = 0; y < ny; y += 1) column[y] = slice[y * nx + x]!;
    shiftLine(column, dy, movedColumn);
    for (let y = 0; y < ny; y += 1) slice[y * nx + x] = movedColumn[y]!;
  }
}

/**
 * Applies faults to a signal without noise, in place: drift, beam hardening, shading, gain and
 * offset, curtains and rings.
 */
export function applyArtefacts(
  signal: Float32Array,
  [nx, ny, nz]: Vec3,
  { curtains, rings, radii, gains, offsets, driftX, driftY, shading, cupping }: Artefacts,
): void {
  const corner = ((nx - 1) * (nx - 1) + (ny - 1) * (ny - 1)) / 4;
  for (let z = 0; z < nz; z += 1) {
    const slice = signal.subarray(z * nx * ny, (z + 1) * nx * ny);
    if (driftX[z] !== 0 || driftY[z] !== 0) shiftSlice(slice, nx, ny, driftX[z]!, driftY[z]!);
    for (let y = 0, i = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, i += 1) {
        const [dx, dy] = [x - (nx - 1) / 2, y - (ny - 1) / 2];
        const radius = Math.sqrt(dx * dx + dy * dy);
        const ring = z * radii + Math.floor(radius);
        const t = radius - Math.floor(radius);
        const hardened =
          cupping === 0 ? 1 : 1 - cupping * (1 - (radius * radius) / Math.max(corner, 1));
        const level = gains[z]! * (hardened * slice[i]! + shading[i]!) + offsets[z]!;
        slice[i] = level + curtains[z * nx + x]! + (1 - t) * rings[ring]! + t * rings[ring + 1]!;
      }
  }
}
