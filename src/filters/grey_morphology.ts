// Grey-scale morphology: erosion, dilation, opening, closing, top-hat.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { length, nullable } from '../recipe/params.js';
import { arithmeticNode } from './arithmetic.js';
import { ballReach } from './ball.js';
import { borderParams, checkBorderValue, type Border } from './border.js';
import { windowRadius, windowSize } from './window.js';

/** Most voxels that a ball may reach along an axis: its cost grows with the square. */
export const MOST_BALL_REACH = 32;

/**
 * The shape of a structuring element as parsed: a box (`size`) or a ball (`radius`); 3×3×3 if
 * neither.
 */
interface Shape {
  readonly size: Vec3 | null;
  readonly radius: Length | null;
}

const params = {
  size: nullable(
    windowSize(
      { most: 255 },
      'Edge of the box: one odd number, or one for each of x, y, z; null: 3, where no radius is given.',
    ),
  ),
  radius: nullable(length({}, 'Radius of a ball in place of a box; null: a box.')),
  ...borderParams,
} as const;

/** Voxels that a structuring element reaches on either side, per axis. */
export function shapeReach({ size, radius }: Shape, spacing: Vec3): Vec3 {
  return radius === null ? windowRadius(size ?? [3, 3, 3]) : ballReach(radius, spacing);
}

function check(
  op: string,
  volume: GridMeta,
  given: Shape & { readonly border: Border; readonly value: number },
): GridMeta {
  checkBorderValue(op, volume, given.border, given.value);
  if (given.size !== null && given.radius !== null)
    throw invalidArgument(
      op,
      'radius',
      given.radius,
      'size for a box or radius for a ball, not both',
    );
  if (given.radius !== null && Math.max(...shapeReach(given, volume.spacing)) > MOST_BALL_REACH)
    throw invalidArgument(
      op,
      'radius',
      given.radius,
      `a radius of at most ${String(MOST_BALL_REACH)} voxels along every axis; bin the volume, or use a box`,
    );
  return volume;
}

function needs(
  region: Region,
  { volume }: { readonly volume: GridMeta },
  shape: Shape,
): { readonly volume: Region } {
  return { volume: growRegion(region, shapeReach(shape, volume.spacing), volume.size) };
}

function notes({
  size,
  radius,
  border,
  value,
}: Shape & { border: Border; value: number }): Record<string, string> {
  return {
    element:
      radius === null ? `box ${(size ?? [3, 3, 3]).join('×')}` : 'ball, centres within radius',
    border: border === 'constant' ? `constant ${String(value)}` : border,
  };
}

/**
 * Grey erosion: the least value of the structuring element around each voxel; the dtype stays. The
 * element is a box of `size` voxels (odd, up to 255, one for all axes or three; default 3) or a
 * ball: all voxels whose centres are within `radius` (a length; spacings count; at most 32 voxels
 * along an axis). Exact in every dtype; SciPy's `grey_erosion` and `minimum_filter`.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value`
 * (default 0). The first two only repeat values of the window, so they are the same here: the
 * window cut off.
 *
 * f32: values order by their bits, −0 below +0, and NaN above +Infinity: a NaN is eroded away
 * unless the window holds nothing else, and comes out as the canonical quiet NaN.
 *
 * Box: a pass per axis, in each the bytes of a voxel in and out: 6 B/voxel for u8, 12 for u16, 24
 * for f32, plus halos; windows side by side share their common part (Gil & Werman 1993), so that
 * reads per voxel grow with a quarter of the size and not with the size. Ball that reaches at most
 * 4 voxels: one pass, a voxel's bytes in and out; larger ones: for each length of its rows a pass
 * along x and one over the rows of that length, 5 × the bytes of a voxel per length (2 × less the
 * first time).
 */
export const greyErode = declareOp({
  name: 'greyErode',
  kind: 'map',
  inputs: { volume: input('volume') },
  params,
  exactness: 'exact',
  result: ({ volume }, given): GridMeta => check('greyErode', volume, given),
  needs,
  notes,
});

/**
 * Grey dilation: the greatest value of the structuring element around each voxel; in all else as
 * {@link greyErode}. SciPy's `grey_dilation` and `maximum_filter`. f32: a NaN fills every window
 * that holds it.
 */
export const greyDilate = declareOp({
  name: 'greyDilate',
  kind: 'map',
  inputs: { volume: input('volume') },
  params,
  exactness: 'exact',
  result: ({ volume }, given): GridMeta => check('greyDilate', volume, given),
  needs,
  notes,
});

/** The structuring element of grey morphology, and what lies outside the volume. */
export type MorphologyParams = Readonly<Record<string, unknown>>;

/**
 * Grey opening: erosion, then dilation. Bright details smaller than the element go. SciPy's
 * `grey_opening`.
 */
export function greyOpenNode(volume: Node, given: MorphologyParams): Node {
  return makeNode(greyDilate, { volume: makeNode(greyErode, { volume }, given) }, given);
}

/**
 * Grey closing: dilation, then erosion. Dark details smaller than the element go. SciPy's
 * `grey_closing`.
 */
export function greyCloseNode(volume: Node, given: MorphologyParams): Node {
  return makeNode(greyErode, { volume: makeNode(greyDilate, { volume }, given) }, given);
}

/**
 * White top-hat: volume − opening, in the volume's dtype (saturating): what is bright and smaller
 * than the element. SciPy's `white_tophat`, which wraps where a signed dtype overflows.
 */
export function topHatNode(volume: Node, given: MorphologyParams): Node {
  const b = greyOpenNode(volume, given);
  return arithmeticNode('subtract', volume, b, { result: 'same' });
}

/**
 * Bottom-hat (black top-hat): closing − volume, in the volume's dtype (saturating). SciPy's
 * `black_tophat`.
 */
export function bottomHatNode(volume: Node, given: MorphologyParams): Node {
  const a = greyCloseNode(volume, given);
  return arithmeticNode('subtract', a, volume, { result: 'same' });
}
