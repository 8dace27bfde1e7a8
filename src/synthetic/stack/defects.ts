import { invalidArgument } from '../../recipe/errors.js';
import { Random } from '../random.js';
import { STACK_AXES, type StackSettings } from './options.js';

/** A place on a sheet: the unit that it is of, and its position across the stack. */
interface Place {
  /** Units are counted from 0 at the lower end of the axis. */
  readonly sheet: number;
  /** Position along u and v: voxel k lies at k · spacing. */
  readonly u: number;
  readonly v: number;
}

/** Copper that grew from a face of an anode's foil: a paraboloid. */
export interface TrueStackOutgrowth extends Place {
  /** Its label in `objects`. */
  readonly id: number;
  /** The face of the foil: towards the lower or the upper end of the axis. */
  readonly side: 'lower' | 'upper';
  /** From the foil's face to the tip, along the axis. */
  readonly height: number;
  /** Of its base. */
  readonly radius: number;
  /** π · radius² · height / 2. */
  readonly volume: number;
  /** From the tip to the separator; below 0 where it has grown into it. */
  readonly toSeparator: number;
}

/** A ball of metal in the coating of an anode. */
export interface TrueStackParticle extends Place {
  /** Its label in `objects`. */
  readonly id: number;
  readonly radius: number;
  readonly volume: number;
}

/** A gap between a unit and the next, whose sheets and those above it are moved up. */
export interface TrueStackGap extends Place {
  /** Greatest distance of the two units. */
  readonly opening: number;
  /** Half of its extent along u and v. */
  readonly halfU: number;
  readonly halfV: number;
}

/** A cathode that lies too far to a side. */
export interface TrueStackOverhang {
  readonly sheet: number;
  /** The side to which it is moved. */
  readonly side: 'u0' | 'u1' | 'v0' | 'v1';
  /** How far anodes stand out beyond it there; below 0 the cathode stands out. */
  readonly overhang: number;
  readonly shift: number;
}

/** All faults and foreign bodies of a stack. */
export interface StackFaults {
  readonly outgrowths: readonly TrueStackOutgrowth[];
  readonly particles: readonly TrueStackParticle[];
  readonly delaminations: readonly TrueStackGap[];
  readonly overhangs: readonly TrueStackOverhang[];
}

/** Streams of random numbers, one for each kind; apart from those of the rows' noise. */
const STREAM = { outgrowths: 1, particles: 2, delaminations: 3, overhangs: 4, waves: 5 } as const;
const FAR_STREAM = 0x7ffb0000;
/** Places that are tried for an object before it may lie beside another. */
const TRIES = 200;
const SIDES = ['u0', 'u1', 'v0', 'v1'] as const;

/** The random numbers of a kind of fault. */
export function stackStream(seed: number, kind: keyof typeof STREAM): Random {
  return new Random(seed, [FAR_STREAM + STREAM[kind], 0]);
}

/** Places the faults of a stack by its seed: each kind stays where it is when another changes. */
export function placeStackFaults(settings: StackSettings): StackFaults {
  const { seed, size, spacing, stack, sheets, extent, overhang, pitch, defects } = settings;
  const between = (random: Random, [least, most]: readonly [number, number]): number =>
    least + (most - least) * random.uniform();
  const across = STACK_AXES[settings.axis].slice(0, 2).map((axis) => size[axis]! * spacing);
  /** A place where both electrodes lie, so far from their edges and the volume's. */
  const somewhere = (random: Random, margin: number, units = sheets): Place => {
    const sheet = Math.floor(units * random.uniform());
    const [u, v] = across.map((length, i) => {
      const half = Math.max(0, Math.min(extent[i]! / 2 - overhang, length / 2) - margin);
      return length / 2 - spacing / 2 + half * (2 * random.uniform() - 1);
    });
    return { sheet, u: u!, v: v! };
  };
  const apart: (Place & { readonly radius: number })[] = [];
  const alone = (random: Random, radius: number): Place => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const place = somewhere(random, 2 * radius);
      const isFree = apart.every((other) => {
        const [du, dv] = [place.u - other.u, place.v - other.v];
        const far = 2 * (radius + other.radius);
        return Math.abs(place.sheet - other.sheet) > 1 || du * du + dv * dv > far * far;
      });
      if (!isFree) continue;
      apart.push({ ...place, radius });
      return place;
    }
    throw invalidArgument(
      'syntheticStack',
      'defects',
      `${String(defects.outgrowths)} outgrowths and ${String(defects.particles)} particles`,
      'so few and so small that they fit beside each other',
    );
  };
  const list = <T>(count: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, index) => make(index));

  const growing = stackStream(seed, 'outgrowths');
  const outgrowths = list(defects.outgrowths, (index): TrueStackOutgrowth => {
    const height = between(growing, defects.outgrowthHeight);
    const radius = defects.outgrowthAspect * height;
    const side = growing.uniform() < 0.5 ? 'lower' : 'upper';
    const volume = (Math.PI / 2) * radius * radius * height;
    const place = alone(growing, radius);
    const toSeparator = stack.anode - height;
    return { id: index + 1, ...place, side, height, radius, volume, toSeparator };
  });
  const loose = stackStream(seed, 'particles');
  const particles = list(defects.particles, (index): TrueStackParticle => {
    const radius = between(loose, defects.particleRadius);
    const volume = (4 / 3) * Math.PI * radius * radius * radius;
    const id = defects.outgrowths + index + 1;
    return { id, ...alone(loose, radius), radius, volume };
  });
  const parting = stackStream(seed, 'delaminations');
  const taken = new Set<number>();
  const delaminations = list(defects.delaminations, (): TrueStackGap => {
    const opening = pitch * between(parting, [0.15, 0.3]);
    const halves = extent.map((length, i) => Math.min(length, across[i]!) / 6);
    const place = somewhere(parting, Math.max(...halves), sheets - 1);
    let { sheet } = place;
    while (taken.has(sheet)) sheet = (sheet + 1) % (sheets - 1);
    taken.add(sheet);
    return { ...place, sheet, opening, halfU: halves[0]!, halfV: halves[1]! };
  });
  const standing = stackStream(seed, 'overhangs');
  const overhangs = list(defects.overhangs, (): TrueStackOverhang => {
    const sheet = Math.floor(sheets * standing.uniform());
    const side = SIDES[Math.floor(4 * standing.uniform())]!;
    const shift = overhang * between(standing, [0.7, 1.6]);
    return { sheet, side, shift, overhang: overhang - shift };
  });
  return { outgrowths, particles, delaminations, overhangs };
}
