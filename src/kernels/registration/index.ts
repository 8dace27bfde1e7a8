// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import levelAtWgsl from '../shared/level_at.wgsl?raw';
import placesWgsl from '../shared/places.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import jointHistogramsWgsl from './joint_histograms.wgsl?raw';
import registrationSamplesWgsl from './registration_samples.wgsl?raw';

/** What a sample weighs. */
export const SAMPLE_WEIGHT = 1024;

/** Words of a transform. */
export const TRANSFORM_WORDS = 24;

/** The level of a sample that does not count. */
export const NOWHERE = 65535;

/**
 * Joint histograms of the levels of two volumes under several transforms: for each of them, and
 * each block of samples, a workgroup takes the samples to the moving volume and counts the levels
 * of both: of the fixed one in the bin that it lies in, of the moving one in four bins, by the
 * weights of a cubic B-spline (P. Thévenaz, M. Unser, IEEE Trans. Image Process. 9 (2000) 2083),
 * which add up to 1024 per sample. All of it is of integers. `transforms` holds 24 words each:
 * steps along x, y, z and the start, as places (low words, high words). BY_BLOCK 1 keeps the blocks
 * apart.
 */
export const jointHistograms = /* @__PURE__ */ kernel({
  name: 'joint_histograms',
  wgsl: jointHistogramsWgsl,
  modules: { grid: gridWgsl, level_at: levelAtWgsl, places: placesWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', samples: 'read', transforms: 'read', counts: 'read_write' },
  params: { src: 'Grid', per_block: 'u32', blocks: 'u32', transforms: 'u32', first: 'u32' },
  constants: ['BINS', 'BY_BLOCK'],
  workgroup: [64, 1, 1],
});

/**
 * Places at which two volumes are compared, and the level of the fixed one there: in each of a
 * lattice of blocks, `per_block` places of an additive sequence (M. Roberts' R₃) in whole parts of
 * a voxel, 2^BITS of them, so that they lie off the voxels' grid as evenly as can be. A sample is
 * two words: x and y, and z and the level in 16 bits each.
 */
export const registrationSamples = /* @__PURE__ */ kernel({
  name: 'registration_samples',
  wgsl: registrationSamplesWgsl,
  modules: { grid: gridWgsl, level_at: levelAtWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', samples: 'write' },
  params: { src: 'Grid', within: 'Grid', blocks: 'vec3u', per_block: 'u32', offset: 'vec3u' },
  constants: ['BITS', 'WITHIN'],
  workgroup: [64, 1, 1],
});
