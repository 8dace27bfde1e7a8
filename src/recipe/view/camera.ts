import { mat4, quat, vec3, type mat3 } from 'gl-matrix';
import { invalidArgument } from '../errors.js';
import { AXIS_INDEX, map3, type Axis, type Vec3 } from '../geometry.js';
import type { GridMeta } from '../meta.js';
import type { Camera } from './state.js';

// Cameras of scenes, as pure functions. Positions and lengths are in the unit of the grids, pixels
// are counted from the picture's upper left corner, and the middle of the first is (0.5, 0.5).

/** Width and height of a picture in pixels. */
export type PictureSize = readonly [width: number, height: number];

/** A line of sight. */
export interface Ray {
  readonly origin: Vec3;
  /** Of length 1. */
  readonly direction: Vec3;
}

/** How a camera lies in space. */
export interface CameraFrame {
  /** Where the picture's right and down, and the line of sight in its middle, point to. */
  readonly right: Vec3;
  readonly down: Vec3;
  readonly forward: Vec3;
  /** From where a perspective sees; undefined with parallel rays. */
  readonly eye: Vec3 | undefined;
}

/** The box that voxels fill, with its ends half a voxel beyond the outermost centres. */
export interface Box {
  readonly lo: Vec3;
  readonly hi: Vec3;
}

const plus = (a: Vec3, b: Vec3, factor = 1): Vec3 => map3((i) => a[i] + factor * b[i]);
const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const triple = (v: ArrayLike<number>): Vec3 => map3((i) => v[i]!);
const quadruple = (q: quat): Camera['rotation'] => {
  const [x, y, z, w] = quat.normalize([], q) as [number, number, number, number];
  return [x, y, z, w];
};
const turned = (rotation: Camera['rotation'], v: Vec3): Vec3 =>
  triple(vec3.transformQuat([], v, quat.normalize([], [...rotation])));

/**
 * The box of a grid, in its unit: half a voxel beyond the outermost centres.
 *
 * @example
 * ```ts
 * import { boxOf } from 'voxmetry/transform';
 * const box = boxOf({ origin: [0, 0, 0], size: [4, 4, 2], spacing: [1, 1, 3] });
 * console.assert(box.lo[2] === -1.5 && box.hi[0] === 3.5);
 * ```
 */
export function boxOf({
  origin,
  size,
  spacing,
}: Pick<GridMeta, 'origin' | 'size' | 'spacing'>): Box {
  return {
    lo: map3((i) => origin[i] - spacing[i] / 2),
    hi: map3((i) => origin[i] + (size[i] - 0.5) * spacing[i]),
  };
}

/** Throws `invalid-argument` where a camera sees nothing: what it has must be finite numbers. */
export function checkCamera(camera: Camera): void {
  const { target, rotation, height, perspective } = camera;
  const finite = (list: readonly number[], n: number): boolean =>
    Array.isArray(list) && list.length === n && list.every((v) => Number.isFinite(v));
  if (!finite(target, 3))
    throw invalidArgument('view', 'camera.target', target, 'three finite numbers');
  if (!finite(rotation, 4) || Math.hypot(...rotation) < 1e-6)
    throw invalidArgument('view', 'camera.rotation', rotation, 'a quaternion x, y, z, w');
  if (!(height > 0 && height < Infinity))
    throw invalidArgument('view', 'camera.height', height, 'a length above 0');
  if (perspective !== undefined && !(perspective >= 1 && perspective <= 120))
    throw invalidArgument('view', 'camera.perspective', perspective, '1 to 120 degrees, or none');
}

/**
 * How a camera lies in space.
 *
 * @example
 * ```ts
 * import { alongAxis, cameraFrame } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * console.assert(cameraFrame(camera).down[1] === 1);
 * ```
 */
export function cameraFrame(camera: Camera): CameraFrame {
  const { rotation, target, height, perspective } = camera;
  const forward = turned(rotation, [0, 0, 1]);
  const distance =
    perspective === undefined ? undefined : height / 2 / Math.tan((perspective * Math.PI) / 360);
  return {
    right: turned(rotation, [1, 0, 0]),
    down: turned(rotation, [0, 1, 0]),
    forward,
    eye: distance === undefined ? undefined : plus(target, forward, -distance),
  };
}

