// What the columns of a foil that is not resolved hold more than the foil itself.
import { baseOf, type ColumnMap } from './base_face.js';
import { excessOver, cleared, type FoilSide } from './face_excess.js';
import { BLOCK } from './foil_blocks.js';
import type { FoilTrack } from './foil_track.js';

/** Columns of the window in which the rows of a foil are smoothed. */
const SMOOTHED = 24;

/** Maps of moments of the excess over the coating, each over the base; lengths in rows. */
export interface ExcessMaps {
  /** Copper that a column is worth more than its base: in rows of copper. */
  readonly thickness: FoilSide;
  /** Row of the foil's middle. */
  readonly middle: Float32Array<ArrayBuffer>;
  /** First and second moment of the excess about that row, over the contrast. */
  readonly first: Float32Array<ArrayBuffer>;
  readonly second: Float32Array<ArrayBuffer>;
}

/** The row of each column's block, smooth and between rows. */
function smoothPlaces({ places, size: [blocks] }: FoilTrack, size: ColumnMap['size']): ColumnMap {
  const values = Float32Array.from({ length: size[0] * size[1] }, (_, column) => {
    const [u, v] = [column % size[0], Math.floor(column / size[0])];
    return places[Math.floor(v / BLOCK) * blocks + Math.floor(u / BLOCK)]!;
  });
  return baseOf({ size, values }, SMOOTHED);
}

/**
 * The excess of each column over its base, as a thickness of copper, and its moments. `sums` are
 * a column's sum of what it holds more than the coating, and the first and second moment of that
 * about the place of its block. Moments are taken about one smooth surface before they have bases,
 * which places in whole rows would make jump, and then about the foil's middle. Bases are found
 * twice, the second time without the columns that stand out over the first ones.
 */
export function excessMaps(
  [sums, firsts, seconds]: readonly [Float32Array, Float32Array, Float32Array],
  size: ColumnMap['size'],
  track: FoilTrack,
  window: number,
): ExcessMaps {
  const contrast = track.copper - track.coating;
  const smooth = smoothPlaces(track, size).values;
  const [blocks] = track.size;
  const map = (of: (column: number) => number): ColumnMap => ({
    size,
    values: Float32Array.from(sums, (_, column) => of(column) / contrast),
  });
  const off = (column: number): number => {
    const [u, v] = [column % size[0], Math.floor(column / size[0])];
    const place = track.places[Math.floor(v / BLOCK) * blocks + Math.floor(u / BLOCK)]!;
    return place - smooth[column]!;
  };
  const sum = map((c) => sums[c]!);
  const first = map((c) => firsts[c]! + off(c) * sums[c]!);
  const second = map((c) => seconds[c]! + 2 * off(c) * firsts[c]! + off(c) ** 2 * sums[c]!);
  const crowded = excessOver(sum, baseOf(sum, window), 1);
  const without = ({ values }: ColumnMap): ColumnMap => ({
    size,
    values: values.map((value, i) => (Number.isNaN(clear.values[i]!) ? NaN : value)),
  });
  const clear = cleared(sum, crowded, 'unresolved');
  const thickness = excessOver(sum, baseOf(clear, window), 1);
  const [firstBase, secondBase] = [first, second].map(
    (each) => baseOf(without(each), window).values,
  ) as [Float32Array, Float32Array];
  // How far the foil's middle lies from the smooth surface.
  const shift = firstBase.map((value, i) => value / thickness.base[i]!);
  const excess = thickness.excess;
  const firstOver = first.values.map((value, i) => value - firstBase[i]!);
  const secondOver = second.values.map((value, i) => value - secondBase[i]!);
  return {
    thickness,
    middle: smooth.map((value, i) => value + shift[i]!),
    first: firstOver.map((value, i) => value - shift[i]! * excess[i]!),
    second: secondOver.map(
      (value, i) => value - 2 * shift[i]! * firstOver[i]! + shift[i]! ** 2 * excess[i]!,
    ),
  };
}
