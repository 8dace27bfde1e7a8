import { map3, type Vec3 } from '../geometry.js';
import { cameraFrame, cornersOf, projectPosition, type Box, type PictureSize } from './camera.js';
import type { Camera } from './state.js';

/** An edge of the frame in a picture, in pixels. */
export interface FrameLine {
  readonly ends: readonly [number, number, number, number];
  readonly color: readonly [number, number, number, number];
}

/** The edges of a box: those that its content hides come first. */
export interface FrameLines {
  readonly lines: readonly FrameLine[];
  readonly below: number;
}

/** The axes x, y, z are red, green and blue, from the corner of voxel (0, 0, 0); others grey. */
const AXIS_COLORS = [
  [0.88, 0.25, 0.22, 1],
  [0.22, 0.66, 0.3, 1],
  [0.25, 0.47, 0.95, 1],
] as const;
const EDGE_COLOR = [0.5, 0.5, 0.5, 0.7] as const;

/** The edges of a box in a picture. Edges that reach behind the eye are left out. */
export function frameLines(box: Box, camera: Camera, size: PictureSize): FrameLines {
  const corners = cornersOf(box);
  const { forward, eye } = cameraFrame(camera);
  /** Whether the face of an axis, at its lower or upper end, is turned to the viewer. */
  const faces = ([0, 1, 2] as const).map((axis) =>
    [0, 1].map((end) => {
      const sign = end === 0 ? -1 : 1;
      const at = (end === 0 ? box.lo : box.hi)[axis];
      return sign * (eye === undefined ? forward[axis] : at - eye[axis]) < 0;
    }),
  );
  const behind: FrameLine[] = [];
  const before: FrameLine[] = [];
  for (const axis of [0, 1, 2] as const)
    for (let corner = 0; corner < 8; corner++) {
      if ((corner >> axis) & 1) continue;
      const ends = [corners[corner]!, corners[corner | (1 << axis)]!] as const;
      const [from, to] = ends.map((end: Vec3) => projectPosition(camera, size, end));
      if (from === undefined || to === undefined) continue;
      const seen = [1, 2].some((n) => {
        const other = (axis + n) % 3;
        return faces[other]![(corner >> other) & 1]!;
      });
      const color = corner === 0 ? AXIS_COLORS[axis] : EDGE_COLOR;
      (seen ? before : behind).push({ ends: [...from, ...to], color });
    }
  return { lines: [...behind, ...before], below: behind.length };
}

/**
 * Where the letters of x, y and z stand in a picture, in pixels: a little beyond the ends of the
 * edges that meet at the corner of voxel (0, 0, 0). Undefined behind the eye.
 *
 * @example
 * ```ts
 * import { axisLetters, fitCamera } from 'voxmetry/transform';
 * const box = { lo: [0, 0, 0], hi: [8, 4, 2] } as const;
 * console.assert(axisLetters(box, fitCamera(box), [100, 100]).length === 3);
 * ```
 */
export function axisLetters(
  box: Box,
  camera: Camera,
  size: PictureSize,
): readonly (readonly [x: number, y: number] | undefined)[] {
  return ([0, 1, 2] as const).map((axis) => {
    const end = map3((i) => (i === axis ? box.hi[i] + 0.06 * (box.hi[i] - box.lo[i]) : box.lo[i]));
    return projectPosition(camera, size, end);
  });
}