/**
 * Length per pixel at the camera's target: with parallel rays, everywhere.
 *
 * @example
 * ```ts
 * import { alongAxis, unitsPerPixel } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * console.assert(unitsPerPixel(camera, [200, 100]) === 0.1);
 * ```
 */
export function unitsPerPixel(camera: Camera, [, height]: PictureSize): number {
  return camera.height / height;
}

/**
 * The rotation of a camera whose right and down point there; at a right angle, of length 1.
 *
 * @example
 * ```ts
 * import { rotationOf } from 'voxmetry/transform';
 * console.assert(rotationOf([1, 0, 0], [0, 1, 0])[3] === 1);
 * ```
 */
export function rotationOf(right: Vec3, down: Vec3): Camera['rotation'] {
  const forward = triple(vec3.cross([], right, down));
  return quadruple(quat.fromMat3([], [...right, ...down, ...forward] as mat3));
}

/** From a corner, a little from above: x to the right, y into the picture, z up. */
export const FROM_CORNER: Camera['rotation'] = /* @__PURE__ */ cornerRotation();

function cornerRotation(): Camera['rotation'] {
  const [around, above] = [-Math.PI / 3, Math.PI / 6.5];
  const forward: Vec3 = [
    -Math.cos(above) * Math.cos(around),
    -Math.cos(above) * Math.sin(around),
    -Math.sin(above),
  ];
  const right = triple(vec3.normalize([], vec3.cross([], forward, [0, 0, 1])));
  return rotationOf(right, triple(vec3.cross([], forward, right)));
}

/**
 * The rotation that looks along an axis and shows, right and down, what the slice across it shows:
 * x and y across z, x and z across y, y and z across x. `behind` looks from the other side.
 *
 * @example
 * ```ts
 * import { alongAxis, cameraFrame } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * console.assert(cameraFrame(camera).forward[2] === 1);
 * ```
 */
export function alongAxis(axis: Axis, behind = false): Camera['rotation'] {
  const [across, below] = ({ x: ['y', 'z'], y: ['x', 'z'], z: ['x', 'y'] } as const)[axis];
  const unit = (of: Axis, sign = 1): Vec3 => map3((i) => (i === AXIS_INDEX[of] ? sign : 0));
  return rotationOf(unit(across, behind ? -1 : 1), unit(below));
}

/** How {@link fitCamera} looks at a box. */
export interface FitOptions {
  /** Default {@link FROM_CORNER}. */
  readonly rotation?: Camera['rotation'] | undefined;
  /** The picture's width over its height. Default 1. */
  readonly aspect?: number | undefined;
  readonly perspective?: number | undefined;
}

/** Of a picture's side, what {@link fitCamera} leaves free, in all. */
const MARGIN = 0.08;

/**
 * A camera whose picture shows all of a box, with its middle as target.
 *
 * @example
 * ```ts
 * import { alongAxis, fitCamera } from 'voxmetry/transform';
 * const box = { lo: [0, 0, 0], hi: [8, 4, 2] } as const;
 * const camera = fitCamera(box, { rotation: alongAxis('z'), aspect: 2 });
 * console.assert(camera.target[0] === 4 && camera.height > 4);
 * ```
 */
export function fitCamera(box: Box, options: FitOptions = {}): Camera {
  const { rotation = FROM_CORNER, aspect = 1, perspective } = options;
  const target = map3((i) => (box.lo[i] + box.hi[i]) / 2);
  const { right, down, forward } = cameraFrame({ target, rotation, height: 1 });
  let height = 0;
  const slope = perspective === undefined ? 0 : 2 * Math.tan((perspective * Math.PI) / 360);
  for (const corner of cornersOf(box)) {
    const from = plus(corner, target, -1);
    // A corner nearer to the eye than the target shows larger.
    const nearer = -dot(from, forward) * slope;
    const half = Math.max(Math.abs(dot(from, right)) / aspect, Math.abs(dot(from, down)));
    height = Math.max(height, 2 * half + nearer);
  }
  const camera = { target, rotation, height: height / (1 - MARGIN) || 1 };
  return perspective === undefined ? camera : { ...camera, perspective };
}

