// Unrolling about an axis: slices in polar coordinates.
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { integer, nullable, number, param, type Param } from '../recipe/params.js';
import { checkFill } from './border.js';
import { boxOfPlaces } from './resample_to.js';
import type { Interpolation } from './resample.js';
import { TAPS } from './resample_taps.js';
import { sampledStorage, samplingParams } from './sampled_between.js';

/** Where an axis along z lies, in the grid's unit: one position, or one for each slice. */
export type PolarCentre = readonly [x: number | readonly number[], y: number | readonly number[]];

const isFiniteNumber = (given: unknown): given is number =>
  typeof given === 'number' && Number.isFinite(given);

/** The parameter of an axis along z. */
export function centreParam(doc: string): Param<PolarCentre, PolarCentre, false> {
  const one = { type: 'number' } as const;
  const many = { type: 'array', items: one, minItems: 1 } as const;
  const coordinate = (given: unknown): number | readonly number[] | undefined => {
    if (isFiniteNumber(given)) return given;
    return Array.isArray(given) && given.length > 0 && given.every(isFiniteNumber)
      ? given
      : undefined;
  };
  return param<PolarCentre, PolarCentre, false>({
    type: 'numbers',
    doc,
    unit: 'length',
    default: undefined,
    allowed: '[x, y], each a finite number or a list of one for each slice',
    schema: { type: 'array', items: { anyOf: [one, many] }, minItems: 2, maxItems: 2 },
    accept: (given): PolarCentre | undefined => {
      if (!Array.isArray(given) || given.length !== 2) return undefined;
      const [x, y] = (given as readonly unknown[]).map(coordinate);
      return x === undefined || y === undefined ? undefined : [x, y];
    },
  });
}

/** What places an unrolled grid on its source. */
interface Unrolled {
  readonly centre: PolarCentre;
  readonly from: number;
  readonly to: number | null;
  readonly step: number | null;
  readonly angles: number | null;
  readonly reference: number | null;
}

/** The rays of an unrolled grid, all that is left out completed. */
export interface Rays {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly angles: number;
  readonly radii: number;
  readonly reference: number;
}

/** The centre in a slice, in voxels of the source. */
export function centreOf({ spacing, origin }: GridMeta, centre: PolarCentre, slice: number) {
  const along = (axis: 0 | 1): number => {
    const given = centre[axis];
    const place = typeof given === 'number' ? given : given[slice]!;
    return (place - origin[axis]) / spacing[axis];
  };
  return [along(0), along(1)] as const;
}

/** The radius of the largest circle about all centres that lies in the slices. */
function largestCircle(grid: GridMeta, centre: PolarCentre): number {
  let least = Infinity;
  const moves = centre.some((each) => typeof each !== 'number');
  for (let slice = 0; slice < (moves ? grid.size[2] : 1); slice += 1)
    centreOf(grid, centre, slice).forEach((place, axis) => {
      const edge = Math.min(place, grid.size[axis]! - 1 - place);
      least = Math.min(least, edge * grid.spacing[axis]!);
    });
  return least;
}

/** Rays by the parameters of their node: every region asks for them. */
const KNOWN = new WeakMap<Unrolled, { readonly grid: GridMeta; readonly rays: Rays }>();

/** Completes what is left out, and refuses what cannot be. */
export function raysOf(grid: GridMeta, given: Unrolled): Rays {
  const known = KNOWN.get(given);
  if (known?.grid === grid) return known.rays;
  const rays = completedRays(grid, given);
  KNOWN.set(given, { grid, rays });
  return rays;
}

function completedRays(grid: GridMeta, given: Unrolled): Rays {
  const { centre, from } = given;
  const refuse = (name: string, value: unknown, allowed: string): never => {
    throw invalidArgument('polar', name, value, allowed);
  };
  centre.forEach((each) => {
    if (typeof each !== 'number' && each.length !== grid.size[2])
      refuse('centre', `a list of ${String(each.length)}`, `one of ${String(grid.size[2])} slices`);
  });
  const step = given.step ?? Math.min(grid.spacing[0], grid.spacing[1]);
  const to = given.to ?? largestCircle(grid, centre);
  if (!(to >= from)) refuse('to', to, `from, which is ${String(from)}, or more`);
  // What is a whole number of steps but for the last digits is one.
  const radii = Math.floor((to - from) / step + 1e-6) + 1;
  if (radii > 65535) refuse('step', step, 'so large that there are at most 65535 radii');
  const angles = given.angles ?? Math.max(1, Math.ceil((2 * Math.PI * to) / step - 1e-6));
  if (angles > 65535) refuse('angles', angles, '1 … 65535');
  const reference = given.reference ?? to;
  if (!(reference > 0)) refuse('reference', reference, 'a radius > 0');
  return { from, to, step, angles, radii, reference };
}

