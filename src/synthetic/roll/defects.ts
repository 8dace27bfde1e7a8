import { invalidArgument } from '../../recipe/errors.js';
import { portableDirection, turnBetween } from '../angles.js';
import { Random } from '../random.js';
import type { RollSettings } from './options.js';

/** A place on the sheet: turns since the start of the roll, the angle they end at, the height. */
interface Place {
  /** Turns from the start of the roll, the part of the last one included. */
  readonly turn: number;
  /** Angle about the roll's axis from x to y, 0 … 2π. */
  readonly theta: number;
  /** Position along z: voxel k lies at k · spacing. */
  readonly z: number;
}

/** Copper that grew from a face of the anode's foil: a paraboloid. */
export interface TrueOutgrowth extends Place {
  /** Its label in `objects`. */
  readonly id: number;
  /** The face of the foil: towards the axis, or away from it. */
  readonly side: 'inner' | 'outer';
  /** From the foil's face to the tip. */
  readonly height: number;
  /** Of its base. */
  readonly radius: number;
  /** π · radius² · height / 2. */
  readonly volume: number;
  /** From the tip to the separator; below 0 where it has grown into it. */
  readonly toSeparator: number;
  /** From the tip to the foil of the next cathode. */
  readonly toCollector: number;
}

/** A ball of metal that touches no foil. */
export interface TrueRollParticle extends Place {
  /** Its label in `objects`. */
  readonly id: number;
  readonly radius: number;
  readonly volume: number;
  readonly layer: 'anode coating' | 'separator';
  /** From the start of the stack of its turn to its centre. */
  readonly depth: number;
}

/** A place where turns are bent outwards. */
export interface TrueWrinkle extends Place {
  /** How far the middle turn is moved out. */
  readonly height: number;
  /** Half of its extent in angle, along z, and across the turns. */
  readonly halfAngle: number;
  readonly halfHeight: number;
  readonly halfDepth: number;
}

/** A gap between two turns: those within are moved towards the axis. */
export interface TrueGap extends Place {
  /** Greatest distance of the two turns. */
  readonly opening: number;
  /** Half of its extent in angle and along z; infinite where it runs through the whole height. */
  readonly halfAngle: number;
  readonly halfHeight: number;
}

/** A place where the cathode stands too far out. */
export interface TrueOverhang extends Place {
  readonly end: 'lower' | 'upper';
  /** How far the anode stands out beyond the cathode here; below 0 the cathode stands out. */
  readonly overhang: number;
  /** How far the cathode is moved outwards in the middle of the place. */
  readonly shift: number;
  readonly halfAngle: number;
}

/** A strip of nickel on the outer face of the anode's foil, along the whole of z. */
export interface TrueTab extends Omit<Place, 'z'> {
  /** Its label in `objects`. */
  readonly id: number;
  readonly width: number;
  readonly thickness: number;
}

/** A dent of the can. */
export interface TrueDent {
  /** Angle about the can's axis. */
  readonly theta: number;
  readonly z: number;
  readonly depth: number;
  readonly halfAngle: number;
  readonly halfHeight: number;
}

/** All faults and foreign bodies of a roll. */
export interface RollFaults {
  readonly outgrowths: readonly TrueOutgrowth[];
  readonly particles: readonly TrueRollParticle[];
  readonly wrinkles: readonly TrueWrinkle[];
  readonly delaminations: readonly TrueGap[];
  /** The gaps by which the innermost turns have fallen into the core. */
  readonly collapse: readonly TrueGap[];
  readonly overhangs: readonly TrueOverhang[];
  readonly tab: TrueTab | null;
  readonly dents: readonly TrueDent[];
}

/** Streams of random numbers, one for each kind; apart from those of the rows' noise. */
const STREAM = {
  ...{ outgrowths: 1, particles: 2, wrinkles: 3, delaminations: 4, collapse: 5 },
  ...{ overhangs: 6, tab: 7, dents: 8 },
} as const;
const FAR_STREAM = 0x7ffe0000;
/** Places that are tried for an outgrowth or a particle before it may lie beside another. */
const TRIES = 200;