/**
 * The eight corners of a box, x fastest.
 *
 * @example
 * ```ts
 * import { cornersOf } from 'voxmetry/transform';
 * console.assert(cornersOf({ lo: [0, 0, 0], hi: [1, 2, 3] })[2]![1] === 2);
 * ```
 */
export function cornersOf({ lo, hi }: Box): readonly Vec3[] {
  return Array.from({ length: 8 }, (_, n) => map3((i) => ((n >> i) & 1 ? hi[i] : lo[i])));
}

/**
 * Where a position lies in the picture, in pixels; undefined behind the eye of a perspective.
 *
 * @example
 * ```ts
 * import { alongAxis, projectPosition } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * const [x, y] = projectPosition(camera, [100, 100], [1, 2, 3])!;
 * console.assert(Math.abs(x - 60) < 1e-9 && Math.abs(y - 70) < 1e-9);
 * ```
 */
export function projectPosition(
  camera: Camera,
  size: PictureSize,
  position: Vec3,
): readonly [x: number, y: number] | undefined {
  const { right, down, forward, eye } = cameraFrame(camera);
  const from = plus(position, camera.target, -1);
  let scale = 1 / unitsPerPixel(camera, size);
  if (eye !== undefined) {
    const distance = dot(plus(camera.target, eye, -1), forward);
    const depth = distance + dot(from, forward);
    if (depth <= 1e-6 * distance) return undefined;
    scale *= distance / depth;
  }
  return [size[0] / 2 + scale * dot(from, right), size[1] / 2 + scale * dot(from, down)];
}

/**
 * The line of sight through a point of the picture, in pixels: from the eye, or from the plane
 * through the target where rays are parallel.
 *
 * @example
 * ```ts
 * import { alongAxis, rayOfPixel } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * console.assert(rayOfPixel(camera, [100, 100], 50, 50).direction[2] === 1);
 * ```
 */
export function rayOfPixel(camera: Camera, size: PictureSize, x: number, y: number): Ray {
  const { right, down, forward, eye } = cameraFrame(camera);
  const length = unitsPerPixel(camera, size);
  const across = plus(camera.target, right, (x - size[0] / 2) * length);
  const point = plus(across, down, (y - size[1] / 2) * length);
  if (eye === undefined) return { origin: point, direction: forward };
  return { origin: eye, direction: triple(vec3.normalize([], plus(point, eye, -1))) };
}

/**
 * Turns a scene as a ball that a pointer drags by dx, dy pixels: half a turn for the height of the
 * picture.
 *
 * @example
 * ```ts
 * import { fitCamera, trackball } from 'voxmetry/transform';
 * const camera = fitCamera({ lo: [0, 0, 0], hi: [8, 4, 2] });
 * console.assert(trackball(camera, [640, 480], 10, 0).rotation !== camera.rotation);
 * ```
 */
export function trackball(camera: Camera, size: PictureSize, dx: number, dy: number): Camera {
  const angle = (Math.hypot(dx, dy) * Math.PI) / size[1];
  if (angle === 0) return camera;
  const turn = quat.setAxisAngle([], vec3.normalize([], [-dy, dx, 0]), angle);
  return { ...camera, rotation: quadruple(quat.multiply([], [...camera.rotation], turn)) };
}

/**
 * Moves what is at the target by dx, dy pixels.
 *
 * @example
 * ```ts
 * import { alongAxis, pan } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * console.assert(pan(camera, [100, 100], 10, 0).target[0] === -1);
 * ```
 */
export function pan(camera: Camera, size: PictureSize, dx: number, dy: number): Camera {
  const { right, down } = cameraFrame(camera);
  const length = unitsPerPixel(camera, size);
  return { ...camera, target: plus(plus(camera.target, right, -dx * length), down, -dy * length) };
}

