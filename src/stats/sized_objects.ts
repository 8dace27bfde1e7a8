// Objects that enter a size distribution, with their weights by number and by volume.
import { VoxmetryError } from '../recipe/errors.js';
import { volumeOf } from '../recipe/geometry.js';
import { columnValues, type ColumnValues } from '../recipe/table_data.js';
import type { Measures } from './measure.js';
import { blockAt, BLOCK_PARTS, extentsBy, placeOf, placesOf, usedAxes } from './size_blocks.js';

/** What an estimate of a share divides by: the volume seen of objects, and where. */
export interface SeenVolume {
  readonly volume: Float64Array<ArrayBuffer>;
  readonly block: Uint8Array<ArrayBuffer>;
}

/** The objects of a distribution by rising diameter, with their weights by number and by volume. */
export interface SizedObjects {
  readonly diameter: Float64Array<ArrayBuffer>;
  /** How many objects per voxel of the window each stands for. */
  readonly number: Float64Array<ArrayBuffer>;
  /** The volume of those. */
  readonly volume: Float64Array<ArrayBuffer>;
  /** Axes of the window longer than one voxel. */
  readonly axes: number;
  /** The block that each lies in (see `BLOCK_PARTS`). */
  readonly coarse: Uint8Array<ArrayBuffer>;
  readonly fine: Uint8Array<ArrayBuffer>;
  readonly finest: Uint8Array<ArrayBuffer>;
  /**
   * What is seen of the volume of all objects per voxel of the window: of these, in their order,
   * then of those that the border cuts. Undefined where the latter are not made up for.
   */
  readonly seen: SeenVolume | undefined;
}

/** How many objects there were, and what was left out. */
export interface ObjectCounts {
  readonly count: number;
  readonly countBorder: number;
  /** Objects of fewer voxels than were asked for, and their part of the volume of all objects. */
  readonly countSmall: number;
  readonly volumeSmall: number;
}

/** Sorts the objects of a table of measures that enter a distribution. */
export function sizedObjects(
  measures: Measures,
  by: 'equivalentDiameter' | 'inscribedDiameter',
  border: 'weighted' | 'exclude' | 'include',
  minVoxels = 1,
): { readonly objects: SizedObjects } & ObjectCounts {
  const need = (name: string): ColumnValues => {
    const found = columnValues(measures, name);
    if (found !== undefined) return found;
    throw new VoxmetryError(
      'invalid-argument',
      `sizeDistribution: the measures have no column '${name}'. ${name === 'inscribedDiameter' ? "Measure with a distance, or choose diameter: 'equivalentDiameter'." : 'Give the result of measure.'}`,
      { op: 'sizeDistribution', details: { column: name } },
    );
  };
  const diameters = need(by);
  const volumes = need('volume');
  const touches = need('touchesBorder');
  const voxels = minVoxels > 1 ? need('voxels') : undefined;
  const { size } = measures.window;
  const extentsOf = extentsBy(need);
  const rows: number[] = [];
  const cut: number[] = [];
  const counts = { count: 0, countBorder: 0, countSmall: 0, volumeSmall: 0 };
  let all = 0;
  for (let row = 0; row < measures.rows; row += 1) {
    const volume = volumes[row]!;
    all += volume;
    if (voxels !== undefined && voxels[row]! < minVoxels) {
      counts.countSmall += 1;
      counts.volumeSmall += volume;
      continue;
    }
    counts.count += 1;
    if (touches[row] === 1) {
      counts.countBorder += 1;
      cut.push(row);
    }
    if (border === 'include' || touches[row] === 0) rows.push(row);
  }
  if (counts.countSmall > 0) counts.volumeSmall /= all;
  // Ties by row, so that the order never depends on the sort.
  rows.sort((a, b) => diameters[a]! - diameters[b]! || a - b);
  const axes = usedAxes(size).length;
  const parts = BLOCK_PARTS[axes]!;
  const n = rows.length;
  const isWeighted = border === 'weighted';
  const list = (): Float64Array<ArrayBuffer> => new Float64Array(n);
  const [diameter, number, volume] = [list(), list(), list()];
  const [coarse, fine, finest] = [new Uint8Array(n), new Uint8Array(n), new Uint8Array(n)];
  const seen = {
    volume: new Float64Array(isWeighted ? n + cut.length : 0),
    block: new Uint8Array(isWeighted ? n + cut.length : 0),
  };
  const windowVoxels = volumeOf(size);
  rows.forEach((row, i) => {
    const extents = extentsOf(row);
    const weight = isWeighted ? 1 / placesOf(size, extents) : 1;
    diameter[i] = diameters[row]!;
    number[i] = weight;
    volume[i] = weight * volumes[row]!;
    const place = placeOf(size, extents, border === 'include');
    coarse[i] = blockAt(place, parts.coarse);
    fine[i] = blockAt(place, parts.fine);
    finest[i] = blockAt(place, parts.finest);
    if (!isWeighted) return;
    seen.volume[i] = volumes[row]! / windowVoxels;
    seen.block[i] = coarse[i];
  });
  if (isWeighted)
    cut.forEach((row, i) => {
      seen.volume[n + i] = volumes[row]! / windowVoxels;
      seen.block[n + i] = blockAt(placeOf(size, extentsOf(row), true), parts.coarse);
    });
  return {
    objects: {
      diameter,
      number,
      volume,
      axes,
      coarse,
      fine,
      finest,
      seen: isWeighted ? seen : undefined,
    },
    ...counts,
  };
}
