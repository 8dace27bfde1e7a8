// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import ballsWgsl from '../shared/balls.wgsl?raw';
import cellRowsWgsl from '../shared/cell_rows.wgsl?raw';
import floodBlocksWgsl from '../shared/flood_blocks.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import labelCellsWgsl from '../shared/label_cells.wgsl?raw';
import labelRowsWgsl from '../shared/label_rows.wgsl?raw';
import localCountsWgsl from '../shared/local_counts.wgsl?raw';
import meshChunksWgsl from '../shared/mesh_chunks.wgsl?raw';
import meshNumbersWgsl from '../shared/mesh_numbers.wgsl?raw';
import meshTilesWgsl from '../shared/mesh_tiles.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import ballListWgsl from './ball_list.wgsl?raw';
import ballRidgeWgsl from './ball_ridge.wgsl?raw';
import columnExtentsWgsl from './column_extents.wgsl?raw';
import faceValuesWgsl from './face_values.wgsl?raw';
import inscribedDiametersWgsl from './inscribed_diameters.wgsl?raw';
import interfaceCellsWgsl from './interface_cells.wgsl?raw';
import largestBallsWgsl from './largest_balls.wgsl?raw';
import meshCountLabelsWgsl from './mesh_count_labels.wgsl?raw';
import meshCountMaskWgsl from './mesh_count_mask.wgsl?raw';
import meshEmitLabelsWgsl from './mesh_emit_labels.wgsl?raw';
import meshEmitMaskWgsl from './mesh_emit_mask.wgsl?raw';
import phaseEdgesWgsl from './phase_edges.wgsl?raw';
import phasePairsWgsl from './phase_pairs.wgsl?raw';
import surfaceHeightWgsl from './surface_height.wgsl?raw';

/**
 * Medial-axis balls of local thickness: lists the marked balls of each block, squared diameter and
 * place in the block.
 */
