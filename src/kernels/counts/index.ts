// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import borderWgsl from '../shared/border.wgsl?raw';
import cellRowsWgsl from '../shared/cell_rows.wgsl?raw';
import chunksWgsl from '../shared/chunks.wgsl?raw';
import floatBitsWgsl from '../shared/float_bits.wgsl?raw';
import fourWordsWgsl from '../shared/four_words.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import lanesWgsl from '../shared/lanes.wgsl?raw';
import localMomentsWgsl from '../shared/local_moments.wgsl?raw';
import quadSumsWgsl from '../shared/quad_sums.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import wideWgsl from '../shared/wide.wgsl?raw';
import wideChunksWgsl from '../shared/wide_chunks.wgsl?raw';
import wideMomentsWgsl from '../shared/wide_moments.wgsl?raw';
import wideWindowsWgsl from '../shared/wide_windows.wgsl?raw';
import workgroupScanWgsl from '../shared/workgroup_scan.wgsl?raw';
import cellCodesWgsl from './cell_codes.wgsl?raw';
import countBitsWgsl from './count_bits.wgsl?raw';
import histogramBytesWgsl from './histogram_bytes.wgsl?raw';
import histogramDirectWgsl from './histogram_direct.wgsl?raw';
import histogramEdgesWgsl from './histogram_edges.wgsl?raw';
import histogramWindowWgsl from './histogram_window.wgsl?raw';
import keyBinsWgsl from './key_bins.wgsl?raw';
import keyCountsWgsl from './key_counts.wgsl?raw';
import localSumsWgsl from './local_sums.wgsl?raw';
import localSumsQuadsWgsl from './local_sums_quads.wgsl?raw';
import markLabelsWgsl from './mark_labels.wgsl?raw';
import rangeWgsl from './range.wgsl?raw';
import scanCountsWgsl from './scan_counts.wgsl?raw';
import shiftedPairsWgsl from './shifted_pairs.wgsl?raw';
import wideSumsWgsl from './wide_sums.wgsl?raw';

/** Voxels that a workgroup takes. */
export const GROUP_BYTES = 32768;

/** Bins that there are at most. */
export const MOST_BINS = 4096;

/** Chunks of 32 voxels that an invocation takes: a workgroup's sums of lower halves fit a word. */
export const KEY_CHUNKS = 8;

export const NOWHERE = 4294967295;

/** Voxels along the axis that one invocation owns. */
export const SUMS_BLOCK = 64;

/** Voxels along y that one invocation owns. */
export const QUAD_SUMS_BLOCK = 32;

/**
 * Counts the 256 configurations of 2×2×2 voxels (as of marching cubes) in a mask, from which
 * surfaces, mean breadth and the Euler number follow. Cells are those with lower corners `first` …
 * `end` (voxels + 1, so that 0 is a corner one voxel outside). What lies beyond the volume is
 * background. HAS_WITHIN 1 counts cells of which all voxels lie in that mask.
 */
