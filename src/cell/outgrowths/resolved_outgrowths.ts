// Outgrowths of a foil whose faces are seen.
import { baseOf } from './base_face.js';
import { columnsOf, coveredBy, keptMap, madeMap, type ColumnMap } from './column_map.js';
import type { ColumnNumbers } from './column_numbers.js';
import type { ColumnRows } from './column_rows.js';
import {
  foilFaces,
  NOISE_BLOCK,
  straightBlur,
  straightened,
  type FoilFaces,
  type FoilSide,
} from './face_excess.js';
import type { FoundObject } from './found.js';
import { footprintsOf, rimOf, sharedWith, type Footprints, type Hysteresis } from './footprints.js';
import type { FoilTrack } from './foil_track.js';
import { elongation, meetsEdge } from './outline.js';
import { fittedPeak } from './peak.js';
import { runGroups, type RunGroup } from './runs.js';
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

/** Variance of the weights 1 2 1 with which columns are averaged. */
const AVERAGED = 0.5;
/** Part of what the footprints of both faces cover that they share at a weld. */
const WELDED = 0.6;
/** Part of a footprint's radius about the peak to which a quadric is fitted. */
const TOP_PART = 0.35;
/**
 * Noise of a height by a quadric, times the root of its columns (by trials): 1.6 of the vertex of
 * independent ones, 16/6 times that where they are averaged with weights 1 2 1, and what the
 * curvature's own noise adds by the correction for blur.
 */
const FIT_NOISE = 5.3;
/** Variance of a base face over that of the sum of as many columns: medians of both faces. */
const BASE_VARIANCE = 1.1;

/** One side of a resolved foil, and what was made out on it. */
interface Searched {
  readonly own: FoilSide;
  /** The excess less bends of the foil. */
  readonly excess: ColumnMap;
  readonly footprints: Footprints;
  readonly groups: readonly RunGroup[];
  /** Where the separator begins, as a map; undefined where it is not seen. */
  readonly separator: ColumnMap | undefined;
}

/** The outgrowths and particles of a foil by its faces. */
export function resolvedOutgrowths(
  { rows, size }: ColumnRows,
  track: FoilTrack,
  options: SearchOptions,
): SearchResult {
  const count = columnsOf(size);
  const lower = keptMap(size, denseRow(rows[0]!, count));
  const upper = keptMap(size, denseRow(rows[1]!, count));
  const faces = foilFaces(lower, upper, options.window);
  const { sides } = faces;
  const blur = straightBlur(track.blur, sides[0]);
  const searched = sides.map((own, i): Searched => {
    const low = leastExcess('resolved', own.noise);
    const limits: Hysteresis = { low, high: leastPeak('resolved', own.noise), least: LEAST };
    const excess = straightened(own, sides[1 - i]!, low);
    const footprints = footprintsOf(excess, limits);
    const seen = rows[4 + i]!;
    return {
      ...{ own, excess, footprints },
      groups: runGroups(rows[2 + i]!, own, footprints.labels),
      separator: 'dense' in seen ? baseOf(keptMap(size, seen.dense), options.window) : undefined,
    };
  });
  const voxels = new VoxelList();
  let layers = 0;
  const objects = searched.flatMap((one, i) => {
    const other = searched[1 - i]!;
    const owner = one.footprints.labels.copy();
    const grown = one.footprints.columns.flatMap((_, k) => {
      const found = outgrowthOf(one, other, faces, k + 1, owner, blur, options);
      if (found.height < options.minHeight) return [];
      voxels.begin();
      for (const column of one.footprints.columns[k]!) voxels.addFace(one.own, column);
      for (const { footprint, runs } of one.groups)
        if (footprint === k + 1) for (const run of runs) voxels.addRun(run);
      return [found];
    });
    const free = one.groups.flatMap((group) => {
      if (group.footprint !== 0 || group.runs.length < LEAST) return [];
      if (2 * group.runs.length > count) {
        layers++;
        return [];
      }
      const found = particleOf(one, group, options);
      if (found.height < options.minHeight) return [];
      voxels.begin();
      for (const run of group.runs) voxels.addRun(run);
      return [found];
    });
    return [...grown, ...free];
  });
  return {
    objects,
    columns: count,
    covered: coveredBy(madeMap(size, (c) => lower.at(c) + upper.at(c))),
    noise: [sides[0].noise, sides[1].noise],
    layers,
    voxels: voxels.lists(),
  };
}

