// Outgrowths of a foil that is thinner than its image.
import { columnsOf, coveredBy, keptMap, type ColumnMap } from './column_map.js';
import type { ColumnRows } from './column_rows.js';
import { excessMaps, type Moment } from './excess_maps.js';
import { NOISE_BLOCK } from './face_excess.js';
import type { FoundObject } from './found.js';
import { footprintsOf, rimOf, type Hysteresis } from './footprints.js';
import type { FoilTrack } from './foil_track.js';
import { elongation, meetsEdge } from './outline.js';
import {
  denseRow,
  isFlat,
  LEAST,
  leastExcess,
  leastPeak,
  LENGTHY,
  peakOf,
  TELLING,
  type SearchOptions,
  type SearchResult,
} from './search.js';

/** Variance of the weights 1 2 1 with which columns are averaged, along each axis. */
const AVERAGED = 0.5;
/** Half width at half height of a Gaussian, in standard deviations. */
const HALF_WIDTH = 1.1774;
/** Standard deviations of the blur across columns that a rim reaches beyond a base. */
const BLURRED = 1.5;
/** Widest rim, in columns. */
const WIDEST = 12;
/**
 * Rows on each side that sums reach, at least, where they hold all of what grew. Below that volumes
 * are cut, by a part that nothing here knows, and have no interval.
 */
const WHOLE_REACH = 5;

/**
 * Columns about a footprint that the rest of an outgrowth covers: down to the limit of footprints
 * a paraboloid of this peak and area has lost so much of its radius, and the blur adds to it.
 */
function rimWidth(columns: number, low: number, peak: number, blur: number): number {
  const radius = Math.sqrt(columns / Math.PI);
  const whole = radius / Math.sqrt(1 - Math.min(0.75, low / peak));
  return Math.min(WIDEST, Math.ceil(whole - radius + BLURRED * Math.hypot(blur, AVERAGED ** 0.5)));
}

/** What an object holds in all, and the standard deviation of that by noise. */
interface Total {
  readonly value: number;
  readonly error: number;
}

/**
 * Whether an object lies apart from the foil. Copper that reaches down to the foil's face and gets
 * less with its height has a mean row and a variance; evenly spread, copper of its variance would
 * begin at √(3 · variance) below its mean. Where that lies a row above the face, beyond what noise
 * makes of both, the copper does not reach it.
 */
function isApart(volume: Total, first: Total, second: Total, blur: number, face: number): boolean {
  const mean = Math.abs(first.value) / volume.value;
  const meanError = first.error / volume.value;
  const variance = second.value / volume.value - mean ** 2 - blur ** 2;
  const varianceError = Math.hypot(second.error / volume.value, 2 * mean * meanError);
  const depth = Math.sqrt(3 * (Math.max(0, variance) + varianceError));
  return mean - meanError - depth > face + 1;
}

/**
 * Outgrowths of a foil that is thinner than its image, by what its columns hold more: copper of the
 * same thickness, that of a footprint and of the rim about it. Whatever lies in a column is one.
 */
export function unresolvedOutgrowths(
  { rows, size }: ColumnRows,
  track: FoilTrack,
  options: SearchOptions,
): SearchResult {
  const count = columnsOf(size);
  const row = (i: number): ColumnMap => keptMap(size, denseRow(rows[i]!, count));
  const maps = excessMaps([row(0), row(1), row(2), row(3)], track, options.window);
  const { excess, noise, blockNoise, face, base } = maps.thickness;
  const limits: Hysteresis = {
    low: leastExcess('unresolved', noise),
    high: leastPeak('unresolved', noise),
    least: LEAST,
  };
  const { columns: footprints, labels } = footprintsOf(excess, limits);
  const blur = track.width / 2 / HALF_WIDTH;
  // Across columns, where it is as wide as along them.
  const across = blur / Math.sqrt(options.columnLength * options.columnWidth);
  const objects = footprints.flatMap((columns, k): FoundObject[] => {
    const peak = peakOf(columns, excess);
    const thickness = excess.at(peak);
    if (thickness < options.minHeight) return [];
    const rim = rimWidth(columns.length, limits.low, thickness, across);
    const all = [...columns, ...rimOf(columns, k + 1, labels, size, rim)].filter(
      (column) => !Number.isNaN(excess.at(column)),
    );
    const total = ({ values, blockNoise: own }: Moment): Total => ({
      value: all.reduce((sum, column) => sum + values.at(column), 0),
      error: NOISE_BLOCK * own * Math.sqrt(all.length),
    });
    const volume = total({ values: excess, blockNoise });
    const side = total(maps.clipped).value < 0 ? -1 : 1;
    const half = Math.max(0, base.at(peak)) / 2;
    const [first, second] = [total(maps.first), total(maps.second)];
    const apart = isApart(volume, first, second, blur, half);
    const away = apart ? first.value / volume.value : side * (half + thickness / 2);
    return [
      {
        kind: apart ? 'particle' : 'outgrowth',
        side,
        column: peak,
        row: maps.middle.at(peak) + away,
        ...{ height: NaN, heightError: NaN },
        volume: volume.value,
        volumeError:
          track.sumReach < WHOLE_REACH
            ? NaN
            : Math.hypot(
                volume.error,
                options.levelUncertainty * volume.value,
                maps.contrastError * volume.value,
              ),
        thickness,
        columns: columns.length,
        significance: thickness / noise,
        ...{ reach: NaN, toCollector: NaN, toSeparator: NaN },
        tab: isFlat(columns, excess, thickness),
        weld: false,
        fold: columns.length >= TELLING && elongation(columns, size[0]) >= LENGTHY,
        foretold: 0,
        atEdge: meetsEdge(columns, face),
      },
    ];
  });
  return {
    objects,
    copper: track.coating + maps.contrast,
    columns: count,
    covered: coveredBy(face),
    noise: [noise, noise],
    layers: 0,
    voxels: noVoxels(objects.length),
  };
}

/** Objects without voxels of their own: none is copper all through. */
function noVoxels(objects: number): SearchResult['voxels'] {
  const none = new Uint32Array(0);
  return { column: none, row: none, first: new Uint32Array(objects + 1) };
}
