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
import type { RollStack } from '../roll/options.js';

/** Faults and foreign bodies of a stack: how many of each, and how large. */
export interface StackDefects {
  /** Copper that grew from the anodes' foils. Default 12. */
  readonly outgrowths?: number | undefined;
  /** Least and greatest height of an outgrowth. Default 60 and 95 % of the anode's coating. */
  readonly outgrowthHeight?: readonly [number, number] | undefined;
  /** Radius of the base over the height of an outgrowth. Default 1. */
  readonly outgrowthAspect?: number | undefined;
  /** Balls of metal that touch no foil, in the coating of the anodes. Default 6. */
  readonly particles?: number | undefined;
  /** Least and greatest radius of a particle. Default 15 and 30 % of the anode's coating. */
  readonly particleRadius?: readonly [number, number] | undefined;
  /** Places where two units have come apart. Default 1. */
  readonly delaminations?: number | undefined;
  /** Cathodes that lie too far to a side. Default 1. */
  readonly overhangs?: number | undefined;
}

/** What the imaging does to a stack; 0 is none. */
export interface StackImaging {
  /** Standard deviation of the Gaussian point spread, in the unit. Default 0.7 of the spacing. */
  readonly blur?: number | undefined;
  /** Standard deviation of noise that is the same everywhere, in grey levels. Default 1200. */
  readonly noise?: number | undefined;
  /** Variance per grey level of noise that grows with the signal. Default 20. */
  readonly shot?: number | undefined;
}

/**
 * What {@link syntheticStack} makes. All lengths are in `unit`. `u` and `v` are the two axes across
 * the stack, in the order x, y, z.
 */
export interface StackOptions {
  /** Integer 0 … 2^53 − 1. Default 1. */
  readonly seed?: number | undefined;
  /** Voxels along x, y, z. Default [800, 800, 500]. */
  readonly size?: Vec3 | undefined;
  /** Distance between voxel centres, the same along all axes. Default 10. */
  readonly spacing?: number | undefined;
  /** Unit of all lengths. Default 'µm'. */
  readonly unit?: string | undefined;
  /** The axis along which the layers lie on each other. Default 'z'. */
  readonly axis?: 'x' | 'y' | 'z' | undefined;
  /** Thicknesses of the layers, along the axis; as those of a roll. */
  readonly stack?: RollStack | undefined;
  /** Units of separator, cathode, separator and anode. Default as many as there is room for. */
  readonly sheets?: number | undefined;
  /** Extent of the anodes along u and v, about the middle. Default 90 % of the volume's. */
  readonly extent?: readonly [number, number] | undefined;
  /** How far anodes stand out beyond cathodes on each side. Default 1 % of the lesser extent. */
  readonly overhang?: number | undefined;
  /** How far sheets rise per length along u and v. Default [0.01, −0.006]. */
  readonly tilt?: readonly [number, number] | undefined;
  /** How far the middle of the stack stands out before its corners. Default 0. */
  readonly bow?: number | undefined;
  /** Height of waves of the sheets along u, and of others along v. Default 0. */
  readonly waviness?: number | undefined;
  /** Length of these waves. Default half of the lesser extent. */
  readonly wavelength?: number | undefined;
  /**
   * Whether the separators are one, which is folded about the electrodes in turn at the ends of u.
   * Default false.
   */
  readonly zFolded?: boolean | undefined;
  readonly defects?: StackDefects | undefined;
  readonly imaging?: StackImaging | undefined;
}

/** All options of a stack, stated or by default. */
export type StackSettings = Omit<Complete<StackOptions>, 'stack' | 'defects' | 'imaging'> & {
  readonly stack: Complete<RollStack>;
  readonly defects: Complete<StackDefects>;
  readonly imaging: Complete<StackImaging>;
  /** Distance of two units along the axis: the thicknesses of all layers. */
  readonly pitch: number;
};

const OP = 'syntheticStack';
/** Indices of u, v and the axis of stacking. */
export const STACK_AXES = {
  ...{ x: [1, 2, 0], y: [0, 2, 1], z: [0, 1, 2] },
} as const satisfies Readonly<Record<string, readonly [number, number, number]>>;

const check = rangeCheck(OP);

/** Completes and checks the options of a stack. Throws `invalid-argument`. */
export function stackSettings(options: StackOptions): StackSettings {
  const { seed = 1, size = [800, 800, 500], spacing = 10, unit = 'µm', axis = 'z' } = options;
  checkGrid(OP, size, spacing);
  if (!Object.hasOwn(STACK_AXES, axis)) throw invalidArgument(OP, 'axis', axis, "'x', 'y' or 'z'");
  const [u, v, w] = STACK_AXES[axis];
  const { stack, pitch } = layersOf(OP, options.stack);
  const across = [size[u]! * spacing, size[v]! * spacing] as const;
  const extent = options.extent ?? [0.9 * across[0], 0.9 * across[1]];
  const lesser = Math.min(...extent);
  const tilt = options.tilt ?? [0.01, -0.006];
  const { bow = 0, waviness = 0, wavelength = lesser / 2 } = options;
  const risen = Math.abs(tilt[0]) * across[0] + Math.abs(tilt[1]) * across[1];
  const room = size[w]! * spacing - risen - Math.abs(bow) - 4 * waviness;
  const { sheets = Math.floor((0.95 * room) / pitch) } = options;
  if (!Number.isSafeInteger(sheets) || sheets < 1)
    throw invalidArgument(OP, 'sheets', sheets, `an integer ≥ 1; each takes ${String(pitch)}`);
  const settings: StackSettings = {
    ...{ seed, size, spacing, unit, axis, stack, sheets, pitch, extent, tilt },
    ...{ bow, waviness, wavelength, zFolded: options.zFolded ?? false },
    overhang: options.overhang ?? 0.01 * lesser,
    defects: {
      ...{ outgrowths: 12, outgrowthAspect: 1, particles: 6, delaminations: 1, overhangs: 1 },
      outgrowthHeight: [0.6 * stack.anode, 0.95 * stack.anode],
      particleRadius: [0.15 * stack.anode, 0.3 * stack.anode],
      ...given(options.defects),
    },
    imaging: { ...{ blur: 0.7 * spacing, noise: 1200, shot: 20 }, ...given(options.imaging) },
  };
  checkSettings(settings);
  return settings;
}

function checkSettings(settings: StackSettings): void {
  const { defects, imaging, overhang, extent, waviness, bow, tilt } = settings;
  for (const [name, value] of Object.entries({ overhang, waviness, ...imaging }))
    check(name, value, 0);
  check('bow', bow, -Infinity);
  for (const [name, pair] of Object.entries({ extent, tilt }))
    pair.forEach((value) => {
      check(name, value, name === 'tilt' ? -0.5 : 2 * overhang, name === 'tilt' ? 0.5 : Infinity);
    });
  if (!(settings.wavelength > 0))
    throw invalidArgument(OP, 'wavelength', settings.wavelength, 'a length > 0');
  checkCounts(OP, defects, ['outgrowths', 'particles', 'delaminations', 'overhangs']);
  if (defects.delaminations >= settings.sheets)
    throw invalidArgument(OP, 'defects.delaminations', defects.delaminations, 'below `sheets`');
  check('defects.outgrowthAspect', defects.outgrowthAspect, 0);
  checkBodies(OP, settings);
}
