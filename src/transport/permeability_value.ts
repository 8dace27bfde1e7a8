// How a fluid flows through pores, as numbers.
import type { Axis } from '../recipe/geometry.js';

/** How a fluid flows through a pore space along an axis. */
export interface PermeabilityValue {
  /** The axis along which the fluid flows. */
  readonly axis: Axis;
  /** Fraction, 0 to 1, of the volume that is pore. */
  readonly fraction: number;
  /** Fraction, 0 to 1, of the volume that is pore and leads from end to end. */
  readonly percolatingFraction: number;
  /** Absolute permeability in `unit`²; 0 where no pore leads through. */
  readonly permeability: number;
  /** Absolute permeability in m²; null where `unit` is no unit of length that is known ('px'). */
  readonly squareMetres: number | null;
  /**
   * Four times the volume of the pores that lead through over the area of their faces, in `unit`:
   * the width by which to judge the resolution. Null where they have no solid beside them, or there
   * are none.
   */
  readonly hydraulicDiameter: number | null;
  /** The same in voxels: below some 10, the permeability is several percent off. */
  readonly hydraulicVoxels: number | null;
  /** Steps of the computation. */
  readonly iterations: number;
  /** (greatest − least) / mean flow of the planes across the axis (no unit). */
  readonly fluxSpread: number;
  /** By what part of itself the permeability may still change (no unit). */
  readonly change: number;
  /** Unit of length. */
  readonly unit: string;
  /** What the sides are. */
  readonly sides: 'mirrored' | 'periodic' | 'wall';
  /** How it was computed. */
  readonly estimator: string;
}
