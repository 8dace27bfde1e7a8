// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import proxyCellsWgsl from './proxy_cells.wgsl?raw';
import proxyCodesWgsl from './proxy_codes.wgsl?raw';
import proxyLevelsWgsl from './proxy_levels.wgsl?raw';

export const CELL = 8;

/**
 * Macro-cells of a proxy, for skipping empty space: of 8×8×8 voxels and one more on each side, the
 * greatest byte (FORM 0), the kinds of phases that occur as bits, code modulo 8 (1), or 255 where
 * there is a label (2). Joined to what other slabs gave.
 */
export const proxyCells = /* @__PURE__ */ kernel({
  name: 'proxy_cells',
  wgsl: proxyCellsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', cells: 'read_write' },
  params: { origin: 'vec3u', row_words: 'u32', size: 'vec3u', unused: 'u32', cells: 'vec3u' },
  constants: ['FORM'],
  workgroup: [64, 1, 1],
});

/**
 * Proxy of labels or phases: the code of the middle voxel of each block, since codes have no mean.
 * Labels take a word, phases a byte. Rows are padded for copies to textures.
 */
export const proxyCodes = /* @__PURE__ */ kernel({
  name: 'proxy_codes',
  wgsl: proxyCodesWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    factor: 'vec3u',
    row_words: 'u32',
    origin: 'vec3u',
    unused: 'u32',
    size: 'vec3u',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Proxy of a volume or a mask: means of blocks of voxels as bytes, 0 at `lo` and 255 at the upper
 * end of the range. Blocks at the ends of the axes may hold fewer voxels. NaN counts as `lo`. Rows
 * are padded for copies to textures.
 */
export const proxyLevels = /* @__PURE__ */ kernel({
  name: 'proxy_levels',
  wgsl: proxyLevelsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    factor: 'vec3u',
    lo: 'f32',
    origin: 'vec3u',
    scale: 'f32',
    size: 'vec3u',
    row_words: 'u32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
