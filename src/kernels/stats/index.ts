// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import chunksWgsl from '../shared/chunks.wgsl?raw';
import floatBitsWgsl from '../shared/float_bits.wgsl?raw';
import fourWordsWgsl from '../shared/four_words.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import labelCellsWgsl from '../shared/label_cells.wgsl?raw';
import labelRowsWgsl from '../shared/label_rows.wgsl?raw';
import lanesWgsl from '../shared/lanes.wgsl?raw';
import measuredObjectsWgsl from '../shared/measured_objects.wgsl?raw';
import measuredVoxelsWgsl from '../shared/measured_voxels.wgsl?raw';
import medianKeyWgsl from '../shared/median_key.wgsl?raw';
import modularWgsl from '../shared/modular.wgsl?raw';
import modularOrderWgsl from '../shared/modular_order.wgsl?raw';
import momentsDigitsWgsl from '../shared/moments_digits.wgsl?raw';
import neighbourDirectionsWgsl from '../shared/neighbour_directions.wgsl?raw';
import objectSlotsWgsl from '../shared/object_slots.wgsl?raw';
import pairSlotsWgsl from '../shared/pair_slots.wgsl?raw';
import pairVoxelsWgsl from '../shared/pair_voxels.wgsl?raw';
import quadWgsl from '../shared/quad.wgsl?raw';
import sourceVoxelWgsl from '../shared/source_voxel.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import wideWgsl from '../shared/wide.wgsl?raw';
import wideChunksWgsl from '../shared/wide_chunks.wgsl?raw';
import bitsAtWgsl from './bits_at.wgsl?raw';
import blockCountsWgsl from './block_counts.wgsl?raw';
import chordsWgsl from './chords.wgsl?raw';
import jointCountsWgsl from './joint_counts.wgsl?raw';
import levelCodesWgsl from './level_codes.wgsl?raw';
import levelPairsWgsl from './level_pairs.wgsl?raw';
import maskProfileWgsl from './mask_profile.wgsl?raw';
import measureLabelsWgsl from './measure_labels.wgsl?raw';
import modularColumnsWgsl from './modular_columns.wgsl?raw';
import modularLagsWgsl from './modular_lags.wgsl?raw';
import modularPointwiseWgsl from './modular_pointwise.wgsl?raw';
import modularRowsWgsl from './modular_rows.wgsl?raw';
import modularSquaresWgsl from './modular_squares.wgsl?raw';
import momentsWgsl from './moments.wgsl?raw';
import momentsNarrowWgsl from './moments_narrow.wgsl?raw';
import noiseDetailsWgsl from './noise_details.wgsl?raw';
import objectCellsWgsl from './object_cells.wgsl?raw';
import objectContactsWgsl from './object_contacts.wgsl?raw';
import objectDeviationsWgsl from './object_deviations.wgsl?raw';
import objectDigitsWgsl from './object_digits.wgsl?raw';
import objectMomentsWgsl from './object_moments.wgsl?raw';
import objectPhaseContactsWgsl from './object_phase_contacts.wgsl?raw';
import objectRowsWgsl from './object_rows.wgsl?raw';
import pairSumsWgsl from './pair_sums.wgsl?raw';
import probabilityCellsWgsl from './probability_cells.wgsl?raw';
import spectrumMapWgsl from './spectrum_map.wgsl?raw';
import spectrumSumsWgsl from './spectrum_sums.wgsl?raw';
import thinVoxelsWgsl from './thin_voxels.wgsl?raw';
import windowCellsWgsl from './window_cells.wgsl?raw';

/** Words that a workgroup writes: six sums for blocks of 2, six of 4. */
export const BLOCK_COUNTS_ROW = 12;

export const CODES = 66;

/** Rows that one invocation adds up at most along x: fewer than counters of ten bits hold. */
export const PROFILE_ROWS = 512;

/** Voxels of the block that a workgroup owns. */
export const MEASURE_BLOCK = [32, 32, 32] as const;

/** Counts that there are: one for each upper half of a positive finite float's bits. */
export const DETAIL_COUNTS = 32640;

/** Cells of the block that a workgroup owns. */
export const CELLS_BLOCK = [32, 16, 16] as const;

