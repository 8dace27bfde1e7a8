// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import columnRowsWgsl from '../shared/column_rows.wgsl?raw';
import columnValuesWgsl from '../shared/column_values.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import collectorFacesWgsl from './collector_faces.wgsl?raw';
import columnExcessWgsl from './column_excess.wgsl?raw';
import foilBlocksWgsl from './foil_blocks.wgsl?raw';
import listedVoxelsWgsl from './listed_voxels.wgsl?raw';

export const BLOCK = 8;

/**
 * The two faces of a foil in every column along AXIS, and what lies beyond them. Rows of a column's
 * result: 0, 1 the lower and the upper face, between voxels; 2, 3 the longest run above the level
 * beyond them, as 1024 · its first row + its length; 4, 5 where the values beyond fall below those
 * of a separator. NaN where there is none.
 */
export const collectorFaces = /* @__PURE__ */ kernel({
  name: 'collector_faces',
  wgsl: collectorFacesWgsl,
  modules: {
    column_rows: columnRowsWgsl,
    column_values: columnValuesWgsl,
    grid: gridWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', places: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    blocks: 'u32',
    snap: 'u32',
    reach: 'u32',
    level: 'f32',
    separator: 'f32',
  },
  constants: ['SRC_DTYPE', 'AXIS', 'HAS_SEPARATOR'],
  workgroup: [64, 1, 1],
});

/**
 * What a column along AXIS holds more than a level about a foil: row 0 of its result is the sum
 * below the foil's place, row 1 that above it, half of the place's own row in each; the rows after
 * them are NaN. NaN where the column is not finite.
 */
export const columnExcess = /* @__PURE__ */ kernel({
  name: 'column_excess',
  wgsl: columnExcessWgsl,
  modules: {
    column_rows: columnRowsWgsl,
    column_values: columnValuesWgsl,
    grid: gridWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', places: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', blocks: 'u32', reach: 'u32', level: 'f32' },
  constants: ['SRC_DTYPE', 'AXIS'],
  workgroup: [64, 1, 1],
});

/**
 * Where the brightest layer lies in blocks of 8 × 8 columns along AXIS, and the mean values of the
 * block about that place. Row 0 of a block's result is the place, rows 1 … 2 · reach + 1 the means
 * from `reach` rows below it on; NaN where there is no such row.
 */
export const foilBlocks = /* @__PURE__ */ kernel({
  name: 'foil_blocks',
  wgsl: foilBlocksWgsl,
  modules: {
    column_rows: columnRowsWgsl,
    column_values: columnValuesWgsl,
    grid: gridWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', reach: 'u32' },
  constants: ['SRC_DTYPE', 'AXIS'],
  workgroup: [64, 1, 1],
});

/** Values of listed voxels, any dtype to f32. */
export const listedVoxels = /* @__PURE__ */ kernel({
  name: 'listed_voxels',
  wgsl: listedVoxelsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', places: 'read', values: 'write' },
  params: { src: 'Grid', count: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});
