import type { Gpu } from '../../gpu/index.js';
import { map3, type Vec3 } from '../../recipe/geometry.js';
import type { Node } from '../../recipe/op.js';
import { boxOf, type Ray } from '../../recipe/view/camera.js';
import type { Picked } from '../../recipe/view/state.js';
import type { DrawContext } from '../host.js';
import type { Marcher } from './marcher.js';
import { boxAround, readBox, voxelsOf, type ReadBox } from './read_box.js';
import type { ReadyLayer } from './scene_layer.js';
import { firstRay, type MarchView } from './scene_params.js';

/** What a march meets, as a pointer means it. */
interface Hit {
  readonly t: number;
  readonly code: number;
  readonly layer: ReadyLayer;
}

/** Steps of a walk through the voxels of the grid itself, of a voxel. */
const WALK_STEP = 0.1;

/**
 * What the first pixel of a view shows. The march through the proxies finds where; the grids
 * themselves, read in a small box around, say which voxel that is and what it holds.
 */
export async function pickInSpace(
  marcher: Marcher,
  view: MarchView,
  layers: readonly ReadyLayer[],
  nodes: readonly Node[],
  context: DrawContext,
): Promise<Picked | undefined> {
  const met = await marcher.probe(view, context.signal);
  if (met === undefined) return undefined;
  const hit: Hit = { ...met, layer: layers[met.layer]! };
  const ray = firstRay(view);
  const { index, t } = await refined(context.gpu, view, ray, hit, context);
  const values: number[] = [];
  for (const node of nodes) {
    const box = await readBox(context.gpu, node, { origin: index, size: [1, 1, 1] }, context);
    values.push(box.at(index)!);
  }
  return { index, position: pointOf(ray, t), values };
}

/** The voxel of the grid that the march through its proxy has met. */
async function refined(
  gpu: Gpu,
  view: MarchView,
  ray: Ray,
  hit: Hit,
  context: DrawContext,
): Promise<{ index: Vec3; t: number }> {
  const { meta, shape } = view;
  const perVoxel = 1 / Math.hypot(...map3((i) => ray.direction[i] / meta.spacing[i]));
  const inside = hit.t + 0.01 * perVoxel;
  const here = voxelAt(view, pointOf(ray, inside));
  const { mode } = hit.layer;
  // Cut faces show voxels as they are, and a cloud has no surface.
  if (mode === 'density' || (mode === 'surface' && hit.code === 0))
    return { index: here, t: hit.t };
  const reach = map3((i) => shape.factor[i] + 1);
  const box = await readBox(gpu, hit.layer.node, boxAround(here, reach, meta.size), context);
  const wanted = wantedBy(hit);
  const length = Math.max(...reach);
  let best: { index: Vec3; t: number; value: number } | undefined;
  for (let n = -length; n <= length; n += WALK_STEP) {
    const t = hit.t + n * perVoxel;
    const point = pointOf(ray, t);
    if (!isShown(view, point)) continue;
    const index = voxelAt(view, point);
    const value = box.at(index);
    if (value === undefined || !wanted(value)) continue;
    if (best !== undefined && value <= best.value) continue;
    best = { index, t, value };
    if (mode !== 'maximum') break;
  }
  if (best !== undefined) return shape.factor.every((n) => n === 1) ? { ...best, t: hit.t } : best;
  return { index: nearest(box, wanted, here) ?? here, t: hit.t };
}

/** Whether a voxel's value is what the march has met. */
function wantedBy({ layer: { state, mode }, code }: Hit): (value: number) => boolean {
  if (mode === 'mask') return (value) => value === 1;
  if (mode === 'labels') return (value) => value === code;
  if (mode === 'phases') return (value) => value === code - 1;
  if (mode === 'maximum' || state.kind !== 'volume') return () => true;
  const { level = (state.window[0] + state.window[1]) / 2 } = state;
  return (value) => value >= level;
}

/** The wanted voxel of a box that is nearest to one. */
function nearest(box: ReadBox, wanted: (value: number) => boolean, to: Vec3): Vec3 | undefined {
  let best: Vec3 | undefined;
  let least = Infinity;
  for (const index of voxelsOf(box)) {
    const distance = Math.hypot(...map3((i) => index[i] - to[i]));
    if (distance < least && wanted(box.at(index)!)) [best, least] = [index, distance];
  }
  return best;
}

function pointOf({ origin, direction }: Ray, t: number): Vec3 {
  return map3((i) => origin[i] + t * direction[i]);
}

/** The voxel in which a point lies, or the nearest of the volume. */
function voxelAt({ meta }: MarchView, point: Vec3): Vec3 {
  return map3((i) => {
    const place = Math.floor((point[i] - meta.origin[i]) / meta.spacing[i] + 0.5);
    return Math.min(meta.size[i] - 1, Math.max(0, place));
  });
}

/** Whether a point lies in what is shown. */
function isShown({ meta, clip }: MarchView, point: Vec3): boolean {
  const { lo, hi } = boxOf(meta);
  const within = (from: Vec3, to: Vec3): boolean =>
    [0, 1, 2].every((i) => point[i]! >= from[i]! && point[i]! <= to[i]!);
  if (!within(lo, hi)) return false;
  const box = clip?.box;
  const end = (at: Vec3, size: Vec3): Vec3 => map3((i) => at[i] + size[i]);
  if (box !== undefined && !within(box.origin, end(box.origin, box.size))) return false;
  const plane = clip?.plane;
  if (plane === undefined) return true;
  const height = map3((i) => (point[i] - plane.point[i]) * plane.normal[i]);
  return height[0] + height[1] + height[2] <= 0;
}
