import { portableLog } from '../elementary.js';
import { gridOf, slicesOf, type MadeGrid, type MadeSlices } from '../made_slices.js';
import { placeFaults, type RollFaults } from './defects.js';
import { rollImage } from './imaging.js';
import { rollSettings, type RollOptions, type RollSettings } from './options.js';
import { rollStructure } from './structure.js';

/** What is known of a synthetic roll. All lengths are in its unit, all angles in radians. */
export interface RollTruth extends RollFaults {
  /** Distance of two turns along the radius, but for the ovality. */
  readonly pitch: number;
  readonly turns: number;
  /** Radius at which the first turn begins. */
  readonly core: number;
  /** Length of the anode's foil along the spiral, at its middle. */
  readonly anodeLength: number;
  /** The can's axis in the middle slice, x and y. */
  readonly canCentre: readonly [number, number];
  /** The roll's axis in the middle slice, x and y. */
  readonly rollCentre: readonly [number, number];
  /** All options, those by default too. */
  readonly settings: RollSettings;
}

/** A wound cell whose voxels are made when they are asked for. */
export interface SyntheticRoll extends MadeSlices {
  /** What `lab.open(roll.file(), roll.grid)` is told. */
  readonly grid: MadeGrid;
  readonly truth: RollTruth;
}

/**
 * Makes a wound cell as a tomograph would see it, with the truth: a spiral of separator, coated
 * aluminium, separator and coated copper in a steel can, off its centre, oval and tilted, with
 * seeded outgrowths of copper, free particles, wrinkles, parted turns, a collapsed core, ends of
 * the cathode that stand too far out, a tab, dents of the can; then beam hardening, streaks, blur,
 * rings and noise. The same options give the same bits on every engine.
 *
 * The default is like an 18650 cell at voxels of 20 µm, 944³. Nothing is made before it is asked
 * for, so that a volume of any size costs no memory but its slab and some slices of f32: one for
 * each slice that the blur reaches (7 by default). Some 1 µs per voxel.
 *
 * Turns are counted from 0 at the start of the sheets, `theta` from x to y about the roll's axis;
 * the radius of a turn's start is core + pitch · turn. Ovality, wrinkles and gaps move sheets
 * outwards or inwards, and what lies on them with them. Grey levels are averaged along the radius
 * at 4 places of each voxel, so that foils thinner than a voxel show.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { syntheticRoll } from 'voxmetry/synthetic';
 * const roll = syntheticRoll({ size: [96, 96, 8], spacing: 60, core: 900 });
 * const lab = await openLab();
 * const scan = await lab.open(roll.file(), roll.grid);
 * console.assert((await scan.read()).data.join() === roll.slab(0, 8).join());
 * console.assert(roll.truth.pitch === 365 && roll.truth.outgrowths.length === 12);
 * await lab.dispose();
 * ```
 */
export function syntheticRoll(options: RollOptions = {}): SyntheticRoll {
  const settings = rollSettings(options);
  const faults = placeFaults(settings);
  const structure = rollStructure(settings, faults);
  const imageOf = rollImage(settings, faults, structure);
  const { size, spacing, core, pitch, turns, stack, decentring } = settings;
  const [nx, ny] = size;
  const middleOf = (n: number): number => ((n - 1) / 2) * spacing;
  const canCentre = [middleOf(nx), middleOf(ny)] as const;
  const foil =
    core + 2 * (stack.separator + stack.cathode) + stack.aluminium + stack.anode + stack.copper / 2;
  return {
    grid: gridOf(settings),
    truth: {
      ...faults,
      ...{ pitch, turns, core, canCentre, settings },
      rollCentre: [canCentre[0] + decentring[0], canCentre[1] + decentring[1]],
      anodeLength: spiralLength(foil, pitch, turns),
    },
    ...slicesOf('roll.raw', size, structure, imageOf),
  };
}

/** Length of a spiral of Archimedes: ∫ √(r² + (p/2π)²) dθ over whole turns and parts. */
function spiralLength(start: number, pitch: number, turns: number): number {
  const slope = pitch / (2 * Math.PI);
  const antiderivative = (r: number): number => {
    const root = Math.sqrt(r * r + slope * slope);
    return (r * root) / (2 * slope) + (slope / 2) * portableLog((r + root) / slope);
  };
  return antiderivative(start + pitch * turns) - antiderivative(start);
}