export const ballList = /* @__PURE__ */ kernel({
  name: 'ball_list',
  wgsl: ballListWgsl,
  modules: { flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: { diameters: 'read', ridge: 'read', starts: 'read', balls: 'write' },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Medial axis (distance ridge) of local thickness: marks the balls that no ball about a neighbour
 * holds, and says of each block how many there are and which is the largest.
 */
export const ballRidge = /* @__PURE__ */ kernel({
  name: 'ball_ridge',
  wgsl: ballRidgeWgsl,
  modules: { balls: ballsWgsl, flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: {
    diameters: 'read',
    ridge: 'write',
    counts: 'write',
    tops: 'write',
    state: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u', weights: 'vec3u' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Column extents (height map): first and last voxel of a mask, and their number, in every column
 * along an axis (AXIS 0, 1, 2).
 */
export const columnExtents = /* @__PURE__ */ kernel({
  name: 'column_extents',
  wgsl: columnExtentsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', columns: 'write' },
  params: { task: 'Grid', src: 'Grid' },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});

/**
 * Seeds on faces, for intrusion: keeps 32-bit voxels on faces of the volume (bits in the order x0,
 * x1, y0, y1, z0, z1) and clears the others.
 */
export const faceValues = /* @__PURE__ */ kernel({
  name: 'face_values',
  wgsl: faceValuesWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', faces: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Maximal inscribed balls: squared diameters of the largest balls about all voxels, from squared
 * distances to the background.
 */
export const inscribedDiameters = /* @__PURE__ */ kernel({
  name: 'inscribed_diameters',
  wgsl: inscribedDiametersWgsl,
  modules: { balls: ballsWgsl, grid: gridWgsl },
  buffers: { squares: 'read', dst: 'write' },
  params: { grid: 'Grid', weights: 'vec3u' },
  constants: ['OUTSIDE'],
  workgroup: [16, 4, 1],
});

/**
 * Cell sums of interfaces (Crofton crossings): for every cell of `edge` voxels along each axis and
 * pair of phases a < b, number b (b − 1) / 2 + a, the pairs of neighbours of these phases whose
 * first voxel it holds, weighted by their direction (`classes` turns codes into 0 … n − 1).
 */
export const interfaceCells = /* @__PURE__ */ kernel({
  name: 'interface_cells',
  wgsl: interfaceCellsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', classes: 'read', weights: 'read', cells: 'read_write' },
  params: { task: 'Grid', src: 'Grid', lattice: 'vec3u', edge: 'u32', pairs: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Local thickness (Hildebrand and Rüegsegger): the diameter of the largest listed ball that holds
 * each voxel, for blocks from `first` on.
 */
export const largestBalls = /* @__PURE__ */ kernel({
  name: 'largest_balls',
  wgsl: largestBallsWgsl,
  modules: { balls: ballsWgsl, flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: { diameters: 'read', tops: 'read', starts: 'read', balls: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    blocks: 'vec3u',
    first: 'u32',
    weights: 'vec3u',
    scale: 'f32',
    reach: 'vec3u',
  },
  constants: [],
  workgroup: [32, 1, 1],
});

/**
 * Marching cubes of every object of labels, first pass: which edges of a chunk of 32 voxels have
 * vertices, which cells have triangles, and how many. `triangles` holds eight words for each of the
 * 256 kinds of cells, the first of them the number of triangles.
 */
export const meshCountLabels = /* @__PURE__ */ kernel({
  name: 'mesh_count_labels',
  wgsl: meshCountLabelsWgsl,
  modules: {
    grid: gridWgsl,
    label_cells: labelCellsWgsl,
    label_rows: labelRowsWgsl,
    mesh_chunks: meshChunksWgsl,
    mesh_tiles: meshTilesWgsl,
  },
  buffers: {
    labels: 'read',
    triangles: 'read',
    records: 'write',
    tile_vertices: 'write',
    tile_triangles: 'write',
  },
  params: {
    labels: 'Grid',
    first: 'vec3i',
    extent: 'vec3u',
    own: 'vec3i',
    vertex_end: 'vec3i',
    cell_end: 'vec3i',
    reach: 'vec3i',
  },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Marching cubes of a mask, first pass: which edges of a chunk of 32 voxels have vertices, which
 * cells have triangles, and how many. `triangles` holds eight words for each of the 256 kinds of
 * cells, the first of them the number of triangles.
 */
export const meshCountMask = /* @__PURE__ */ kernel({
  name: 'mesh_count_mask',
  wgsl: meshCountMaskWgsl,
  modules: {
    cell_rows: cellRowsWgsl,
    grid: gridWgsl,
    mesh_chunks: meshChunksWgsl,
    mesh_tiles: meshTilesWgsl,
  },
  buffers: {
    src: 'read',
    triangles: 'read',
    records: 'write',
    tile_vertices: 'write',
    tile_triangles: 'write',
  },
  params: {
    src: 'Grid',
    first: 'vec3i',
    extent: 'vec3u',
    own: 'vec3i',
    vertex_end: 'vec3i',
    cell_end: 'vec3i',
    reach: 'vec3i',
  },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Marching cubes of every object of labels, second pass: writes vertices and triangles where the
 * first pass counted them. A vertex is two words, chunk · 256 + axis · 64 + side · 32 + lane, and
 * the id of its object.
 */
export const meshEmitLabels = /* @__PURE__ */ kernel({
  name: 'mesh_emit_labels',
  wgsl: meshEmitLabelsWgsl,
  modules: {
    grid: gridWgsl,
    label_cells: labelCellsWgsl,
    label_rows: labelRowsWgsl,
    mesh_chunks: meshChunksWgsl,
    mesh_numbers: meshNumbersWgsl,
  },
  buffers: {
    labels: 'read',
    triangles: 'read',
    records: 'read',
    tile_vertices: 'read',
    tile_triangles: 'read',
    vertices: 'write',
    indices: 'write',
  },
  params: {
    labels: 'Grid',
    first: 'vec3i',
    extent: 'vec3u',
    own: 'vec3i',
    vertex_end: 'vec3i',
    cell_end: 'vec3i',
    reach: 'vec3i',
  },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Marching cubes of a mask, second pass: writes vertices and triangles where the first pass counted
 * them. A vertex is the word chunk · 256 + axis · 32 + lane; with HAS_VALUES another word holds
 * where on its edge it lies: where the volume, from one voxel to the next, takes the value `level`.
 * No vertex is nearer to a voxel than 1/1024 of the edge; where a voxel lies outside or is not
 * finite, it lies midway.
 */
export const meshEmitMask = /* @__PURE__ */ kernel({
  name: 'mesh_emit_mask',
  wgsl: meshEmitMaskWgsl,
  modules: {
    cell_rows: cellRowsWgsl,
    grid: gridWgsl,
    mesh_chunks: meshChunksWgsl,
    mesh_numbers: meshNumbersWgsl,
    voxel: voxelWgsl,
  },
  buffers: {
    src: 'read',
    values: 'read',
    triangles: 'read',
    records: 'read',
    tile_vertices: 'read',
    tile_triangles: 'read',
    vertices: 'write',
    indices: 'write',
  },
  params: {
    src: 'Grid',
    values: 'Grid',
    first: 'vec3i',
    extent: 'vec3u',
    own: 'vec3i',
    vertex_end: 'vec3i',
    cell_end: 'vec3i',
    reach: 'vec3i',
    level: 'f32',
  },
  constants: ['HAS_VALUES', 'DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Triple lines: counts the edges of voxels along x, y, z between three or more phases (`classes`
 * turns codes into 0 … n − 1), then those of each triple a < b < c, numbered by binomials; each
 * twice: all, and those whose phases meet within the mask `chosen` (with ACTIVE 1). With HAS_WITHIN
 * 1, edges of which all four voxels lie in the mask `within`. LOCAL 1 sums within workgroups first,
 * for up to `LOCAL_COUNTS` counts.
 */
export const phaseEdges = /* @__PURE__ */ kernel({
  name: 'phase_edges',
  wgsl: phaseEdgesWgsl,
  modules: { grid: gridWgsl, local_counts: localCountsWgsl },
  buffers: { src: 'read', chosen: 'read', within: 'read', classes: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', chosen: 'Grid', within: 'Grid', phases: 'u32' },
  constants: ['ACTIVE', 'HAS_WITHIN', 'LOCAL'],
  workgroup: [64, 1, 1],
});

/**
 * Interfaces of phases (Crofton crossings): counts per phase (`classes` turns codes into 0 … n − 1)
 * its voxels, and per each of 13 directions and pair of phases a < b, number b (b − 1) / 2 + a, the
 * pairs of neighbours; each twice: all, and those in the mask `chosen` (with ACTIVE 1). Last, per
 * phase, its voxels in runs of one or two along an axis; runs that reach the volume's border go on.
 * With HAS_WITHIN 1, voxels and pairs in the mask `within` alone. LOCAL 1 sums within workgroups
 * first, for up to `LOCAL_COUNTS` counts.
 */
export const phasePairs = /* @__PURE__ */ kernel({
  name: 'phase_pairs',
  wgsl: phasePairsWgsl,
  modules: { grid: gridWgsl, local_counts: localCountsWgsl },
  buffers: { src: 'read', chosen: 'read', within: 'read', classes: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', chosen: 'Grid', within: 'Grid', phases: 'u32' },
  constants: ['ACTIVE', 'HAS_WITHIN', 'LOCAL'],
  workgroup: [64, 1, 1],
});

/**
 * Signed distance to a height field: how far along an axis (AXIS 0, 1, 2) every voxel lies from it;
 * the field has an f32 in voxels per column.
 */
export const surfaceHeight = /* @__PURE__ */ kernel({
  name: 'surface_height',
  wgsl: surfaceHeightWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { heights: 'read', dst: 'write' },
  params: { dst: 'Grid', scale: 'f32' },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});
