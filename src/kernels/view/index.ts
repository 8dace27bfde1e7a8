// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel, shader } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import composeWgsl from './compose.wgsl?raw';
import marchWgsl from './march.wgsl?raw';
import proxyCellsWgsl from './proxy_cells.wgsl?raw';
import proxyCodesWgsl from './proxy_codes.wgsl?raw';
import proxyLevelsWgsl from './proxy_levels.wgsl?raw';
import sliceWgsl from './slice.wgsl?raw';

/**
 * A picture of a scene over its background, with the lines of its frame: those behind it below,
 * those before it above. Lines of a frame: the edges of a box.
 */
export const COMPOSE_LINES = 12;

export const CELL = 8;

export const SLICE_NOWHERE = 4294967295;

/** Layers, and grids that they show, at most. */
export const SLICE_LAYERS = 16;

export const SLICE_GRIDS = 7;

/** Kinds of a layer. */
export const SLICE_VOLUME = 0;

export const SLICE_MASK = 1;

export const SLICE_PHASES = 2;

export const SLICE_LABELS = 3;

/**
 * How a volume's voxels become a level: as they are; by weights of whole numbers; by weights of
 * floats.
 */
export const SLICE_NEAREST = 0;

export const SLICE_BLENDED = 1;

export const SLICE_FLOATS = 2;

/**
 * A picture of a scene over its background, with the lines of its frame: those behind it below,
 * those before it above. Lines of a frame: the edges of a box.
 */
export const compose = /* @__PURE__ */ shader({
  name: 'compose',
  wgsl: composeWgsl,
  modules: {},
});

/**
 * A scene in 3D: rays march through the proxies of up to four layers. Coordinates are voxels of the
 * proxies, 0 … 1 the first; directions and normals are physical. What depends on the layers' modes
 * is text written at run time (march_layers.ts). `tables` holds colours, red in the lowest bits,
 * and sets of ids as bits; `cells` a byte per layer for each macro-cell, 0 where the layer shows
 * nothing.
 */
export const marchTemplate = {
  name: 'march',
  wgsl: marchWgsl,
  modules: {},
} as const;

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

/**
 * A slice: layers of volumes, masks, phases and labels over each other. Colours are computed in
 * whole numbers from 0 to 255, and a slice across an axis reads the voxels of its columns and rows
 * from tables that the host made, so that every adapter gives the same bytes. Tables hold words: of
 * columns and rows from −1 to one beyond the last, three each (the nearest voxel or NOWHERE, the
 * lower neighbour, the weight of the upper one in 256ths); keys of levels; colours, red in the
 * lowest bits; sets of ids as bits.
 */
export const slice = /* @__PURE__ */ shader({
  name: 'slice',
  wgsl: sliceWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
});