/** The rows left from a point of a column outwards to the separator; NaN where it is not known. */
function leftToSeparator(
  { own, separator }: Searched,
  column: number,
  row: number,
  options: SearchOptions,
) {
  if (separator !== undefined) return own.side * (separator.at(column) - row);
  return (options.coatingThickness ?? NaN) - own.side * (row - own.base.at(column));
}

function outgrowthOf(
  one: Searched,
  other: Searched,
  faces: FoilFaces,
  number: number,
  owner: ColumnNumbers,
  blur: number,
  options: SearchOptions,
): FoundObject {
  const { own, excess, footprints } = one;
  const [nu] = own.size;
  const columns = footprints.columns[number - 1]!;
  const peak = peakOf(columns, excess);
  const rim = rimOf(columns, number, owner, own.size, RIM);
  const all = [...columns, ...rim];
  let volume = 0;
  let known = 0;
  // How much more the volume grows with the level than the foil's own face does.
  let flank = 0;
  // How much of the volume a blur takes at curved flanks, per variance; ∫(tan θ − θ) dr of
  // its slopes θ.
  let lost = 0;
  // Errors of a base that is foretold are shared by all of its columns.
  let foretold = 0;
  let hidden = 0;
  for (const column of all) {
    const value = excess.at(column);
    if (Number.isNaN(value)) continue;
    volume += value;
    known++;
    const error = faces.foretoldError(column);
    foretold += error;
    hidden += Number(error > 0);
    const along = slopeAt(excess, column, 1, options.columnLength);
    const across = slopeAt(excess, column, nu, options.columnWidth);
    const steep = Math.hypot(along, across);
    flank += Math.hypot(1, steep) - 1;
    lost += (steep - Math.atan(steep)) / distanceOf(column, peak, nu, options);
  }
  const variance = blur ** 2 + AVERAGED * options.columnLength * options.columnWidth;
  const blurred = (variance / 2) * lost;
  volume += blurred;
  const top = topOf(one, peak, columns.length, blur, options);
  const levelShift = options.levelUncertainty * Math.sqrt(2 * Math.PI) * blur;
  const runs = one.groups.filter(({ footprint }) => footprint === number).flatMap((g) => g.runs);
  let { height } = top;
  let left = Infinity;
  for (const column of columns)
    left = Math.min(left, leftToSeparator(one, column, own.face.at(column), options));
  left -= height - excess.at(peak);
  for (const { column, from, to } of runs) {
    volume += to - from;
    const end = own.side > 0 ? to - 0.5 : from - 0.5;
    height = Math.max(height, own.side * (end - own.base.at(column)));
    left = Math.min(left, leftToSeparator(one, column, end, options));
  }
  const bent = columns.reduce((sum, c) => sum + own.excess.at(c) - excess.at(c), 0);
  return {
    kind: 'outgrowth',
    side: own.side,
    column: peak,
    row: own.base.at(peak) + own.side * height,
    height,
    heightError: Math.hypot(top.error, faces.foretoldError(peak)),
    volume,
    volumeError: Math.hypot(
      NOISE_BLOCK * own.blockNoise * Math.sqrt((1 + BASE_VARIANCE) * known),
      levelShift * flank,
      blurred / 2,
      foretold,
    ),
    thickness: excess.at(peak),
    columns: columns.length,
    significance: excess.at(peak) / own.noise,
    reach: height,
    toCollector: (options.gap ?? NaN) - height,
    toSeparator: left,
    tab: isFlat(columns, excess, height),
    weld: sharedWith(columns, other.footprints) >= WELDED,
    fold:
      (columns.length >= TELLING && elongation(columns, nu) >= LENGTHY) ||
      bent > 0.5 * columns.reduce((sum, c) => sum + excess.at(c), 0),
    foretold: hidden / known,
    atEdge: meetsEdge(columns, own.face),
  };
}

