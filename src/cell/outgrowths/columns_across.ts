import type { Axis } from '../../recipe/geometry.js';

/** The axes across a normal, in their order. */
export function axesAcross(normal: Axis): readonly [0 | 1 | 2, 0 | 1 | 2] {
  return normal === 'x' ? [1, 2] : normal === 'y' ? [0, 2] : [0, 1];
}
