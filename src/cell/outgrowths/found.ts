// Outgrowths as they were found in maps of columns.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { nullable, number } from '../../recipe/params.js';
import type { ColumnRows } from './column_rows.js';
import type { FoilTrack } from './foil_track.js';

/** One outgrowth or particle, in voxels: columns across, rows along the normal. */
export interface FoundObject {
  readonly kind: 'outgrowth' | 'particle';
  /** −1 on the lower face, 1 on the upper one. */
  readonly side: -1 | 1;
  /** The column of its peak, and the row of the peak there. */
  readonly column: number;
  readonly row: number;
  /** Height over the base face, its standard deviation; NaN where the foil is not resolved. */
  readonly height: number;
  readonly heightError: number;
  /** Volume over the base face and its standard deviation, in columns times rows. */
  readonly volume: number;
  readonly volumeError: number;
  /** Greatest thickness of copper that it is worth, by the column. */
  readonly thickness: number;
  /** Columns of the footprint. */
  readonly columns: number;
  /** Greatest excess over the noise of the face. */
  readonly significance: number;
  /** Rows from the base face to its farthest point; NaN where the foil is not resolved. */
  readonly reach: number;
  /** Rows left to the next collector and to the separator, least over the footprint; or NaN. */
  readonly toCollector: number;
  readonly toSeparator: number;
  readonly tab: boolean;
  readonly weld: boolean;
  readonly fold: boolean;
  /** Part of its columns whose base neither face shows: it is foretold from about them. */
  readonly foretold: number;
  /** Whether it reaches an end of the map, or columns without a face. */
  readonly atEdge: boolean;
}

/** What was found, and how well the faces are known. Lengths in rows. */
export interface Found extends Pick<ColumnRows, 'normal' | 'size' | 'spacing' | 'origin' | 'unit'> {
  readonly objects: readonly FoundObject[];
  /** Grey level of copper. */
  readonly copper: number;
  /** Columns with both faces, and all columns. */
  readonly covered: number;
  readonly columns: number;
  /** Standard deviation of the lower and the upper face about its base, or of the thickness. */
  readonly noise: readonly [number, number];
  /** Objects that cover more than half of the map, which are taken for other layers. */
  readonly layers: number;
  /**
   * Whole voxels inside of all objects: column, row; and where each object's begin, and
   * the end.
   */
  readonly voxels: {
    readonly column: Uint32Array<ArrayBuffer>;
    readonly row: Uint32Array<ArrayBuffer>;
    readonly first: Uint32Array<ArrayBuffer>;
  };
}

const row = (doc: string) => nullable(number({ above: 0 }, doc));

/**
 * Outgrowths of a foil by its columns, as {@link Found}: base faces by windowed medians, the excess
 * over them less what the other face shows as a bend of the foil, hysteresis, footprints that
 * connect by edges and corners, runs beyond a face that touch one of them or make particles. Of a
 * foil that is not resolved by the thickness of copper that columns are worth. On the host: 8 B per
 * column of a resolved foil and 16 B of another, and some 5 B more for bases, which lie between
 * blocks and are evaluated where they are asked for.
 */
export const findOutgrowths = declareOp({
  name: 'findOutgrowths',
  kind: 'host',
  inputs: { faces: valueInput<ColumnRows>(), track: valueInput<FoilTrack>() },
  params: {
    window: number({ above: 0 }, 'Window of the base face, in columns.'),
    minHeight: number({ min: 0 }, 'Least height, in rows.'),
    minThickness: nullable(
      number({ min: 0 }, 'Least thickness of a foil that is not resolved, if not the height.'),
    ),
    gap: row('Rows from the base face to the next collector.'),
    nextCollector: row("Rows from the foil's middle to the next collector, in place of the gap."),
    coatingThickness: row('Rows from the base face to the separator.'),
    columnLength: number({ above: 0 }, 'Spacing of columns along their first axis, in rows.'),
    columnWidth: number({ above: 0 }, 'Spacing of columns along their second axis, in rows.'),
    levelUncertainty: number({ min: 0 }, 'Standard deviation of the level, as part of contrast.'),
  },
  exactness: 'float-dependent',
  result: () => yields.plain<Found>(),
});
