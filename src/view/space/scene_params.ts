import { layoutParams, packParam, type ParamSchema, type ParamValue } from '../../gpu/index.js';
import { map3, type Vec3 } from '../../recipe/geometry.js';
import {
  boxOf,
  cameraFrame,
  unitsPerPixel,
  type PictureSize,
  type Ray,
} from '../../recipe/view/camera.js';
import type { GridMeta } from '../../recipe/meta.js';
import type { Camera, Clip } from '../../recipe/view/state.js';
import type { ProxyShape } from './proxy_shape.js';
import { MOST_LAYERS } from './scene_layer.js';
import type { LayerParams } from './scene_tables.js';

/** How finely a picture is marched. */
export interface MarchQuality {
  /** Voxels of the proxy between samples. */
  readonly step: number;
  /** Voxels around a point that its normal is made of; with 1, nothing shades anything. */
  readonly reach: number;
}

/** What a picture shows, from where. */
export interface MarchView {
  readonly meta: GridMeta;
  readonly shape: ProxyShape;
  readonly camera: Camera;
  readonly clip: Clip | undefined;
  /** The size of the picture that the camera is about. */
  readonly size: PictureSize;
  /** Pixels that are drawn of it, fewer or more than `size` has; and the first of them. */
  readonly pixels: PictureSize;
  readonly first?: readonly [x: number, y: number] | undefined;
  readonly quality: MarchQuality;
}

const SCENE = {
  start: 'vec3f',
  step: 'f32',
  start_x: 'vec3f',
  reach: 'i32',
  start_y: 'vec3f',
  toward: 'vec3f',
  toward_x: 'vec3f',
  toward_y: 'vec3f',
  per_length: 'vec3f',
  texel: 'vec3f',
  last: 'vec3i',
  cells: 'vec3u',
  lo: 'vec3f',
  hi: 'vec3f',
  cut_lo: 'vec3f',
  cut_hi: 'vec3f',
  plane: 'vec4f',
  light: 'vec3f',
  down: 'vec3f',
} as const satisfies ParamSchema;

const LAYER = {
  color: 'vec4f',
  lo: 'f32',
  per_width: 'f32',
  level: 'f32',
  density: 'f32',
  colors: 'u32',
  dimmed: 'u32',
  selected: 'u32',
  selected_words: 'u32',
  hidden: 'u32',
  hidden_words: 'u32',
} as const satisfies ParamSchema;

const SCENE_LAYOUT = layoutParams(SCENE);
const LAYER_LAYOUT = layoutParams(LAYER);

/** Bytes of the uniforms of march.wgsl. */
export const SCENE_BYTES = SCENE_LAYOUT.size + MOST_LAYERS * LAYER_LAYOUT.size;

/** The light comes from above the viewer's left shoulder. */
const LIGHT = { left: 0.45, up: 0.65 };

/** The uniforms of march.wgsl. */
export function sceneParams(view: MarchView, layers: readonly LayerParams[]): ArrayBuffer {
  const bytes = new ArrayBuffer(SCENE_BYTES);
  const data = new DataView(bytes);
  pack(data, 0, SCENE, SCENE_LAYOUT.offsets, { ...raysOf(view), ...shownOf(view) });
  layers.forEach((layer, i) => {
    const start = SCENE_LAYOUT.size + i * LAYER_LAYOUT.size;
    pack(data, start, LAYER, LAYER_LAYOUT.offsets, layer);
  });
  return bytes;
}

function pack<P extends ParamSchema>(
  data: DataView,
  start: number,
  schema: P,
  offsets: ReadonlyMap<string, number>,
  values: { readonly [K in keyof P]: ParamValue[P[K]] },
): void {
  for (const name of Object.keys(schema) as (keyof P & string)[])
    packParam(data, start + offsets.get(name)!, schema[name]!, values[name]);
}