/** Cosine and sine of the angles of a region. */
export function directionsOf(
  { angles }: Rays,
  { origin, size }: Region,
): readonly (readonly [number, number])[] {
  return Array.from({ length: size[0] }, (_, i) => {
    const angle = (2 * Math.PI * (origin[0] + i)) / angles;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
}

/** The box of the source that a region of the unrolled grid reads. */
export function polarBox(
  grid: GridMeta,
  params: Unrolled & {
    readonly method: Interpolation;
    readonly border: 'constant' | 'nearest' | 'reflect';
  },
  region: Region,
): Region {
  const rays = raysOf(grid, params);
  const directions = directionsOf(rays, region);
  const first = rays.from + rays.step * region.origin[1];
  const last = first + rays.step * (region.size[1] - 1);
  const slices = [region.origin[2], region.origin[2] + region.size[2] - 1] as const;
  const within = (axis: 0 | 1 | 2): readonly [number, number] => {
    if (axis === 2) return slices;
    let [low, high] = [Infinity, -Infinity];
    for (const direction of directions)
      for (const radius of [first, last]) {
        const reach = (radius * direction[axis]) / grid.spacing[axis];
        low = Math.min(low, reach);
        high = Math.max(high, reach);
      }
    let [least, most] = [Infinity, -Infinity];
    for (let slice = slices[0]; slice <= slices[1]; slice += 1) {
      const place = centreOf(grid, params.centre, slice)[axis];
      least = Math.min(least, place);
      most = Math.max(most, place);
    }
    // Positions are rounded by less than this; 'nearest' rounds up from a half.
    const margin = 1e-3;
    const half = params.method === 'nearest' ? 0.5 : 0;
    return [Math.floor(least + low + half - margin), Math.floor(most + high + half + margin)];
  };
  const { origin, size } = boxOfPlaces(within, grid.size, params.method, params.border);
  // Slices are hit exactly: their neighbours weigh nothing and are not read.
  return {
    origin: [origin[0], origin[1], region.origin[2]],
    size: [size[0], size[1], region.size[2]],
  };
}

/**
 * Slices unrolled about an axis along z: x of the result goes round, y outwards, z is that of the
 * source. Voxel (i, j, k) has the value of the source at `centre` of slice k plus `from` + j ·
 * `step` along the angle 2π · i / `angles`, from x to y. Left out: `step`, the smaller spacing of x
 * and y; `to`, the last radius, that of the largest circle about the centres in the slices;
 * `angles`, as many as make the arcs at `to` no longer than `step`. Lengths are in the grid's unit;
 * spacings of x and y may differ.
 *
 * The result's spacing along x is the arc length at the radius `reference` (`to` if left out):
 * the angle of a position x is x / reference, and lengths along x at the radius r are to be
 * multiplied by r / reference. Its origin is 0 along x and `from` along y.
 *
 * `method`, `border` and `value` are those of `resampleTo`: 'nearest' keeps kind and dtype, and is
 * the only one for masks, phases and labels; 'linear' (default) and 'cubic' (Keys' convolution, a =
 * −½) give f32. Between slices nothing is made. Positions are integers of 64 bits in 2⁻⁴⁰ voxels
 * and right to 6·10⁻⁷ voxel: the same in every brick and on every GPU, so that 'nearest' is exact;
 * values between are right to 10⁻⁵ of the greatest |value|. NaN and ±∞ spread to the voxels that
 * weigh them other than 0.
 *
 * One pass: of the source the box that the region's rays span in its slices; 4 B/voxel out
 * (nearest: the dtype's), 32 bytes per angle and 16 per slice.
 */
export const polar = declareOp({
  name: 'polar',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: {
    centre: centreParam('Where the axis lies, x and y: numbers, or lists of one for each slice.'),
    from: number({ default: 0, min: 0, unit: 'length' }, 'The first radius.'),
    to: nullable(number({ min: 0, unit: 'length' }, 'The last radius.')),
    step: nullable(number({ above: 0, unit: 'length' }, 'Distance of two radii.')),
    angles: nullable(integer({ min: 1, max: 65535 }, 'How many angles there are in a turn.')),
    reference: nullable(
      number({ above: 0, unit: 'length' }, 'The radius at which x is the length of an arc.'),
    ),
    ...samplingParams,
    value: number({ default: 0 }, "The value of the border 'constant'."),
  },
  exactness: (_, { method }) => (method === 'nearest' ? 'exact' : 'float-dependent'),
  result: ({ grid }, params): GridMeta => {
    const { method, border, value } = params;
    const storage = sampledStorage('polar', grid, method);
    if (method === 'nearest' && border === 'constant') checkFill('polar', grid, value);
    const { from, to, step, angles, radii, reference } = raysOf(grid, params);
    const far = Math.max(
      ...[0, 1].map((axis) => {
        const given = params.centre[axis]!;
        const places = typeof given === 'number' ? [given] : given;
        const most = places.reduce((a, b) => Math.max(a, Math.abs(b - grid.origin[axis]!)), 0);
        return (most + to) / grid.spacing[axis]!;
      }),
    );
    if (!(far < 2 ** 22))
      throw invalidArgument('polar', 'to', to, 'within 4194304 voxels of the first voxel');
    const size: Vec3 = [angles, radii, grid.size[2]];
    if (volumeOf(size) > 2 ** 40)
      throw invalidArgument('polar', 'step', step, 'so large that there are at most 2⁴⁰ voxels');
    return {
      ...grid,
      storage,
      size,
      spacing: [(2 * Math.PI * reference) / angles, step, grid.spacing[2]],
      origin: [0, from, grid.origin[2]],
    };
  },
  needs: (region, { grid }, params) => ({ grid: polarBox(grid, params, region) }),
  notes: ({ method, border, value, reference }) => ({
    polar: `${method}, ${String(TAPS[method])} voxels per axis; x is the arc at the radius ${reference === null ? "'to'" : String(reference)}`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});