/**
 * Shows things `factor` times as large; what lies at the depth of the target under pixel (x, y)
 * stays there. Default the middle.
 *
 * @example
 * ```ts
 * import { alongAxis, zoom } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 10 } as const;
 * console.assert(zoom(camera, [100, 100], 2, 100, 50).target[0] === 2.5);
 * ```
 */
export function zoom(
  camera: Camera,
  size: PictureSize,
  factor: number,
  x = size[0] / 2,
  y = size[1] / 2,
): Camera {
  if (!(factor > 0 && factor < Infinity))
    throw invalidArgument('zoom', 'factor', factor, 'a number above 0');
  const share = 1 - 1 / factor;
  const moved = pan(camera, size, (size[0] / 2 - x) * share, (size[1] / 2 - y) * share);
  return { ...moved, height: camera.height / factor };
}

/** Of a perspective, what is as good as none: a flight between the two ends there. */
const FLAT = 1;

/**
 * A camera on the way from one to another: `t` from 0 to 1. It turns evenly, and zooms by equal
 * factors in equal times.
 *
 * @example
 * ```ts
 * import { alongAxis, fitCamera, flyTo } from 'voxmetry/transform';
 * const from = fitCamera({ lo: [0, 0, 0], hi: [8, 4, 2] });
 * const to = { target: [1, 1, 1], rotation: alongAxis('x'), height: 1 } as const;
 * console.assert(flyTo(from, to, 1).height === 1);
 * ```
 */
export function flyTo(from: Camera, to: Camera, t: number): Camera {
  if (!(t > 0)) return from;
  if (t >= 1) return to;
  const camera: Camera = {
    target: map3((i) => from.target[i] + t * (to.target[i] - from.target[i])),
    rotation: quadruple(quat.slerp([], [...from.rotation], [...to.rotation], t)),
    height: from.height ** (1 - t) * to.height ** t,
  };
  const angle = (1 - t) * (from.perspective ?? 0) + t * (to.perspective ?? 0);
  return angle < FLAT ? camera : { ...camera, perspective: angle };
}

/**
 * The matrix that takes positions to WebGPU's clip space, 4 × 4, column by column, for who draws
 * into the same picture: x right, y up, depth 0 at `near` and 1 at `far`, lengths from the eye, or
 * from the target where rays are parallel.
 *
 * @example
 * ```ts
 * import { alongAxis, viewProjection } from 'voxmetry/transform';
 * const camera = { target: [0, 0, 0], rotation: alongAxis('z'), height: 2 } as const;
 * console.assert(viewProjection(camera, [100, 100], -1, 1)[5] === -1);
 * ```
 */
export function viewProjection(
  camera: Camera,
  [width, height]: PictureSize,
  near: number,
  far: number,
): readonly number[] {
  const { right, down, forward, eye } = cameraFrame(camera);
  const from = eye ?? camera.target;
  const row = (v: Vec3): readonly number[] => [...v, -dot(v, from)];
  const [r, d, f] = [row(right), row(down), row(forward)];
  const columns = (rows: readonly (readonly number[])[]): number[] =>
    [0, 1, 2, 3].flatMap((i) => rows.map((values) => values[i]!));
  const view = columns([r, d, f, [0, 0, 0, 1]]);
  const wide = width / height;
  const projection =
    camera.perspective === undefined
      ? [
          [2 / (camera.height * wide), 0, 0, 0],
          [0, -2 / camera.height, 0, 0],
          [0, 0, 1 / (far - near), -near / (far - near)],
          [0, 0, 0, 1],
        ]
      : perspectiveRows(camera.perspective, wide, near, far);
  return mat4.multiply([], columns(projection), view) as number[];
}

function perspectiveRows(angle: number, wide: number, near: number, far: number): number[][] {
  const scale = 1 / Math.tan((angle * Math.PI) / 360);
  return [
    [scale / wide, 0, 0, 0],
    [0, -scale, 0, 0],
    [0, 0, far / (far - near), (-near * far) / (far - near)],
    [0, 0, 1, 0],
  ];
}
