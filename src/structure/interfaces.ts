// Interfacial areas of phases by the Crofton formula.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion } from '../recipe/geometry.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import type { DensityEstimate } from '../stats/density_interval.js';
import type { AreaEstimator } from '../stats/surface_area.js';

/** Phases of whose pairs intervals are given at most: each pair takes transforms on the host. */
export const MOST_SAMPLED_PHASES = 8;

/** How the interface of two phases is estimated from voxels. */
export type InterfaceEstimator = Exclude<AreaEstimator, 'marchingCubes'>;

/** The interface of two phases. */
export interface InterfaceArea<N extends string = string> {
  /** Names of the two phases. */
  readonly phases: readonly [N, N];
  /** Area inside the volume, in unit². */
  readonly area: number;
  /**
   * Area per volume, in 1/unit. By Crofton's formula an unbiased estimate, a little more than
   * `area` over the volume, as for `surfaceArea`; by faces that quotient.
   */
  readonly perVolume: number;
  /**
   * The part of it where both phases are active, in the same units; null where `active` was not
   * asked for.
   */
  readonly active: { readonly area: number; readonly perVolume: number } | null;
  /**
   * `perVolume` with its 95 % interval by sampling; without one, and the reason, of more than 8
   * phases.
   */
  readonly sampling: DensityEstimate;
}

/** One phase and all its interfaces. */
export interface PhaseContacts<N extends string = string> {
  /** Voxels of the phase. */
  readonly voxels: number;
  /** Fraction of the volume, 0 to 1. */
  readonly fraction: number;
  /**
   * The part of the phase, 0 to 1, that is active; null where that was not asked for, or the phase
   * is absent.
   */
  readonly activePart: number | null;
  /** Area of all its interfaces, in unit². */
  readonly area: number;
  /** Area of all its interfaces per volume, in 1/unit. */
  readonly perVolume: number;
  /** The same per volume of the phase, in 1/unit; null where the phase is absent. */
  readonly perPhaseVolume: number | null;
  /**
   * Part of the phase's voxels, 0 to 1, in a run of one or two voxels along x, y or z; null where
   * it is absent. Where it is more than some percent, its interfaces are not resolved.
   */
  readonly thin: number | null;
  /**
   * The parts, 0 to 1, of its surface that touch each other phase; they add up to 1. Null where it
   * touches none.
   */
  readonly contact: Readonly<Partial<Record<N, number>>> | null;
}

/** The interfaces of all pairs of phases. */
export interface InterfacesValue<N extends string = string> {
  /** Every pair, in the order of the phases. */
  readonly pairs: readonly InterfaceArea<N>[];
  /** Every phase, by name. */
  readonly phases: Readonly<Record<N, PhaseContacts<N>>>;
  /** Unit of length. */
  readonly unit: string;
  /** How areas were estimated. */
  readonly estimator: InterfaceEstimator;
  /** The volume's border is no interface. */
  readonly border: 'open';
}

/** Checks that phases extend along all axes, as areas and lengths per volume need. */
export function checkThick(op: string, { size }: GridMeta): void {
  if (size.some((n) => n < 2))
    throw invalidArgument(
      op,
      'phases',
      `of size ${size.join('×')}`,
      'at least 2 voxels along every axis',
    );
}

/**
 * The interfaces of all pairs of phases, as {@link InterfacesValue}: area, area per volume, and of
 * each phase how much of its surface touches each other one. Estimators as those of `surfaceArea`,
 * which of a mask of one phase gives the sum of its interfaces:
 *
 * - 'crofton13' (default): lines in 13 directions, weighed by the part of the sphere that each
 *   stands for; an interface is twice its crossings per length of line (Crofton; Ohser and Mücklich
 *   2000). Curved interfaces within some 2 %, flat ones across an axis 7.3 % too small.
 * - 'crofton3': lines along the three axes alone; flat interfaces by their orientation 33 % too
 *   small to 15 % too large.
 * - 'faces': faces of voxels; of curved interfaces half as much again, 1.5 times.
 *
 * The volume's border is no interface; pairs of voxels inside the volume count. `area` is what lies
 * inside, `perVolume` makes up for the pairs that the border cuts. `thin` says of each phase how
 * much of it no estimator resolves; a run that the border cuts goes on. `active` is a mask
 * of the voxels that are active (`activeNode`): an interface is where both its voxels are. A
 * volume that is one voxel thin has none: `invalid-argument`.
 *
 * `within` is a region of interest: pairs of voxels of which both lie in
 * it count, volumes and voxels are its own, and its border is no interface.
 *
 * Exact counts, f64 on the host. One pass of 1 B/voxel and 1/8 for `active`; in bricks too.
 * `within` takes 1/8 B/voxel more, and 14 shifts of 1/4 B/voxel.
 */
export const interfaces = declareOp({
  name: 'interfaces',
  version: 2,
  kind: 'reduce',
  inputs: {
    phases: input('phases'),
    active: optionalInput('mask'),
    within: optionalInput('mask'),
  },
  params: {
    estimator: oneOf(
      ['crofton13', 'crofton3', 'faces'],
      'crofton13',
      'How areas are estimated: from crossings in 13 or 3 directions, or as faces of voxels.',
    ),
  },
  exactness: 'exact',
  result: ({ phases }) => {
    checkThick('interfaces', phases);
    return yields.result<InterfacesValue>();
  },
  needs: (region, { phases }) => {
    const wider = growRegion(region, [2, 2, 2], phases.size);
    return { phases: wider, active: wider, within: wider };
  },
  notes: ({ estimator }) => ({ estimator, border: 'open', active: 'components at 6' }),
});
