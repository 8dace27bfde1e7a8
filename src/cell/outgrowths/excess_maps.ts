// What the columns of a foil that is not resolved hold more than the foil itself.
import { baseOf } from './base_face.js';
import { columnsOf, madeMap, medianOfMap, type ColumnMap } from './column_map.js';
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
  readonly values: ColumnMap;
  /** Standard deviation of its mean over 8 × 8 columns. */
  readonly blockNoise: number;
}

/** Maps of what columns hold over the coating, and of its moments; lengths in rows. */
export interface ExcessMaps {
  /** Thickness of copper that a column is worth, its base, and what it is worth more. */
  readonly thickness: FoilSide;
  /** Row of the foil's middle. */
  readonly middle: ColumnMap;
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
  [sums, clips, firsts, seconds]: readonly [ColumnMap, ColumnMap, ColumnMap, ColumnMap],
  track: FoilTrack,
  window: number,
): ExcessMaps {
  const { size } = sums;
  const made = (valueAt: (column: number) => number): ColumnMap => madeMap(size, valueAt);
  const crowded = excessOver(sums, baseOf(sums, window), 1);
  const clear = cleared(sums, crowded, 'unresolved');
  const base = baseOf(clear, window);
  const contrast =
    track.foil === null ? track.copper - track.coating : medianOfMap(base) / track.foil;
  const scaled = ({ at }: ColumnMap): ColumnMap => made((c) => at(c) / contrast);
  const thickness = excessOver(scaled(sums), scaled(base), 1);
  const places = placesOf(track, size);
  const smooth = baseOf(places, SMOOTHED);
  const off = made((c) => places.at(c) - smooth.at(c));
  const about = (moment: (column: number) => number): ColumnMap => scaled(made(moment));
  const clip = about((c) => clips.at(c) + off.at(c) * sums.at(c));
  const first = about((c) => firsts.at(c) + off.at(c) * sums.at(c));
  const second = about(
    (c) => seconds.at(c) + 2 * off.at(c) * firsts.at(c) + off.at(c) ** 2 * sums.at(c),
  );
  const over = (moment: ColumnMap): FoilSide => {
    const known = made((c) => (Number.isNaN(clear.at(c)) ? NaN : moment.at(c)));
    return excessOver(moment, baseOf(known, window), 1);
  };
  const [clipOver, firstOver, secondOver] = [over(clip), over(first), over(second)];
  // How far the foil's middle lies from the smooth surface.
  const shift = made((c) => clipOver.base.at(c) / thickness.base.at(c));
  const { excess } = thickness;
  const moment = (own: FoilSide, moved: (column: number) => number): Moment => ({
    values: made((c) => own.excess.at(c) - moved(c)),
    blockNoise: own.blockNoise,
  });
  return {
    thickness,
    middle: made((c) => smooth.at(c) + shift.at(c)),
    clipped: moment(clipOver, (c) => shift.at(c) * excess.at(c)),
    first: moment(firstOver, (c) => shift.at(c) * excess.at(c)),
    second: moment(
      secondOver,
      (c) => 2 * shift.at(c) * firstOver.excess.at(c) - shift.at(c) ** 2 * excess.at(c),
    ),
    contrast,
    contrastError:
      track.foil === null
        ? 0
        : (NOISE_BLOCK * thickness.blockNoise * Math.sqrt(MEDIAN_VARIANCE / columnsOf(size))) /
          track.foil,
  };
}

/** The row of each column's block. */
function placesOf({ places, size: [blocks] }: FoilTrack, size: ColumnMap['size']): ColumnMap {
  const [nu] = size;
  return madeMap(size, (column) => {
    const [u, v] = [column % nu, Math.floor(column / nu)];
    return places[Math.floor(v / BLOCK) * blocks + Math.floor(u / BLOCK)]!;
  });
}
