import { gridOf, slicesOf, type MadeGrid, type MadeSlices } from '../made_slices.js';
import { placeStackFaults, type StackFaults } from './defects.js';
import { stackImage } from './imaging.js';
import { STACK_AXES, stackSettings, type StackOptions, type StackSettings } from './options.js';
import { stackStructure, stackSurface } from './structure.js';

/** What is known of a synthetic stack. All lengths are in its unit. */
export interface StackTruth extends StackFaults {
  /** Distance of two units along the axis. */
  readonly pitch: number;
  /** Units of the stack, each with a cathode and an anode. */
  readonly sheets: number;
  /** Where the middle of an anode's foil lies along the axis at (u, v), gaps included. */
  anodeAt(sheet: number, u: number, v: number): number;
  /** The distance that a gap adds between an anode and the next at (u, v). */
  openingAt(sheet: number, u: number, v: number): number;
  /** All options, those by default too. */
  readonly settings: StackSettings;
}

/** A flat cell whose voxels are made when they are asked for. */
export interface SyntheticStack extends MadeSlices {
  /** What `lab.open(stack.file(), stack.grid)` is told. */
  readonly grid: MadeGrid;
  readonly truth: StackTruth;
}

/**
 * Makes a flat cell as a tomograph would see it, with the truth: units of separator, coated
 * aluminium, separator and coated copper that lie on each other along an axis, tilted, bowed and in
 * waves, with seeded outgrowths of copper, free particles, gaps between units, cathodes that lie
 * too far to a side, and a separator that may be folded about the electrodes; then blur and noise.
 * The same options give the same bits on every engine.
 *
 * The default is a piece of 8 × 8 × 5 mm at voxels of 10 µm. Nothing is made before it is asked
 * for, so that a volume of any size costs no memory but its slab and some slices of f32: one for
 * each slice that the blur reaches (7 by default).
 *
 * `u` and `v` are the two axes across the stack in the order x, y, z: with the axis 'y', u is x and
 * v is z. Tilt, bow, waves and gaps move sheets along the axis, so that thicknesses are those along
 * it: along the normal, layers are thinner by its cosine. Grey levels are averaged along the axis
 * at 4 places of each voxel. Materials have the codes of `ROLL_MATERIALS`.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticStack } from 'voxmetry/synthetic';
 * const stack = syntheticStack({ size: [64, 64, 48], spacing: 40, sheets: 4 });
 * const lab = await openLab();
 * const scan = await lab.open(stack.file(), stack.grid);
 * console.assert((await scan.read()).data.join() === stack.slab(0, 48).join());
 * console.assert(stack.truth.pitch === 365 && stack.truth.outgrowths.length === 12);
 * await lab.dispose();
 * ```
 */
export function syntheticStack(options: StackOptions = {}): SyntheticStack {
  const settings = stackSettings(options);
  const faults = placeStackFaults(settings);
  const structure = stackStructure(settings, faults);
  const imageOf = stackImage(settings, structure);
  const { size, spacing, pitch, sheets, stack, axis } = settings;
  const surface = stackSurface(settings);
  const start = ((size[STACK_AXES[axis][2]]! - 1) / 2) * spacing - (pitch * sheets) / 2;
  const foil = pitch - stack.anode - stack.copper / 2;
  const openingAt = (sheet: number, u: number, v: number): number => {
    const gap = faults.delaminations.find((each) => each.sheet === sheet);
    if (gap === undefined) return 0;
    const rest = [(u - gap.u) / gap.halfU, (v - gap.v) / gap.halfV].map((t) =>
      Math.max(0, 1 - t * t),
    );
    return gap.opening * rest[0]! * rest[0]! * rest[1]! * rest[1]!;
  };
  return {
    grid: gridOf(settings),
    truth: {
      ...faults,
      ...{ pitch, sheets, settings, openingAt },
      anodeAt(sheet, u, v) {
        let at = start + surface(u, v) + pitch * sheet + foil;
        for (let below = 0; below < sheet; below += 1) at += openingAt(below, u, v);
        return at;
      },
    },
    ...slicesOf('stack.raw', size, structure, imageOf),
  };
}
