// Affine resampling to another grid.
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, type Node } from '../recipe/op.js';
import { nullable, number, oneOf, param, text, triple, type Param } from '../recipe/params.js';
import { Transform } from '../recipe/transform.js';
import { transformParam } from '../recipe/transform_param.js';
import { borderIndex, boxOfIndices } from './axis_map.js';
import { BORDERS, checkFill, type Border } from './border.js';
import { gaussian } from './gaussian.js';
import {
  indexMapOf,
  indicesBelow,
  isInReach,
  REACH,
  type IndexMap,
  type Placement,
} from './index_map.js';
import type { Interpolation } from './resample.js';
import { TAPS } from './resample_taps.js';
import { sampledStorage, samplingParams } from './sampled_between.js';

/** The grid that a volume is resampled to: its voxels' number, distances and place. */
export interface TargetGrid {
  /** Voxels along x, y, z, from 1 to 65535. */
  readonly size: Vec3;
  /** Distance between voxel centres along x, y, z, in `unit`. */
  readonly spacing: Vec3;
  /** Unit of `spacing` and `origin`; default that of the source. */
  readonly unit?: string | null | undefined;
  /** Position of the centre of voxel (0, 0, 0), in `unit`. */
  readonly origin: Vec3;
}

/** What is read outside the source: as filters do, or that there is no value. */
export type OuterBorder = Border | 'missing';

/** How a grid is resampled to another. */
export interface ResampleToOptions {
  /** 'linear' (default), 'cubic', or 'nearest', the only one for masks, phases and labels. */
  readonly method?: Interpolation | undefined;
  /** What is read outside the source: 'constant' (default), 'nearest', 'reflect' or 'missing'. */
  readonly border?: OuterBorder | undefined;
  /** The value of the border 'constant'; default 0. */
  readonly value?: number | undefined;
  /** Whether a volume is smoothed first where the target is coarser; default false. */
  readonly antialias?: boolean | undefined;
}

/** The rule by which a border reads indices: what is missing is a constant, NaN. */
export function ruleOf(border: OuterBorder): Border {
  return border === 'missing' ? 'constant' : border;
}

/** The map from a target's voxels to positions in the source. */
export function indexMapTo(
  source: Placement,
  params: Placement & { readonly transform: readonly number[]; readonly method: Interpolation },
): IndexMap {
  const kind = params.method === 'nearest' ? 'nearest' : 'between';
  return indexMapOf(source, params, new Transform(params.transform), kind);
}

/**
 * The box of the source that places read which lie within a first and a last voxel along each axis.
 */
export function boxOfPlaces(
  within: (axis: 0 | 1 | 2) => readonly [below: number, above: number],
  size: Vec3,
  method: Interpolation,
  border: Border,
): Region {
  const before = TAPS[method] === 4 ? 1 : 0;
  return boxOfIndices((axis) => {
    const n = size[axis];
    const [below, above] = within(axis);
    let [first, last] = [below - before, above + TAPS[method] - 1 - before];
    // All that lies outside is as the first voxel there; what is reflected repeats after two
    // lengths.
    if (border === 'reflect') last = Math.min(last, first + 2 * n - 1);
    else [first, last] = [Math.min(n, Math.max(-1, first)), Math.min(n, Math.max(-1, last))];
    return Array.from({ length: last - first + 1 }, (_, i) => borderIndex(first + i, n, border));
  }, size);
}

/** The box of the source that a region of the target reads. */
export function sourceBox(
  map: IndexMap,
  region: Region,
  size: Vec3,
  method: Interpolation,
  border: Border,
): Region {
  return boxOfPlaces((axis) => indicesBelow(map, axis, region), size, method, border);
}

