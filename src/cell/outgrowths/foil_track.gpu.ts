import { implementOnHost } from '../../implement/index.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { ColumnRow, ColumnRows } from './column_rows.js';
import { foilTrack, type FoilTrack } from './foil_track.js';
import { medianOf, middleValue } from '../middle_value.js';

/** A foil of at least so many voxels is resolved. */
const RESOLVED = 3;
/** Of more blocks than this, strays say that there is no single foil. */
const MOST_STRAYED = 0.25;

function denseOf(row: ColumnRow, length: number): Float32Array {
  if ('dense' in row) return row.dense;
  const dense = new Float32Array(length).fill(NaN);
  row.at.forEach((column, k) => {
    dense[column] = row.values[k]!;
  });
  return dense;
}

/** The median of 5 × 5 places about each. */
function neighbourhood(places: Float32Array, [nu, nv]: readonly [number, number]): Float64Array {
  const values = new Float64Array(25);
  return Float64Array.from(places, (_, index) => {
    const [u, v] = [index % nu, Math.floor(index / nu)];
    let n = 0;
    for (let j = Math.max(0, v - 2); j <= Math.min(nv - 1, v + 2); j++)
      for (let i = Math.max(0, u - 2); i <= Math.min(nu - 1, u + 2); i++)
        values[n++] = places[j * nu + i]!;
    return middleValue(values, n);
  });
}

/** Rows from the middle out to a flank's half height, on one side of a profile. */
function halfWidth(at: (offset: number) => number, level: number, reach: number): number {
  for (let d = 1; d <= reach; d++) {
    const [inner, outer] = [at(d - 1), at(d)];
    if (outer < level) return d - 1 + (inner - level) / (inner - outer);
  }
  return NaN;
}

/**
 * The grey level of the coating: on each side the mean of the two rows where the flank of the foil
 * has begun, by a fifth of the range, and falls by less than a twentieth from row to row.
 */
function coatingOf(at: (offset: number) => number, peak: number, reach: number): number {
  const offsets = Array.from({ length: reach }, (_, i) => i + 1);
  const range = peak - Math.min(...offsets.flatMap((d) => [at(d), at(-d)]).filter(Number.isFinite));
  const sides = [1, -1].map((side) => {
    for (const d of offsets) {
      const [own, next] = [at(side * d), at(side * (d + 1))];
      if (own < peak - 0.2 * range && own - next < 0.05 * range) return (own + next) / 2;
    }
    return NaN;
  });
  return medianOf(sides);
}

/**
 * The standard deviation of a Gaussian blur, in voxels: the second moment of a flank beyond
 * its half
 * height, less the twelfth of a voxel² that differences of rows add; the mean of both sides.
 */
function blurOf(
  at: (offset: number) => number,
  level: number,
  coating: number,
  reach: number,
): number {
  const sides = [at, (d: number): number => at(-d)].map((side) => {
    const edge = halfWidth(side, level, reach);
    let [weight, sum] = [0, 0];
    for (let d = Math.floor(edge); d < reach && side(d) > coating; d++) {
      const from = Math.min(level, side(d));
      const fall = Math.max(0, from - Math.max(coating, side(d + 1)));
      // The part of the step that lies beyond the edge, and its middle.
      const place = (Math.max(edge, d) + d + 1) / 2 - edge;
      weight += fall;
      sum += fall * place * place;
    }
    return weight > 0 ? sum / weight : NaN;
  });
  return Math.sqrt(Math.max(0, medianOf(sides) - 1 / 12));
}

/** {@link foilTrack}, on the host. */
export const foilTrackOnHost = implementOnHost(foilTrack, ({ inputs: { blocks }, params }) =>
  trackOf(blocks, params),
);

interface TrackOptions {
  readonly regime: 'resolved' | 'unresolved' | 'auto';
  readonly level: number | null;
  readonly copper: number | null;
  readonly coating: number | null;
  readonly foil: number | null;
}

function trackOf({ size, rows }: ColumnRows, options: TrackOptions): FoilTrack {
  const count = size[0] * size[1];
  const found = denseOf(rows[0]!, count);
  const smooth = neighbourhood(found, size);
  const slack = (options.foil ?? RESOLVED) + 3;
  const isStray = (i: number): boolean => Math.abs(found[i]! - smooth[i]!) > slack;
  const places = Uint32Array.from(found, (place, i) =>
    isStray(i) ? Math.round(smooth[i]!) : place,
  );
  const strayed = found.reduce((n, _, i) => n + (isStray(i) ? 1 : 0), 0) / count;
  if (strayed > MOST_STRAYED)
    throw new VoxmetryError(
      'invalid-argument',
      `outgrowths: the brightest layer jumps in ${(100 * strayed).toFixed(0)} % of the blocks of columns: there is no foil, or more than one. Crop the volume along the normal to one collector, and check \`normal\`.`,
      { op: 'outgrowths', details: { strayed } },
    );
  const reach = (rows.length - 2) / 2;
  const profile = rows.slice(1).map((row) => {
    const values = denseOf(row, count);
    return medianOf(values.filter((_, i) => !isStray(i)));
  });
  const at = (offset: number): number => profile[reach + offset] ?? NaN;
  const peak = Math.max(at(-1), at(0), at(1));
  const coating = options.coating ?? coatingOf(at, peak, reach);
  if (!(coating < peak))
    throw new VoxmetryError(
      'invalid-argument',
      'outgrowths: no coating is seen beside the brightest layer. State `coating`, or keep more of the volume along the normal; the collector must be brighter than its coating.',
      { op: 'outgrowths', details: { peak, coating } },
    );
  const half = (peak + coating) / 2;
  const width = halfWidth(at, half, reach) + halfWidth((d) => at(-d), half, reach);
  const resolved =
    options.regime === 'auto' ? (options.foil ?? width) >= RESOLVED : options.regime === 'resolved';
  const sumReach = sumReachOf(at, peak, coating, reach);
  let excess = 0;
  for (let d = -sumReach; d <= sumReach; d++) excess += at(d) - coating;
  const copper = options.copper ?? (resolved ? peak : coating + excess / (options.foil ?? NaN));
  if (!(copper > coating))
    throw Number.isNaN(copper)
      ? new VoxmetryError(
          'invalid-argument',
          `outgrowths: the foil is ${width.toFixed(1)} voxels thick, and so does not show the grey level of copper; its faces are told from 3 voxels on. Take a volume of finer voxels.`,
          { op: 'outgrowths', details: { width } },
        )
      : invalidArgument('outgrowths', 'copper', copper, 'brighter than the coating');
  const level = options.level ?? (copper + coating) / 2;
  if (!(level > coating && level < copper))
    throw invalidArgument(
      'outgrowths',
      'level',
      level,
      `between the coating, ${coating.toPrecision(4)}, and the copper, ${copper.toPrecision(4)}`,
    );
  return {
    // Of a foil that is not resolved the brightest row is drawn to what grew: the median stands.
    places: resolved ? places : Uint32Array.from(smooth, Math.round),
    ...{ size, strayed, copper, coating, level, width, excess, sumReach },
    blur: blurOf(at, half, coating, reach),
    regime: resolved ? 'resolved' : 'unresolved',
    snap: Math.ceil(slack),
  };
}

/** Rows from the foil's place on over which both sides keep the level of the coating. */
function sumReachOf(
  at: (offset: number) => number,
  peak: number,
  coating: number,
  reach: number,
): number {
  const least = coating - 0.15 * (peak - coating);
  let d = 1;
  while (d < reach && at(d + 1) >= least && at(-d - 1) >= least) d++;
  return d;
}
