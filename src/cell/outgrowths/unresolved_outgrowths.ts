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
  RIM,
  TELLING,
  type SearchOptions,
  type SearchResult,
} from './search.js';
import { VoxelList } from './voxel_list.js';

/** Outgrowths of a foil that is thinner than its image, by what its columns hold more. */
export function unresolvedOutgrowths(
  { rows, size }: ColumnRows,
  track: FoilTrack,
  options: SearchOptions,
): SearchResult {
  const count = size[0] * size[1];
  const [sums, firsts, seconds] = [0, 1, 2].map((i) => denseRow(rows[i]!, count)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const maps = excessMaps([sums, firsts, seconds], size, track, options.window);
  const { excess, noise, blockNoise, face } = maps.thickness;
  const limits: Hysteresis = {
    low: leastExcess('unresolved', noise),
    high: leastPeak('unresolved', noise),
    least: LEAST,
  };
  const { columns: footprints, labels } = footprintsOf(excess, size, limits);
  const voxels = new VoxelList();
  const objects = footprints.flatMap((columns, k): FoundObject[] => {
    const all = [...columns, ...rimOf(columns, k + 1, labels, size, RIM)].filter(
      (column) => !Number.isNaN(excess[column]!),
    );
    const total = (map: Float32Array): number => all.reduce((sum, c) => sum + map[c]!, 0);
    const volume = total(excess);
    const mean = total(maps.first) / volume;
    const peak = peakOf(columns, excess, size);
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
    columns: count,
    covered: face.reduce((n, value) => n + (Number.isNaN(value) ? 0 : 1), 0),
    noise: [noise, noise],
    layers: 0,
    voxels: voxels.lists(),
  };
}
