// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { shader } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import composeWgsl from './compose.wgsl?raw';
import marchWgsl from './march.wgsl?raw';
import sliceWgsl from './slice.wgsl?raw';

/**
 * A picture of a scene over its background, with the lines of its frame: those behind it below,
 * those before it above. Lines of a frame: the edges of a box.
 */
export const COMPOSE_LINES = 12;

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
