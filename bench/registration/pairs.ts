// Pairs of volumes with a known transform between them: spheres of several greys, seen by two
// methods whose greys do not rise together, each blurred and noisy.
import type { Vec3 } from '../../src/recipe/geometry.js';
import { map3, volumeOf } from '../../src/recipe/geometry.js';
import { rotation } from '../../src/recipe/simple_transforms.js';
import { apply, compose, invert, Transform } from '../../src/recipe/transform.js';
import { Random } from '../../src/synthetic/random.js';

/** What is made. */
export interface PairOptions {
  readonly seed: number;
  /** Seed of the noise; that of the content goes on if left out. */
  readonly noiseSeed?: number;
  readonly size: Vec3;
  /** Least and greatest offset, in voxels. */
  readonly offsets?: readonly [number, number];
  /** Greatest angle of the turn, in degrees. */
  readonly angle?: number;
  /** Greatest entry of the matrix less a turn: 0 is rigid. */
  readonly shear?: number;
  /** Standard deviation of the noise, of greys 0 … 255. */
  readonly noise?: number;
  /** Standard deviation of the blur, in voxels. */
  readonly blur?: number;
  /** Whether the second volume shows something else. */
  readonly unrelated?: boolean;
  /** Voxels after which the content repeats itself along every axis; never if left out. */
  readonly period?: number;
}

/** Two volumes and the transform from the first to the second. */
export interface Pair {
  readonly fixed: Uint8Array<ArrayBuffer>;
  readonly moving: Uint8Array<ArrayBuffer>;
  readonly size: Vec3;
  readonly truth: Transform;
}

interface Sphere {
  readonly centre: Vec3;
  readonly radius: number;
  readonly grey: number;
}

const GREYS = [60, 110, 160, 210, 250] as const;
const GROUND = 20;
/** What the other method shows: neither rising nor falling. */
const SEEN: Readonly<Record<number, number>> = {
  20: 90,
  60: 200,
  110: 30,
  160: 240,
  210: 120,
  250: 60,
};

/** Voxels beyond a volume that have content, if nothing is moved farther. */
const MARGIN = 30;

/** Spheres, far beyond a volume of a size. */
function spheres(random: Random, size: Vec3, margin = MARGIN): Sphere[] {
  const box = size.map((n) => (n === 1 ? 1 : n + 2 * margin));
  const isFlat = size[2] === 1;
  const count = Math.round((box[0]! * box[1]! * box[2]!) / (isFlat ? 120 : 900));
  return Array.from({ length: count }, () => ({
    centre: map3((i) => (size[i] === 1 ? 0 : random.uniform() * box[i]! - margin)),
    radius: 3 + 5 * random.uniform(),
    grey: GREYS[Math.floor(random.uniform() * GREYS.length)]!,
  }));
}

/** Spheres of a cube of a period, again and again until they lie as far beyond a volume. */
function periodic(random: Random, size: Vec3, period: number): Sphere[] {
  const cell = Array.from({ length: Math.ceil(period ** 3 / 900) + 2 }, () => ({
    centre: map3(() => random.uniform() * period - MARGIN),
    radius: (period / 4) * (0.6 + 0.4 * random.uniform()),
    grey: GREYS[Math.floor(random.uniform() * GREYS.length)]!,
  }));
  const times = map3((i) => Math.ceil((size[i] + 2 * MARGIN) / period));
  return Array.from({ length: volumeOf(times) }, (_, k): Vec3 => [
    k % times[0],
    Math.floor(k / times[0]) % times[1],
    Math.floor(k / (times[0] * times[1])),
  ]).flatMap((at) =>
    cell.map((sphere) => ({ ...sphere, centre: map3((i) => sphere.centre[i] + at[i] * period) })),
  );
}

/** The normal distribution, to 10⁻³. */
function normal(x: number): number {
  return 1 / (1 + Math.exp(-1.5976 * x - 0.070566 * x ** 3));
}

/** What a method sees of spheres; places of its voxels are taken to theirs by `place`. */
function image(
  of: readonly Sphere[],
  size: Vec3,
  place: Transform,
  grey: (of: number) => number,
  { noise = 12, blur = 0.6 }: PairOptions,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const [nx, ny, nz] = size;
  const values = new Float64Array(nx * ny * nz).fill(grey(GROUND));
  const back = invert(place);
  const m = place.matrix;
  for (const sphere of of) {
    const centre = apply(back, sphere.centre);
    const reach = 1.2 * sphere.radius + 4;
    const low = map3((i) => Math.max(0, Math.floor(centre[i] - reach)));
    const high = map3((i) => Math.min(size[i] - 1, Math.ceil(centre[i] + reach)));
    for (let z = low[2]; z <= high[2]; z += 1)
      for (let y = low[1]; y <= high[1]; y += 1)
        for (let x = low[0]; x <= high[0]; x += 1) {
          const u = m[0]! * x + m[1]! * y + m[2]! * z + m[3]! - sphere.centre[0];
          const v = m[4]! * x + m[5]! * y + m[6]! * z + m[7]! - sphere.centre[1];
          const w = m[8]! * x + m[9]! * y + m[10]! * z + m[11]! - sphere.centre[2];
          const d = sphere.radius - Math.sqrt(u * u + v * v + w * w);
          const at = (z * ny + y) * nx + x;
          if (d < -4 * blur) continue;
          // Over what lies there, so that edges between spheres are as blurred as all others.
          values[at]! += (grey(sphere.grey) - values[at]!) * normal(d / blur);
        }
  }
  return Uint8Array.from(values, (value) =>
    Math.max(0, Math.min(255, Math.round(value + noise * random.normal()))),
  );
}

