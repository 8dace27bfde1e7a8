// How a structure conducts along an axis, as numbers.
import type { Axis } from '../recipe/geometry.js';

/** What the exact numbers cannot lie beyond. */
export interface TransportBounds {
  /** Least and greatest of `relative`, in its unit. */
  readonly relative: readonly [lower: number, upper: number];
  /** Least and greatest tortuosity factor (no unit). Null for several phases. */
  readonly tortuosityFactor: readonly [lower: number, upper: number] | null;
  /** Columns along the axis, with walls between them: their current is the lower bound. */
  readonly columns: number;
  /** Slabs across the axis, each plane between them at one potential: the upper bound. */
  readonly slabs: number;
}

/** How a phase or a mixture of phases conducts along an axis. */
export interface TransportValue {
  /** The axis along which the current goes. */
  readonly axis: Axis;
  /** Fraction, 0 to 1, of the volume that conducts: ε. */
  readonly fraction: number;
  /** Fraction, 0 to 1, of the volume that conducts from end to end. */
  readonly percolatingFraction: number;
  /**
   * Effective coefficient over that of the pure material (no unit); of several phases the effective
   * coefficient itself, in the unit of the coefficients.
   */
  readonly relative: number;
  /**
   * ε D₀ / D_eff (no unit), often called τ or τ²; ∞ where nothing percolates. Null for several
   * phases.
   */
  readonly tortuosityFactor: number | null;
  /** The square root of the tortuosity factor (no unit). */
  readonly tortuosity: number | null;
  /**
   * D₀ / D_eff, the MacMullin number (no unit); ∞ where nothing percolates. Null for several
   * phases.
   */
  readonly macMullin: number | null;
  /** Iterations of conjugate gradients. */
  readonly iterations: number;
  /**
   * (greatest − least) / mean current of the planes across the axis (no unit); of an approximation
   * the greatest of all pieces, as are the iterations.
   */
  readonly fluxSpread: number;
  /** What lies beyond the sides. */
  readonly sides: 'closed' | 'periodic';
  /** The convention of all numbers here. */
  readonly convention: string;
  /** Between what the exact numbers lie, where these are an approximation by pieces; else null. */
  readonly bounds: TransportBounds | null;
}

/** The convention of all numbers here. */
export const CONVENTION =
  'TauFactor: fixed ends half a voxel outside, the whole fraction, harmonic means';

/** What the provenance says of a solve. */
export const transportNotes = ({ sides }: { readonly sides: string }): Record<string, string> => ({
  convention: CONVENTION,
  connectivity: '6',
  sides: sides === 'periodic' ? 'periodic' : 'no flux',
});
