// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import borderWgsl from '../shared/border.wgsl?raw';
import columnRowsWgsl from '../shared/column_rows.wgsl?raw';
import columnValuesWgsl from '../shared/column_values.wgsl?raw';
import farFloatsWgsl from '../shared/far_floats.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import placesWgsl from '../shared/places.wgsl?raw';
import sampledPlaceWgsl from '../shared/sampled_place.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import canContoursWgsl from './can_contours.wgsl?raw';
import canSearchWgsl from './can_search.wgsl?raw';
import collectorFacesWgsl from './collector_faces.wgsl?raw';
import columnExcessWgsl from './column_excess.wgsl?raw';
import flattenSheetWgsl from './flatten_sheet.wgsl?raw';
import foilBlocksWgsl from './foil_blocks.wgsl?raw';
import listedVoxelsWgsl from './listed_voxels.wgsl?raw';
import maskColumnsWgsl from './mask_columns.wgsl?raw';
import maskRaysWgsl from './mask_rays.wgsl?raw';
import rowCentroidsWgsl from './row_centroids.wgsl?raw';
import stretchSheetWgsl from './stretch_sheet.wgsl?raw';
import unrollSheetWgsl from './unroll_sheet.wgsl?raw';

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

export const BLOCK = 8;

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
 * What a column along AXIS holds more than a level about a foil: row 0 of its result is the sum,
 * row 1 the sum weighed by the distance from the foil's place, which counts as 2 beyond 2 rows,
 * rows 2 and 3 the first and the second moment about the place; the rows after them are NaN. NaN
 * where the column is not finite.
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
 * A grid along a sheet of a stack: the place across the stack along x and z, distance from the
 * sheet along y. Sampled at places in fixed point, by the nearest voxel (TAPS of 1, both dtypes the
 * same) or by weighted sums of TAPS³ voxels, to f32. `places` holds twelve words for each place
 * across the stack of the region, x fastest, in 2⁻⁴⁰ voxel: where the first distance lies along x,
 * y, z (low words, high words), and the step of a distance.
 */
export const flattenSheet = /* @__PURE__ */ kernel({
  name: 'flatten_sheet',
  wgsl: flattenSheetWgsl,
  modules: {
    border: borderWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    places: placesWgsl,
    sampled_place: sampledPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', places: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'u32' },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'BORDER', 'TAPS'],
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

/**
 * A mask along an axis: bit b of a word is that of voxel 32 · w + b of the column. Columns follow
 * each other along the first of the other two axes, rows along the second.
 */
export const maskColumns = /* @__PURE__ */ kernel({
  name: 'mask_columns',
  wgsl: maskColumnsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    columns: 'u32',
    words: 'u32',
    rows: 'u32',
    first_row: 'u32',
    every: 'u32',
  },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});

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

/**
 * A line in y for each place along x in each slice: its value at y = 0 and its slope stand in
 * `lines`, x fastest.
 */
export const stretchSheet = /* @__PURE__ */ kernel({
  name: 'stretch_sheet',
  wgsl: stretchSheetWgsl,
  modules: { grid: gridWgsl },
  buffers: { lines: 'read', dst: 'write' },
  params: { dst: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * A grid unrolled along a sheet: place along the sheet along x, distance from it along y. Sampled
 * at places in fixed point, by the nearest voxel (TAPS of 1, both dtypes the same) or by weighted
 * sums of TAPS³ voxels, to f32. `places` holds eight words for each place along the sheet in each
 * slice of the region, x fastest, in 2⁻⁴⁰ voxel along x and y: where the first distance lies (low,
 * high words), and the step of a distance.
 */
export const unrollSheet = /* @__PURE__ */ kernel({
  name: 'unroll_sheet',
  wgsl: unrollSheetWgsl,
  modules: {
    border: borderWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    places: placesWgsl,
    sampled_place: sampledPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', places: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'u32' },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'BORDER', 'TAPS'],
  workgroup: [64, 1, 1],
});
