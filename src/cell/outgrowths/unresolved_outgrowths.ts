// Outgrowths of a foil that is thinner than its image.
import { baseOf } from './base_face.js';
import type { ColumnRows } from './column_rows.js';
import { mapExcess, NOISE_BLOCK } from './face_excess.js';
import { BLOCK } from './foil_blocks.js';
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

/** Outgrowths of a foil that is thinner than its image: by what a column holds more than its base. */
export function unresolvedOutgrowths(
  { rows, size }: ColumnRows,
  track: FoilTrack,
  options: SearchOptions,
): SearchResult {
  const count = size[0] * size[1];
  const contrast = track.copper - track.coating;
  const [lower, upper] = [0, 1].map((i) => denseRow(rows[i]!, count)) as [
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
  ];
  const whole = lower.map((value, i) => (value + upper[i]!) / contrast);
  const own = mapExcess({ size, values: whole }, options.window);
  const { excess, noise, blockNoise } = own;
  const halves = [lower, upper].map((values) => {
    const base = baseOf({ size, values }, options.window).values;
    return values.map((value, i) => value - base[i]!);
  });
  const limits: Hysteresis = {
    low: leastExcess('unresolved', noise),
    high: leastPeak('unresolved', noise),
    least: LEAST,
  };
  const { columns: footprints, labels } = footprintsOf(excess, size, limits);
  const voxels = new VoxelList();
  const objects = footprints.map((columns, k): FoundObject => {
    voxels.begin();
    const all = [...columns, ...rimOf(columns, k + 1, labels, size, RIM)].filter(
      (column) => !Number.isNaN(excess[column]!),
    );
    const volume = all.reduce((sum, column) => sum + excess[column]!, 0);
    const side = columns.reduce((d, c) => d + halves[1]![c]! - halves[0]![c]!, 0) < 0 ? -1 : 1;
    const peak = peakOf(columns, excess, size);
    return {
      kind: 'outgrowth',
      side,
      column: peak,
      row: track.places[blockAt(peak, size, track.size)]!,
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
      atEdge: meetsEdge(columns, size, whole),
    };
  });
  return {
    objects,
    columns: count,
    covered: whole.filter((value) => !Number.isNaN(value)).length,
    noise: [noise, noise],
    layers: 0,
    voxels: voxels.lists(),
  };
}

/** The block of a column. */
function blockAt(
  column: number,
  [nu]: readonly [number, number],
  blocks: readonly [number, number],
) {
  const u = column % nu;
  const v = (column - u) / nu;
  return Math.floor(v / BLOCK) * blocks[0] + Math.floor(u / BLOCK);
}