/**
 * A grid on the voxels of another grid, of `size`, `spacing`, `unit` (default the source's) and
 * `origin`, through `transform`: 12 numbers as {@link Transform.matrix}. It takes world points of
 * the target to world points of the source, each in its grid's unit: a voxel of the result has the
 * value of the source where the transform takes the voxel's centre (origin + index · spacing).
 * ITK's resampling and SciPy's `affine_transform` have it this way; to move what is in the source
 * by a transform, give the inverse.
 *
 * `method` is 'nearest' (dtype and kind stay; the only one for masks, phases and labels), 'linear'
 * (default) or 'cubic' (both f32; cast the result for integers), as in `resample`: 'nearest' takes
 * ⌊position + ½⌋, 'linear' weighs 2³ voxels, 'cubic' 4³ by Keys' convolution with a = −½ (IEEE
 * Trans. ASSP 29 (1981) 1153, https://doi.org/10.1109/TASSP.1981.1163711). Outside the source,
 * `border` reads 'constant' with `value` (default, and 0; of phases the code of one), 'nearest' or
 * 'reflect' (d c b a | a b c d); such voxels are weighed like others, which SciPy calls
 * 'grid-constant'. 'missing' reads NaN there, of results that are f32: whatever would weigh a voxel
 * outside has no value, and statistics leave it out. There is no smoothing against aliasing: use
 * `bin`, or `gaussian` first, to go coarser.
 *
 * Positions are integers of 64 bits in 2⁻⁴⁰ source voxels: the start and the steps along the axes,
 * made in f64, are rounded to them, and the sums of up to 65,535 steps to 2⁻²⁰ voxel. They are
 * right to 6·10⁻⁷ voxel, besides the f64 of the transform and the origins. So whole voxels and
 * quarter turns give voxels as they are by every method, bit for bit, and 'nearest' is the same on
 * every GPU. Values between are right to 10⁻⁵ of the greatest |value|; NaN and ±∞ spread to the
 * voxels that weigh them other than 0. The target's voxels must lie within 2²² voxels of the
 * source's first.
 *
 * One pass: of the source the box that the region's corners span, with a stencil's reach; 4 B/voxel
 * out (nearest: the dtype's).
 */
