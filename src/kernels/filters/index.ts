// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import bitGroupsWgsl from '../shared/bit_groups.wgsl?raw';
import borderWgsl from '../shared/border.wgsl?raw';
import columnMarchWgsl from '../shared/column_march.wgsl?raw';
import combinedFieldsWgsl from '../shared/combined_fields.wgsl?raw';
import conversionWgsl from '../shared/conversion.wgsl?raw';
import eightsWgsl from '../shared/eights.wgsl?raw';
import extremumRowWgsl from '../shared/extremum_row.wgsl?raw';
import extremumWindowsWgsl from '../shared/extremum_windows.wgsl?raw';
import farFloatsWgsl from '../shared/far_floats.wgsl?raw';
import floatArithmeticWgsl from '../shared/float_arithmetic.wgsl?raw';
import floatBitsWgsl from '../shared/float_bits.wgsl?raw';
import fourierLinesWgsl from '../shared/fourier_lines.wgsl?raw';
import gaussianSpectrumWgsl from '../shared/gaussian_spectrum.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import levelsWgsl from '../shared/levels.wgsl?raw';
import localMomentsWgsl from '../shared/local_moments.wgsl?raw';
import medianKeyWgsl from '../shared/median_key.wgsl?raw';
import operandsWgsl from '../shared/operands.wgsl?raw';
import placesWgsl from '../shared/places.wgsl?raw';
import quadWgsl from '../shared/quad.wgsl?raw';
import quadFieldWgsl from '../shared/quad_field.wgsl?raw';
import quadPlaceWgsl from '../shared/quad_place.wgsl?raw';
import quadSumsWgsl from '../shared/quad_sums.wgsl?raw';
import sampledPlaceWgsl from '../shared/sampled_place.wgsl?raw';
import shiftedFieldWgsl from '../shared/shifted_field.wgsl?raw';
import shiftsWgsl from '../shared/shifts.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import stencilEightsWgsl from '../shared/stencil_eights.wgsl?raw';
import symmetricFieldsWgsl from '../shared/symmetric_fields.wgsl?raw';
import symmetricMatrixWgsl from '../shared/symmetric_matrix.wgsl?raw';
import totalVariationWgsl from '../shared/total_variation.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import wideWgsl from '../shared/wide.wgsl?raw';
import wideColumnsWgsl from '../shared/wide_columns.wgsl?raw';
import wideMomentsWgsl from '../shared/wide_moments.wgsl?raw';
import wideWindowsWgsl from '../shared/wide_windows.wgsl?raw';
import windowMarginWgsl from '../shared/window_margin.wgsl?raw';
import windowQuadsWgsl from '../shared/window_quads.wgsl?raw';
import windowSumsWgsl from '../shared/window_sums.wgsl?raw';
import workgroupSumWgsl from '../shared/workgroup_sum.wgsl?raw';
import arithmeticWgsl from './arithmetic.wgsl?raw';
import arithmeticFlatWgsl from './arithmetic_flat.wgsl?raw';
import bilateralWgsl from './bilateral.wgsl?raw';
import binWgsl from './bin.wgsl?raw';
import binPairsWgsl from './bin_pairs.wgsl?raw';
import bitPlanesWgsl from './bit_planes.wgsl?raw';
import castWgsl from './cast.wgsl?raw';
import castFlatWgsl from './cast_flat.wgsl?raw';
import combineFieldsWgsl from './combine_fields.wgsl?raw';
import combineQuadsWgsl from './combine_quads.wgsl?raw';
import correlationPeakWgsl from './correlation_peak.wgsl?raw';
import correlationRowsWgsl from './correlation_rows.wgsl?raw';
import cropWgsl from './crop.wgsl?raw';
import crossPowerColumnsWgsl from './cross_power_columns.wgsl?raw';
import diffuseWgsl from './diffuse.wgsl?raw';
import diffuseEightsWgsl from './diffuse_eights.wgsl?raw';
import extremumAcrossWgsl from './extremum_across.wgsl?raw';
import extremumAcrossWideWgsl from './extremum_across_wide.wgsl?raw';
import extremumBallWgsl from './extremum_ball.wgsl?raw';
import extremumRowsWgsl from './extremum_rows.wgsl?raw';
import extremumRowsWideWgsl from './extremum_rows_wide.wgsl?raw';
import extremumXWgsl from './extremum_x.wgsl?raw';
import extremumXWideWgsl from './extremum_x_wide.wgsl?raw';
import flattenWgsl from './flatten.wgsl?raw';
import flipRowsWgsl from './flip_rows.wgsl?raw';
import floatMarginWgsl from './float_margin.wgsl?raw';
import gatherWgsl from './gather.wgsl?raw';
import gaussianMarchWgsl from './gaussian_march.wgsl?raw';
import gaussianPassWgsl from './gaussian_pass.wgsl?raw';
import gaussianRowWgsl from './gaussian_row.wgsl?raw';
import integerArithmeticWgsl from './integer_arithmetic.wgsl?raw';
import laplacianEightsWgsl from './laplacian_eights.wgsl?raw';
import laplacianQuadsWgsl from './laplacian_quads.wgsl?raw';
import localContrastWgsl from './local_contrast.wgsl?raw';
import localContrastQuadsWgsl from './local_contrast_quads.wgsl?raw';
import localContrastWideWgsl from './local_contrast_wide.wgsl?raw';
import mapValuesWgsl from './map_values.wgsl?raw';
import maskLogicWgsl from './mask_logic.wgsl?raw';
import nlmGatherWgsl from './nlm_gather.wgsl?raw';
import nlmWeightsWgsl from './nlm_weights.wgsl?raw';
import polarWgsl from './polar.wgsl?raw';
import rank3Wgsl from './rank3.wgsl?raw';
import rank5Wgsl from './rank5.wgsl?raw';
import rank7Wgsl from './rank7.wgsl?raw';
import resampleWgsl from './resample.wgsl?raw';
import resampleToWgsl from './resample_to.wgsl?raw';
import ringClassesWgsl from './ring_classes.wgsl?raw';
import shiftSlicesWgsl from './shift_slices.wgsl?raw';
import sliceHistogramWgsl from './slice_histogram.wgsl?raw';
import sliceMeansWgsl from './slice_means.wgsl?raw';
import sobelWgsl from './sobel.wgsl?raw';
import spectrumColumnsWgsl from './spectrum_columns.wgsl?raw';
import spectrumHeightsWgsl from './spectrum_heights.wgsl?raw';
import spectrumRowsWgsl from './spectrum_rows.wgsl?raw';
import stripeClassesWgsl from './stripe_classes.wgsl?raw';
import stripeMediansWgsl from './stripe_medians.wgsl?raw';
import subtractRingsWgsl from './subtract_rings.wgsl?raw';
import subtractStripesWgsl from './subtract_stripes.wgsl?raw';
import symmetricEigenvalueWgsl from './symmetric_eigenvalue.wgsl?raw';
import tileSumsWgsl from './tile_sums.wgsl?raw';
import tvAscendWgsl from './tv_ascend.wgsl?raw';
import tvAscendEightsWgsl from './tv_ascend_eights.wgsl?raw';
import tvRestoreWgsl from './tv_restore.wgsl?raw';
import tvRestoreEightsWgsl from './tv_restore_eights.wgsl?raw';
import unrollPolarWgsl from './unroll_polar.wgsl?raw';
import unsharpWgsl from './unsharp.wgsl?raw';
import warpWgsl from './warp.wgsl?raw';
import windowKeysWgsl from './window_keys.wgsl?raw';
import windowRankWgsl from './window_rank.wgsl?raw';
import windowSelectWgsl from './window_select.wgsl?raw';