/** The ray through the middle of the first pixel: lengths along it are those of the march. */
export function firstRay(view: MarchView): Ray {
  const rays = raysOf(view);
  const { lo } = boxOf(view.meta);
  const direction = map3((i) => rays.toward[i] + (rays.toward_x[i] + rays.toward_y[i]) / 2);
  return {
    origin: map3(
      (i) => lo[i] + (rays.start[i] + (rays.start_x[i] + rays.start_y[i]) / 2) / rays.per_length[i],
    ),
    direction: unit(direction),
  };
}

/** Where the rays of the pixels start and go, and the light. */
function raysOf({ meta, shape, camera, size, pixels, first = [0, 0], quality }: MarchView) {
  const { right, down, forward, eye } = cameraFrame(camera);
  const { lo, hi } = boxOf(meta);
  const perLength = map3((i) => 1 / (meta.spacing[i] * shape.factor[i]));
  const place = (position: Vec3): Vec3 => map3((i) => (position[i] - lo[i]) * perLength[i]);
  const length = unitsPerPixel(camera, size);
  const steps = [(length * size[0]) / pixels[0], (length * size[1]) / pixels[1]] as const;
  const corner = map3(
    (i) =>
      camera.target[i] +
      right[i] * (first[0] - pixels[0] / 2) * steps[0] +
      down[i] * (first[1] - pixels[1] / 2) * steps[1],
  );
  const x = map3((i) => right[i] * steps[0]);
  const y = map3((i) => down[i] * steps[1]);
  const common = {
    per_length: perLength,
    step: quality.step,
    reach: quality.reach,
    light: unit(map3((i) => -forward[i] - LIGHT.left * right[i] - LIGHT.up * down[i])),
    down,
  };
  const none: Vec3 = [0, 0, 0];
  if (eye !== undefined) {
    const toward = map3((i) => corner[i] - eye[i]);
    const still = { start: place(eye), start_x: none, start_y: none };
    return { ...common, ...still, toward, toward_x: x, toward_y: y };
  }
  // Parallel rays start before the box, wherever the target is.
  const reach = Math.hypot(
    ...map3((i) => Math.abs(camera.target[i] - (lo[i] + hi[i]) / 2) + hi[i] - lo[i]),
  );
  const start = place(map3((i) => corner[i] - reach * forward[i]));
  return {
    ...common,
    start,
    start_x: map3((i) => x[i] * perLength[i]),
    start_y: map3((i) => y[i] * perLength[i]),
    ...{ toward: forward, toward_x: none, toward_y: none },
  };
}

/** The box that is shown, what of it is cut, and the plane; in voxels of the proxies. */
function shownOf({ meta, shape, clip }: MarchView) {
  const whole = boxOf(meta);
  const perLength = map3((i) => 1 / (meta.spacing[i] * shape.factor[i]));
  const place = (position: Vec3): Vec3 => map3((i) => (position[i] - whole.lo[i]) * perLength[i]);
  const end = place(whole.hi);
  const box = clip?.box;
  const from = box === undefined ? map3(() => 0) : place(box.origin);
  const to = box === undefined ? end : place(map3((i) => box.origin[i] + box.size[i]));
  const plane = clip?.plane;
  let cut: readonly [number, number, number, number] = [0, 0, 0, 0];
  if (plane !== undefined) {
    const normal = map3((i) => plane.normal[i] / perLength[i]);
    const point = place(plane.point);
    cut = [...normal, normal[0] * point[0] + normal[1] * point[1] + normal[2] * point[2]];
  }
  return {
    texel: map3((i) => 1 / shape.size[i]),
    last: map3((i) => shape.size[i] - 1),
    cells: shape.cells,
    lo: map3((i) => Math.max(0, from[i])),
    hi: map3((i) => Math.min(end[i], to[i])),
    cut_lo: map3((i) => (from[i] > 1e-4 ? 1 : 0)),
    cut_hi: map3((i) => (to[i] < end[i] - 1e-4 ? 1 : 0)),
    plane: cut,
  };
}

function unit(v: Vec3): Vec3 {
  const length = Math.hypot(...v);
  return map3((i) => v[i] / length);
}