export const resampleTo = declareOp({
  name: 'resampleTo',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: {
    size: triple({
      doc: 'Voxels of the result along x, y, z.',
      unit: 'voxels',
      allowed: 'a number of voxels from 1 to 65535, or three of them for x, y, z',
      each: { type: 'integer', minimum: 1, maximum: 65535 },
      good: (n) => Number.isInteger(n) && n >= 1 && n <= 65535,
    }),
    spacing: triple({
      doc: "Distance of the result's voxels along x, y, z, in its unit.",
      unit: 'length',
      allowed: 'a distance > 0, or three of them for x, y, z',
      each: { type: 'number', exclusiveMinimum: 0 },
      good: (n) => n > 0 && Number.isFinite(n),
    }),
    unit: nullable(text(undefined, 'Unit of the result; that of the source if left out.')),
    origin: triple({
      doc: "Position of the centre of the result's first voxel, in its unit.",
      unit: 'length',
      allowed: 'a finite number, or three of them for x, y, z',
      each: { type: 'number' },
      good: Number.isFinite,
    }),
    transform: transformParam(
      'Takes points of the result to points of the source: 12 numbers, row by row.',
    ),
    method: samplingParams.method,
    border: oneOf(
      [...BORDERS, 'missing'],
      'constant',
      "What is read outside the source; 'missing' is NaN.",
    ),
    value: number({ default: 0 }, "The value of the border 'constant'."),
  },
  exactness: (_, { method }) => (method === 'nearest' ? 'exact' : 'float-dependent'),
  result: ({ grid }, params): GridMeta => {
    const { size, spacing, unit, origin, transform, method, border, value } = params;
    const storage = sampledStorage('resampleTo', grid, method);
    if (volumeOf(size) > 2 ** 40)
      throw invalidArgument('resampleTo', 'size', size, 'at most 2⁴⁰ voxels in all');
    if (border === 'missing' && storage !== 'f32')
      throw invalidArgument(
        'resampleTo',
        'border',
        border,
        `'constant' with a value: no ${storage} says that there is none`,
      );
    if (method === 'nearest' && border === 'constant') checkFill('resampleTo', grid, value);
    if (!isInReach(grid, { size, spacing, origin }, new Transform(transform)))
      throw invalidArgument(
        'resampleTo',
        'transform',
        transform,
        `one that takes the target's voxels to within ${String(REACH)} voxels of the source's first`,
      );
    return {
      ...grid,
      storage,
      size,
      spacing,
      unit: unit ?? grid.unit,
      origin,
    };
  },
  needs: (region, { grid }, params) => ({
    grid: sourceBox(
      indexMapTo(grid, params),
      region,
      grid.size,
      params.method,
      ruleOf(params.border),
    ),
  }),
  notes: ({ method, border, value }) => ({
    resample: `${method}, ${String(TAPS[method])} voxels per axis, at the transformed points of the result`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/** The grid that is resampled to, of a handle or as it is stated; the value is plain. */
export const targetGridOption: Param<
  {
    readonly size: Vec3;
    readonly spacing: Vec3;
    readonly origin: Vec3;
    readonly unit: string | null;
  },
  TargetGrid | { readonly meta: GridMeta },
  false
> = param({
  type: 'record',
  doc: 'The grid whose voxels the result has: another grid, or its size, spacing, origin and unit.',
  default: undefined,
  allowed: 'a grid, or { size, spacing, origin, unit } with three numbers each',
  schema: { type: 'object' },
  accept: (given) => {
    if (typeof given !== 'object' || given === null) return undefined;
    const grid: Readonly<Record<string, unknown>> =
      'meta' in given ? { ...(given.meta as object) } : { ...given };
    const { size, spacing, origin, unit } = resampleTo.params;
    const parsed = {
      size: size.parse(grid['size']),
      spacing: spacing.parse(grid['spacing']),
      origin: origin.parse(grid['origin']),
      unit: unit.parse(grid['unit']),
    };
    const { size: n, spacing: d, origin: o, unit: u } = parsed;
    return n === undefined || d === undefined || o === undefined || u === undefined
      ? undefined
      : { size: n, spacing: d, origin: o, unit: u };
  },
});

/**
 * The standard deviation, in the source's unit, of the Gaussian that takes away what a target's
 * voxels are too far apart for: half of what they are farther apart than the source's, by geometric
 * means over the axes along which both have several voxels (scikit-image's rule). 0 where they are
 * not.
 */
export function antialiasSigma(
  source: Placement & { readonly size: Vec3 },
  target: Placement & { readonly size: Vec3 },
  { matrix }: Transform,
): number {
  const axes = ([0, 1, 2] as const).filter((i) => source.size[i] > 1 && target.size[i] > 1);
  const stepAlong = (i: 0 | 1 | 2): number =>
    target.spacing[i] * Math.hypot(matrix[i]!, matrix[4 + i]!, matrix[8 + i]!);
  const mean = (of: (i: 0 | 1 | 2) => number): number =>
    Math.exp(axes.reduce<number>((sum, i) => sum + Math.log(of(i)), 0) / axes.length);
  const farther = axes.length === 0 ? 0 : mean(stepAlong) - mean((i) => source.spacing[i]);
  return Math.max(0, farther / 2);
}

/**
 * The node of a grid of any kind on the voxels of another, through a transform that takes its
 * points to the source's; with `antialias`, of a volume that is smoothed first where the target is
 * coarser.
 */
export function resampleToNode(
  volume: Node,
  { size, spacing, unit, origin }: TargetGrid,
  transform: Transform | readonly number[],
  { method, border, value, antialias = false }: ResampleToOptions = {},
): Node<GridMeta> {
  const source = gridMeta(volume);
  if (antialias && source.kind !== 'volume')
    throw invalidArgument('resampleTo', 'antialias', true, `false for ${source.kind}`);
  const map = transform instanceof Transform ? transform : new Transform(transform);
  const sigma = antialias ? antialiasSigma(source, { size, spacing, origin }, map) : 0;
  // Below a quarter of a voxel, the sampled Gaussian is a single weight.
  const isCoarser = sigma >= Math.max(...source.spacing) / 4;
  const grid = isCoarser ? makeNode(gaussian, { volume }, { sigma }) : volume;
  return makeNode(
    resampleTo,
    { grid },
    { size, spacing, unit, origin, transform, method, border, value },
  );
}
