// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import canContoursWgsl from './can_contours.wgsl?raw';
import canSearchWgsl from './can_search.wgsl?raw';

/** Of a pair of edges, where there is none: no can was met; the slice ends within it. */
export const NO_CONTOUR = 4294967295;

export const CUT_CONTOUR = 4294967294;

/** A crossing is counted in parts of a sample. */
export const CROSSING_PARTS = 1024;

/** Samples of a profile before the edge, and all of them. */
export const PROFILE_BEFORE = 16;

export const PROFILE_SAMPLES = 64;

/** Words of a ray in `directions`: start x, y; step x, y in 2⁻¹⁶ voxel; number of samples. */
export const DIRECTION_WORDS = 5;

/** No edge was met; the ray began above the level. */
export const NO_EDGE = 4294967295;

export const CUT_EDGE = 4294967294;

/**
 * Sub-pixel edges of a can: on every ray of every slice, from outside inwards, where bilinear
 * interpolation first rises above a level and stays there for `least` samples, and where it then
 * falls. In whole numbers: positions in 2⁻¹⁶ voxel, values in 2⁻¹⁴ of the contrast.
 */
export const canContours = /* @__PURE__ */ kernel({
  name: 'can_contours',
  wgsl: canContoursWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', directions: 'read', centres: 'read', edges: 'write' },
  params: {
    src: 'Grid',
    rays: 'u32',
    slices: 'u32',
    first_slice: 'u32',
    samples: 'u32',
    least: 'u32',
    threshold: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Edge detection along rays in slices `first_slice`, + `slice_step`, …: where a ray that comes from
 * the rim of the slice first stays above a level, and the nearest voxels' values around that place.
 */
export const canSearch = /* @__PURE__ */ kernel({
  name: 'can_search',
  wgsl: canSearchWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', directions: 'read', found: 'write' },
  params: {
    src: 'Grid',
    rays: 'u32',
    slices: 'u32',
    first_slice: 'u32',
    slice_step: 'u32',
    level: 'f32',
    least: 'u32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