/** Places the faults of a roll by its seed: each kind stays where it is when another changes. */
export function placeFaults(settings: RollSettings): RollFaults {
  const { seed, size, spacing, stack, core, pitch, turns, anodeHeight, defects, can } = settings;
  const stream = (kind: keyof typeof STREAM): Random =>
    new Random(seed, [FAR_STREAM + STREAM[kind], 0]);
  const between = (random: Random, [least, most]: readonly [number, number]): number =>
    least + (most - least) * random.uniform();
  const middle = ((size[2] - 1) / 2) * spacing;
  // What is placed lies on both electrodes, and whole in the volume.
  const reach = Math.min(anodeHeight - 2 * settings.overhang, size[2] * spacing) / 2;
  const ends = Math.min(0.75, turns / 3);
  const somewhere = (random: Random, margin: number): Place => {
    const turn = between(random, [ends, turns - ends]);
    const half = Math.max(0, reach - margin);
    return { turn, theta: angleOf(turn), z: middle + half * (2 * random.uniform() - 1) };
  };
  const radiusAt = (turn: number): number => core + pitch * turn;
  const welding = stream('tab');
  const at = Math.min(turns / 2, 1.25) + 0.5 * welding.uniform();
  const tab: TrueTab = {
    id: defects.outgrowths + defects.particles + 1,
    ...{ turn: at, theta: angleOf(at) },
    ...{ width: Math.min(4000, radiusAt(at)), thickness: 0.9 * stack.anode },
  };
  const apart: (Place & { readonly radius: number })[] = [];
  const alone = (random: Random, radius: number): Place => {
    const isFree = (place: Place): boolean => {
      const along = turnBetween(place.theta, tab.theta) * radiusAt(place.turn);
      const atTab = defects.tab && Math.abs(place.turn - tab.turn) < 1.5;
      if (atTab && Math.abs(along) < tab.width / 2 + 2 * radius) return false;
      return apart.every((other) => {
        const arc = turnBetween(place.theta, other.theta) * radiusAt(place.turn);
        const far = 2 * (radius + other.radius);
        const isNear = Math.abs(place.turn - other.turn) < 1.5;
        return !isNear || Math.sqrt(arc * arc + (place.z - other.z) ** 2) > far;
      });
    };
    for (let tried = 0; tried < TRIES; tried += 1) {
      const place = somewhere(random, 2 * radius);
      if (!isFree(place)) continue;
      apart.push({ ...place, radius });
      return place;
    }
    throw invalidArgument(
      'syntheticRoll',
      'defects',
      `${String(defects.outgrowths)} outgrowths and ${String(defects.particles)} particles`,
      'so few and so small that they fit beside each other and the tab',
    );
  };
  const list = <T>(count: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, index) => make(index));

  const growing = stream('outgrowths');
  const outgrowths = list(defects.outgrowths, (index): TrueOutgrowth => {
    const height = between(growing, defects.outgrowthHeight);
    const radius = defects.outgrowthAspect * height;
    const side = growing.uniform() < 0.5 ? 'inner' : 'outer';
    const [id, volume] = [index + 1, (Math.PI / 2) * radius * radius * height];
    const toSeparator = stack.anode - height;
    const toCollector = toSeparator + stack.separator + stack.cathode;
    return {
      id,
      ...alone(growing, radius),
      side,
      height,
      radius,
      volume,
      toSeparator,
      toCollector,
    };
  });
  const loose = stream('particles');
  const particles = list(defects.particles, (index): TrueRollParticle => {
    const radius = between(loose, defects.particleRadius);
    const layer = loose.uniform() < 0.5 ? 'anode coating' : 'separator';
    // In the coating between the second separator and the foil, or against the cathode's coating.
    const start = 2 * (stack.separator + stack.cathode) + stack.aluminium;
    const depth = layer === 'separator' ? start - radius : start + stack.anode / 2;
    const volume = (4 / 3) * Math.PI * radius * radius * radius;
    const id = defects.outgrowths + index + 1;
    return { id, ...alone(loose, radius), radius, volume, layer, depth };
  });
  const bending = stream('wrinkles');
  const wrinkles = list(defects.wrinkles, (): TrueWrinkle => {
    const height = pitch * between(bending, [0.2, 0.4]);
    const place = somewhere(bending, reach / 3);
    return { ...place, height, halfAngle: 0.25, halfHeight: reach / 2, halfDepth: 3 * pitch };
  });
  const parting = stream('delaminations');
  const delaminations = list(defects.delaminations, (): TrueGap => {
    const opening = pitch * between(parting, [0.15, 0.3]);
    return { ...somewhere(parting, reach / 3), opening, halfAngle: 0.4, halfHeight: reach / 2 };
  });
  const falling = stream('collapse');
  const theta = 2 * Math.PI * falling.uniform();
  const innermost = Math.min(3, Math.max(1, Math.floor(turns) - 1));
  const collapse = list(settings.collapse > 0 ? innermost : 0, (index): TrueGap => {
    const turn = index + 1 + theta / (2 * Math.PI);
    const opening = settings.collapse / innermost;
    return { turn, theta, z: middle, opening, halfAngle: 1.2, halfHeight: Infinity };
  });
  const standing = stream('overhangs');
  const overhangs = list(defects.overhangs, (): TrueOverhang => {
    const { turn, theta: at } = somewhere(standing, 0);
    const end = standing.uniform() < 0.5 ? 'lower' : 'upper';
    const shift = settings.overhang * between(standing, [0.7, 1.6]);
    const z = middle + (end === 'lower' ? -1 : 1) * (anodeHeight / 2 - settings.overhang);
    const overhang = settings.overhang - shift;
    return { turn, theta: at, z, end, overhang, shift, halfAngle: 0.5 };
  });
  const hitting = stream('dents');
  const dents = list(can.dents, (): TrueDent => {
    const z = middle + (reach / 2) * (2 * hitting.uniform() - 1);
    const halfAngle = between(hitting, [0.1, 0.2]);
    const halfHeight = halfAngle * can.radius;
    return {
      theta: 2 * Math.PI * hitting.uniform(),
      z,
      depth: can.dentDepth,
      halfAngle,
      halfHeight,
    };
  });
  return {
    ...{ outgrowths, particles, wrinkles, delaminations, collapse, overhangs, dents },
    tab: defects.tab ? tab : null,
  };
}

/** The angle at which a number of turns ends. */
function angleOf(turn: number): number {
  return 2 * Math.PI * (turn - Math.floor(turn));
}

/** Twice the angle of the long axis of the roll and of the can: their cosines and sines. */
export function ovalDirections(seed: number): readonly (readonly [number, number])[] {
  const random = new Random(seed, [FAR_STREAM, 0]);
  return [0, 1].map(() => portableDirection(2 * Math.PI * random.uniform()));
}