/** How far two columns lie from each other, in rows; at least half a column. */
function distanceOf(
  a: number,
  b: number,
  nu: number,
  { columnLength, columnWidth }: SearchOptions,
): number {
  const u = (a % nu) - (b % nu);
  const v = Math.floor(a / nu) - Math.floor(b / nu);
  return Math.max(
    Math.min(columnLength, columnWidth) / 2,
    Math.hypot(columnLength * u, columnWidth * v),
  );
}

/** Difference of a column's neighbours over their distance; 0 where one has none. */
function slopeAt({ at }: ColumnMap, column: number, step: number, length: number): number {
  const slope = (at(column + step) - at(column - step)) / (2 * length);
  return Number.isNaN(slope) ? 0 : slope;
}

/** The height at the top and its standard deviation. */
function topOf(
  { own, excess }: Searched,
  peak: number,
  columns: number,
  blur: number,
  options: SearchOptions,
): { readonly height: number; readonly error: number } {
  const [nu, nv] = own.size;
  const at = (u: number, v: number): number =>
    u < 0 || v < 0 || u >= nu || v >= nv ? NaN : excess.at(v * nu + u);
  const reach = Math.min(6, Math.max(2, Math.round(TOP_PART * Math.sqrt(columns / Math.PI))));
  const fit = fittedPeak(at, peak % nu, Math.floor(peak / nu), reach);
  if (fit === undefined) return { height: excess.at(peak), error: own.noise };
  // A blur of variance s² moves a curved face by s²/2 times its second derivatives, where they are
  // small; about a sharp tip it is the median, and not the mean, of the tip's distances.
  const mean = [options.columnLength, options.columnWidth].reduce((sum, length, axis) => {
    const variance = (blur / length) ** 2 + AVERAGED;
    return sum + (variance / 2) * Math.max(0, -fit.curvature[axis as 0 | 1]);
  }, 0);
  const lost = mean === 0 ? 0 : mean - mean ** 3 / (3 * (mean ** 2 + blur ** 2));
  return {
    height: fit.height + lost,
    error: Math.hypot(
      own.noise * Math.min(1, FIT_NOISE / Math.sqrt(fit.columns)),
      own.blockNoise,
      lost / 4,
    ),
  };
}

function particleOf(one: Searched, { runs }: RunGroup, options: SearchOptions): FoundObject {
  const { own } = one;
  const end = ({ from, to }: (typeof runs)[number]): number =>
    own.side > 0 ? to - 0.5 : from - 0.5;
  let far = runs[0]!;
  let [volume, reach, left, height] = [0, -Infinity, Infinity, 0];
  for (const run of runs) {
    volume += run.to - run.from;
    reach = Math.max(reach, own.side * (end(run) - own.base.at(run.column)));
    left = Math.min(left, leftToSeparator(one, run.column, end(run), options));
    height = Math.max(height, run.to - run.from);
    if (own.side * end(run) > own.side * end(far)) far = run;
  }
  const columns = Uint32Array.from(runs, ({ column }) => column);
  return {
    kind: 'particle',
    side: own.side,
    column: far.column,
    row: end(far),
    height,
    heightError: Math.SQRT2 * own.noise,
    volume,
    volumeError: NaN,
    thickness: height,
    columns: columns.length,
    significance: height / own.noise,
    reach,
    toCollector: (options.gap ?? NaN) - reach,
    toSeparator: left,
    ...{ tab: false, weld: false, fold: false, foretold: 0 },
    atEdge: meetsEdge(columns, own.face),
  };
}
