// Shapes as plain data: what a caller gives, checked and completed.
import type { Axis, Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import { length, number, oneOf, param, tripleSchema, type Param } from '../recipe/params.js';

// Types and not interfaces, so that they are plain data (ParamJson) to the compiler.
/* eslint-disable @typescript-eslint/consistent-type-definitions */

/**
 * A box: `size` along its three edges, about `center`. Its `rotation` is a vector along the axis of
 * the turn, right-handed, whose length is the angle in degrees: [0, 0, 30] turns about z.
 */
export type BoxShape = {
  readonly type: 'box';
  readonly center: Vec3;
  readonly size: readonly [Length, Length, Length];
  readonly rotation: Vec3;
};

/** An ellipsoid of three `radii` about `center`, turned as a box is. */
export type EllipsoidShape = {
  readonly type: 'ellipsoid';
  readonly center: Vec3;
  readonly radii: readonly [Length, Length, Length];
  readonly rotation: Vec3;
};

/** A circular cylinder about the line from one point to another, which are its ends' centres. */
export type CylinderShape = {
  readonly type: 'cylinder';
  readonly from: Vec3;
  readonly to: Vec3;
  readonly radius: Length;
};

/** All on the side of the plane through `point` to which `normal`, of any length, points. */
export type HalfSpaceShape = {
  readonly type: 'halfSpace';
  readonly point: Vec3;
  readonly normal: Vec3;
};

/**
 * A polygon drawn in the plane across `axis` and extruded along it, between the positions `from`
 * and `to`, or from end to end where they are null. `points` are [x, y] where the axis is 'z',
 * [x, z] where it is 'y' and [y, z] where it is 'x'. Where its edges cross, even–odd decides.
 */
export type PolygonShape = {
  readonly type: 'polygon';
  readonly axis: Axis;
  readonly points: readonly (readonly [number, number])[];
  readonly from: number | null;
  readonly to: number | null;
};

/** A complete shape, as a recipe holds it. */
export type Shape = BoxShape | EllipsoidShape | CylinderShape | HalfSpaceShape | PolygonShape;

/* eslint-enable @typescript-eslint/consistent-type-definitions */

/** A shape as a caller gives it: one size or radius for all, and what has a default left out. */
export type ShapeGiven =
  | (Omit<BoxShape, 'size' | 'rotation'> & {
      readonly size: Length | BoxShape['size'];
      readonly rotation?: Vec3 | undefined;
    })
  | (Omit<EllipsoidShape, 'radii' | 'rotation'> & {
      readonly radii: Length | EllipsoidShape['radii'];
      readonly rotation?: Vec3 | undefined;
    })
  | CylinderShape
  | HalfSpaceShape
  | (Omit<PolygonShape, 'axis' | 'from' | 'to'> & {
      readonly axis?: Axis | undefined;
      readonly from?: number | null | undefined;
      readonly to?: number | null | undefined;
    });

/** Most points of a polygon. */
const MOST_POINTS = 4096;

/** Positions, whose squares f64 holds. */
const FARTHEST = 1e100;

const finite = number({ min: -FARTHEST, max: FARTHEST });
const angle = number({ min: -360, max: 360 });
const positive = length();
const axes = oneOf(['x', 'y', 'z'], 'z');

function pointOf(given: unknown, each: typeof finite = finite): Vec3 | undefined {
  if (!Array.isArray(given) || given.length !== 3) return undefined;
  const [x, y, z] = (given as readonly unknown[]).map((n) => each.parse(n));
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}

function lengthsOf(given: unknown): BoxShape['size'] | undefined {
  const three: readonly unknown[] = Array.isArray(given) ? given : [given, given, given];
  if (three.length !== 3) return undefined;
  const [a, b, c] = three.map((each) => (each === undefined ? undefined : positive.parse(each)));
  return a === undefined || b === undefined || c === undefined ? undefined : [a, b, c];
}

const NO_TURN: Vec3 = [0, 0, 0];

function turnOf(given: unknown): Vec3 | undefined {
  return given === undefined ? NO_TURN : pointOf(given, angle);
}

/** Twice the area between a polygon's edges, with its sign. */
function doubleArea(points: PolygonShape['points']): number {
  return points.reduce((sum, [u, v], i) => {
    const [u0, v0] = points[(i + points.length - 1) % points.length]!;
    return (
      sum + (u0 - points[0]![0]) * (v - points[0]![1]) - (u - points[0]![0]) * (v0 - points[0]![1])
    );
  }, 0);
}

function pointsOf(given: unknown): PolygonShape['points'] | undefined {
  if (!Array.isArray(given) || given.length < 3 || given.length > MOST_POINTS) return undefined;
  const points: (readonly [number, number])[] = [];
  for (const each of given as readonly unknown[]) {
    if (!Array.isArray(each) || each.length !== 2) return undefined;
    const [u, v] = (each as readonly unknown[]).map((n) => finite.parse(n));
    if (u === undefined || v === undefined) return undefined;
    points.push([u, v]);
  }
  return isFlat(points) ? undefined : points;
}

/** Whether all points lie on one line. A figure of eight does not, though its area may be 0. */
function isFlat(points: PolygonShape['points']): boolean {
  const [first] = points;
  return points.every((a, i) => {
    const b = points[(i + 1) % points.length]!;
    return doubleArea([first!, a, b]) === 0;
  });
}

type Read = (given: Readonly<Record<string, unknown>>) => Shape | undefined;

/** How a shape of each type is read, with the names that it may have. */
const READERS: Readonly<
  Record<Shape['type'], { readonly names: readonly string[]; readonly read: Read }>
> = {
  box: {
    names: ['center', 'size', 'rotation'],
    read: (given) => {
      const [center, size] = [pointOf(given['center']), lengthsOf(given['size'])];
      const rotation = turnOf(given['rotation']);
      return center && size && rotation && { type: 'box', center, size, rotation };
    },
  },
  ellipsoid: {
    names: ['center', 'radii', 'rotation'],
    read: (given) => {
      const [center, radii] = [pointOf(given['center']), lengthsOf(given['radii'])];
      const rotation = turnOf(given['rotation']);
      return center && radii && rotation && { type: 'ellipsoid', center, radii, rotation };
    },
  },
  cylinder: {
    names: ['from', 'to', 'radius'],
    read: (given) => {
      const [from, to] = [pointOf(given['from']), pointOf(given['to'])];
      const radius = positive.parse(given['radius']);
      if (from === undefined || to === undefined || radius === undefined) return undefined;
      return from.every((n, i) => n === to[i]) ? undefined : { type: 'cylinder', from, to, radius };
    },
  },
  halfSpace: {
    names: ['point', 'normal'],
    read: (given) => {
      const [point, normal] = [pointOf(given['point']), pointOf(given['normal'])];
      if (point === undefined || normal === undefined) return undefined;
      return normal.every((n) => n === 0) ? undefined : { type: 'halfSpace', point, normal };
    },
  },
  polygon: {
    names: ['axis', 'points', 'from', 'to'],
    read: (given) => {
      const points = pointsOf(given['points']);
      const axis = axes.parse(given['axis']);
      const [from, to] = [endOf(given['from']), endOf(given['to'])];
      if (points === undefined || axis === undefined || from === undefined || to === undefined)
        return undefined;
      if (from !== null && to !== null && from >= to) return undefined;
      return { type: 'polygon', axis, points, from, to };
    },
  },
};

function endOf(given: unknown): number | null | undefined {
  return given === undefined || given === null ? null : finite.parse(given);
}

/** What is given, as a complete shape; undefined where it is none. */
function shapeOf(given: unknown): Shape | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const fields = given as Readonly<Record<string, unknown>>;
  const type = fields['type'];
  if (typeof type !== 'string' || !Object.hasOwn(READERS, type)) return undefined;
  const { names, read } = READERS[type as Shape['type']];
  return Object.keys(fields).every((name) => name === 'type' || names.includes(name))
    ? read(fields)
    : undefined;
}

