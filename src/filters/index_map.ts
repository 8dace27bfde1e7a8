// Affine maps from one grid's indices to another's, in fixed point.
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { apply, type Transform } from '../recipe/transform.js';

/** Where a grid's voxels lie in the world. */
export interface Placement {
  readonly spacing: Vec3;
  readonly origin: Vec3;
}

/**
 * Positions in the source are integers in units of 2⁻⁴⁰ voxel: of 64 bits, 24 are left for whole
 * voxels.
 */
const FRACTION_BITS = 40n;
const UNIT = 2 ** -40;

/**
 * Positions are rounded to a millionth of a voxel, so that what is whole but for errors of the last
 * digit is whole.
 */
const ROUNDING = 2 ** -20;

/** Positions lie within this many voxels of the source's first voxel. */
export const REACH = 2 ** 22;

type Triple<T> = readonly [T, T, T];

/**
 * The affine map from voxels of a target to positions in a source, in 2⁻⁴⁰ source voxels. Being of
 * integers, it gives a voxel the same position in whichever brick it is computed, on whichever GPU.
 */
export interface IndexMap {
  /** How far a step along each axis of the target goes along x, y and z of the source. */
  readonly steps: Triple<Triple<bigint>>;
  /**
   * The position of the target's first voxel, raised so that positions are rounded where their last
   * bits are dropped.
   */
  readonly start: Triple<bigint>;
}

/** The steps and the start of an {@link IndexMap} in voxels, as floats. */
interface FloatMap {
  readonly steps: Triple<Vec3>;
  readonly start: Vec3;
}

function floatMap(source: Placement, target: Placement, transform: Transform): FloatMap {
  const { matrix } = transform;
  const first = apply(transform, target.origin);
  const step = (along: 0 | 1 | 2): Vec3 =>
    map3((i) => (matrix[4 * i + along]! * target.spacing[along]) / source.spacing[i]);
  return {
    steps: [step(0), step(1), step(2)],
    start: map3((i) => (first[i] - source.origin[i]) / source.spacing[i]),
  };
}

/**
 * Whether all voxels of a target, and of one a step larger, lie within {@link REACH} of the source.
 */
export function isInReach(
  source: Placement,
  target: Placement & { readonly size: Vec3 },
  transform: Transform,
): boolean {
  const { steps, start } = floatMap(source, target, transform);
  return ([0, 1, 2] as const).every((i) => {
    const spans = steps.map((step, along) => step[i] * target.size[along]!);
    const low = spans.reduce((sum, span) => sum + Math.min(0, span), start[i]);
    const high = spans.reduce((sum, span) => sum + Math.max(0, span), start[i]);
    return low >= -REACH && high <= REACH;
  });
}

/**
 * The map from a target to a source that it is sampled from, between voxels or at the nearest one.
 */
export function indexMapOf(
  source: Placement,
  target: Placement,
  transform: Transform,
  method: 'nearest' | 'between',
): IndexMap {
  const { steps, start } = floatMap(source, target, transform);
  const inUnits = (voxels: number): bigint => BigInt(Math.round(voxels / UNIT));
  const triple = (v: Vec3): Triple<bigint> => [inUnits(v[0]), inUnits(v[1]), inUnits(v[2])];
  const raise = inUnits(ROUNDING / 2 + (method === 'nearest' ? 0.5 : 0));
  const [x, y, z] = triple(start);
  return {
    steps: [triple(steps[0]), triple(steps[1]), triple(steps[2])],
    start: [x + raise, y + raise, z + raise],
  };
}

/**
 * The first and the last index along an axis of the source to which positions of a region's voxels
 * are rounded down.
 */
export function indicesBelow(
  { steps, start }: IndexMap,
  axis: 0 | 1 | 2,
  { origin, size }: Region,
): readonly [number, number] {
  let [low, high] = [start[axis], start[axis]];
  steps.forEach((step, along) => {
    const first = step[axis] * BigInt(origin[along]!);
    const last = step[axis] * BigInt(origin[along]! + size[along]! - 1);
    low += first < last ? first : last;
    high += first < last ? last : first;
  });
  return [Number(low >> FRACTION_BITS), Number(high >> FRACTION_BITS)];
}

/** The low and the high words of three 64-bit numbers. */
export function wordsOfTriple(triple: Triple<bigint>): { low: Vec3; high: Vec3 } {
  const word = (n: bigint): number => Number(BigInt.asUintN(32, n));
  return { low: map3((i) => word(triple[i])), high: map3((i) => word(triple[i] >> 32n)) };
}
