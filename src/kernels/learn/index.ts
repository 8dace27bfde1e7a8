// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import borderWgsl from '../shared/border.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import lanesWgsl from '../shared/lanes.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import symmetricFieldsWgsl from '../shared/symmetric_fields.wgsl?raw';
import symmetricMatrixWgsl from '../shared/symmetric_matrix.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import blendTileWgsl from './blend_tile.wgsl?raw';
import countNotFiniteWgsl from './count_not_finite.wgsl?raw';
import eigenvaluePlanesWgsl from './eigenvalue_planes.wgsl?raw';
import gatherRowsWgsl from './gather_rows.wgsl?raw';
import greatestPlaneWgsl from './greatest_plane.wgsl?raw';
import markedRowsWgsl from './marked_rows.wgsl?raw';
import networkTileWgsl from './network_tile.wgsl?raw';
import positionPlaneWgsl from './position_plane.wgsl?raw';
import rankFeatureWgsl from './rank_feature.wgsl?raw';
import valuePlaneWgsl from './value_plane.wgsl?raw';
import walkForestWgsl from './walk_forest.wgsl?raw';

/**
 * Adds what a network gives for a tile to planes of classes, weighted by a window that falls from
 * the tile's core towards its faces; the windows of neighbours sum to 1. Of the overlap, half is
 * context and has no weight.
 */
export const blendTile = /* @__PURE__ */ kernel({
  name: 'blend_tile',
  wgsl: blendTileWgsl,
  modules: { grid: gridWgsl },
  buffers: { values: 'read', planes: 'read_write' },
  params: {
    dst: 'Grid',
    origin: 'vec3i',
    ends: 'u32',
    tile: 'vec3u',
    first_class: 'u32',
    overlap: 'vec3u',
    planes: 'u32',
    start: 'vec3u',
    box: 'vec3u',
  },
  constants: ['OUTPUTS', 'CLASSES', 'HALVES', 'HANN', 'ACTIVATION'],
  workgroup: [64, 1, 1],
});

/** Counts values from word `first` on that are not finite. */
export const countNotFinite = /* @__PURE__ */ kernel({
  name: 'count_not_finite',
  wgsl: countNotFiniteWgsl,
  modules: { grid: gridWgsl },
  buffers: { values: 'read', found: 'read_write' },
  params: { first: 'u32', count: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Eigenvalues of the symmetric matrix of every voxel, in descending order, a plane of features
 * each, one behind the other; six fields of one layout. An axis without entries (of a single slice)
 * has no eigenvalue: two axes give two planes, one gives one.
 */
export const eigenvaluePlanes = /* @__PURE__ */ kernel({
  name: 'eigenvalue_planes',
  wgsl: eigenvaluePlanesWgsl,
  modules: {
    grid: gridWgsl,
    symmetric_fields: symmetricFieldsWgsl,
    symmetric_matrix: symmetricMatrixWgsl,
  },
  buffers: {
    xx: 'read',
    xy: 'read',
    xz: 'read',
    yy: 'read',
    yz: 'read',
    zz: 'read',
    planes: 'write',
  },
  params: { count: 'u32' },
  constants: ['FLAT'],
  workgroup: [64, 1, 1],
});

/**
 * Features of listed voxels: a row of `features` values each, of planes that lie one behind the
 * other.
 */
export const gatherRows = /* @__PURE__ */ kernel({
  name: 'gather_rows',
  wgsl: gatherRowsWgsl,
  modules: { grid: gridWgsl },
  buffers: { planes: 'read', places: 'read', rows: 'write' },
  params: { grid: 'Grid', count: 'u32', features: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/** The class of every voxel: the plane of the greatest value, the first of equal ones, as u8. */
export const greatestPlane = /* @__PURE__ */ kernel({
  name: 'greatest_plane',
  wgsl: greatestPlaneWgsl,
  modules: { grid: gridWgsl },
  buffers: { planes: 'read', dst: 'write' },
  params: { planes_grid: 'Grid', dst: 'Grid' },
  constants: ['CLASSES'],
  workgroup: [64, 1, 1],
});

/**
 * Marked voxels, those other than 0, of every row along x: how many there are, or where they are
 * and what they hold.
 */
export const markedRows = /* @__PURE__ */ kernel({
  name: 'marked_rows',
  wgsl: markedRowsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', rows: 'read_write', marked: 'read_write' },
  params: { src: 'Grid', task: 'Grid' },
  constants: ['SRC_DTYPE', 'LIST'],
  workgroup: [64, 1, 1],
});

/**
 * A channel of a tile as a network takes it: the voxels of a box, mirrored beyond the volume, x
 * fastest and without padding; any dtype to f32, or to f16, two to a word.
 */
export const networkTile = /* @__PURE__ */ kernel({
  name: 'network_tile',
  wgsl: networkTileWgsl,
  modules: { border: borderWgsl, grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', tile: 'read_write' },
  params: { src: 'Grid', origin: 'vec3i', first: 'u32', size: 'vec3u' },
  constants: ['SRC_DTYPE', 'HALVES'],
  workgroup: [64, 1, 1],
});

/** A plane of features of how far voxels lie along AXIS from the volume's first one. */
export const positionPlane = /* @__PURE__ */ kernel({
  name: 'position_plane',
  wgsl: positionPlaneWgsl,
  modules: { grid: gridWgsl },
  buffers: { dst: 'write' },
  params: { dst: 'Grid', spacing: 'f32' },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});

/**
 * Ranks of the values of a feature among rising thresholds: how many thresholds each value is
 * above. Four voxels of a row make RANK_BITS / 8 words; of two, the first has the first and the
 * third voxel.
 */
export const rankFeature = /* @__PURE__ */ kernel({
  name: 'rank_feature',
  wgsl: rankFeatureWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', thresholds: 'read', ranks: 'read_write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    first_value: 'u32',
    first_threshold: 'u32',
    count: 'u32',
    first_rank: 'u32',
  },
  constants: ['RANK_BITS', 'IN_A_ROW'],
  workgroup: [64, 1, 1],
});

/** A plane of features of the voxels of a grid as they are, any dtype to f32. */
export const valuePlane = /* @__PURE__ */ kernel({
  name: 'value_plane',
  wgsl: valuePlaneWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Walks a forest of decision trees for four voxels of a row at once, and adds up the votes of
 * leaves: whole numbers. The voxels go together as long as they go the same way: a node is read
 * once for all of them that come to it. `ranks` are those of rank_feature, feature after feature;
 * nodes are as pack_forest.ts lays them out. RESULT says what becomes of the votes, as
 * FOREST_RESULTS in walk_forest.gpu.ts; of classes alone the walk ends when they are decided. The
 * ranks are of `slices` of the result from `first_slice` on.
 */
export const walkForest = /* @__PURE__ */ kernel({
  name: 'walk_forest',
  wgsl: walkForestWgsl,
  modules: { grid: gridWgsl, lanes: lanesWgsl },
  buffers: { ranks: 'read', forest: 'read', entropies: 'read', dst: 'read_write' },
  params: {
    dst: 'Grid',
    first_slice: 'u32',
    slices: 'u32',
    end: 'u32',
    all_votes: 'u32',
    first_row: 'u32',
    of_class: 'u32',
    scale: 'f32',
  },
  constants: ['CLASSES', 'FEATURES', 'RANK_BITS', 'RESULT'],
  workgroup: [64, 1, 1],
});
