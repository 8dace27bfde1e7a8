import type { Lab, SliceLayer, SpaceLayer, Table } from 'voxmetry';

/** A line through points, with what lies between two others beside it. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Positions along x that are marked, such as a threshold. */
  readonly marks?: readonly number[];
  /** A band along y, such as an interval. */
  readonly band?: readonly [lo: number, hi: number] | null;
  readonly logX?: boolean;
}

/** What code of the cookbook shows beneath itself. */
export declare const show: {
  /** Slices of grids to wander through, by `<vox-slice-view>`. */
  slices(lab: Lab, layers: readonly SliceLayer[]): Promise<void>;
  /** Grids in 3D, by `<vox-volume-view>`. */
  space(lab: Lab, layers: readonly SpaceLayer[]): Promise<void>;
  /** Columns of a table, by `<vox-plot>`. */
  plot(
    table: Table,
    options: {
      readonly kind?: 'histogram' | 'cumulative' | 'scatter' | 'box';
      readonly x: string;
      readonly y?: string;
      readonly weight?: string;
    },
  ): Promise<void>;
  curve(curve: Curve): void;
  /** A file to save. */
  file(name: string, bytes: Uint8Array<ArrayBuffer> | string): void;
};
