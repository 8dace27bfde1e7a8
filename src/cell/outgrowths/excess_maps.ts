// What the columns of a foil that is not resolved hold more than the foil itself.
import { medianOf } from '../middle_value.js';
import { baseOf, type ColumnMap } from './base_face.js';
import { cleared, excessOver, NOISE_BLOCK, type FoilSide } from './face_excess.js';
import { BLOCK } from './foil_blocks.js';
import type { FoilTrack } from './foil_track.js';

/** Columns of the window in which the rows of a foil are smoothed. */
const SMOOTHED = 24;
/**
 * Variance of the median of all columns, and of the coating's level in each of their rows, over
 * that of the mean of as many columns: 1.25² times three.
 */
const MEDIAN_VARIANCE = 4.7;

/** Maps of what columns hold over the coating, and of its moments; lengths in rows. */
export interface ExcessMaps {
  /** Thickness of copper that a column is worth, its base, and what it is worth more. */
  readonly thickness: FoilSide;
  /** Row of the foil's middle. */
  readonly middle: Float32Array<ArrayBuffer>;
  /** First and second moment of the excess about that row, in the same copper. */
  readonly first: Float32Array<ArrayBuffer>;
  readonly second: Float32Array<ArrayBuffer>;
  /** Grey level of copper over that of coating, and its standard deviation as a part of it. */
  readonly contrast: number;
  readonly contrastError: number;
}

/**
 * The excess of each column over its base, as a thickness of copper, and its moments. `rows` are a
 * column's sum of what it holds more than the coating, and the first and second moment of that
 * about the place of its block. Moments are taken about one smooth surface before they have bases,
 * which places in whole rows would make jump, and then about the foil's middle. Bases are found
 * twice, the second time without the columns that stand out over the first ones. Where the foil's
 * thickness is stated, its base tells the grey level of copper.
 */
export function excessMaps(
  [sums, firsts, seconds]: readonly Float32Array<ArrayBuffer>[],
  size: ColumnMap['size'],
  track: FoilTrack,
  window: number,
): ExcessMaps {
  const map = (values: Float32Array<ArrayBuffer>): ColumnMap => ({ size, values });
  const crowded = excessOver(map(sums!), baseOf(map(sums!), window), 1);
  const clear = cleared(map(sums!), crowded, 'unresolved');
  const base = baseOf(clear, window).values;
  const contrast = track.foil === null ? track.copper - track.coating : medianOf(base) / track.foil;
  const scaled = (values: Float32Array): Float32Array<ArrayBuffer> =>
    Float32Array.from(values, (value) => value / contrast);
  const thickness = excessOver(map(scaled(sums!)), map(scaled(base)), 1);
  const baseWithout = (values: Float32Array): Float32Array<ArrayBuffer> =>
    baseOf(map(values.map((value, i) => (Number.isNaN(clear.values[i]!) ? NaN : value))), window)
      .values;

  const places = map(placesOf(track, size));
  const middle = baseOf(places, SMOOTHED).values;
  const off = places.values.map((place, column) => place - middle[column]!);
  const first = scaled(firsts!.map((value, c) => value + off[c]! * sums![c]!));
  const second = scaled(
    seconds!.map((value, c) => value + 2 * off[c]! * firsts![c]! + off[c]! ** 2 * sums![c]!),
  );
  const [firstBase, secondBase] = [baseWithout(first), baseWithout(second)];
  // How far the foil's middle lies from the smooth surface.
  const shift = firstBase.map((value, c) => value / thickness.base[c]!);
  const { excess } = thickness;
  const firstOver = first.map((value, c) => value - firstBase[c]!);
  return {
    thickness,
    middle: middle.map((row, c) => row + shift[c]!),
    first: firstOver.map((value, c) => value - shift[c]! * excess[c]!),
    second: second.map(
      (value, c) =>
        value - secondBase[c]! - 2 * shift[c]! * firstOver[c]! + shift[c]! ** 2 * excess[c]!,
    ),
    contrast,
    contrastError:
      track.foil === null
        ? 0
        : (NOISE_BLOCK * thickness.blockNoise * Math.sqrt(MEDIAN_VARIANCE / sums!.length)) /
          track.foil,
  };
}

/** The row of each column's block. */
function placesOf(
  { places, size: [blocks] }: FoilTrack,
  [nu, nv]: ColumnMap['size'],
): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: nu * nv }, (_, column) => {
    const [u, v] = [column % nu, Math.floor(column / nu)];
    return places[Math.floor(v / BLOCK) * blocks + Math.floor(u / BLOCK)]!;
  });
}