/** A pair of volumes. */
export function makePair(options: PairOptions): Pair {
  const { seed, size, offsets = [9, 18], angle = 8, shear = 0, unrelated = false } = options;
  const random = new Random(seed);
  const isFlat = size[2] === 1;
  const axes = isFlat ? [0, 1] : [0, 1, 2];
  const centre = map3((i) => (size[i] - 1) / 2);
  const direction = map3((i) => (axes.includes(i) ? random.normal() : 0));
  const length = offsets[0] + (offsets[1] - offsets[0]) * random.uniform();
  const scale = length / Math.hypot(...direction);
  const axis: Vec3 = isFlat ? [0, 0, 1] : map3(() => random.normal());
  const turn = rotation({
    axis,
    angle: ((angle * Math.PI) / 180) * (2 * random.uniform() - 1),
    centre,
  });
  const matrix = [0, 1, 2].flatMap((i) => {
    const row = [0, 1, 2].map(
      (j) =>
        (i === j ? 1 : 0) +
        (axes.includes(i) && axes.includes(j) ? shear * (2 * random.uniform() - 1) : 0),
    );
    const moved = centre[i]! + direction[i]! * scale;
    return [...row, moved - row.reduce((sum, value, j) => sum + value * centre[j]!, 0)];
  });
  const truth = compose(turn, new Transform(matrix));
  const content =
    options.period === undefined
      ? spheres(random, size, Math.max(MARGIN, 12 + offsets[1]))
      : periodic(random, size, options.period);
  const other = unrelated ? spheres(random, size) : content;
  const noise = options.noiseSeed === undefined ? random : new Random(options.noiseSeed);
  return {
    fixed: image(content, size, compose(), (grey) => grey, options, noise),
    moving: image(other, size, invert(truth), (grey) => SEEN[grey]!, options, noise),
    size,
    truth,
  };
}

/** What {@link makeSlice} makes. */
export interface SlicePair {
  readonly slice: Uint8Array<ArrayBuffer>;
  readonly sliceSize: Vec3;
  readonly volume: Uint8Array<ArrayBuffer>;
  readonly size: Vec3;
  /** From the slice to the volume. */
  readonly truth: Transform;
}

/**
 * A volume, and a slice of three quarters of its width as another method sees it: tilted about
 * every axis by up to `angle` degrees, at another scale by up to 5 %, an eighth of the volume's
 * edge from its middle along each axis at most.
 */
export function makeSlice(options: PairOptions): SlicePair {
  const { seed, size, angle = 5 } = options;
  const random = new Random(seed);
  const content = spheres(random, size);
  const sliceSize: Vec3 = [Math.round(0.75 * size[0]), Math.round(0.75 * size[1]), 1];
  const centre: Vec3 = [(sliceSize[0] - 1) / 2, (sliceSize[1] - 1) / 2, 0];
  const within = (most: number): number => most * (2 * random.uniform() - 1);
  const turns = ([0, 1, 2] as const).map((i) =>
    rotation({
      axis: map3((k) => (k === i ? 1 : 0)),
      angle: (within(angle) * Math.PI) / 180,
      centre,
    }),
  );
  const scale = 1 + within(0.05);
  const to = map3((i) => (size[i] - 1) / 2 + within(size[i] / 8));
  const scaled = new Transform(
    [0, 1, 2].flatMap((i) => [
      ...[0, 1, 2].map((j) => (i === j ? scale : 0)),
      to[i]! - scale * centre[i]!,
    ]),
  );
  const truth = compose(...turns, scaled);
  return {
    slice: image(content, sliceSize, truth, (grey) => grey, options, random),
    sliceSize,
    volume: image(content, size, compose(), (grey) => SEEN[grey]!, options, random),
    size,
    truth,
  };
}

/** The greatest distance between where two transforms take the inner corners of a volume. */
export function cornerDistance(a: Transform, b: Transform, size: Vec3): number {
  let most = 0;
  for (let corner = 0; corner < 8; corner += 1) {
    const p = map3((i) => (size[i] - 1) * ((corner >> i) & 1 ? 0.75 : 0.25));
    const [u, v] = [apply(a, p), apply(b, p)];
    most = Math.max(most, Math.hypot(u[0] - v[0], u[1] - v[1], u[2] - v[2]));
  }
  return most;
}
