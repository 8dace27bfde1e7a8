// Outgrowths in the unit of length: a table, and what it sums up to.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { number } from '../../recipe/params.js';
import type { FoilTrack } from './foil_track.js';
import type { Found } from './found.js';
import type { ListedValues } from './listed_voxels.js';

/** Columns of the table. */
export const OUTGROWTH_COLUMNS = [
  ...['rank', 'kind', 'side', 'x', 'y', 'z'],
  ...['height', 'heightLow', 'heightHigh', 'volume', 'volumeLow', 'volumeHigh'],
  ...['mass', 'thickness', 'footprint', 'baseDiameter', 'aspect', 'meanIntensity'],
  ...['toCollector', 'toSeparator', 'bridged', 'significance'],
  ...['tab', 'weld', 'fold', 'atEdge', 'foretold'],
] as const;

const density = number({ default: 8.96, above: 0 }, 'Density of what grew, in g/cm³.');

/**
 * The table of outgrowths and particles, outgrowths first, each kind from the highest to the lowest
 * (by volume where the foil is not resolved, which gives no heights). On the host.
 */
export const outgrowthTable = declareOp({
  name: 'outgrowthTable',
  kind: 'host',
  inputs: { found: valueInput<Found>(), greys: valueInput<ListedValues>() },
  params: { density },
  exactness: 'float-dependent',
  result: () => yields.table(),
  notes: () => ({
    heights: 'over the base face, quadric at the top, corrected for the curvature that blur takes',
    volumes: 'excess over the base, of the footprint and the columns about it',
    intervals: '95 %: noise of the face, and the stated uncertainty of the level',
  }),
});

/** What a search for outgrowths gave. Lengths are in `unit`. */
export interface OutgrowthSummary {
  readonly unit: string;
  /**
   * `resolved`: the faces of the foil are seen (3 voxels or more), and outgrowths have heights;
   * `unresolved`: they are found by what a column holds more, and have volume and mass alone.
   */
  readonly regime: 'resolved' | 'unresolved';
  /** Those that are flagged as a tab, a weld or a fold are not counted, nor summed up. */
  readonly outgrowths: number;
  readonly flagged: number;
  readonly particles: number;
  /** Copper in all outgrowths, and its mass in g (null where the unit is no length). */
  readonly volume: number;
  readonly mass: number | null;
  /** The greatest height and the greatest part of the gap that is bridged; null of none. */
  readonly greatestHeight: number | null;
  readonly greatestBridged: number | null;
  /** Columns that were searched, and the part of all columns that they are. */
  readonly columns: number;
  readonly coverage: number;
  /** Standard deviations of the lower and the upper face about their base (of the thickness). */
  readonly faceNoise: readonly [lower: number, upper: number];
  /** Least excess of an outgrowth's peak, on the lower and the upper face. */
  readonly leastPeak: readonly [lower: number, upper: number];
  /** Width of the foil's mean profile at half height. */
  readonly foilWidth: number;
  /** Standard deviation of the blur along the normal, by the foil's flanks. */
  readonly blur: number;
  /** Grey levels. */
  readonly copper: number;
  readonly coating: number;
  readonly level: number;
  /** Part of the blocks of columns whose brightest row was not that of their neighbourhood. */
  readonly strayed: number;
  /** Layers beyond the faces that cover more than half of the columns: left out of the table. */
  readonly otherLayers: number;
}

/** What a search for outgrowths gave in all. On the host. */
export const outgrowthSummary = declareOp({
  name: 'outgrowthSummary',
  kind: 'host',
  inputs: { found: valueInput<Found>(), track: valueInput<FoilTrack>() },
  params: { density },
  exactness: 'float-dependent',
  result: () => yields.result<OutgrowthSummary>(),
});
