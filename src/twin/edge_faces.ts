import { map3, type Vec3 } from '../recipe/geometry.js';
import type { MaskArray } from './curves.js';
import { depths } from '../synthetic/depths.js';

/** Faces of a mask across which a scan is looked at. */
export interface EdgeFaces {
  /** Index of the unset or set voxel before each face. */
  readonly before: Int32Array;
  /** Axis across each face. */
  readonly axis: Uint8Array;
  /** Distance along the normal of two voxels that follow along the axis, in the spacing's unit. */
  readonly step: Float64Array;
  /** Block that each face lies in. */
  readonly block: Int32Array;
  /** Voxels on each side of a face that are looked at, by axis. */
  readonly reach: Vec3;
}

/** Edge of the blocks that intervals are drawn from, in voxels. */
export const BLOCK = 16;

/** The number of blocks along each axis. */
export function blocksAlong(size: Vec3): Vec3 {
  return map3((axis) => Math.ceil(size[axis] / BLOCK));
}

/** Faces more oblique than this cosine are left out. */
const UPRIGHT = 0.85;
/** At the ends of what is looked at, the nearest other phase is at least this part as far away. */
const ALONE = 0.75;
/** Half the edge of the cube in which the normal of a face is taken. */
const NEAR = 2;

/**
 * The faces of a mask whose normal is near an axis, with at least `reach` voxels of one phase on
 * each side and no other face near their ends. The normal points from the centroid of the cube's
 * unset voxels to that of the set ones.
 */
export function edgeFaces({ data, size, spacing }: MaskArray, reach: Vec3): EdgeFaces {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const blocks = blocksAlong(size);
  const squared = [depths(data, size, spacing, 0), depths(data, size, spacing, 1)] as const;
  const isAlone = (at: number, axis: 0 | 1 | 2): boolean =>
    squared[data[at] as 0 | 1][at]! >= (ALONE * reach[axis] * spacing[axis]) ** 2;
  const [before, axes, steps, block] = [[], [], [], []] as [number[], number[], number[], number[]];
  for (let z = NEAR; z < size[2] - NEAR; z += 1)
    for (let y = NEAR; y < size[1] - NEAR; y += 1)
      for (let x = NEAR; x < size[0] - NEAR; x += 1) {
        const at = x + strides[1] * y + strides[2] * z;
        const place = [x, y, z] as const;
        for (const axis of [0, 1, 2] as const) {
          const stride = strides[axis];
          if (data[at] === data[at + stride]) continue;
          if (place[axis] + 1 < reach[axis] || place[axis] + reach[axis] >= size[axis]) continue;
          if (!isClear(data, at, stride, reach[axis])) continue;
          if (!isAlone(at - (reach[axis] - 1) * stride, axis)) continue;
          if (!isAlone(at + reach[axis] * stride, axis)) continue;
          const upright = cosine(data, at, strides, spacing, axis);
          if (upright < UPRIGHT) continue;
          before.push(at);
          axes.push(axis);
          steps.push(upright * spacing[axis]);
          const [i, j, k] = map3((of) => Math.floor(place[of] / BLOCK));
          block.push((k * blocks[1] + j) * blocks[0] + i);
        }
      }
  return {
    before: Int32Array.from(before),
    axis: Uint8Array.from(axes),
    step: Float64Array.from(steps),
    block: Int32Array.from(block),
    reach,
  };
}

/** Whether there is one phase alone on each side of a face. */
function isClear(data: Uint8Array, at: number, stride: number, reach: number): boolean {
  for (let k = 1; k < reach; k += 1)
    if (data[at - k * stride] !== data[at] || data[at + (k + 1) * stride] !== data[at + stride])
      return false;
  return true;
}

/** How upright the mask's edge stands on an axis, near the face behind a voxel: 1 is across it. */
function cosine(
  data: Uint8Array,
  at: number,
  strides: readonly [number, number, number],
  spacing: Vec3,
  axis: 0 | 1 | 2,
): number {
  const sum = [0, 0, 0];
  for (let k = -NEAR; k <= NEAR; k += 1)
    for (let j = -NEAR; j <= NEAR; j += 1)
      for (let i = -NEAR; i <= NEAR; i += 1) {
        // The cube is as long on both sides of the face: along the axis it begins a voxel later.
        const offset = [i, j, k];
        if (offset[axis] === -NEAR) continue;
        const there = at + i + j * strides[1] + k * strides[2];
        if (data[there] === 0) continue;
        offset[axis]! -= 0.5;
        for (const of of [0, 1, 2] as const) sum[of]! += offset[of]! * spacing[of];
      }
  // Per axis, the sum is the gradient times the second moment of the cube's voxels.
  const gradient = map3((of) => sum[of]! / ((of === axis ? 1.25 : 2) * spacing[of] ** 2));
  const length = Math.sqrt(gradient[0] ** 2 + gradient[1] ** 2 + gradient[2] ** 2);
  return length === 0 ? 0 : Math.abs(gradient[axis]) / length;
}
