import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './combine_fields.wgsl?raw';

/** What {@link combineFields} makes of its fields; its override `MODE`. */
export const COMBINE = { magnitude: 0, sum: 1, product: 2 } as const;

/** Up to three f32 fields that lie alike, into one, voxel by voxel. */
export const combineFields = kernel({
  name: 'combine_fields',
  wgsl,
  modules: sharedWgsl,
  buffers: { a: 'read', b: 'read', c: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', terms: 'u32' },
  constants: ['MODE'],
  workgroup: [64, 1, 1],
});
