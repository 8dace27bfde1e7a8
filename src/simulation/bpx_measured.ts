// What a BPX file is written from: results of queries, or numbers of the same form.
import type { Axis } from '../recipe/geometry.js';

/** What is read of where a number comes from; a result's `provenance` has it. */
export interface BpxProvenance {
  /** Hash of each output's recipe. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** A fraction of the volume, as `fraction()` gives it. */
export interface BpxFraction {
  /** From 0 to 1. */
  readonly value: number;
  /** Its 95 % interval; null or left out where there is none. */
  readonly interval?: readonly [lo: number, hi: number] | null;
  readonly provenance?: BpxProvenance;
}

/** Transport along the axis through the layer, as `tortuosity({ axis })` of a mask gives it. */
export interface BpxTransport {
  /** Along which axis the current goes. */
  readonly axis: Axis;
  /** D_eff / D₀ of a mask; of phases with coefficients the effective coefficient. */
  readonly relative: number;
  /** `relative` with its 95 % interval; null or left out where there is none. */
  readonly interval?: readonly [lo: number, hi: number] | null;
  /** D₀ / D_eff of a mask; null of phases with coefficients. */
  readonly macMullin: number | null;
  /** Fraction, 0 to 1, of the volume that conducts. */
  readonly fraction: number;
  /** How far the currents through all planes differ, relative. */
  readonly fluxSpread: number;
  /** What lies beyond the sides: 'closed' or 'periodic'. */
  readonly sides: string;
  /** The convention of the number. */
  readonly convention: string;
  readonly provenance?: BpxProvenance;
}

/** Transport from the separator to the pores' surface, as `electrodeTortuosity()` gives it. */
export interface BpxElectrodeTransport {
  /** Along which axis the current goes. */
  readonly axis: Axis;
  /** At which end of the axis the separator is. */
  readonly separator: 'lower' | 'upper';
  /** ε over the electrode tortuosity factor. */
  readonly relative: number;
  /** The electrode tortuosity factor. */
  readonly tortuosityFactor: number;
  /** Fraction, 0 to 1, of the volume that is pore. */
  readonly fraction: number;
  /** What lies beyond the sides: 'closed' or 'periodic'. */
  readonly sides: string;
  /** The convention of the number. */
  readonly convention: string;
  readonly provenance?: BpxProvenance;
}

/** The surface of the active material per volume, as `surfaceArea()` gives it. */
export interface BpxSurface {
  /** Area per volume, in 1/unit. */
  readonly perVolume: number;
  /** Unit of length. */
  readonly unit: string;
  /** How the area was estimated. */
  readonly estimator: string;
  /** Must not be 'closed': there the volume's border counts as surface. */
  readonly border?: 'open' | 'closed';
  /** `perVolume` with its 95 % interval. */
  readonly sampling?: { readonly interval: readonly [lo: number, hi: number] | null };
  readonly provenance?: BpxProvenance;
}

/** The interface of two phases, from what `interfaces()` gives. */
export interface BpxInterface {
  /** The result of `interfaces()`. */
  readonly interfaces: {
    readonly pairs: readonly {
      readonly phases: readonly [string, string];
      readonly perVolume: number;
      readonly sampling: { readonly interval: readonly [lo: number, hi: number] | null };
    }[];
    readonly phases: Readonly<Record<string, { readonly fraction: number }>>;
    readonly unit: string;
    readonly estimator: string;
    readonly provenance?: BpxProvenance;
  };
  /** The names of the active material and of the pores. */
  readonly between: readonly [active: string, pores: string];
}

/** A thickness, as `layer()` gives it. */
export interface BpxThickness {
  /** Mean thickness, in `unit`; null where there is no layer. */
  readonly mean: number | null;
  /** Unit of length. */
  readonly unit: string;
  /** The axis across the layer. */
  readonly axis?: Axis;
  /** Standard deviation over the columns, in `unit`. */
  readonly std?: number | null;
  readonly provenance?: BpxProvenance;
}

/** The sizes of particles, as `sizeDistribution()` gives them. */
export interface BpxSizes {
  /** D50 by volume, a diameter in `unit`. */
  readonly volume: {
    readonly d50: {
      readonly value: number;
      readonly interval: readonly [lo: number, hi: number] | null;
    };
  };
  /** Unit of length. */
  readonly unit: string;
  /** Which diameter it is. */
  readonly diameter: string;
  readonly provenance?: BpxProvenance;
}

/** What was measured of a separator. All of it may be left out. */
export interface BpxSeparator {
  /** The axis through the layer; default 'z'. Transport along another axis is an error. */
  readonly axis?: Axis;
  /** The fraction of the pores. */
  readonly porosity?: BpxFraction;
  /** Transport through the pores. */
  readonly transport?: BpxTransport;
  /** The thickness of the whole layer, not that of the piece which was scanned. */
  readonly thickness?: BpxThickness;
}

/** What was measured of an electrode. All of it may be left out. */
export interface BpxElectrode extends Omit<BpxSeparator, 'transport'> {
  /**
   * Transport through the pores; that from the separator to their surface is what a cell model's
   * electrode has.
   */
  readonly transport?: BpxTransport | BpxElectrodeTransport;
  /** The fraction of the active material; of `interfaces()` that of its phase, if left out. */
  readonly active?: BpxFraction;
  /** The surface of the active material in touch with the pores. */
  readonly surface?: BpxSurface | BpxInterface;
  /** Sizes of the particles: a check of the radius, and never the radius itself. */
  readonly sizes?: BpxSizes;
  /** Conduction of the solid, from `conductivity({ axis, coefficients })` of phases, in S/m. */
  readonly conductivity?: BpxTransport;
}

/** What was measured of a cell: at least one part. */
export interface BpxMeasured {
  readonly negativeElectrode?: BpxElectrode;
  readonly positiveElectrode?: BpxElectrode;
  readonly separator?: BpxSeparator;
}

/** A part of a cell, by its name in {@link BpxMeasured}. */
export type BpxDomain = 'negativeElectrode' | 'positiveElectrode' | 'separator';
