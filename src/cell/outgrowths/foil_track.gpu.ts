import { implementOnHost } from '../../implement/index.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { ColumnRow, ColumnRows } from './column_rows.js';
import { foilTrack, levelReach, type FoilTrack } from './foil_track.js';
import { medianOf, middleValue } from '../middle_value.js';
import { normalCdf } from '../../stats/distributions/normal.js';
import { coatingBeside, excessOver, sumReachOf } from './thin_foil.js';

/** A foil of at least so many voxels is resolved. */
const RESOLVED = 3;
/** An image of more voxels than this is that of a resolved foil, whatever the blur. */
const SURELY_RESOLVED = 4.5;
/**
 * Width of an image over the blur of its flanks: 3.1 of a Gaussian, which any thin foil may have
 * given, and 3.7 and more of foils of 3 voxels that are sharp enough to show their faces.
 */
const GAUSSIAN = 3.4;
/** Turns in which width, blur and level of a foil settle. */
const TURNS = 6;
/** Least part of the contrast that a peak is taken for. */
const LEAST_LEFT = 0.7;
/** Rows beyond the volume's ends in more blocks than this are left out of sums. */
const MOST_UNKNOWN = 0.1;
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

/** The row of a block nearest to the foil's middle: its value over the coating, and how far off. */
interface Middle {
  readonly value: number;
  readonly off: number;
}

/** The middles of blocks, by the centroids of their rows within `near` of the foil's place. */
function middlesOf(rows: readonly Float32Array[], coating: number, near: number): Middle[] {
  const reach = (rows.length - 1) / 2;
  return Array.from(rows[0]!.keys()).flatMap((block): Middle[] => {
    const over = (d: number): number => rows[reach + d]![block]! - coating;
    let [sum, moment] = [0, 0];
    for (let d = -near; d <= near; d++) {
      sum += over(d);
      moment += d * over(d);
    }
    const middle = moment / sum;
    const nearest = Math.round(middle);
    return Math.abs(middle) <= near
      ? [{ value: over(nearest), off: Math.abs(nearest - middle) }]
      : [];
  });
}

/**
 * The grey level of copper, of a foil whose peak it may not be: of a foil of width w the blur σ
 * leaves Φ((w/2 + d)/σ) + Φ((w/2 − d)/σ) − 1 of the contrast at d from its middle, 0.92 of 3 voxels
 * in the middle at a blur of 0.85. The median over blocks; w is the sum of a column over the
 * contrast that is so found, which moves it: in turns.
 */
function copperOf(
  middles: readonly Middle[],
  {
    peak,
    coating,
    excess,
    blur,
  }: Pick<FoilTrack, 'coating' | 'excess' | 'blur'> & { peak: number },
): number {
  let contrast = peak - coating;
  if (middles.length === 0 || !(blur > 0)) return peak;
  for (let turn = 0; turn < TURNS; turn++) {
    const half = excess / contrast / 2;
    const left = (off: number): number =>
      normalCdf((half + off) / blur) + normalCdf((half - off) / blur) - 1;
    contrast = medianOf(
      Float64Array.from(middles, ({ value, off }) => value / Math.max(LEAST_LEFT, left(off))),
    );
  }
  return coating + contrast;
}

/** {@link foilTrack}, on the host. */
export const foilTrackOnHost = implementOnHost(foilTrack, ({ inputs: { blocks }, params }) =>
  trackOf(blocks, params),
);

interface TrackOptions {
  readonly regime: 'auto' | FoilTrack['regime'];
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
  const profiles = rows.slice(1).map((row) => denseOf(row, count).filter((_, i) => !isStray(i)));
  const profile = profiles.map(medianOf);
  const at = (offset: number): number => profile[reach + offset] ?? NaN;
  const near = Math.min(reach, levelReach(options.foil));
  const peak = Math.max(at(-1), at(0), at(1));
  const beside = options.coating ?? coatingOf(at, peak, near);
  if (!(beside < peak))
    throw new VoxmetryError(
      'invalid-argument',
      'outgrowths: no coating is seen beside the brightest layer. State `coating`, or keep more of the volume along the normal; the collector must be brighter than its coating.',
      { op: 'outgrowths', details: { peak, coating: beside } },
    );
  const half = (peak + beside) / 2;
  const width = halfWidth(at, half, near) + halfWidth((d) => at(-d), half, near);
  const blur = blurOf(at, half, beside, near);
  const isKnown = (row: Float32Array | undefined): boolean =>
    row !== undefined && row.filter(Number.isNaN).length <= MOST_UNKNOWN * row.length;
  const inMost = (offset: number): number => (isKnown(profiles[reach + offset]) ? at(offset) : NaN);
  const sumReach = sumReachOf(inMost, peak, beside, reach);
  const columns = profiles.slice(reach - sumReach, reach + sumReach + 1);
  const regime = regimeOf(
    options,
    width,
    blur,
    (copper) => excessOver(columns, beside) / (copper - beside),
  );
  const resolved = regime === 'resolved';
  const coating = resolved ? beside : (options.coating ?? coatingBeside(columns, beside, width));
  const excess = excessOver(columns, coating);
  const ended = Math.min(sumReach, Math.ceil(width / 2 + 2 * blur));
  const copper =
    options.copper ??
    (resolved
      ? copperOf(middlesOf(columns, coating, ended), { peak, coating, excess, blur })
      : coating + excess / (options.foil ?? NaN));
  if (!(copper > coating))
    throw Number.isNaN(copper)
      ? new VoxmetryError(
          'invalid-argument',
          `outgrowths: the image of the foil is ${width.toFixed(1)} voxels wide, and so does not show the grey level of copper, by which outgrowths of such foils are measured. State \`foil\`, its thickness, or \`copper\`, the grey level.`,
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
    foil: resolved || options.copper !== null ? null : options.foil,
    ...{ size, strayed, copper, coating, level, width, excess, sumReach, blur, regime },
    snap: Math.ceil(slack),
  };
}

/**
 * The regime that is stated, or that the foil's thickness tells: as stated, or by its image. What
 * is wide and has the flanks of a Gaussian may be a foil of 3 voxels or a thinner one that is more
 * blurred: its excess over that of copper decides, where the grey level of copper is stated.
 */
function regimeOf(
  { regime, foil, copper }: TrackOptions,
  width: number,
  blur: number,
  worth: (copper: number) => number,
): FoilTrack['regime'] {
  if (regime !== 'auto') return regime;
  const byThickness = (thickness: number): FoilTrack['regime'] =>
    thickness >= RESOLVED ? 'resolved' : 'unresolved';
  if (foil !== null) return byThickness(foil);
  const isBetween = width >= RESOLVED && width < SURELY_RESOLVED && width < GAUSSIAN * blur;
  if (!isBetween) return byThickness(width);
  if (copper !== null) return byThickness(worth(copper));
  throw new VoxmetryError(
    'invalid-argument',
    `outgrowths: the image of the foil is ${width.toFixed(1)} voxels wide and as blurred as that of a thinner one, so that it is not known whether its faces are seen. State \`foil\`, its thickness; or \`copper\`, its grey level; or the \`regime\`.`,
    { op: 'outgrowths', details: { width, blur } },
  );
}
