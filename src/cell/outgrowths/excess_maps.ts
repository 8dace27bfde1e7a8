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

/** A moment of the excess about the foil's middle, by column. */
export interface Moment {
  readonly values: Float32Array<ArrayBuffer>;
  /** Standard deviation of its mean over 8 × 8 columns. */
  readonly blockNoise: number;
}

/** Maps of what columns hold over the coating, and of its moments; lengths in rows. */
export interface ExcessMaps {
  /** Thickness of copper that a column is worth, its base, and what it is worth more. */
  readonly thickness: FoilSide;
  /** Row of the foil's middle. */
  readonly middle: Float32Array<ArrayBuffer>;
  /** The excess weighed by its distance from that row, of 2 rows at most. */
  readonly clipped: Moment;
  /** Weighed by the distance, and by its square. */
  readonly first: Moment;
  readonly second: Moment;
  /** Grey level of copper over that of coating, and its standard deviation as a part of it. */
  readonly contrast: number;
  readonly contrastError: number;
}

/**
 * The excess of each column over its base, as a thickness of copper, and its moments. The rows are
 * those that collectorColumns gives: a sum over the coating and its moments about the place of the
 * block. Moments are taken about one smooth surface before they have bases,
 * which places in whole rows would make jump, and then about the foil's middle. Bases are found
 * twice, the second time without the columns that stand out over the first ones. Where the foil's
 * thickness is stated, its base tells the grey level of copper.
 */
export function excessMaps(
  [sums, clips, firsts, seconds]: readonly Float32Array<ArrayBuffer>[],
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
  const places = map(placesOf(track, size));
  const middle = baseOf(places, SMOOTHED).values;
  const off = places.values.map((place, column) => place - middle[column]!);
  const about = (moment: (column: number) => number): Float32Array<ArrayBuffer> =>
    scaled(sums!.map((_, column) => moment(column)));
  const clip = about((c) => clips![c]! + off[c]! * sums![c]!);
  const first = about((c) => firsts![c]! + off[c]! * sums![c]!);
  const second = about((c) => seconds![c]! + 2 * off[c]! * firsts![c]! + off[c]! ** 2 * sums![c]!);
  const over = (moment: Float32Array<ArrayBuffer>) => {
    const known = moment.map((value, c) => (Number.isNaN(clear.values[c]!) ? NaN : value));
    return excessOver(map(moment), baseOf(map(known), window), 1);
  };
  const [clipOver, firstOver, secondOver] = [clip, first, second].map(over) as [
    FoilSide,
    FoilSide,
    FoilSide,
  ];
  // How far the foil's middle lies from the smooth surface.
  const shift = clipOver.base.map((value, c) => value / thickness.base[c]!);
  const { excess } = thickness;
  const moment = (own: FoilSide, moved: (column: number) => number): Moment => ({
    values: own.excess.map((value, column) => value - moved(column)),
    blockNoise: own.blockNoise,
  });
  return {
    thickness,
    middle: middle.map((row, c) => row + shift[c]!),
    clipped: moment(clipOver, (c) => shift[c]! * excess[c]!),
    first: moment(firstOver, (c) => shift[c]! * excess[c]!),
    second: moment(
      secondOver,
      (c) => 2 * shift[c]! * firstOver.excess[c]! - shift[c]! ** 2 * excess[c]!,
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