/** Rows and slices that one invocation owns. */
export const DIFFUSE_ROWS = 2;

export const DIFFUSE_SLICES = 16;

/** Slices that an invocation owns. */
export const BALL_BLOCK = 32;

/** Words per slice: ten terms of a polynomial of degree 3, a gain, and one that is unused. */
export const FLATTEN_ROW = 12;

/** Quads along the axis that one invocation owns. */
export const MARCH_BLOCK = 64;

/** One invocation owns a block of voxels in a row along the axis, as 2 matrices of sixteen. */
export const PASS_BLOCK = 32;

export const ROW_BLOCK = 64;

/** Rows and slices that one invocation owns. */
export const LAPLACIAN_ROWS = 2;

export const LAPLACIAN_SLICES = 16;

/** Voxels along z that one invocation owns. */
export const QUAD_CONTRAST_BLOCK = 32;

/** Lines of eights that one invocation owns, and their length. */
export const NLM_LINES = 4;

export const NLM_LENGTH = 16;

/** Voxels along z that an invocation owns. */
export const RESAMPLE_BLOCK = 8;

/** Words per slice: the first offsets along x and y, then four weights each. */
export const SHIFT_ROW = 10;

/** Bins of each slice. */
export const SLICE_BINS = 1024;

/** Voxels of a column that one invocation owns. */
export const SOBEL_SLICES = 16;

/** One more than the greatest difference of two levels. */
export const MEDIAN_OFFSET = 65536;

/** Edge of a tile, which is one voxel thick along z. */
export const TILE = 32;

