import { invalidArgument } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import {
  checkBodies,
  checkCounts,
  checkGrid,
  given,
  layersOf,
  rangeCheck,
  type Complete,
} from '../layered_options.js';

/** Thicknesses of the layers of a roll, each in its unit. Foils are coated on both sides. */
export interface RollStack {
  /** Of each of the two separators. Default 20. */
  readonly separator?: number | undefined;
  /** Of the cathode's coating, on each side. Default 70. */
  readonly cathode?: number | undefined;
  /** Of the cathode's foil. Default 15. */
  readonly aluminium?: number | undefined;
  /** Of the anode's coating, on each side. Default 80. */
  readonly anode?: number | undefined;
  /** Of the anode's foil. Default 10. */
  readonly copper?: number | undefined;
}

/** The can of a cell. */
export interface RollCan {
  /** Outer radius. Default 48.5 % of the shorter edge of a slice: 9.15 mm of the default volume. */
  readonly radius?: number | undefined;
  /** Thickness of the wall. Default 2.7 % of the radius. */
  readonly wall?: number | undefined;
  /** How much the radius rises and falls by the angle, as a part of it. Default 0.0005. */
  readonly ovality?: number | undefined;
  /** Number of dents. Default 0. */
  readonly dents?: number | undefined;
  /** Depth of a dent. Default half of the wall. */
  readonly dentDepth?: number | undefined;
}

/** Faults and foreign bodies of a roll: how many of each, and how large. */
export interface RollDefects {
  /** Copper that grew from the anode's foil. Default 12. */
  readonly outgrowths?: number | undefined;
  /** Least and greatest height of an outgrowth. Default 60 and 95 % of the anode's coating. */
  readonly outgrowthHeight?: readonly [number, number] | undefined;
  /** Radius of the base over the height of an outgrowth. Default 1. */
  readonly outgrowthAspect?: number | undefined;
  /** Balls of metal that touch no foil, in the anode's coating and in the separator. Default 6. */
  readonly particles?: number | undefined;
  /** Least and greatest radius of a particle. Default 15 and 30 % of the anode's coating. */
  readonly particleRadius?: readonly [number, number] | undefined;
  /** Places where several turns are bent out. Default 1. */
  readonly wrinkles?: number | undefined;
  /** Places where two turns have come apart. Default 1. */
  readonly delaminations?: number | undefined;
  /** Places where the cathode stands too far out at an end. Default 1. */
  readonly overhangs?: number | undefined;
  /** Whether a tab of nickel is welded to the anode's foil. Default true. */
  readonly tab?: boolean | undefined;
}

/** What the imaging does to a roll; 0 is none. */
export interface RollImaging {
  /** Standard deviation of the Gaussian point spread, in the unit. Default 0.7 of the spacing. */
  readonly blur?: number | undefined;
  /** Standard deviation of noise that is the same everywhere, in grey levels. Default 1200. */
  readonly noise?: number | undefined;
  /** Variance per grey level of noise that grows with the signal. Default 20. */
  readonly shot?: number | undefined;
  /** Standard deviation of rings about the middle of a slice, in grey levels. Default 150. */
  readonly rings?: number | undefined;
  /** How much darker the middle of the cell is than its rim, as a part of it. Default 0.06. */
  readonly beamHardening?: number | undefined;
  /** Strength of the streaks of a tab, in grey levels beside it. Default 1500. */
  readonly streaks?: number | undefined;
}

/** What {@link syntheticRoll} makes. All lengths are in `unit`, all angles in radians. */
export interface RollOptions {
  /** Integer 0 … 2^53 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Voxels along x, y, z. Default [944, 944, 944]. */
  readonly size?: Vec3 | undefined;
  /** Distance between voxel centres, the same along all axes. Default 20. */
  readonly spacing?: number | undefined;
  /** Unit of all lengths. Default 'µm'. */
  readonly unit?: string | undefined;
  /** Thicknesses of the layers. */
  readonly stack?: RollStack | undefined;
  /** Radius at which the first turn begins. Default 16 % of the can's. */
  readonly core?: number | undefined;
  /** Turns of the roll, whole or not, at least 1. Default as many as the can holds. */
  readonly turns?: number | undefined;
  /** Where the roll's axis lies in the can, along x and y. Default 30 % of the clearance each. */
  readonly decentring?: readonly [number, number] | undefined;
  /** How much radii of the roll rise and fall by the angle, as a part of them. Default 0.003. */
  readonly ovality?: number | undefined;
  /** How far the cell's axis moves along x and y per length along z. Default [0.003, −0.002]. */
  readonly tilt?: readonly [number, number] | undefined;
  /** How far the innermost turns have fallen into the core. Default 0. */
  readonly collapse?: number | undefined;
  /** Height of the anode along z, about the middle. Default 90 % of the volume's. */
  readonly anodeHeight?: number | undefined;
  /** How far the anode stands out beyond the cathode at each end. Default 1 % of its height. */
  readonly overhang?: number | undefined;
  readonly can?: RollCan | undefined;
  readonly defects?: RollDefects | undefined;
  readonly imaging?: RollImaging | undefined;
}

