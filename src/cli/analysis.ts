import type { Vec3 } from '../recipe/geometry.js';

/** Lower and upper end of a 95 % interval, or null where none can be given. */
export type Interval95 = readonly [number, number] | null;

/** A number with its interval. */
export interface Estimate {
  readonly value: number;
  readonly interval95: Interval95;
}

/**
 * Between which parts of simulated cases intervals like a given one held the truth; null where that
 * is not known.
 */
export type Coverage = readonly [least: number, most: number] | null;

/**
 * A fraction with its interval, and how often such intervals hold, which is less than 95 % of small
 * volumes.
 */
export interface FractionEstimate extends Estimate {
  readonly coverage: Coverage;
}

/** Diameters below which 10, 50 and 90 % of the particles lie, by one weighting. */
export interface Percentiles {
  readonly d10: Estimate;
  readonly d50: Estimate;
  readonly d90: Estimate;
  /** (Σw)² / Σw². */
  readonly effectiveNumber: number;
  /** Why there are no intervals; null where there are. */
  readonly reason: string | null;
}

/** One column of the particle table. */
export interface ParticleColumn {
  readonly name: string;
  readonly unit: string;
  readonly values: ArrayLike<number>;
}

/** One plane of the image with the labels found in it. */
export interface SliceView {
  /** The axis the plane is normal to. */
  readonly normal: 'x' | 'y' | 'z';
  readonly index: number;
  /** Names of the plane's axes: along a row, then down. */
  readonly axes: readonly [string, string];
  readonly size: readonly [number, number];
  readonly spacing: readonly [number, number];
  readonly image: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** One line of the log of what was computed. */
export interface Timing {
  readonly op: string;
  readonly milliseconds: number;
  /** Bytes that the op's dispatches declare to read and write, where known. */
  readonly bytes: number | null;
}

/** What is known beforehand of a synthetic sample. */
export interface Truth {
  readonly seed: number;
  readonly porosity: number;
  readonly particles: number;
  readonly countInterior: number;
  /**
   * Of `particles`, those that the border cuts down to fewer than 50 voxels: hardly to be seen in
   * the image.
   */
  readonly slivers: number;
  /** By number and volume, over the spheres whose centre lies in the volume. */
  readonly d50: { readonly number: number; readonly volume: number };
}

/** How the phase was taken from the image. */
export type PhaseRule = 'bright' | 'dark' | 'label';

/** Everything that a run found: what `result.json` and the report are written from. */
export interface Analysis {
  readonly title: string;
  readonly input: {
    readonly name: string;
    readonly format: string;
    readonly size: Vec3;
    readonly spacing: Vec3;
    readonly unit: string;
    readonly dtype: string;
    readonly warnings: readonly string[];
  };
  readonly threshold: { readonly method: 'otsu' | 'label'; readonly value: number };
  /**
   * Of the image that was thresholded; bin i holds values from `first + i · width`. Null for
   * labelled input.
   */
  readonly histogram: {
    readonly first: number;
    readonly width: number;
    readonly counts: ArrayLike<number>;
  } | null;
  readonly phase: FractionEstimate & {
    readonly rule: PhaseRule;
    readonly voxels: number;
    /** Why there is no interval. */
    readonly reason: string | null;
    /** In voxels. */
    readonly integralRange: number | null;
    readonly effectiveSamples: number | null;
  };
  /** Void over all; null for labelled input, where other labels may be void or not. */
  readonly porosity: FractionEstimate | null;
  readonly components: { readonly 6: number; readonly 18: number; readonly 26: number };
  readonly distance: { readonly maxSquared: number; readonly sum: number };
  readonly particles: {
    readonly count: number;
    readonly border: number;
    readonly countInterior: number;
    readonly byNumber: Percentiles;
    readonly byVolume: Percentiles;
    readonly borderRule: string;
    readonly diameter: string;
    /** Rising diameters, and the part by number and by volume at or below each. */
    readonly curve: {
      readonly diameter: ArrayLike<number>;
      readonly number: ArrayLike<number>;
      readonly volume: ArrayLike<number>;
    };
  };
  readonly table: readonly ParticleColumn[];
  readonly slices: readonly SliceView[];
  readonly timings: readonly Timing[];
  /** Milliseconds from the first read to the last number. */
  readonly totalMilliseconds: number;
  readonly truth: Truth | null;
  readonly recipe: unknown;
  readonly provenance: Readonly<Record<string, unknown>>;
}