export const cellCodes = /* @__PURE__ */ kernel({
  name: 'cell_codes',
  wgsl: cellCodesWgsl,
  modules: { cell_rows: cellRowsWgsl, grid: gridWgsl },
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: { src: 'Grid', within: 'Grid', first: 'vec3u', end: 'vec3u' },
  constants: ['HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Adds the number of set voxels of a mask in a box to `total`: a population count, reduced over
 * each workgroup.
 */
export const countBits = /* @__PURE__ */ kernel({
  name: 'count_bits',
  wgsl: countBitsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', total: 'read_write' },
  params: { task: 'Grid', src: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Histogram of 8-bit voxels, one bin for each of the 256 keys, privatised per invocation: it needs
 * no atomic per voxel.
 */
export const histogramBytes = /* @__PURE__ */ kernel({
  name: 'histogram_bytes',
  wgsl: histogramBytesWgsl,
  modules: {
    chunks: chunksWgsl,
    four_words: fourWordsWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
    wide_chunks: wideChunksWgsl,
  },
  buffers: { src: 'read', within: 'read', quads: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT'],
  workgroup: [32, 1, 1],
});

/**
 * Histogram of integers, one bin per key of `lowest … highest`, with atomics on storage. `counts`
 * holds the values below, those above, then the bins.
 */
export const histogramDirect = /* @__PURE__ */ kernel({
  name: 'histogram_direct',
  wgsl: histogramDirectWgsl,
  modules: { chunks: chunksWgsl, four_words: fourWordsWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', quads: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', lowest: 'u32', highest: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE'],
  workgroup: [64, 1, 1],
});

/**
 * Histogram of floats in bins whose edges are given as order-preserving keys, privatised per
 * workgroup. `counts` holds the values below, above, NaN, then the bins. `COPIES` is a power of
 * two; bins · COPIES is at most `WORDS`, which is at most `MOST_BINS`.
 */
export const histogramEdges = /* @__PURE__ */ kernel({
  name: 'histogram_edges',
  wgsl: histogramEdgesWgsl,
  modules: { chunks: chunksWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', edges: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', start: 'f32', scale: 'f32', bins: 'u32' },
  constants: ['HAS_WITHIN', 'COPIES', 'WORDS', 'EQUAL'],
  workgroup: [256, 1, 1],
});

/**
 * Histogram of integers whose keys lie in a window, one bin per value, privatised in workgroup
 * memory. `counts` holds the values below `lowest`, those above `highest`, then the bins. `COPIES`
 * is a power of two; (last − first + 1) · COPIES is at most `WORDS`, which is at most 4096.
 */
export const histogramWindow = /* @__PURE__ */ kernel({
  name: 'histogram_window',
  wgsl: histogramWindowWgsl,
  modules: { chunks: chunksWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    within: 'Grid',
    first: 'u32',
    last: 'u32',
    lowest: 'u32',
    highest: 'u32',
    offset: 'u32',
    outside: 'u32',
  },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'COPIES', 'WORDS'],
  workgroup: [256, 1, 1],
});

/**
 * Two-level histogram, first level: 32-bit values by the upper halves of their order-preserving
 * keys. Of every half it holds, added to from zero in columns of 65,536 words: 0 count, 1 the sum
 * of lower halves (low word, then high), 3 the complement of the least lower half, 4 the greatest;
 * then two words: NaN, and infinities. −0 is 0.
 */
export const keyBins = /* @__PURE__ */ kernel({
  name: 'key_bins',
  wgsl: keyBinsWgsl,
  modules: { chunks: chunksWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', bins: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'SLOTS', 'SLOT_BITS', 'SUMS'],
  workgroup: [256, 1, 1],
});

/**
 * Two-level histogram, second level: counts the lower halves of the order-preserving keys of 32-bit
 * values whose upper halves are among some chosen ones. `places` says where those counts start; −0
 * is 0. NaN and the infinities of f32 are left out by not being chosen.
 */
export const keyCounts = /* @__PURE__ */ kernel({
  name: 'key_counts',
  wgsl: keyCountsWgsl,
  modules: { chunks: chunksWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', places: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [256, 1, 1],
});

/**
 * Sliding-window sums (running sums) over 2·radius + 1 voxels along one axis: of levels, of their
 * squares, and (WORDS 3) of how many there are. Along x it takes a volume of 8 or 16 bits, whose
 * values are levels by their order; along y, such sums. WORDS 2 is for 8-bit volumes, whose sums
 * fit words and of which all count; with a mask only the voxels in it do.
 */
export const localSums = /* @__PURE__ */ kernel({
  name: 'local_sums',
  wgsl: localSumsWgsl,
  modules: {
    border: borderWgsl,
    grid: gridWgsl,
    local_moments: localMomentsWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
  },
  buffers: { src: 'read', within: 'read', dst: 'write' },
  params: { src: 'Grid', within: 'Grid', dst: 'Grid', fill: 'vec3u', radius: 'u32' },
  constants: ['SRC_DTYPE', 'AXIS', 'BORDER', 'WORDS', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Sliding-window sums along y as `localSums`, for rows of a multiple of four voxels; four lines per
 * invocation.
 */
export const localSumsQuads = /* @__PURE__ */ kernel({
  name: 'local_sums_quads',
  wgsl: localSumsQuadsWgsl,
  modules: { border: borderWgsl, grid: gridWgsl, quad_sums: quadSumsWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', fill: 'vec3u', radius: 'u32' },
  constants: ['BORDER', 'WORDS'],
  workgroup: [64, 1, 1],
});

/**
 * Sets in `marks`, a bitset of ids, the bit of every id from 1 to `ids` − 1 that occurs in a box of
 * labels, or in a mask there.
 */
export const markLabels = /* @__PURE__ */ kernel({
  name: 'mark_labels',
  wgsl: markLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', within: 'read', marks: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', ids: 'u32' },
  constants: ['HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Minimum and maximum of the finite values of a box (a reduction), and how many values are finite,
 * NaN or infinite. `found` holds, from zero: the complement of the least key, the greatest key,
 * finite, NaN, infinite.
 */
export const range = /* @__PURE__ */ kernel({
  name: 'range',
  wgsl: rangeWgsl,
  modules: {
    chunks: chunksWgsl,
    float_bits: floatBitsWgsl,
    four_words: fourWordsWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
    voxel: voxelWgsl,
    wide_chunks: wideChunksWgsl,
  },
  buffers: { src: 'read', within: 'read', quads: 'read', found: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT'],
  workgroup: [64, 1, 1],
});

/** Exclusive prefix sum (scan) of counts, in place, with the total; one workgroup. */
export const scanCounts = /* @__PURE__ */ kernel({
  name: 'scan_counts',
  wgsl: scanCountsWgsl,
  modules: { workgroup_scan: workgroupScanWgsl },
  buffers: { counts: 'read_write', state: 'read_write' },
  params: { length: 'u32', per_group: 'u32', total_at: 'u32', with_dispatch: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Two-point statistics (autocorrelation or cross-correlation) at given offsets: for each of up to
 * 64 offsets (three words each), pairs of a voxel of `a` and the one at the offset from it in `b`:
 * how many are both set, how many have two values, how many there are. WITHIN 1 counts pairs in
 * that mask alone; PERIODIC 1 takes the volume as repeated, and needs all of it in `b` and
 * `within`.
 */
export const shiftedPairs = /* @__PURE__ */ kernel({
  name: 'shifted_pairs',
  wgsl: shiftedPairsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { a: 'read', b: 'read', within: 'read', offsets: 'read', counts: 'read_write' },
  params: { task: 'Grid', a: 'Grid', b: 'Grid', within: 'Grid', count: 'u32' },
  constants: ['WITHIN', 'PERIODIC'],
  workgroup: [64, 1, 1],
});

/**
 * Window sums of 32-bit values along one axis: along x of a volume, whose values become whole
 * numbers, along y of such sums. With a mask only the voxels in it count.
 */
export const wideSums = /* @__PURE__ */ kernel({
  name: 'wide_sums',
  wgsl: wideSumsWgsl,
  modules: {
    border: borderWgsl,
    float_bits: floatBitsWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
    wide: wideWgsl,
    wide_moments: wideMomentsWgsl,
    wide_windows: wideWindowsWgsl,
  },
  buffers: { src: 'read', within: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    within: 'Grid',
    dst: 'Grid',
    fill: 'u32',
    copies: 'u32',
    radius: 'u32',
    border: 'u32',
  },
  constants: ['SRC_DTYPE', 'SQUARES', 'AXIS', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});
