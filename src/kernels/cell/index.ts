// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import maskRaysWgsl from './mask_rays.wgsl?raw';
import rowCentroidsWgsl from './row_centroids.wgsl?raw';

/**
 * A mask along rays about an axis: bit b of a word is that of the voxel nearest to sample 32 · w +
 * b of the ray.
 */
export const maskRays = /* @__PURE__ */ kernel({
  name: 'mask_rays',
  wgsl: maskRaysWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', rays: 'read', centres: 'read', dst: 'write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    angles: 'u32',
    words: 'u32',
    samples: 'u32',
    rows: 'u32',
    first_slice: 'u32',
    every: 'u32',
  },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Voxels of a mask in each row along x, and the sum of their places from the row's first voxel on:
 * two words a row.
 */
export const rowCentroids = /* @__PURE__ */ kernel({
  name: 'row_centroids',
  wgsl: rowCentroidsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', rows: 'write' },
  params: { task: 'Grid', src: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});
