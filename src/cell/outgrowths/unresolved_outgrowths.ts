// Outgrowths of a foil that is thinner than its image.
import type { ColumnRows } from './column_rows.js';
import { excessMaps } from './excess_maps.js';
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
import { VoxelList } from './voxel_list.js';

/** Variance of the weights 1 2 1 with which columns are averaged, along each axis. */
const AVERAGED = 0.5;
/** Half width at half height of a Gaussian, in standard deviations. */
const HALF_WIDTH = 1.1774;
/** Standard deviations of the blur across columns that a rim reaches beyond a base. */
const BLURRED = 1.5;
/** Widest rim, in columns. */
const WIDEST = 12;

/**
 * Columns about a footprint that the rest of an outgrowth covers: down to the limit of footprints
 * a paraboloid of this peak and area has lost so much of its radius, and the blur adds to it.
 */
function rimWidth(columns: number, low: number, peak: number, blur: number): number {
  const radius = Math.sqrt(columns / Math.PI);
  const whole = radius / Math.sqrt(1 - Math.min(0.75, low / peak));
  return Math.min(WIDEST, Math.ceil(whole - radius + BLURRED * Math.hypot(blur, AVERAGED ** 0.5)));
}

/** Outgrowths of a foil that is thinner than its image, by what its columns hold more. */
export function unresolvedOutgrowths(
  { rows, size }: ColumnRows,
  track: FoilTrack,
  options: SearchOptions,
): SearchResult {
  const count = size[0] * size[1];
  const moments = [0, 1, 2].map((i) => denseRow(rows[i]!, count));
  const maps = excessMaps(moments, size, track, options.window);
  const { excess, noise, blockNoise, face } = maps.thickness;
  const limits: Hysteresis = {
    low: leastExcess('unresolved', noise),
    high: leastPeak('unresolved', noise),
    least: LEAST,
  };
  const { columns: footprints, labels } = footprintsOf(excess, size, limits);
  // Across columns, where it is as wide as along them.
  const blur = track.width / 2 / HALF_WIDTH / Math.sqrt(options.columnLength * options.columnWidth);
  const voxels = new VoxelList();
  const objects = footprints.flatMap((columns, k): FoundObject[] => {
    const peak = peakOf(columns, excess, size);
    const rim = rimWidth(columns.length, limits.low, excess[peak]!, blur);
    const all = [...columns, ...rimOf(columns, k + 1, labels, size, rim)].filter(
      (column) => !Number.isNaN(excess[column]!),
    );
    const total = (map: Float32Array): number => all.reduce((sum, c) => sum + map[c]!, 0);
    const volume = total(excess);
    const mean = total(maps.first) / volume;
    if (excess[peak]! < options.minHeight) return [];
    voxels.begin();
    return [
      {
        kind: 'outgrowth',
        side: mean < 0 ? -1 : 1,
        column: peak,
        row: maps.middle[peak]! + mean,
        ...{ height: NaN, heightError: NaN },
        volume,
        volumeError: Math.hypot(
          NOISE_BLOCK * blockNoise * Math.sqrt(all.length),
          options.levelUncertainty * volume,
          maps.contrastError * volume,
        ),
        thickness: excess[peak]!,
        columns: columns.length,
        significance: excess[peak]! / noise,
        ...{ reach: NaN, toCollector: NaN, toSeparator: NaN },
        tab: isFlat(columns, excess, excess[peak]!),
        weld: false,
        fold: columns.length >= TELLING && elongation(columns, size[0]) >= LENGTHY,
        atEdge: meetsEdge(columns, size, face),
      },
    ];
  });
  return {
    objects,
    copper: track.coating + maps.contrast,
    columns: count,
    covered: face.reduce((n, value) => n + (Number.isNaN(value) ? 0 : 1), 0),
    noise: [noise, noise],
    layers: 0,
    voxels: voxels.lists(),
  };
}
