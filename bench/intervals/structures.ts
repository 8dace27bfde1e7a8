// Random structures whose fraction and surface are known from how they are made, not from the
// sample.
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { transformAxis, type ComplexBox } from '../../src/stats/host_fourier.js';
import type { Random } from '../../src/synthetic/random.js';

/** How likely two voxels at an offset of at most one along each axis are of different phases. */
export type Differing = (offset: Vec3) => number;

/** A cube of voxels, in the phase or not, and what its kind has on average. */
export interface Structure {
  readonly edge: number;
  readonly bits: Uint8Array;
  /** The fraction. */
  readonly truth: number;
  readonly differing: Differing;
}

/** Makes a structure of a length in voxels, roughly A^⅓, and a fraction. */
export type Kind = (edge: number, length: number, phi: number, random: Random) => Structure;

const NORMAL_STEPS = 60;

/** P(Z < x) by Simpson's rule. */
function normalBelow(x: number): number {
  const n = 200;
  const step = x / n;
  let sum = 0;
  for (let i = 0; i <= n; i += 1)
    sum += (i === 0 || i === n ? 1 : i % 2 === 0 ? 2 : 4) * Math.exp(-((i * step) ** 2) / 2);
  return 0.5 + (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}

/** The x below which a normal variable lies with probability p. */
function normalQuantile(p: number): number {
  let [lo, hi] = [-6, 6];
  for (let i = 0; i < NORMAL_STEPS; i += 1) {
    const x = (lo + hi) / 2;
    if (normalBelow(x) < p) lo = x;
    else hi = x;
  }
  return (lo + hi) / 2;
}

/** P(X < a, Y < b) of normal variables of a correlation, by Simpson's rule (Plackett 1954). */
function bothBelow(a: number, b: number, correlation: number): number {
  const end = Math.asin(Math.min(1, Math.max(-1, correlation)));
  const n = 400;
  let sum = 0;
  for (let i = 0; i <= n; i += 1) {
    const [s, c] = [Math.sin((end * i) / n), Math.cos((end * i) / n)];
    const off = a * a + b * b - 2 * a * b * s;
    // At correlation 1 equal levels leave exp(−a² / 2), others nothing.
    const value = c < 1e-9 ? (a === b ? Math.exp((-a * a) / 2) : 0) : Math.exp(-off / (2 * c * c));
    sum += (i === 0 || i === n ? 1 : i % 2 === 0 ? 2 : 4) * value;
  }
  return normalBelow(a) * normalBelow(b) + (sum * end) / (3 * n) / (2 * Math.PI);
}

/** How likely two values of a field, cut at two levels, fall on different sides. */
const cutBetween = (a: number, b: number, correlation: number): number =>
  Math.max(0, normalBelow(a) + normalBelow(b) - 2 * bothBelow(a, b, correlation));

/** Power of a field by the components of its wave vector, in 1/voxel. */
type Spectrum = (kx: number, ky: number, kz: number) => number;

interface Field {
  readonly values: Float64Array;
  readonly correlation: (offset: Vec3) => number;
}

/** A periodic Gaussian field of variance 1; edges are powers of two. */
function gaussianField(edge: number, spectrum: Spectrum, random: Random): Field {
  const size: Vec3 = [edge, edge, edge];
  const n = volumeOf(size);
  const box: ComplexBox = { size, re: new Float64Array(n), im: new Float64Array(n) };
  const wave = (i: number): number => (2 * Math.PI * (i < edge / 2 ? i : i - edge)) / edge;
  const powers = new Float64Array(n);
  // Complex noise at every wave: the real part of its transform is the field.
  let power = 0;
  for (let z = 0, at = 0; z < edge; z += 1)
    for (let y = 0; y < edge; y += 1)
      for (let x = 0; x < edge; x += 1, at += 1) {
        const p = spectrum(wave(x), wave(y), wave(z));
        power += p;
        powers[at] = p;
        const amplitude = Math.sqrt(p);
        box.re[at] = amplitude * random.normal();
        box.im[at] = amplitude * random.normal();
      }
  for (const axis of [0, 1, 2] as const) transformAxis(box, axis, size);
  const scale = 1 / Math.sqrt(power);
  const turn = Float64Array.from({ length: edge }, (_, i) => wave(i));
  const [cos, sin] = [turn.map(Math.cos), turn.map(Math.sin)];
  const correlation = ([dx, dy, dz]: Vec3): number => {
    let sum = 0;
    for (let z = 0, at = 0; z < edge; z += 1)
      for (let y = 0; y < edge; y += 1) {
        const [angleCos, angleSin] = [
          Math.cos(dy * turn[y]! + dz * turn[z]!),
          Math.sin(dy * turn[y]! + dz * turn[z]!),
        ];
        for (let x = 0; x < edge; x += 1, at += 1)
          sum += powers[at]! * (dx === 0 ? angleCos : angleCos * cos[x]! - dx * angleSin * sin[x]!);
      }
    return sum / power;
  };
  return { values: box.re.map((value) => value * scale), correlation };
}

function field(spectrum: (length: number, random: Random) => Spectrum): Kind {
  return (edge, length, phi, random) => {
    const level = normalQuantile(phi);
    const { values, correlation } = gaussianField(edge, spectrum(length, random), random);
    return {
      edge,
      truth: phi,
      bits: Uint8Array.from(values, (v) => (v < level ? 1 : 0)),
      differing: (offset) => cutBetween(level, level, correlation(offset)),
    };
  };
}

/** Offsets of the voxels of a grain around its germ, as runs along x. */
interface Grain {
  readonly runs: readonly (readonly [dy: number, dz: number, first: number, last: number])[];
  readonly voxels: number;
  /** How many germs, relative to other grains. */
  readonly weight: number;
}

function grain(
  reach: number,
  inside: (x: number, y: number, z: number) => boolean,
  weight = 1,
): Grain {
  const runs: [number, number, number, number][] = [];
  let voxels = 0;
  const r = Math.ceil(reach);
  for (let z = -r; z <= r; z += 1)
    for (let y = -r; y <= r; y += 1)
      for (let x = -r, open = false; x <= r; x += 1) {
        if (!inside(x, y, z)) {
          open = false;
          continue;
        }
        voxels += 1;
        if (open) runs.at(-1)![3] = x;
        else runs.push([y, z, x, x]);
        open = true;
      }
  return { runs, voxels, weight };
}

/** How many voxels of a grain lie in it moved by an offset, too. */
function overlap({ runs }: Grain, [dx, dy, dz]: Vec3): number {
  const rows = new Map<string, (readonly [number, number])[]>();
  for (const [y, z, first, last] of runs) {
    const key = `${String(y)},${String(z)}`;
    const row = rows.get(key) ?? [];
    row.push([first, last]);
    rows.set(key, row);
  }
  let voxels = 0;
  for (const [y, z, first, last] of runs)
    for (const [from, to] of rows.get(`${String(y + dy)},${String(z + dz)}`) ?? [])
      voxels += Math.max(0, Math.min(last + dx, to) - Math.max(first + dx, from) + 1);
  return voxels;
}

/**
 * Of the Boolean model of grains, `perVoxel` of weight 1 in a voxel: two voxels are free where no
 * germ lies in the union of two reflected grains.
 */
function booleanDiffering(grains: readonly Grain[], perVoxel: number): Differing {
  const free = (voxels: (grain: Grain) => number): number =>
    Math.exp(-perVoxel * grains.reduce((sum, grain) => sum + grain.weight * voxels(grain), 0));
  return (offset) =>
    2 * (free(({ voxels }) => voxels) - free((g) => 2 * g.voxels - overlap(g, offset)));
}

/** The Boolean model on a periodic cube: grains at random, which may overlap. */
function boolean(grains: (length: number, random: Random) => readonly Grain[]): Kind {
  return (edge, length, phi, random) => {
    const list = grains(length, random);
    const all = list.reduce((sum, g) => sum + g.weight * g.voxels, 0);
    const perVoxel = -Math.log(1 - phi) / all;
    const bits = new Uint8Array(edge ** 3);
    const wrap = (i: number): number => ((i % edge) + edge) % edge;
    for (const g of list) {
      // A Poisson number of germs: those of exponential steps that fit.
      const mean = perVoxel * g.weight * edge ** 3;
      for (let at = -Math.log(random.uniform()); at < mean; at -= Math.log(random.uniform())) {
        const [cx, cy, cz] = [0, 0, 0].map(() => Math.floor(random.uniform() * edge)) as [
          number,
          number,
          number,
        ];
        for (const [dy, dz, first, last] of g.runs) {
          const row = (wrap(cz + dz) * edge + wrap(cy + dy)) * edge;
          for (let x = first; x <= last; x += 1) bits[row + wrap(cx + x)] = 1;
        }
      }
    }
    return { edge, bits, truth: phi, differing: booleanDiffering(list, perVoxel) };
  };
}

const ball = (radius: number, weight = 1): Grain =>
  grain(radius, (x, y, z) => x * x + y * y + z * z <= radius * radius, weight);

function rod(radius: number, half: number, [dx, dy, dz]: Vec3): Grain {
  return grain(half + radius, (x, y, z) => {
    const along = x * dx + y * dy + z * dz;
    return x * x + y * y + z * z - along * along <= radius * radius && Math.abs(along) <= half;
  });
}

/** A direction, evenly from the sphere. */
function direction(random: Random): Vec3 {
  const [x, y, z] = [random.normal(), random.normal(), random.normal()];
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Turns a structure so that its z axis is another. */
function turned({ edge, bits, truth, differing }: Structure, random: Random): Structure {
  const axis = Math.floor(3 * random.uniform());
  const at = [
    (x: number, y: number, z: number) => (x * edge + z) * edge + y,
    (x: number, y: number, z: number) => (y * edge + x) * edge + z,
    (x: number, y: number, z: number) => (z * edge + y) * edge + x,
  ][axis]!;
  const out = new Uint8Array(bits.length);
  for (let z = 0, i = 0; z < edge; z += 1)
    for (let y = 0; y < edge; y += 1)
      for (let x = 0; x < edge; x += 1, i += 1) out[i] = bits[at(x, y, z)]!;
  const back = (
    [
      ([x, y, z]) => [y, z, x],
      ([x, y, z]) => [z, x, y],
      (offset) => offset,
    ] as const satisfies readonly ((offset: Vec3) => Vec3)[]
  )[axis as 0 | 1 | 2];
  return { edge, bits: out, truth, differing: (offset) => differing(back(offset)) };
}

/** Cubes of `length` voxels on a lattice at a random place. */
const lumps: Kind = (edge, length, phi, random) => {
  const g = Math.max(1, Math.round(length));
  const n = Math.ceil(edge / g) + 1;
  const on = Uint8Array.from({ length: n ** 3 }, () => (random.uniform() < phi ? 1 : 0));
  const [ox, oy, oz] = [0, 0, 0].map(() => Math.floor(random.uniform() * g)) as [
    number,
    number,
    number,
  ];
  const bits = new Uint8Array(edge ** 3);
  for (let z = 0, i = 0; z < edge; z += 1)
    for (let y = 0; y < edge; y += 1) {
      const row = (Math.floor((z + oz) / g) * n + Math.floor((y + oy) / g)) * n;
      for (let x = 0; x < edge; x += 1, i += 1) bits[i] = on[row + Math.floor((x + ox) / g)]!;
    }
  const same = (offset: Vec3): number =>
    offset.reduce<number>((part, d) => part * Math.max(0, 1 - Math.abs(d) / g), 1);
  return { edge, bits, truth: phi, differing: (d) => 2 * phi * (1 - phi) * (1 - same(d)) };
};

/** Discs at random in a plane, drawn out along an axis. */
const fibres: Kind = (edge, length, phi, random) => {
  const radius = Math.max(1.2, 0.35 * length);
  const disc = grain(radius, (x, y, z) => z === 0 && x * x + y * y <= radius * radius);
  const perPixel = -Math.log(1 - phi) / disc.voxels;
  const mean = perPixel * edge ** 2;
  const plane = new Uint8Array(edge ** 2);
  for (let at = -Math.log(random.uniform()); at < mean; at -= Math.log(random.uniform())) {
    const [cx, cy] = [Math.floor(random.uniform() * edge), Math.floor(random.uniform() * edge)];
    for (const [dy, , first, last] of disc.runs)
      for (let x = first; x <= last; x += 1)
        plane[((cy + dy + edge) % edge) * edge + ((cx + x + edge) % edge)] = 1;
  }
  const bits = Uint8Array.from({ length: edge ** 3 }, (_, i) => plane[i % (edge * edge)]!);
  const across = booleanDiffering([disc], perPixel);
  const differing: Differing = ([dx, dy]) => across([dx, dy, 0]);
  return turned({ edge, bits, truth: phi, differing }, random);
};

/** Layers whose thickness is geometric: a telegraph process. */
const lamellae: Kind = (edge, length, phi, random) => {
  const stay = 1 - 1 / Math.max(1, 0.25 * length);
  let state = random.uniform() < phi ? 1 : 0;
  const line = Uint8Array.from({ length: edge }, () => {
    if (random.uniform() > stay) state = random.uniform() < phi ? 1 : 0;
    return state;
  });
  const bits = Uint8Array.from({ length: edge ** 3 }, (_, i) => line[Math.floor(i / edge ** 2)]!);
  const differing: Differing = ([, , dz]) => 2 * phi * (1 - phi) * (1 - stay ** Math.abs(dz));
  return turned({ edge, bits, truth: phi, differing }, random);
};

/** A Gaussian field cut at one of two levels, layer by layer. */
const layered: Kind = (edge, length, phi, random) => {
  const s = 0.3 * length;
  const { values, correlation } = gaussianField(
    edge,
    (x, y, z) => Math.exp((-(x * x + y * y + z * z) * s * s) / 2),
    random,
  );
  const [lo, hi] = [0.6 * phi, Math.min(0.97, 1.4 * phi)];
  const thick = Math.max(2, Math.round(length));
  const shift = Math.floor(random.uniform() * thick);
  const levels = Float64Array.from({ length: Math.ceil(edge / thick) + 1 }, () =>
    normalQuantile(random.uniform() < 0.5 ? lo : hi),
  );
  const bits = Uint8Array.from(values, (v, i) =>
    v < levels[Math.floor((Math.floor(i / edge ** 2) + shift) / thick)]! ? 1 : 0,
  );
  const ends = [normalQuantile(lo), normalQuantile(hi)] as const;
  const differing: Differing = (offset) => {
    const r = correlation(offset);
    const [a, b, both] = [
      cutBetween(ends[0], ends[0], r),
      cutBetween(ends[1], ends[1], r),
      cutBetween(ends[0], ends[1], r),
    ];
    const same = (a + b) / 2;
    const apart = Math.abs(offset[2]) / thick;
    return (1 - apart) * same + apart * (same / 2 + both / 2);
  };
  return turned({ edge, bits, truth: (lo + hi) / 2, differing }, random);
};

const square = (x: number, y: number, z: number): number => x * x + y * y + z * z;

/** A Gaussian field longer or shorter along a direction. */
function stretched(along: Vec3, factor: number, length: number): Spectrum {
  const s = (0.6 * length) / factor ** (1 / 3);
  return (x, y, z) => {
    const part = x * along[0] + y * along[1] + z * along[2];
    return Math.exp((-(square(x, y, z) + (factor * factor - 1) * part * part) * s * s) / 2);
  };
}

const AXES: readonly Vec3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const factorOf = (random: Random): number => [4, 2.5, 0.4, 0.25][Math.floor(4 * random.uniform())]!;

/** Kinds by which the estimator was made: its numbers, or one of its steps. */
export const TUNED: Readonly<Record<string, Kind>> = {
  balls: boolean((length) => [ball(Math.max(1.2, 0.62 * length))]),
  'balls of four sizes': boolean((length) =>
    [0.5, 0.8, 1.2, 1.7].map((f) => ball(Math.max(1, 0.62 * length * f), f ** -3)),
  ),
  'Gaussian field': field((length) => stretched([1, 0, 0], 1, length)),
  'rough field': field((length) => (x, y, z) => (1 + square(x, y, z) * (0.4 * length) ** 2) ** -2),
  'field stretched along an axis': field((length, random) =>
    stretched(AXES[Math.floor(3 * random.uniform())]!, factorOf(random), length),
  ),
  'spinodal field': field((length) => (x, y, z) => {
    const wave = (2 * Math.PI) / (2.2 * length);
    return Math.exp(-(((Math.sqrt(square(x, y, z)) - wave) / (0.15 * wave)) ** 2) / 2);
  }),
  'random layers': layered,
};

/** Kinds by which nothing of it was chosen. */
export const HELD_OUT: Readonly<Record<string, Kind>> = {
  lumps,
  'rods of all directions': boolean((length, random) =>
    Array.from({ length: 8 }, () =>
      rod(Math.max(1.2, 0.38 * length), 1.2 * length, direction(random)),
    ),
  ),
  'rods along an axis': boolean((length, random) => [
    rod(Math.max(1.2, 0.35 * length), 1.4 * length, AXES[Math.floor(3 * random.uniform())]!),
  ]),
  fibres,
  lamellae,
  'field stretched obliquely': field((length, random) =>
    stretched(direction(random), factorOf(random), length),
  ),
  'clusters of balls': boolean((length, random) =>
    Array.from({ length: 4 }, () => {
      const r = Math.max(1, 0.3 * length);
      const centres = Array.from({ length: 8 }, () =>
        [0, 0, 0].map(() => Math.round(1.8 * r * random.normal())),
      );
      const reach = r + Math.max(...centres.flat().map(Math.abs));
      return grain(reach, (x, y, z) =>
        centres.some(([a, b, c]) => (x - a!) ** 2 + (y - b!) ** 2 + (z - c!) ** 2 <= r * r),
      );
    }),
  ),
  plates: boolean((length, random) =>
    Array.from({ length: 5 }, () => {
      const [normal, thin, wide] = [direction(random), 0.25 * length + 0.5, 0.9 * length + 0.5];
      return grain(Math.max(thin, wide), (x, y, z) => {
        const along = x * normal[0] + y * normal[1] + z * normal[2];
        return (along / thin) ** 2 + (square(x, y, z) - along * along) / wide ** 2 <= 1;
      });
    }),
  ),
};