const three = tripleSchema(finite.schema);
const turn = tripleSchema(angle.schema);
const threeLengths = { anyOf: [positive.schema, tripleSchema(positive.schema)] };

function schemaOf(type: Shape['type'], properties: object, required: readonly string[]) {
  return {
    type: 'object',
    properties: { type: { enum: [type] }, ...properties },
    required: ['type', ...required],
    additionalProperties: false,
  };
}

/** A region of space, as plain data. */
export const shapeParam: Param<Shape, ShapeGiven, false> = param({
  type: 'record',
  doc: "A 'box', 'ellipsoid', 'cylinder', 'halfSpace' or extruded 'polygon', by its `type`.",
  unit: 'length',
  default: undefined,
  allowed:
    "{ type: 'box', center, size, rotation }, { type: 'ellipsoid', center, radii, rotation }, " +
    "{ type: 'cylinder', from, to, radius } of two points, { type: 'halfSpace', point, normal } or " +
    "{ type: 'polygon', axis, points, from, to } of at least three points that span an area; " +
    'positions are finite numbers up to ±1e100, angles from -360 to 360, lengths > 0',
  schema: {
    oneOf: [
      schemaOf('box', { center: three, size: threeLengths, rotation: turn }, ['center', 'size']),
      schemaOf('ellipsoid', { center: three, radii: threeLengths, rotation: turn }, [
        'center',
        'radii',
      ]),
      schemaOf('cylinder', { from: three, to: three, radius: positive.schema }, [
        'from',
        'to',
        'radius',
      ]),
      schemaOf('halfSpace', { point: three, normal: three }, ['point', 'normal']),
      schemaOf(
        'polygon',
        {
          axis: axes.schema,
          points: {
            type: 'array',
            items: { type: 'array', items: finite.schema, minItems: 2, maxItems: 2 },
            minItems: 3,
            maxItems: MOST_POINTS,
          },
          from: { type: ['number', 'null'] },
          to: { type: ['number', 'null'] },
        },
        ['points'],
      ),
    ],
  },
  accept: shapeOf,
});