/** Voxel-wise arithmetic of two volumes, or of one and a number, in f32; a quad per invocation. */
export const arithmetic = /* @__PURE__ */ kernel({
  name: 'arithmetic',
  wgsl: arithmeticWgsl,
  modules: {
    float_arithmetic: floatArithmeticWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    operands: operandsWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: {
    a: 'Grid',
    b: 'Grid',
    dst: 'Grid',
    operation: 'u32',
    swapped: 'u32',
    scalar: 'u32',
    value: 'f32',
  },
  constants: ['A_DTYPE', 'B_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Voxel-wise arithmetic as `arithmetic`, for grids without padding that fill their buffers: `units`
 * times sixteen voxels.
 */
export const arithmeticFlat = /* @__PURE__ */ kernel({
  name: 'arithmetic_flat',
  wgsl: arithmeticFlatWgsl,
  modules: {
    float_arithmetic: floatArithmeticWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: { units: 'u32', value: 'f32' },
  constants: ['A_DTYPE', 'B_DTYPE', 'OPERATION', 'SCALAR', 'SWAPPED'],
  workgroup: [64, 1, 1],
});

/**
 * Bilateral filter: means weighted by distance and by difference in value; four voxels per
 * invocation.
 */
export const bilateral = /* @__PURE__ */ kernel({
  name: 'bilateral',
  wgsl: bilateralWgsl,
  modules: { grid: gridWgsl, quad_place: quadPlaceWgsl },
  buffers: { field: 'read', weights: 'read', dst: 'write' },
  params: { task: 'Grid', dst: 'Grid', field_size: 'vec3u', falloff: 'f32', radius: 'vec3u' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Binning (downsampling by whole factors): blocks of factor x × y × z voxels become one, by their
 * mean (MODE 0) or by their most frequent value, the mode (1).
 */
export const bin = /* @__PURE__ */ kernel({
  name: 'bin',
  wgsl: binWgsl,
  modules: {
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', factor: 'vec3u' },
  constants: ['DTYPE', 'BY_MODE'],
  workgroup: [64, 1, 1],
});

/**
 * Binning as `bin`, for means of 8 and 16 bits and f32, of two voxels along x and one or two along
 * y and z, of whole rows of the volume that are whole vectors of four words; two words of the
 * result per invocation.
 */
export const binPairs = /* @__PURE__ */ kernel({
  name: 'bin_pairs',
  wgsl: binPairsWgsl,
  modules: { far_floats: farFloatsWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['DTYPE', 'DEEP_Y', 'DEEP_Z'],
  workgroup: [16, 4, 1],
});

/**
 * Bit planes (bit slicing) of a volume's order-preserving keys, in overlapping groups of a row,
 * with the margin that windows reach.
 */
export const bitPlanes = /* @__PURE__ */ kernel({
  name: 'bit_planes',
  wgsl: bitPlanesWgsl,
  modules: {
    bit_groups: bitGroupsWgsl,
    border: borderWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    origin: 'vec3u',
    groups: 'u32',
    rows: 'u32',
    slices: 'u32',
    radius: 'u32',
    border_raw: 'u32',
  },
  constants: ['DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

/**
 * Type conversion: a grid of any storage to a volume of any dtype, saturating; bits become 0 and 1.
 * Four voxels per invocation.
 */
export const cast = /* @__PURE__ */ kernel({
  name: 'cast',
  wgsl: castWgsl,
  modules: {
    conversion: conversionWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_field: quadFieldWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Type conversion as `cast`, of volumes whose rows have no pads, where what is cast follows in both
 * buffers without a gap: `units` times sixteen voxels where one of the dtypes has 8 bits or one,
 * else eight; from bits to 8 bits 32. `first` is the first quad of words of the source.
 */
export const castFlat = /* @__PURE__ */ kernel({
  name: 'cast_flat',
  wgsl: castFlatWgsl,
  modules: {
    conversion: conversionWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { first: 'u32', units: 'u32' },
  constants: ['SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Voxel-wise combination of up to three f32 fields of one layout into one, whose words begin at
 * word `first` of `dst`.
 */
export const combineFields = /* @__PURE__ */ kernel({
  name: 'combine_fields',
  wgsl: combineFieldsWgsl,
  modules: { combined_fields: combinedFieldsWgsl, far_floats: farFloatsWgsl, grid: gridWgsl },
  buffers: { a: 'read', b: 'read', c: 'read', dst: 'write' },
  params: { first: 'u32', count: 'u32', terms: 'u32' },
  constants: ['MODE'],
  workgroup: [64, 1, 1],
});

/** As combine_fields, four voxels at a time; `first` counts fours of words. */
export const combineQuads = /* @__PURE__ */ kernel({
  name: 'combine_quads',
  wgsl: combineQuadsWgsl,
  modules: { combined_fields: combinedFieldsWgsl, far_floats: farFloatsWgsl, grid: gridWgsl },
  buffers: { a: 'read', b: 'read', c: 'read', dst: 'write' },
  params: { first: 'u32', count: 'u32', terms: 'u32' },
  constants: ['MODE'],
  workgroup: [64, 1, 1],
});

/**
 * Peak of a phase correlation: the greatest value of every slice among shifts of at most `reach`,
 * and its neighbours.
 */
export const correlationPeak = /* @__PURE__ */ kernel({
  name: 'correlation_peak',
  wgsl: correlationPeakWgsl,
  modules: {},
  buffers: { correlation: 'read', peaks: 'write' },
  params: { size: 'vec3u', reach_x: 'u32', reach_y: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Phase correlations out of their columns: the inverse Fourier transform along x of the rows that
 * are looked at, the first `head` pairs of rows and the last ones (shifts along −y). Two real rows
 * are one complex line.
 */
export const correlationRows = /* @__PURE__ */ kernel({
  name: 'correlation_rows',
  wgsl: correlationRowsWgsl,
  modules: { fourier_lines: fourierLinesWgsl, grid: gridWgsl },
  buffers: { twiddles: 'read', columns: 'read', correlation: 'write' },
  params: { size: 'vec3u', head: 'u32', pairs: 'u32' },
  constants: ['LENGTH', 'LOG_LENGTH', 'LINES', 'NUMBERS'],
  workgroup: [64, 1, 1],
});

/** Cropping: the box of a grid that starts at `offset`; a shift by any number of voxels along x. */
export const crop = /* @__PURE__ */ kernel({
  name: 'crop',
  wgsl: cropWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', offset: 'vec3u' },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Cross-power spectra of a phase correlation, and their inverse Fourier transform along y:
 * half-whitened spectra times the conjugates of those `lag` slices before, weighted by the
 * transform of a Gaussian.
 */
export const crossPowerColumns = /* @__PURE__ */ kernel({
  name: 'cross_power_columns',
  wgsl: crossPowerColumnsWgsl,
  modules: {
    fourier_lines: fourierLinesWgsl,
    gaussian_spectrum: gaussianSpectrumWgsl,
    grid: gridWgsl,
  },
  buffers: { twiddles: 'read', spectra: 'read', columns: 'write' },
  params: { size: 'vec3u', width: 'u32', lag: 'u32', first: 'u32', sigma: 'f32' },
  constants: ['LENGTH', 'LOG_LENGTH', 'LINES', 'NUMBERS'],
  workgroup: [64, 1, 1],
});

/**
 * Anisotropic diffusion (Perona and Malik): one explicit step on an f32 field; four voxels per
 * invocation.
 */
export const diffuse = /* @__PURE__ */ kernel({
  name: 'diffuse',
  wgsl: diffuseWgsl,
  modules: { grid: gridWgsl, quad_field: quadFieldWgsl, quad_place: quadPlaceWgsl },
  buffers: { src: 'read', quads: 'read', dst: 'write' },
  params: { src: 'Grid', task: 'Grid', dst: 'Grid', gain: 'vec3f', scale: 'vec3f' },
  constants: ['WIDE', 'CONDUCTANCE'],
  workgroup: [64, 1, 1],
});

/**
 * Anisotropic diffusion as `diffuse`, of any dtype, for rows of whole quads of words and tasks of a
 * multiple of eight voxels.
 */
export const diffuseEights = /* @__PURE__ */ kernel({
  name: 'diffuse_eights',
  wgsl: diffuseEightsWgsl,
  modules: {
    eights: eightsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_field: quadFieldWgsl,
    quad_place: quadPlaceWgsl,
    stencil_eights: stencilEightsWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', task: 'Grid', dst: 'Grid', gain: 'vec3f', scale: 'vec3f' },
  constants: ['SRC_DTYPE', 'CONDUCTANCE'],
  workgroup: [64, 1, 1],
});

/**
 * Running extremum (van Herk, Gil and Werman) along y or z: the greatest value (with flipped keys
 * the least) of a window of 2·radius + 1 voxels; grey dilation and erosion by boxes. An invocation
 * owns a column of BLOCK quads: 4, or for radius 1 and 2 any number.
 */
export const extremumAcross = /* @__PURE__ */ kernel({
  name: 'extremum_across',
  wgsl: extremumAcrossWgsl,
  modules: {
    extremum_windows: extremumWindowsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_raw: 'u32', flip: 'u32' },
  constants: ['DTYPE', 'CONSTANT', 'NEAR', 'AXIS', 'BLOCK'],
  workgroup: [16, 4, 1],
});

/**
 * Running extremum as `extremumAcross`, for boxes that begin and end with those of the source along
 * x, of rows of whole vectors of four words; a column of BLOCK vectors per invocation.
 */
export const extremumAcrossWide = /* @__PURE__ */ kernel({
  name: 'extremum_across_wide',
  wgsl: extremumAcrossWideWgsl,
  modules: {
    extremum_windows: extremumWindowsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_raw: 'u32', flip: 'u32' },
  constants: ['DTYPE', 'CONSTANT', 'NEAR', 'AXIS', 'BLOCK'],
  workgroup: [16, 4, 1],
});

/**
 * Extremum over a ball that reaches at most 4 voxels along every axis: the greatest value (with
 * flipped keys the least) of its rows, whose windows along x are made in registers, slice by slice
 * along z; written for the rows of one ball.
 */
export const extremumBallTemplate = {
  name: 'extremum_ball',
  wgsl: extremumBallWgsl,
  modules: {
    extremum_row: extremumRowWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', border_raw: 'u32', flip: 'u32' },
  constants: ['DTYPE', 'CONSTANT'],
  workgroup: [64, 1, 1],
} as const;

/**
 * Extremum over a structuring element given by rows: the greatest value (with flipped keys the
 * least) of `rows` voxels at offsets (y, z) of each voxel, and of what `dst` holds already (unless
 * FIRST); a quad per invocation.
 */
export const extremumRows = /* @__PURE__ */ kernel({
  name: 'extremum_rows',
  wgsl: extremumRowsWgsl,
  modules: {
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', offsets: 'read', dst: 'read_write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    rows: 'u32',
    border_raw: 'u32',
    constant: 'u32',
    flip: 'u32',
  },
  constants: ['DTYPE', 'FIRST'],
  workgroup: [64, 1, 1],
});

/**
 * Extremum over a structuring element as `extremumRows`, for boxes whose rows are whole vectors of
 * four words, without pads; a vector per invocation.
 */
export const extremumRowsWide = /* @__PURE__ */ kernel({
  name: 'extremum_rows_wide',
  wgsl: extremumRowsWideWgsl,
  modules: { grid: gridWgsl, median_key: medianKeyWgsl, quad: quadWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', offsets: 'read', dst: 'read_write' },
  params: { src: 'Grid', dst: 'Grid', rows: 'u32', border_raw: 'u32', flip: 'u32' },
  constants: ['DTYPE', 'FIRST', 'CONSTANT'],
  workgroup: [16, 4, 1],
});

/**
 * Running extremum (van Herk, Gil and Werman) along x: the greatest value (with flipped keys the
 * least) of a window of 2·radius + 1 voxels; 16 voxels per invocation.
 */
export const extremumX = /* @__PURE__ */ kernel({
  name: 'extremum_x',
  wgsl: extremumXWgsl,
  modules: {
    extremum_row: extremumRowWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_raw: 'u32', flip: 'u32' },
  constants: ['DTYPE', 'CONSTANT', 'NEAR'],
  workgroup: [4, 16, 1],
});

/**
 * Running extremum as `extremumX` for radii up to 4, of whole rows of the volume that are whole
 * vectors of four words; two vectors per invocation.
 */
export const extremumXWide = /* @__PURE__ */ kernel({
  name: 'extremum_x_wide',
  wgsl: extremumXWideWgsl,
  modules: {
    extremum_row: extremumRowWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_raw: 'u32', flip: 'u32' },
  constants: ['DTYPE', 'CONSTANT', 'NEAR'],
  workgroup: [4, 16, 1],
});

/**
 * Flat-field correction by a polynomial: takes a polynomial of the place in the slice out of every
 * voxel, (v − P) · gain or v · exp(−P). Terms are those of 1, x, y, x², xy, y², x³, x²y, xy², y³,
 * with x and y from −1 to 1 across the volume.
 */
export const flatten = /* @__PURE__ */ kernel({
  name: 'flatten',
  wgsl: flattenWgsl,
  modules: {
    column_march: columnMarchWgsl,
    grid: gridWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', coefficients: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'FACTOR'],
  workgroup: [64, 1, 1],
});

/**
 * Mirrors whole rows of the volume that are whole vectors of four words; a vector per invocation.
 */
export const flipRows = /* @__PURE__ */ kernel({
  name: 'flip_rows',
  wgsl: flipRowsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', mirrored_y: 'u32', mirrored_z: 'u32' },
  constants: ['DTYPE', 'MIRRORED_X'],
  workgroup: [16, 4, 1],
});

/**
 * Padding: a box of a volume as f32 with the values that a border rule gives outside the volume;
 * one voxel per invocation.
 */
export const floatMargin = /* @__PURE__ */ kernel({
  name: 'float_margin',
  wgsl: floatMarginWgsl,
  modules: { border: borderWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', first: 'vec3i', border_value: 'f32', size: 'vec3u' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

/**
 * Gather by an index map per axis (flips, transposes, padding): `indices` holds, for each x, then
 * y, then z of `dst`, the index in the source volume, or −1 for `fill_raw`.
 */
export const gather = /* @__PURE__ */ kernel({
  name: 'gather',
  wgsl: gatherWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', indices: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill_raw: 'u32' },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Separable convolution along y or z by a symmetric or antisymmetric kernel (a Gaussian or its
 * derivative), of f32 in rows of whole quads, for one radius.
 */
export const gaussianMarchTemplate = {
  name: 'gaussian_march',
  wgsl: gaussianMarchWgsl,
  modules: { border: borderWgsl, far_floats: farFloatsWgsl, grid: gridWgsl },
  buffers: { src: 'read', weights: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', border_value: 'f32' },
  constants: ['AXIS', 'BORDER', 'ODD', 'HALVED'],
  workgroup: [64, 1, 1],
} as const;

/**
 * Separable convolution along one axis by a symmetric or antisymmetric kernel (a Gaussian or its
 * derivative), any dtype to f32; 32 voxels per invocation.
 */
export const gaussianPass = /* @__PURE__ */ kernel({
  name: 'gaussian_pass',
  wgsl: gaussianPassWgsl,
  modules: { border: borderWgsl, far_floats: farFloatsWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', weights: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'AXIS', 'BORDER', 'REPEATED', 'ODD', 'HALVED'],
  workgroup: [64, 1, 1],
});

/**
 * Separable convolution along x by a symmetric or antisymmetric kernel (a Gaussian or its
 * derivative), any dtype to f32, for volumes and rows of a multiple of eight voxels and of four
 * words, for one radius.
 */
export const gaussianRowTemplate = {
  name: 'gaussian_row',
  wgsl: gaussianRowWgsl,
  modules: {
    border: borderWgsl,
    eights: eightsWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', weights: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER', 'ODD', 'HALVED'],
  workgroup: [64, 1, 1],
} as const;

/**
 * Voxel-wise arithmetic of two integer volumes, or of one and a whole number, exact and saturating;
 * a quad per invocation.
 */
export const integerArithmetic = /* @__PURE__ */ kernel({
  name: 'integer_arithmetic',
  wgsl: integerArithmeticWgsl,
  modules: {
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    operands: operandsWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
  },
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: {
    a: 'Grid',
    b: 'Grid',
    dst: 'Grid',
    operation: 'u32',
    swapped: 'u32',
    scalar: 'u32',
    magnitude: 'u32',
    negative: 'u32',
  },
  constants: ['A_DTYPE', 'B_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Discrete Laplacian as `laplacianQuads`, for rows of whole quads of words, of a multiple of eight
 * voxels.
 */
export const laplacianEights = /* @__PURE__ */ kernel({
  name: 'laplacian_eights',
  wgsl: laplacianEightsWgsl,
  modules: {
    border: borderWgsl,
    eights: eightsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    stencil_eights: stencilEightsWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', weights: 'vec3f', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

/**
 * Discrete Laplacian (7-point stencil): the sum of the second differences along each axis, any
 * dtype to f32; four voxels per invocation.
 */
export const laplacianQuads = /* @__PURE__ */ kernel({
  name: 'laplacian_quads',
  wgsl: laplacianQuadsWgsl,
  modules: {
    border: borderWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_field: quadFieldWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', weights: 'vec3f', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

/**
 * Local contrast normalisation of 8- and 16-bit values: sliding-window sums along z, and from them
 * (v − mean)/(std + epsilon); 64 voxels of a column per invocation.
 */
export const localContrast = /* @__PURE__ */ kernel({
  name: 'local_contrast',
  wgsl: localContrastWgsl,
  modules: {
    border: borderWgsl,
    grid: gridWgsl,
    local_moments: localMomentsWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
    window_sums: windowSumsWgsl,
  },
  buffers: { src: 'read', sums: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    sums: 'Grid',
    slab: 'Grid',
    dst: 'Grid',
    fill: 'vec3u',
    radius: 'u32',
    window: 'u32',
    epsilon: 'f32',
  },
  constants: ['SRC_DTYPE', 'BORDER', 'WORDS'],
  workgroup: [64, 1, 1],
});

/**
 * Local contrast normalisation as `localContrast`, for rows of a multiple of four voxels; four
 * columns per invocation.
 */
export const localContrastQuads = /* @__PURE__ */ kernel({
  name: 'local_contrast_quads',
  wgsl: localContrastQuadsWgsl,
  modules: {
    border: borderWgsl,
    grid: gridWgsl,
    local_moments: localMomentsWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_sums: quadSumsWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
  },
  buffers: { src: 'read', sums: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    sums: 'Grid',
    slab: 'Grid',
    dst: 'Grid',
    fill: 'vec3u',
    radius: 'u32',
    window: 'u32',
    epsilon: 'f32',
  },
  constants: ['SRC_DTYPE', 'BORDER', 'WORDS'],
  workgroup: [64, 1, 1],
});

/**
 * Local contrast normalisation of 32-bit values: window sums along z, and from them (v − mean)/(std
 * + epsilon). With `epsilon` 0 it is one step of the values there are: 1 of integers, of f32 the
 * spacing at the window's greatest magnitude.
 */
export const localContrastWide = /* @__PURE__ */ kernel({
  name: 'local_contrast_wide',
  wgsl: localContrastWideWgsl,
  modules: {
    border: borderWgsl,
    float_bits: floatBitsWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
    wide_columns: wideColumnsWgsl,
    wide_moments: wideMomentsWgsl,
    wide_windows: wideWindowsWgsl,
  },
  buffers: { src: 'read', sums: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    sums: 'Grid',
    slab: 'Grid',
    dst: 'Grid',
    fill: 'u32',
    copies: 'u32',
    radius: 'u32',
    border: 'u32',
    epsilon: 'f32',
  },
  constants: ['SRC_DTYPE', 'SQUARES'],
  workgroup: [64, 1, 1],
});

/**
 * Point-wise function of each value, a quad per invocation. Clip: keys to `lo` … `hi`. Mirror: `lo`
 * − v, as bits. Linear: (v − start) · gain + offset in f32, kept between `least` and `most`; `dst`
 * is f32.
 */
export const mapValues = /* @__PURE__ */ kernel({
  name: 'map_values',
  wgsl: mapValuesWgsl,
  modules: {
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    lo: 'u32',
    hi: 'u32',
    start: 'f32',
    gain: 'f32',
    offset: 'f32',
    least: 'f32',
    most: 'f32',
  },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'MODE'],
  workgroup: [64, 1, 1],
});

/** Boolean operation on two masks, bit by bit; `not` takes `a` alone (bind it as `b` too). */
export const maskLogic = /* @__PURE__ */ kernel({
  name: 'mask_logic',
  wgsl: maskLogicWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { a: 'read', b: 'read', dst: 'write' },
  params: { a: 'Grid', b: 'Grid', dst: 'Grid' },
  constants: ['OPERATOR'],
  workgroup: [64, 1, 1],
});

/**
 * Non-local means, second step: adds to every voxel the weighted values under some shifts, and in
 * the end divides by the sum of weights; eight voxels per invocation.
 */
export const nlmGather = /* @__PURE__ */ kernel({
  name: 'nlm_gather',
  wgsl: nlmGatherWgsl,
  modules: {
    grid: gridWgsl,
    quad_field: quadFieldWgsl,
    quad_place: quadPlaceWgsl,
    shifted_field: shiftedFieldWgsl,
  },
  buffers: { field: 'read', weights: 'read', shifts: 'read', sums: 'read_write', dst: 'write' },
  params: {
    task: 'Grid',
    dst: 'Grid',
    field_size: 'vec3u',
    first: 'u32',
    box: 'vec3u',
    count: 'u32',
    centre: 'u32',
    last: 'u32',
    stride: 'u32',
    unit: 'f32',
  },
  constants: [],
  workgroup: [64, 1, 1],
});

/** Non-local means, first step: weights, the likeness of patches, for some shifts. */
export const nlmWeights = /* @__PURE__ */ kernel({
  name: 'nlm_weights',
  wgsl: nlmWeightsWgsl,
  modules: { grid: gridWgsl, shifted_field: shiftedFieldWgsl, shifts: shiftsWgsl },
  buffers: { field: 'read', weights: 'write' },
  params: {
    task: 'Grid',
    field_size: 'vec3u',
    first: 'u32',
    box: 'vec3u',
    shifts: 'u32',
    reach: 'vec3u',
    inverse: 'f32',
    lead: 'vec3u',
    offset: 'f32',
    stride: 'u32',
    unit: 'f32',
  },
  constants: ['ALONG', 'PATCH_X', 'PATCH_ALONG', 'PATCH_ACROSS'],
  workgroup: [64, 1, 1],
});

/**
 * Polar resampling of slices about a centre: radius along x, direction along y; linear
 * interpolation.
 */
export const polar = /* @__PURE__ */ kernel({
  name: 'polar',
  wgsl: polarWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', directions: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    slice: 'u32',
    centre_x: 'f32',
    centre_y: 'f32',
    flatness: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Rank filter of 3×3×3 windows (any rank 0 … 26) by a selection network on sorted columns, eight
 * voxels per invocation: 840 minima and maxima for the median.
 */
export const rank3Template = {
  name: 'rank3',
  wgsl: rank3Wgsl,
  modules: { grid: gridWgsl, median_key: medianKeyWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', border_raw: 'u32' },
  constants: ['DTYPE', 'CONSTANT_BORDER'],
  workgroup: [64, 1, 1],
} as const;

/** Rank filter of 5×5×5 windows by radix selection on bit planes, 24 voxels per invocation. */
export const rank5 = /* @__PURE__ */ kernel({
  name: 'rank5',
  wgsl: rank5Wgsl,
  modules: { grid: gridWgsl, median_key: medianKeyWgsl, voxel: voxelWgsl },
  buffers: { planes: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    first_slice: 'u32',
    slices: 'u32',
    groups: 'u32',
    rows: 'u32',
    rank: 'u32',
  },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});

/** Rank filter of 7×7×7 windows by radix selection on bit planes, 24 voxels per invocation. */
export const rank7 = /* @__PURE__ */ kernel({
  name: 'rank7',
  wgsl: rank7Wgsl,
  modules: { grid: gridWgsl, median_key: medianKeyWgsl, voxel: voxelWgsl },
  buffers: { planes: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    first_slice: 'u32',
    slices: 'u32',
    groups: 'u32',
    rows: 'u32',
    rank: 'u32',
  },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Separable interpolation: weighted sums of TAPS³ voxels, any dtype to f32; eight voxels along z
 * per invocation. `taps` holds TAPS pairs (index in the source volume, bits of the weight) for each
 * x, then y, then z of `dst`; an index of −1 stands for `fill`. Of floats the sums are of halves,
 * so that negative weights make none overflow.
 */
export const resample = /* @__PURE__ */ kernel({
  name: 'resample',
  wgsl: resampleWgsl,
  modules: { far_floats: farFloatsWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', taps: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'f32' },
  constants: ['SRC_DTYPE', 'TAPS'],
  workgroup: [64, 1, 1],
});

/**
 * Affine resampling: a grid sampled at positions that are an affine map of the voxels of `dst`, by
 * the nearest voxel (TAPS of 1, both dtypes the same) or by weighted sums of TAPS³ voxels, to f32.
 * Positions are 64-bit integers in units of 2⁻⁴⁰ voxel of the source, in low and high words along
 * x, y, z: where the first voxel lies, and how far a step along each axis goes. `fill` holds the
 * bits of the border's constant in DST_DTYPE.
 */
export const resampleTo = /* @__PURE__ */ kernel({
  name: 'resample_to',
  wgsl: resampleToWgsl,
  modules: {
    border: borderWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    places: placesWgsl,
    sampled_place: sampledPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    x_low: 'vec3u',
    x_high: 'vec3u',
    y_low: 'vec3u',
    y_high: 'vec3u',
    z_low: 'vec3u',
    z_high: 'vec3u',
    start_low: 'vec3u',
    start_high: 'vec3u',
    fill: 'u32',
  },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'BORDER', 'TAPS'],
  workgroup: [64, 1, 1],
});

/**
 * Radial profile for ring correction: per radius of whole voxels and slice, how many samples lie
 * outside of a mask and the sum of their levels, then the same inside. Samples are linear between
 * voxels; levels are (v − start) · gain, rounded, 0 … 65535.
 */
export const ringClasses = /* @__PURE__ */ kernel({
  name: 'ring_classes',
  wgsl: ringClassesWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', classes: 'read', directions: 'read', sums: 'write' },
  params: {
    src: 'Grid',
    classes: 'Grid',
    radii: 'u32',
    first_slice: 'u32',
    slices: 'u32',
    centre_x: 'f32',
    centre_y: 'f32',
    flatness: 'f32',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'DIRECTIONS'],
  workgroup: [64, 1, 1],
});

/**
 * Slice alignment: every slice sampled at its own offset by sums of TAPS × TAPS voxels with
 * weights, any dtype to f32.
 */
export const shiftSlices = /* @__PURE__ */ kernel({
  name: 'shift_slices',
  wgsl: shiftSlicesWgsl,
  modules: { border: borderWgsl, column_march: columnMarchWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', taps: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER', 'TAPS'],
  workgroup: [64, 1, 1],
});

/**
 * Histogram of every slice of a box: finite values v are counted in bin ⌊(v − start) · gain⌋, and
 * the first and last bin take what lies beyond them. `parts` workgroups share a slice.
 */
export const sliceHistogram = /* @__PURE__ */ kernel({
  name: 'slice_histogram',
  wgsl: sliceHistogramWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', counts: 'read_write' },
  params: { src: 'Grid', task: 'Grid', start: 'f32', gain: 'f32', parts: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Mean level of the box `first`, `size` in every slice (a reduction); one workgroup per slice, 2^22
 * voxels each at most.
 */
export const sliceMeans = /* @__PURE__ */ kernel({
  name: 'slice_means',
  wgsl: sliceMeansWgsl,
  modules: {
    grid: gridWgsl,
    levels: levelsWgsl,
    median_key: medianKeyWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', means: 'write' },
  params: { src: 'Grid', first: 'vec3u', size: 'vec3u', start: 'f32', gain: 'f32' },
  constants: ['SRC_DTYPE'],
  workgroup: [256, 1, 1],
});

/**
 * Magnitude of the gradient by Sobel's kernels of 3×3×3 voxels, any dtype to f32; up to 16 voxels
 * of a column per invocation.
 */
export const sobel = /* @__PURE__ */ kernel({
  name: 'sobel',
  wgsl: sobelWgsl,
  modules: {
    border: borderWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', scale: 'vec3f', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

/**
 * Fourier transform along y of slices, the second half of their spectra, in place; magnitudes are
 * replaced by their square roots, halfway to phases alone (half whitened).
 */
export const spectrumColumns = /* @__PURE__ */ kernel({
  name: 'spectrum_columns',
  wgsl: spectrumColumnsWgsl,
  modules: { fourier_lines: fourierLinesWgsl, grid: gridWgsl },
  buffers: { twiddles: 'read', spectra: 'read_write' },
  params: { size: 'vec3u' },
  constants: ['LENGTH', 'LOG_LENGTH', 'LINES', 'NUMBERS'],
  workgroup: [64, 1, 1],
});

/**
 * Height of the autocorrelation of every slice, which no correlation with another one is above: the
 * sum (a reduction) of the squares of its half-whitened spectrum, weighted by the transform of a
 * Gaussian.
 */
export const spectrumHeights = /* @__PURE__ */ kernel({
  name: 'spectrum_heights',
  wgsl: spectrumHeightsWgsl,
  modules: { gaussian_spectrum: gaussianSpectrumWgsl, workgroup_sum: workgroupSumWgsl },
  buffers: { spectra: 'read', heights: 'write' },
  params: { size: 'vec3u', width: 'u32', sigma: 'f32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Windowing (apodisation) and Fourier transform along x of slices, the first half of their spectra:
 * levels less their slice's mean times a window, padded with zeros. Of real rows frequencies 0 …
 * n/2 are kept; two rows make one complex line.
 */
export const spectrumRows = /* @__PURE__ */ kernel({
  name: 'spectrum_rows',
  wgsl: spectrumRowsWgsl,
  modules: {
    fourier_lines: fourierLinesWgsl,
    grid: gridWgsl,
    levels: levelsWgsl,
    median_key: medianKeyWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', means: 'read', window: 'read', twiddles: 'read', spectra: 'write' },
  params: {
    src: 'Grid',
    first: 'vec3u',
    size: 'vec3u',
    padded: 'vec3u',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'LENGTH', 'LOG_LENGTH', 'LINES', 'NUMBERS'],
  workgroup: [64, 1, 1],
});

/**
 * Line sums for stripe (curtain) correction: per line, block and slice, how many levels lie outside
 * of a mask and their sum, then the same inside.
 */
export const stripeClasses = /* @__PURE__ */ kernel({
  name: 'stripe_classes',
  wgsl: stripeClassesWgsl,
  modules: {
    grid: gridWgsl,
    levels: levelsWgsl,
    median_key: medianKeyWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', classes: 'read', sums: 'write' },
  params: {
    src: 'Grid',
    classes: 'Grid',
    tasks: 'vec3u',
    first: 'vec3u',
    length: 'u32',
    blocks: 'u32',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'ALONG'],
  workgroup: [64, 1, 1],
});

/**
 * Median for stripe (curtain) correction, along the stripes, of the difference in level between a
 * line and the next: per line, block and slice m + `MEDIAN_OFFSET`, #(< m), #(= m) and n. Block b
 * holds the voxels from ⌊b · length / blocks⌋ to just before the start of the next block.
 */
export const stripeMedians = /* @__PURE__ */ kernel({
  name: 'stripe_medians',
  wgsl: stripeMediansWgsl,
  modules: {
    grid: gridWgsl,
    levels: levelsWgsl,
    median_key: medianKeyWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', medians: 'write' },
  params: {
    src: 'Grid',
    tasks: 'vec3u',
    first: 'vec3u',
    length: 'u32',
    blocks: 'u32',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'ALONG'],
  workgroup: [64, 1, 1],
});

/**
 * Ring correction: subtracts a value per radius and slice from every voxel; linear between radii.
 */
export const subtractRings = /* @__PURE__ */ kernel({
  name: 'subtract_rings',
  wgsl: subtractRingsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', profile: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    radii: 'u32',
    centre_x: 'f32',
    centre_y: 'f32',
    flatness: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Stripe (curtain) correction: subtracts a value per line, block and slice from every voxel; linear
 * between the centres of blocks.
 */
export const subtractStripes = /* @__PURE__ */ kernel({
  name: 'subtract_stripes',
  wgsl: subtractStripesWgsl,
  modules: {
    column_march: columnMarchWgsl,
    grid: gridWgsl,
    source_voxel: sourceVoxelWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', profile: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', blocks: 'u32' },
  constants: ['SRC_DTYPE', 'ALONG', 'CONSTANT'],
  workgroup: [64, 1, 1],
});

/** One eigenvalue of the symmetric 3 × 3 matrix of every voxel; six fields of one layout. */
export const symmetricEigenvalue = /* @__PURE__ */ kernel({
  name: 'symmetric_eigenvalue',
  wgsl: symmetricEigenvalueWgsl,
  modules: {
    grid: gridWgsl,
    symmetric_fields: symmetricFieldsWgsl,
    symmetric_matrix: symmetricMatrixWgsl,
  },
  buffers: { xx: 'read', xy: 'read', xz: 'read', yy: 'read', yz: 'read', zz: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', which: 'u32' },
  constants: ['FLAT'],
  workgroup: [64, 1, 1],
});

/**
 * Tile sums for background correction: per tile of a slice, how many levels lie outside of a mask
 * and their sum, then the same inside.
 */
export const tileSums = /* @__PURE__ */ kernel({
  name: 'tile_sums',
  wgsl: tileSumsWgsl,
  modules: { grid: gridWgsl, levels: levelsWgsl, median_key: medianKeyWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', sums: 'write' },
  params: {
    src: 'Grid',
    within: 'Grid',
    first: 'vec3u',
    tiles: 'vec3u',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Total variation denoising: one step of Chambolle's dual projection on the dual fields; four
 * voxels per invocation.
 */
export const tvAscend = /* @__PURE__ */ kernel({
  name: 'tv_ascend',
  wgsl: tvAscendWgsl,
  modules: { grid: gridWgsl, quad_field: quadFieldWgsl, quad_place: quadPlaceWgsl },
  buffers: { u: 'read', px: 'read_write', py: 'read_write', pz: 'read_write' },
  params: { work: 'Grid', ratio: 'vec3f', step: 'f32', strength: 'f32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Total variation denoising: a step of the dual projection as `tvAscend`, for boxes whose rows are
 * a multiple of eight voxels.
 */
export const tvAscendEights = /* @__PURE__ */ kernel({
  name: 'tv_ascend_eights',
  wgsl: tvAscendEightsWgsl,
  modules: {
    eights: eightsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_field: quadFieldWgsl,
    quad_place: quadPlaceWgsl,
    stencil_eights: stencilEightsWgsl,
    total_variation: totalVariationWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', px: 'read_write', py: 'read_write', pz: 'read_write' },
  params: { src: 'Grid', ratio: 'vec3f', step: 'f32', strength: 'f32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Total variation denoising: the primal volume that belongs to the dual fields; four voxels per
 * invocation.
 */
export const tvRestore = /* @__PURE__ */ kernel({
  name: 'tv_restore',
  wgsl: tvRestoreWgsl,
  modules: { grid: gridWgsl, quad_field: quadFieldWgsl, quad_place: quadPlaceWgsl },
  buffers: { src: 'read', px: 'read', py: 'read', pz: 'read', dst: 'write' },
  params: { work: 'Grid', task: 'Grid', dst: 'Grid', ratio: 'vec3f' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Total variation denoising: the primal volume as `tvRestore`, of any dtype, for tasks of a
 * multiple of eight voxels along x, in rows of whole quads of words.
 */
export const tvRestoreEights = /* @__PURE__ */ kernel({
  name: 'tv_restore_eights',
  wgsl: tvRestoreEightsWgsl,
  modules: {
    eights: eightsWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_field: quadFieldWgsl,
    quad_place: quadPlaceWgsl,
    stencil_eights: stencilEightsWgsl,
    total_variation: totalVariationWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', px: 'read', py: 'read', pz: 'read', dst: 'write' },
  params: { src: 'Grid', work: 'Grid', task: 'Grid', dst: 'Grid', ratio: 'vec3f' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Slices unrolled about a centre: direction along x, radius along y. Sampled at places in fixed
 * point, by the nearest voxel (TAPS of 1, both dtypes the same) or by weighted sums of TAPS³
 * voxels, to f32. `rays` holds eight words for each direction of the region, in 2⁻⁴⁰ voxel along x
 * and y: where the first radius lies from the centre (low, high words), and the step of a radius.
 * `centres` holds four words for each slice of the region: the centre (low, high).
 */
export const unrollPolar = /* @__PURE__ */ kernel({
  name: 'unroll_polar',
  wgsl: unrollPolarWgsl,
  modules: {
    border: borderWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    places: placesWgsl,
    sampled_place: sampledPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', rays: 'read', centres: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'u32' },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'BORDER', 'TAPS'],
  workgroup: [64, 1, 1],
});

/** Unsharp mask: a volume plus a multiple of what smoothing took away; one voxel per invocation. */
export const unsharp = /* @__PURE__ */ kernel({
  name: 'unsharp',
  wgsl: unsharpWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', smoothed: 'read', dst: 'write' },
  params: { src: 'Grid', smooth_grid: 'Grid', dst: 'Grid', amount: 'f32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * A grid sampled where a field of displacements says: at the affine place of each voxel of `dst`,
 * as in `resample_to`, moved by the field's values there. By the nearest voxel (TAPS of 1, both
 * dtypes the same) or by weighted sums of TAPS³ voxels, to f32. `scale` turns displacements into
 * 2⁻¹⁸ voxels of the source. A component that WITH leaves out is 0, and its buffer any other. Where
 * a displacement is not finite, or 8192 voxels and more, lies `nowhere`, bits in DST_DTYPE.
 */
export const warp = /* @__PURE__ */ kernel({
  name: 'warp',
  wgsl: warpWgsl,
  modules: {
    border: borderWgsl,
    far_floats: farFloatsWgsl,
    grid: gridWgsl,
    places: placesWgsl,
    sampled_place: sampledPlaceWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', along_x: 'read', along_y: 'read', along_z: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    along_x: 'Grid',
    along_y: 'Grid',
    along_z: 'Grid',
    dst: 'Grid',
    x_low: 'vec3u',
    x_high: 'vec3u',
    y_low: 'vec3u',
    y_high: 'vec3u',
    z_low: 'vec3u',
    z_high: 'vec3u',
    start_low: 'vec3u',
    start_high: 'vec3u',
    scale: 'vec3f',
    fill: 'u32',
    nowhere: 'u32',
  },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'BORDER', 'TAPS', 'WITH'],
  workgroup: [64, 1, 1],
});

/**
 * Padding for rank filters: order-preserving keys of a box and of its margins, by the border rule,
 * as rows of whole quads; a quad per invocation.
 */
export const windowKeys = /* @__PURE__ */ kernel({
  name: 'window_keys',
  wgsl: windowKeysWgsl,
  modules: {
    border: borderWgsl,
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
    window_margin: windowMarginWgsl,
  },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    origin: 'vec3u',
    quads: 'u32',
    rows: 'u32',
    slices: 'u32',
    margin_y: 'u32',
    margin_z: 'u32',
    border_raw: 'u32',
  },
  constants: ['DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

/**
 * Rank filter of any window by a binary search on the bits of the key: the value of a rank (from 0)
 * of the sorted window around each voxel, for slices of `dst` from `first_slice` on, from keys of
 * `windowKeys`; a quad per invocation.
 */
export const windowRank = /* @__PURE__ */ kernel({
  name: 'window_rank',
  wgsl: windowRankWgsl,
  modules: {
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
    window_margin: windowMarginWgsl,
    window_quads: windowQuadsWgsl,
  },
  buffers: { keys: 'read', window: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    short_ends: 'vec3u',
    first_slice: 'u32',
    long_ends: 'vec3u',
    slices: 'u32',
    quads: 'u32',
    margin_y: 'u32',
    rank: 'u32',
  },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Rank filter as `windowRank`, for one rank of windows whose rows reach at most 4 voxels to either
 * side, by a selection network in registers; so for windows of few values.
 */
export const windowSelectTemplate = {
  name: 'window_select',
  wgsl: windowSelectWgsl,
  modules: {
    grid: gridWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    quad_place: quadPlaceWgsl,
    voxel: voxelWgsl,
    window_margin: windowMarginWgsl,
    window_quads: windowQuadsWgsl,
  },
  buffers: { keys: 'read', window: 'read', dst: 'write' },
  params: { dst: 'Grid', first_slice: 'u32', slices: 'u32', quads: 'u32', margin_y: 'u32' },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
} as const;