/** All options of a roll, stated or by default. */
export type RollSettings = Omit<Complete<RollOptions>, 'stack' | 'can' | 'defects' | 'imaging'> & {
  readonly stack: Complete<RollStack>;
  readonly can: Complete<RollCan>;
  readonly defects: Complete<RollDefects>;
  readonly imaging: Complete<RollImaging>;
  /** Distance of two turns: the thicknesses of all layers. */
  readonly pitch: number;
};

const OP = 'syntheticRoll';

const check = rangeCheck(OP);

function checkAll(group: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(group))
    if (typeof value === 'number') check(name, value, 0);
}

/** Completes and checks the options of a roll. Throws `invalid-argument`. */
export function rollSettings(options: RollOptions): RollSettings {
  const { seed = 1, size = [944, 944, 944], spacing = 20, unit = 'µm' } = options;
  checkGrid(OP, size, spacing);
  const radius = options.can?.radius ?? 0.485 * Math.min(size[0], size[1]) * spacing;
  const wall = options.can?.wall ?? 0.027 * radius;
  const can = {
    ovality: 0.0005,
    dents: 0,
    dentDepth: wall / 2,
    ...given(options.can),
    radius,
    wall,
  };
  const { stack, pitch } = layersOf(OP, options.stack);
  const core = options.core ?? 0.16 * radius;
  checkAll({ ...can, core });
  const room = radius * (1 - can.ovality) - wall - core;
  const { turns = Math.floor((4 * 0.97 * room) / pitch) / 4 - 1 } = options;
  if (!(turns >= 1 && (turns + 1) * pitch <= room))
    throw invalidArgument(
      OP,
      'turns',
      turns,
      `1 or more, of ${String(pitch)} ${unit} each, and one of play, between the core and the can`,
    );
  const clearance = room - (turns + 1) * pitch;
  const height = size[2] * spacing;
  const anodeHeight = options.anodeHeight ?? 0.9 * height;
  const settings: RollSettings = {
    ...{ seed, size, spacing, unit, stack, can, core, turns, pitch, anodeHeight },
    decentring: options.decentring ?? [0.3 * clearance, 0.3 * clearance],
    ovality: options.ovality ?? 0.003,
    tilt: options.tilt ?? [0.003, -0.002],
    collapse: options.collapse ?? 0,
    overhang: options.overhang ?? 0.01 * anodeHeight,
    defects: {
      ...{ outgrowths: 12, outgrowthAspect: 1, particles: 6, wrinkles: 1, delaminations: 1 },
      ...{ overhangs: 1, tab: true },
      outgrowthHeight: [0.6 * stack.anode, 0.95 * stack.anode],
      particleRadius: [0.15 * stack.anode, 0.3 * stack.anode],
      ...given(options.defects),
    },
    imaging: {
      ...{ blur: 0.7 * spacing, noise: 1200, shot: 20, rings: 150 },
      ...{ beamHardening: 0.06, streaks: 1500 },
      ...given(options.imaging),
    },
  };
  checkSettings(settings);
  return settings;
}

function checkSettings(settings: RollSettings): void {
  const { anodeHeight, overhang, collapse, core, defects, imaging } = settings;
  const { decentring, tilt, can } = settings;
  checkAll({ anodeHeight, overhang, ...defects, ...imaging });
  check('ovality', settings.ovality, 0, 0.1);
  check('can.ovality', can.ovality, 0, 0.1);
  check('imaging.beamHardening', imaging.beamHardening, 0, 1);
  check('collapse', collapse, 0, 0.8 * core);
  for (const [name, pair] of Object.entries({ decentring, tilt }))
    pair.forEach((value) => {
      check(name, value, -Infinity);
    });
  const counted = ['outgrowths', 'particles', 'wrinkles', 'delaminations', 'overhangs'] as const;
  checkCounts(OP, defects, counted);
  if (!Number.isSafeInteger(can.dents))
    throw invalidArgument(OP, 'can.dents', can.dents, 'an integer ≥ 0');
  checkBodies(OP, settings);
}
