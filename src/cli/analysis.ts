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

/** A fraction with its interval, and how often such intervals hold. */
export interface FractionEstimate extends Estimate {
  readonly coverage: Coverage;
}

/** An area per volume with its interval, and how often such intervals hold. */
export interface DensityInterval {
  /** In 1/unit. */
  readonly perVolume: number;
  readonly interval95: Interval95;
  readonly coverage: Coverage;
  /** Why there is no interval. */
  readonly reason: string | null;
}

/** Least and greatest value within a step of the threshold either way. */
export type Range = readonly [number, number];

/** A phase of the sample as a whole. What could not be computed of it is null. */
export interface PhaseReport {
  readonly name: string;
  /** Its value in the slices of {@link SliceView.phases}. */
  readonly code: number;
  readonly voxels: number | null;
  readonly fraction:
    | (FractionEstimate & {
        /** Why there is no interval. */
        readonly reason: string | null;
        /** What the threshold adds; null where no threshold made the phase. */
        readonly thresholdRange: Range | null;
      })
    | null;
  /** The fraction of every slice across z, from its positions. */
  readonly profile: {
    readonly positions: ArrayLike<number>;
    readonly fraction: ArrayLike<number>;
  } | null;
  /** Null of a volume one voxel thin. */
  readonly surface:
    | (DensityInterval & {
        /** Crofton's formula in 13 directions, over the volume of the phase; null if absent. */
        readonly perPhaseVolume: number | null;
        /** By the gradient of the smoothed phase, in 1/unit: another estimator to compare with. */
        readonly byGradient: number | null;
        /** Part of the phase in runs of one or two voxels; null where the phase is absent. */
        readonly thin: number | null;
        readonly thresholdRange: Range | null;
      })
    | null;
  /** Local thickness, in unit; null where it was not asked for. */
  readonly thickness: {
    readonly mean: number;
    readonly p10: number;
    readonly p50: number;
    readonly p90: number;
  } | null;
  /** Tortuosity factors by axis, ∞ where nothing percolates; null where there is none. */
  readonly tortuosity: Readonly<Partial<Record<'x' | 'y' | 'z', number>>> | null;
}

/** Two phases and the area where they meet, over the volume, in 1/unit. */
export interface Interface extends DensityInterval {
  readonly phases: readonly [string, string];
}

/** What its user says of a sample. */
export interface About {
  readonly sample: string | null;
  readonly notes: readonly string[];
  /** Other facts by name. */
  readonly facts: Readonly<Record<string, string>>;
  /** Names of phases by 'bright', 'dark' or the label. */
  readonly phases: Readonly<Record<string, string>>;
}

/** Fraction and surface as the threshold moves. */
export interface ThresholdCurve {
  readonly delta: number;
  readonly deltaFrom: 'given' | 'noise' | 'grey level';
  /** Rising, and the fraction of the phase that is measured at each. */
  readonly threshold: ArrayLike<number>;
  readonly fraction: ArrayLike<number>;
  readonly sampling: { readonly lo: ArrayLike<number>; readonly hi: ArrayLike<number> } | null;
  /** D50 of the particles, in unit; empty where it was not asked for. */
  readonly sizes: readonly {
    readonly threshold: number;
    readonly count: number;
    readonly byNumber: number;
    readonly byVolume: number;
  }[];
}

/** Particles of so few voxels that their shape and size mean little. */
export interface SmallParticles {
  readonly below: number;
  readonly count: number;
  /** Their part of the number, and of the volume, of all particles. */
  readonly byNumber: number;
  readonly byVolume: number;
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
  /** Null where there are no particles. */
  readonly labels: ArrayLike<number> | null;
  /** The code of the phase of each pixel; null where that could not be told. */
  readonly phases: ArrayLike<number> | null;
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
  readonly about: About;
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
  /** Every phase of the sample. */
  readonly phases: readonly PhaseReport[];
  /** Of every pair; null of a volume one voxel thin, and where they could not be computed. */
  readonly interfaces: readonly Interface[] | null;
  /** Null for labelled input, and where it could not be computed. */
  readonly thresholdCurve: ThresholdCurve | null;
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
    /** Smaller ones were left out; null where all count. */
    readonly minVoxels: number | null;
    readonly small: SmallParticles;
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
