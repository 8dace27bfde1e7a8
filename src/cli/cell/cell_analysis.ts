import type {
  CanValue,
  OutgrowthSummary,
  RollDelaminations,
  RollLayers,
  WindingsValue,
} from '../../index.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { About, Analysis, Timing } from '../analysis.js';
import type { MissingPart } from '../found.js';
import type { CellOverhang } from './anode_overhang.js';
import type { CellTruth } from './cell_sample.js';
import type { GreyPlane } from './cell_pictures.js';

/** An outgrowth or particle, on the sheet and in the cell. Lengths in the unit of the scan. */
export interface CellObject {
  readonly rank: number;
  readonly kind: 'outgrowth' | 'particle';
  /** Towards the axis, or away from it. */
  readonly side: 'inner' | 'outer';
  /** On the sheet: along it, along its normal, along z. */
  readonly sheet: Vec3;
  readonly cell: Vec3;
  readonly turn: number;
  /** Angle about the axis, 0 … 2π. */
  readonly theta: number;
  /** The columns of the table, by name; NaN where they are not known. */
  readonly values: Readonly<Record<string, number>>;
  /** The surroundings in a slice of the cell and on the unrolled sheet; the place in both. */
  readonly inCell: Neighbourhood | null;
  readonly unrolled: Neighbourhood | null;
}

/** A part of a slice, and where in it something lies. */
export interface Neighbourhood {
  readonly plane: GreyPlane;
  readonly at: readonly [number, number];
}

/** What `voxmetry cell` found. What could not be computed is null, and `missing` says why. */
export interface CellAnalysis {
  readonly title: string;
  readonly about: About;
  readonly input: Analysis['input'];
  readonly electrode: string;
  readonly can: CanValue | null;
  readonly windings: Pick<WindingsValue, 'fit' | 'tracing' | 'handed' | 'faults'> | null;
  readonly layers: RollLayers | null;
  readonly delaminations: RollDelaminations | null;
  /** Undefined where it was not asked for. */
  readonly overhang: CellOverhang | null | undefined;
  readonly objects: readonly CellObject[] | null;
  readonly columns: readonly {
    readonly name: string;
    readonly unit: string;
    readonly doc: string;
  }[];
  readonly summary: OutgrowthSummary | null;
  /** The slice across z that the picture shows, and its place. */
  readonly section: { readonly plane: GreyPlane; readonly z: number } | null;
  readonly timings: readonly Timing[];
  readonly totalMilliseconds: number;
  readonly truth: CellTruth | null;
  readonly recipe: unknown;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly missing: readonly MissingPart[];
}
