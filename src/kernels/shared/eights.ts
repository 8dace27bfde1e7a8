import eights from './eights.wgsl?raw';
import { quadWgsl } from './quad.js';
import { fieldWgsl } from './quad_field.js';
import stencilEights from './stencil_eights.wgsl?raw';

/** Shared WGSL for kernels whose invocations own eight voxels in a row, of rows of whole quads of words. */
export const eightsWgsl = {
  ...fieldWgsl,
  ...quadWgsl,
  eights,
  stencil_eights: stencilEights,
} as const;