/**
 * Words that a kind of cell adds: PACKED of two counters, a half word each; two sums with a sign; a
 * sum that takes two words.
 */
export const CELL_WORDS = 10;

export const CELL_PACKED = 7;

/** Words of a slot: the two ids, then pairs of voxels along the 13 directions. */
export const CONTACT_WORDS = 15;

/** Voxels of the block that a workgroup owns. */
export const DEVIATIONS_BLOCK = [32, 16, 16] as const;

/** Values of a digit. */
export const DIGITS = 16;

/** Voxels of the block that a workgroup owns. */
export const MOMENTS_BLOCK = [32, 16, 16] as const;

/**
 * Directions, with a count of all in the lower half of a word and of those in the phase in the
 * upper: a workgroup owns 2,048 voxels, which have 4,096 neighbours along each.
 */
export const CONTACT_DIRECTIONS = 13;

export const PROBABILITY_CELL_WORDS = 6;

/**
 * Samples a mask: for each of `count` places, a word of the mask's buffer and the bit in it, 1
 * where it is set, else 0.
 */
export const bitsAt = /* @__PURE__ */ kernel({
  name: 'bits_at',
  wgsl: bitsAtWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', places: 'read', bits: 'write' },
  params: { count: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Block counts for the integral range (variance of block fractions): voxels of a mask per block.
 * For whole blocks of 2 and 4 voxels along each axis: how many blocks, Σ c, Σ n, Σ c², Σ c n, Σ n²
 * (c voxels of the mask among n candidates); for blocks of 8, `map` collects c + n · 2^16 of each.
 */
export const blockCounts = /* @__PURE__ */ kernel({
  name: 'block_counts',
  wgsl: blockCountsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', within: 'read', map: 'read_write', partials: 'write' },
  params: {
    src: 'Grid',
    within: 'Grid',
    tasks: 'vec3u',
    first: 'vec3u',
    map_first: 'vec3u',
    map_size: 'vec3u',
  },
  constants: ['HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Chord length distribution (run lengths): counts runs of set voxels along an axis by their length,
 * of those that start at `first` … `end`: for every length those inside the volume, then those that
 * touch its border. HAS_WITHIN 1 counts runs of voxels that lie in that mask too, and its border as
 * that of the volume.
 */
export const chords = /* @__PURE__ */ kernel({
  name: 'chords',
  wgsl: chordsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', first: 'u32', end: 'u32' },
  constants: ['AXIS', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Joint histogram of two grids, one for each block of a lattice: counts[block][bin of a][bin of b],
 * and in the last word the voxels without a bin in either.
 */
export const jointCounts = /* @__PURE__ */ kernel({
  name: 'joint_counts',
  wgsl: jointCountsWgsl,
  modules: { grid: gridWgsl, pair_voxels: pairVoxelsWgsl, voxel: voxelWgsl },
  buffers: { a: 'read', b: 'read', within: 'read', keys: 'read', counts: 'read_write' },
  params: {
    a: 'Grid',
    b: 'Grid',
    within: 'Grid',
    task: 'Grid',
    bins: 'vec3u',
    edge: 'vec3u',
    lattice: 'vec3u',
  },
  constants: ['A_DTYPE', 'B_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * How many of up to 65 rising keys the key of each voxel reaches, as a code of 8 bits; four voxels
 * per invocation. Voxels that are not in `within` are 255, NaN is `of_nan`.
 */
export const levelCodes = /* @__PURE__ */ kernel({
  name: 'level_codes',
  wgsl: levelCodesWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', keys: 'read', dst: 'write' },
  params: { src: 'Grid', within: 'Grid', dst: 'Grid', count: 'u32', of_nan: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Of codes of 8 bits, at most 65: how often each occurs, and for each of the 13 directions to a
 * neighbour how many pairs of voxels there are, how often each code is the lesser of a pair of two
 * codes, and how often the greater. 255 is no code, as all beyond the volume. A brick owns the
 * pairs whose first voxel it holds.
 */
export const levelPairs = /* @__PURE__ */ kernel({
  name: 'level_pairs',
  wgsl: levelPairsWgsl,
  modules: { grid: gridWgsl },
  buffers: { codes: 'read', offsets: 'read', counts: 'read_write' },
  params: { task: 'Grid', codes: 'Grid', greatest: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Profile (projection) of a mask: its voxels, and those of the volume or of `within` (WITHIN 1),
 * for every index along an axis; two words for each.
 */
export const maskProfile = /* @__PURE__ */ kernel({
  name: 'mask_profile',
  wgsl: maskProfileWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', bins: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['AXIS', 'WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Per-object statistics (region properties): gathers count, position, extent, greatest distance and
 * intensity of every object of a box; of 32-bit intensities the extremes alone. With `WIDE` = 1,
 * which needs rows of a multiple of eight voxels, it reads the same buffers by their second
 * bindings.
 */
export const measureLabels = /* @__PURE__ */ kernel({
  name: 'measure_labels',
  wgsl: measureLabelsWgsl,
  modules: {
    grid: gridWgsl,
    lanes: lanesWgsl,
    measured_objects: measuredObjectsWgsl,
    measured_voxels: measuredVoxelsWgsl,
    median_key: medianKeyWgsl,
    object_slots: objectSlotsWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: {
    labels: 'read',
    intensity: 'read',
    distance: 'read',
    label_quads: 'read',
    intensity_quads: 'read',
    distance_quads: 'read',
    table: 'read_write',
  },
  params: { task: 'Grid', labels: 'Grid', intensity: 'Grid', distance: 'Grid', ids: 'u32' },
  constants: ['WIDE', 'INTENSITY_DTYPE', 'HAS_INTENSITY', 'HAS_DISTANCE'],
  workgroup: [64, 1, 1],
});

/**
 * Number-theoretic transform along y or z, in place, of `lines` vectors of lines. Of these `across`
 * lie side by side, and rows of them lie `other_stride` apart; `stride` is the distance between
 * places of a line. Places from `filled` on are 0. The result is moved up by `shift`, and its first
 * `kept` places are written.
 */
export const modularColumnsTemplate = {
  name: 'modular_columns',
  wgsl: modularColumnsWgsl,
  modules: { modular: modularWgsl },
  buffers: { twiddles: 'read', data: 'read_write' },
  params: {
    lines: 'u32',
    across: 'u32',
    stride: 'u32',
    other_stride: 'u32',
    filled: 'u32',
    shift: 'u32',
    kept: 'u32',
  },
  constants: [],
  workgroup: [64, 1, 1],
} as const;

/**
 * Inverse number-theoretic transform along x, scaled by a factor: from rows of `fours`, `rows` of
 * them in a slice, to a box of lags of `size`. With EVEN 1 rows hold selected fours alone, and lags
 * are moved by `centre`.
 */
export const modularLagsTemplate = {
  name: 'modular_lags',
  wgsl: modularLagsWgsl,
  modules: { modular: modularWgsl, modular_order: modularOrderWgsl },
  buffers: { twiddles: 'read', src: 'read', counts: 'write' },
  params: {
    size: 'vec3u',
    fours: 'u32',
    centre: 'vec3u',
    rows: 'u32',
    factor: 'u32',
    quotient: 'u32',
  },
  constants: ['EVEN'],
  workgroup: [64, 1, 1],
} as const;

/**
 * Pointwise products of number-theoretic transforms (convolution theorem): products modulo the
 * prime, divided by 2^32 (Montgomery), of the numbers of `a` and those of `b` at opposite
 * frequencies, in boxes of `size`; `block` is that of the lengths. Written to `sums` or, with ADD
 * 1, added to them. `count` is the number of fours.
 */
export const modularPointwise = /* @__PURE__ */ kernel({
  name: 'modular_pointwise',
  wgsl: modularPointwiseWgsl,
  modules: { grid: gridWgsl, modular: modularWgsl, modular_order: modularOrderWgsl },
  buffers: { a: 'read', b: 'read', sums: 'read_write' },
  params: { size: 'vec3u', count: 'u32', block: 'vec3u' },
  constants: ['ADD'],
  workgroup: [64, 1, 1],
});

/**
 * Number-theoretic transform along x of rows of a mask, as numbers 0 and 1: of the voxels of `size`
 * from `first` on, which may lie outside of the volume, where there is nothing or, with PERIODIC 1,
 * the volume repeated. Written to the rows of a box of `padded` numbers; what lies beyond `size`
 * along y and z is left as it is.
 */
export const modularRowsTemplate = {
  name: 'modular_rows',
  wgsl: modularRowsWgsl,
  modules: { grid: gridWgsl, modular: modularWgsl },
  buffers: { src: 'read', twiddles: 'read', dst: 'read_write' },
  params: { src: 'Grid', first: 'vec3i', size: 'vec3u', padded: 'vec3u' },
  constants: ['PERIODIC'],
  workgroup: [64, 1, 1],
} as const;

/**
 * Autocorrelation by the number-theoretic transform: the inverse transform of the products of
 * numbers at opposite frequencies, for one of two opposite fours along x. `shape` holds the length
 * and block of x, and those of the other axis across. Products are divided by 2^32 (Montgomery).
 */
export const modularSquaresTemplate = {
  name: 'modular_squares',
  wgsl: modularSquaresWgsl,
  modules: { modular: modularWgsl, modular_order: modularOrderWgsl },
  buffers: { twiddles: 'read', src: 'read', dst: 'read_write' },
  params: {
    shape: 'vec4u',
    lines: 'u32',
    across: 'u32',
    src_stride: 'u32',
    src_other: 'u32',
    dst_stride: 'u32',
    dst_other: 'u32',
    shift: 'u32',
    kept: 'u32',
  },
  constants: [],
  workgroup: [64, 1, 1],
} as const;

/**
 * Sum and sum of squares (moments) of a box of 32-bit values as whole numbers: one row of
 * `MOMENTS_ROW` words per workgroup, each word a digit of 16 bits not yet carried (see the WGSL).
 * `exponent` is the stored exponent of the greatest magnitude of the whole volume; for f32 only.
 */
export const moments = /* @__PURE__ */ kernel({
  name: 'moments',
  wgsl: momentsWgsl,
  modules: {
    chunks: chunksWgsl,
    float_bits: floatBitsWgsl,
    grid: gridWgsl,
    moments_digits: momentsDigitsWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
  },
  buffers: { src: 'read', within: 'read', partials: 'write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', exponent: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Sum and sum of squares (moments) as `moments`, of integers of 8 and 16 bits, by vectors of four
 * words.
 */
export const momentsNarrow = /* @__PURE__ */ kernel({
  name: 'moments_narrow',
  wgsl: momentsNarrowWgsl,
  modules: {
    chunks: chunksWgsl,
    four_words: fourWordsWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
    moments_digits: momentsDigitsWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
    wide_chunks: wideChunksWgsl,
  },
  buffers: { src: 'read', within: 'read', quads: 'read', partials: 'write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT'],
  workgroup: [64, 1, 1],
});

/**
 * Noise estimation by Haar wavelet details: counts the magnitudes of the details of blocks of 2³
 * voxels; one block per invocation. With HAS_WITHIN 1, blocks of which all voxels lie in that mask;
 * a last count then becomes 1 where there is one.
 */
export const noiseDetails = /* @__PURE__ */ kernel({
  name: 'noise_details',
  wgsl: noiseDetailsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: { src: 'Grid', within: 'Grid', first: 'vec3u', blocks: 'vec3u', step: 'vec3u' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Surfaces and Euler numbers of objects by 2×2×2 configurations: adds up, for every object, weights
 * of the cells of 2×2×2 voxels that it has a part of. `weights` holds ten words for each of the 256
 * shapes of a part (bit x + 2 y + 4 z). Cells of one value alone are left out. Fields of the table,
 * each of `ids` words and added to from zero: 0 … 13 counters, 14 and 15 sums with a sign, 16 a
 * long sum (low, high).
 */
export const objectCells = /* @__PURE__ */ kernel({
  name: 'object_cells',
  wgsl: objectCellsWgsl,
  modules: {
    grid: gridWgsl,
    label_cells: labelCellsWgsl,
    label_rows: labelRowsWgsl,
    object_slots: objectSlotsWgsl,
  },
  buffers: { labels: 'read', weights: 'read', table: 'read_write' },
  params: { labels: 'Grid', first: 'vec3u', end: 'vec3u', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Contacts of objects (region adjacency graph): counts, for every two objects, the pairs of
 * neighbouring voxels along each of the 13 directions of which one lies in each object and the
 * first in raster order in the box `task`. In a hash table of `slots` slots of 15 words: the lower
 * id, the higher id, 13 counts. `full[0]` becomes 1 where the table is too small.
 */
export const objectContacts = /* @__PURE__ */ kernel({
  name: 'object_contacts',
  wgsl: objectContactsWgsl,
  modules: {
    grid: gridWgsl,
    label_rows: labelRowsWgsl,
    neighbour_directions: neighbourDirectionsWgsl,
    pair_slots: pairSlotsWgsl,
  },
  buffers: { labels: 'read', pairs: 'read_write', full: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Per-object moments of 32-bit intensities, in whole numbers: for every object of a box, sums of
 * how far its voxels lie above its own least value, and of squares of that. Of integers by keys; of
 * f32 in fixed point, in units of 2^−31 of the power of two at the object's greatest magnitude, so
 * that no other object matters. NaN and the infinities are left out. Fields of the table, each of
 * `ids` words and added to from zero: 0 count; 1 Σ (low, high); 3 Σ of squares (three words).
 */
export const objectDeviations = /* @__PURE__ */ kernel({
  name: 'object_deviations',
  wgsl: objectDeviationsWgsl,
  modules: {
    float_bits: floatBitsWgsl,
    grid: gridWgsl,
    object_slots: objectSlotsWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
  },
  buffers: {
    labels: 'read',
    volume: 'read',
    label_quads: 'read',
    volume_quads: 'read',
    scales: 'read',
    table: 'read_write',
  },
  params: { task: 'Grid', labels: 'Grid', volume: 'Grid', ids: 'u32' },
  constants: ['VOLUME_DTYPE', 'WIDE'],
  workgroup: [64, 1, 1],
});

/**
 * Radix selection of per-object percentiles, one digit: counts, for every object of a box, the
 * values of a digit of four bits of the keys of a volume's voxels in it, of those keys alone whose
 * digits above it are the object's prefix (of all with `known` 0). NaN and the infinities are left
 * out. 16 words per id, from zero.
 */
export const objectDigits = /* @__PURE__ */ kernel({
  name: 'object_digits',
  wgsl: objectDigitsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { labels: 'read', volume: 'read', prefixes: 'read', counts: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', volume: 'Grid', ids: 'u32', shift: 'u32', known: 'u32' },
  constants: ['VOLUME_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Second-order moments of every object of a box (of its inertia and equivalent ellipsoid), in
 * voxels from the volume's corner. Fields of the table, each of `ids` words and added to from zero:
 * 0 count; then pairs of words (low, high): 1 Σ x, 3 Σ y, 5 Σ z, 7 Σ xx, 9 Σ yy, 11 Σ zz, 13 Σ xy,
 * 15 Σ xz, 17 Σ yz. Indices must be below 65,536.
 */
export const objectMoments = /* @__PURE__ */ kernel({
  name: 'object_moments',
  wgsl: objectMomentsWgsl,
  modules: { grid: gridWgsl, object_slots: objectSlotsWgsl, wide: wideWgsl },
  buffers: { labels: 'read', table: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Contacts of objects with a phase: counts, for every object of a box, the neighbours of its voxels
 * that lie in the volume and not in the object, along each of the 13 directions and both ways; and
 * those of them that lie in the phase. With HAS_WITHIN 1, neighbours in that mask alone count.
 * Fields of the table, each of `ids` words and added to from zero: 0 … 12 all, 13 … 25 those in the
 * phase.
 */
export const objectPhaseContacts = /* @__PURE__ */ kernel({
  name: 'object_phase_contacts',
  wgsl: objectPhaseContactsWgsl,
  modules: {
    grid: gridWgsl,
    label_rows: labelRowsWgsl,
    neighbour_directions: neighbourDirectionsWgsl,
    object_slots: objectSlotsWgsl,
  },
  buffers: { labels: 'read', phase: 'read', within: 'read', table: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', phase: 'Grid', within: 'Grid', ids: 'u32' },
  constants: ['HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Row extents of objects, whose corners the convex hull takes: extends, for every row of voxels of
 * every object that has a place, its least and greatest x: two words per row, from zero, the
 * complement of the least and the greatest + 1. A place is four words: the object's first row + 1
 * (0: none), its first y and z, and its rows per slice; places must hold all voxels of the objects
 * in the box.
 */
export const objectRows = /* @__PURE__ */ kernel({
  name: 'object_rows',
  wgsl: objectRowsWgsl,
  modules: { grid: gridWgsl },
  buffers: { labels: 'read', places: 'read', extents: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Sums over each block of a lattice of the scores of two grids: n, Σs, Σt, Σs², Σt², Σst, of 64
 * bits each. Scores are those of the bins of the voxels, below 2^16; voxels without a bin in either
 * are left out.
 */
export const pairSums = /* @__PURE__ */ kernel({
  name: 'pair_sums',
  wgsl: pairSumsWgsl,
  modules: { grid: gridWgsl, pair_voxels: pairVoxelsWgsl, voxel: voxelWgsl, wide: wideWgsl },
  buffers: {
    a: 'read',
    b: 'read',
    within: 'read',
    keys: 'read',
    scores: 'read',
    sums: 'read_write',
  },
  params: {
    a: 'Grid',
    b: 'Grid',
    within: 'Grid',
    task: 'Grid',
    bins: 'vec3u',
    edge: 'vec3u',
    lattice: 'vec3u',
    parts: 'u32',
  },
  constants: ['A_DTYPE', 'B_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Sums of probabilities over cubes of voxels, in whole steps of 2⁻²⁴: of each cell six words, Σ p
 * and Σ min(p, 1 − p) (lower and upper word of each), the voxels counted, and those whose value is
 * no probability.
 */
export const probabilityCells = /* @__PURE__ */ kernel({
  name: 'probability_cells',
  wgsl: probabilityCellsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', sums: 'write' },
  params: { src: 'Grid', within: 'Grid', first: 'vec3u', cells: 'vec3u', edge: 'vec3u' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Counts of a line in each pixel of a spectrum image whose channels lie along z, less those of a
 * straight background; or (SIGMA 1) their standard deviation by counting. Any dtype to f32.
 */
export const spectrumMap = /* @__PURE__ */ kernel({
  name: 'spectrum_map',
  wgsl: spectrumMapWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    first: 'u32',
    last: 'u32',
    left_weight: 'f32',
    right_weight: 'f32',
    beside: 'vec4u',
  },
  constants: ['SRC_DTYPE', 'SIGMA'],
  workgroup: [64, 1, 1],
});

/**
 * Sum spectra of a spectrum image of unsigned integers whose channels lie along z. `sums` holds for
 * each id and channel the low and the high word of the sum, `pixels` the pixels of each id, which
 * the box of slice 0 counts. KIND: 0 all pixels are of id 1; 1 those of a mask; 2 ids are labels,
 * of which 0 is none.
 */
export const spectrumSums = /* @__PURE__ */ kernel({
  name: 'spectrum_sums',
  wgsl: spectrumSumsWgsl,
  modules: { grid: gridWgsl, source_voxel: sourceVoxelWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', ids: 'read', sums: 'read_write', pixels: 'read_write' },
  params: { src: 'Grid', ids: 'Grid', task: 'Grid', channels: 'u32' },
  constants: ['SRC_DTYPE', 'KIND'],
  workgroup: [64, 1, 1],
});

/**
 * Local thickness of a mask at its least: adds to `total` the voxels of a box that lie in a run of
 * one or two set voxels along x, y or z. CLOSED 1: beyond the volume voxels are not set, and end a
 * run; 0: a run that reaches the border goes on. WITHIN 1 counts voxels of that mask alone.
 */
export const thinVoxels = /* @__PURE__ */ kernel({
  name: 'thin_voxels',
  wgsl: thinVoxelsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', total: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['CLOSED', 'WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Cell sums for representative volumes (variance over windows): for every cell of 2^LOG_EDGE voxels
 * along each axis, four sums: voxels of the mask, candidates, and of the pairs of neighbours whose
 * first voxel it holds, those of two values and all, each weighted by its `directions` (x, y, z,
 * weight; 13 of them).
 */
export const windowCells = /* @__PURE__ */ kernel({
  name: 'window_cells',
  wgsl: windowCellsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', directions: 'read', cells: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', first: 'vec3u', lattice: 'vec3u' },
  constants: ['LOG_EDGE', 'WITHIN'],
  workgroup: [64, 1, 1],
});
