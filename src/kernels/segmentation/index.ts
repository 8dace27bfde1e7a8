// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import borderWgsl from '../shared/border.wgsl?raw';
import bundleLabelsWgsl from '../shared/bundle_labels.wgsl?raw';
import bundlesWgsl from '../shared/bundles.wgsl?raw';
import chunksWgsl from '../shared/chunks.wgsl?raw';
import floatBitsWgsl from '../shared/float_bits.wgsl?raw';
import floodBlocksWgsl from '../shared/flood_blocks.wgsl?raw';
import floodFollowWgsl from '../shared/flood_follow.wgsl?raw';
import floodKeysWgsl from '../shared/flood_keys.wgsl?raw';
import floodPassesWgsl from '../shared/flood_passes.wgsl?raw';
import floodPathsWgsl from '../shared/flood_paths.wgsl?raw';
import floodRowsWgsl from '../shared/flood_rows.wgsl?raw';
import floodSweepWgsl from '../shared/flood_sweep.wgsl?raw';
import fourWordsWgsl from '../shared/four_words.wgsl?raw';
import gridWgsl from '../shared/grid.wgsl?raw';
import lanesWgsl from '../shared/lanes.wgsl?raw';
import localMomentsWgsl from '../shared/local_moments.wgsl?raw';
import medianKeyWgsl from '../shared/median_key.wgsl?raw';
import pairSlotsWgsl from '../shared/pair_slots.wgsl?raw';
import pairVoxelsWgsl from '../shared/pair_voxels.wgsl?raw';
import quadWgsl from '../shared/quad.wgsl?raw';
import runLabelsWgsl from '../shared/run_labels.wgsl?raw';
import runsWgsl from '../shared/runs.wgsl?raw';
import simplePointWgsl from '../shared/simple_point.wgsl?raw';
import slabExitsWgsl from '../shared/slab_exits.wgsl?raw';
import slabNumbersWgsl from '../shared/slab_numbers.wgsl?raw';
import unionsWgsl from '../shared/unions.wgsl?raw';
import voxelWgsl from '../shared/voxel.wgsl?raw';
import wideWgsl from '../shared/wide.wgsl?raw';
import wideChunksWgsl from '../shared/wide_chunks.wgsl?raw';
import wideColumnsWgsl from '../shared/wide_columns.wgsl?raw';
import wideMomentsWgsl from '../shared/wide_moments.wgsl?raw';
import wideWindowsWgsl from '../shared/wide_windows.wgsl?raw';
import windowSumsWgsl from '../shared/window_sums.wgsl?raw';
import workgroupScanWgsl from '../shared/workgroup_scan.wgsl?raw';
import basinDescendWgsl from './basin_descend.wgsl?raw';
import basinFollowWgsl from './basin_follow.wgsl?raw';
import basinHookWgsl from './basin_hook.wgsl?raw';
import basinMergeWgsl from './basin_merge.wgsl?raw';
import basinPassWgsl from './basin_pass.wgsl?raw';
import basinRaiseWgsl from './basin_raise.wgsl?raw';
import basinScanWgsl from './basin_scan.wgsl?raw';
import basinShortenWgsl from './basin_shorten.wgsl?raw';
import basinWaterWgsl from './basin_water.wgsl?raw';
import bundleFlattenWgsl from './bundle_flatten.wgsl?raw';
import bundleLabelWgsl from './bundle_label.wgsl?raw';
import bundleLabelQuadsWgsl from './bundle_label_quads.wgsl?raw';
import bundleLinkWgsl from './bundle_link.wgsl?raw';
import bundleUniteWgsl from './bundle_unite.wgsl?raw';
import classifyWgsl from './classify.wgsl?raw';
import componentsFlattenWgsl from './components_flatten.wgsl?raw';
import componentsLabelWgsl from './components_label.wgsl?raw';
import componentsLabelQuadsWgsl from './components_label_quads.wgsl?raw';
import componentsLinkWgsl from './components_link.wgsl?raw';
import componentsRunsWgsl from './components_runs.wgsl?raw';
import componentsShortenWgsl from './components_shorten.wgsl?raw';
import componentsUniteWgsl from './components_unite.wgsl?raw';
import countLabelsWgsl from './count_labels.wgsl?raw';
import distinctLabelsWgsl from './distinct_labels.wgsl?raw';
import equalsWgsl from './equals.wgsl?raw';
import expandLabelsWgsl from './expand_labels.wgsl?raw';
import fillRunsWgsl from './fill_runs.wgsl?raw';
import fillTilesWgsl from './fill_tiles.wgsl?raw';
import floodExtremaWgsl from './flood_extrema.wgsl?raw';
import floodGroundWgsl from './flood_ground.wgsl?raw';
import floodTurnWgsl from './flood_turn.wgsl?raw';
import floodValuesWgsl from './flood_values.wgsl?raw';
import jointPhasesWgsl from './joint_phases.wgsl?raw';
import keepLabelsWgsl from './keep_labels.wgsl?raw';
import labelEdgesWgsl from './label_edges.wgsl?raw';
import labelsFromValuesWgsl from './labels_from_values.wgsl?raw';
import labelsWithinWgsl from './labels_within.wgsl?raw';
import levelSampleWgsl from './level_sample.wgsl?raw';
import levelSumsWgsl from './level_sums.wgsl?raw';
import localThresholdWgsl from './local_threshold.wgsl?raw';
import localThresholdWideWgsl from './local_threshold_wide.wgsl?raw';
import markFacesWgsl from './mark_faces.wgsl?raw';
import maskOfLabelsWgsl from './mask_of_labels.wgsl?raw';
import maskWindowWgsl from './mask_window.wgsl?raw';
import mergeMasksWgsl from './merge_masks.wgsl?raw';
import phasesFromValuesWgsl from './phases_from_values.wgsl?raw';
import relabelWgsl from './relabel.wgsl?raw';
import relabelRanksWgsl from './relabel_ranks.wgsl?raw';
import rootCountsWgsl from './root_counts.wgsl?raw';
import rootLabelsWgsl from './root_labels.wgsl?raw';
import separateAscendWgsl from './separate_ascend.wgsl?raw';
import separateClimbWgsl from './separate_climb.wgsl?raw';
import separateContactsWgsl from './separate_contacts.wgsl?raw';
import separateHeightsWgsl from './separate_heights.wgsl?raw';
import separateJoinWgsl from './separate_join.wgsl?raw';
import separateObjectsWgsl from './separate_objects.wgsl?raw';
import separatePeaksWgsl from './separate_peaks.wgsl?raw';
import separateRelabelWgsl from './separate_relabel.wgsl?raw';
import separateSeedWgsl from './separate_seed.wgsl?raw';
import skeletonWgsl from './skeleton.wgsl?raw';
import sliceParityWgsl from './slice_parity.wgsl?raw';
import thresholdWgsl from './threshold.wgsl?raw';
import thresholdFlatWgsl from './threshold_flat.wgsl?raw';
import watershedBeginWgsl from './watershed_begin.wgsl?raw';
import watershedHeightsWgsl from './watershed_heights.wgsl?raw';
import watershedLabelsWgsl from './watershed_labels.wgsl?raw';
import watershedRidgesWgsl from './watershed_ridges.wgsl?raw';
import watershedSourcesWgsl from './watershed_sources.wgsl?raw';
import watershedSpreadWgsl from './watershed_spread.wgsl?raw';
import watershedStepsWgsl from './watershed_steps.wgsl?raw';
import watershedWakeWgsl from './watershed_wake.wgsl?raw';

/** Bundles along z that an invocation goes through. */
export const LINK_MARCH = 8;

export const COUNTED_CHUNKS = 8;

/** Voxels of a row that one draw counts. */
export const DRAWN = 8;

/** Voxels that a workgroup takes: the sum of their keys fits a word. */
export const GROUP_VOXELS = 32768;

/** Words of `sums` before the counts of keys. */
export const SUM_WORDS = 29;

/** Slices that a workgroup owns. */
export const WIDE_DEPTH = 32;

/**
 * Catchment basins by steepest descent: points every voxel at its lowest neighbour, follows these
 * pointers within each block, and counts the open basins, those without a marker.
 */
export const basinDescend = /* @__PURE__ */ kernel({
  name: 'basin_descend',
  wgsl: basinDescendWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_paths: floodPathsWgsl,
    flood_rows: floodRowsWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
  },
  buffers: { heights: 'read', seeds: 'read', paths: 'write', counts: 'read_write' },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['REACH', 'BASINS'],
  workgroup: [64, 1, 1],
});

/**
 * Catchment basins: follows the paths of all voxels to their ends (pointer jumping), and queues the
 * blocks of open basins.
 */
export const basinFollow = /* @__PURE__ */ kernel({
  name: 'basin_follow',
  wgsl: basinFollowWgsl,
  modules: { flood_blocks: floodBlocksWgsl, flood_follow: floodFollowWgsl, grid: gridWgsl },
  buffers: {
    paths: 'read_write',
    stamps: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['UNFINISHED'],
  workgroup: [64, 1, 1],
});

/**
 * Borůvka step of the minimum spanning forest of catchment basins: every lake flows over its lowest
 * pass.
 */
export const basinHook = /* @__PURE__ */ kernel({
  name: 'basin_hook',
  wgsl: basinHookWgsl,
  modules: { grid: gridWgsl },
  buffers: { lakes: 'read', levels: 'read', beyond: 'read', springs: 'read', outlets: 'write' },
  params: { basins: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Borůvka step: merges lakes with those that they flowed into; with `BEGIN` 1 makes every catchment
 * basin a lake.
 */
export const basinMerge = /* @__PURE__ */ kernel({
  name: 'basin_merge',
  wgsl: basinMergeWgsl,
  modules: { grid: gridWgsl },
  buffers: {
    outlets: 'read',
    lakes: 'read_write',
    floors: 'read_write',
    levels: 'write',
    beyond: 'write',
    springs: 'read_write',
  },
  params: { basins: 'u32' },
  constants: ['BEGIN'],
  workgroup: [64, 1, 1],
});

/**
 * Borůvka step: finds, over the listed voxels, the level of the lowest pass (minimum outgoing edge)
 * of every lake, or (`CHOOSE` 1) the lake beyond it.
 */
export const basinPass = /* @__PURE__ */ kernel({
  name: 'basin_pass',
  wgsl: basinPassWgsl,
  modules: { flood_blocks: floodBlocksWgsl, flood_passes: floodPassesWgsl, grid: gridWgsl },
  buffers: {
    heights: 'read',
    paths: 'read',
    lakes: 'read',
    levels: 'read_write',
    beyond: 'read_write',
    edge: 'read',
    still: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', from_list: 'u32', to_list: 'u32' },
  constants: ['REACH', 'CHOOSE', 'VISITS'],
  workgroup: [64, 1, 1],
});

/** Minimax levels: raises the heights of open catchment basins to the level of their water. */
export const basinRaise = /* @__PURE__ */ kernel({
  name: 'basin_raise',
  wgsl: basinRaiseWgsl,
  modules: { flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: {
    paths: 'read',
    lakes: 'read',
    floors: 'read',
    queues: 'read',
    awake: 'read',
    heights: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * First Borůvka step: finds the level of the lowest pass (minimum outgoing edge) of every catchment
 * basin, and lists the voxels at which a pass leads out.
 */
export const basinScan = /* @__PURE__ */ kernel({
  name: 'basin_scan',
  wgsl: basinScanWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_passes: floodPassesWgsl,
    flood_rows: floodRowsWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
  },
  buffers: {
    heights: 'read',
    paths: 'read',
    levels: 'read_write',
    queue: 'read',
    edge: 'read_write',
    counts: 'read_write',
    awake: 'read',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['REACH', 'LISTED'],
  workgroup: [64, 1, 1],
});

/**
 * Pointer jumping on the chains of outlets between lakes, with the highest pass (a maximum) on the
 * way.
 */
export const basinShorten = /* @__PURE__ */ kernel({
  name: 'basin_shorten',
  wgsl: basinShortenWgsl,
  modules: { grid: gridWgsl },
  buffers: { outlets: 'read', shortened: 'write' },
  params: { basins: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Seed levels of a geodesic reconstruction: finds the lowest level of the water that rises in each
 * catchment basin.
 */
export const basinWater = /* @__PURE__ */ kernel({
  name: 'basin_water',
  wgsl: basinWaterWgsl,
  modules: {},
  buffers: { water: 'read', paths: 'read', springs: 'read_write' },
  params: { quads: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of a mask: path compression of the union-find forest. Points every
 * node at its root, and writes the first voxels of roots as bits.
 */
export const bundleFlatten = /* @__PURE__ */ kernel({
  name: 'bundle_flatten',
  wgsl: bundleFlattenWgsl,
  modules: { bundles: bundlesWgsl, grid: gridWgsl, lanes: lanesWgsl, runs: runsWgsl },
  buffers: { foreground: 'read', parents: 'read_write', roots: 'write' },
  params: { bits: 'Grid', slots: 'u32' },
  constants: ['CONNECTIVITY'],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of a mask, last pass: writes the labels of all voxels from the
 * nodes and their roots.
 */
export const bundleLabel = /* @__PURE__ */ kernel({
  name: 'bundle_label',
  wgsl: bundleLabelWgsl,
  modules: {
    bundle_labels: bundleLabelsWgsl,
    bundles: bundlesWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
    runs: runsWgsl,
  },
  buffers: { foreground: 'read', parents: 'read', dst: 'write' },
  params: { bits: 'Grid', dst: 'Grid', slots: 'u32' },
  constants: ['CONNECTIVITY'],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of a mask, last pass, as `bundleLabel`, four labels at a time, for
 * rows of a multiple of four voxels.
 */
export const bundleLabelQuads = /* @__PURE__ */ kernel({
  name: 'bundle_label_quads',
  wgsl: bundleLabelQuadsWgsl,
  modules: {
    bundle_labels: bundleLabelsWgsl,
    bundles: bundlesWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
    runs: runsWgsl,
  },
  buffers: { foreground: 'read', parents: 'read', dst: 'write' },
  params: { bits: 'Grid', dst: 'Grid', slots: 'u32' },
  constants: ['CONNECTIVITY'],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of a mask: the first union-find forest. Points every node at one
 * that it touches in the bundle before along z.
 */
export const bundleLink = /* @__PURE__ */ kernel({
  name: 'bundle_link',
  wgsl: bundleLinkWgsl,
  modules: { bundles: bundlesWgsl, grid: gridWgsl, lanes: lanesWgsl, runs: runsWgsl },
  buffers: { foreground: 'read', parents: 'read_write', state: 'read_write' },
  params: { bits: 'Grid', slots: 'u32' },
  constants: ['CONNECTIVITY'],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of a mask: unites all nodes that touch, by lock-free union-find
 * (Rem's algorithm with atomics).
 */
export const bundleUnite = /* @__PURE__ */ kernel({
  name: 'bundle_unite',
  wgsl: bundleUniteWgsl,
  modules: {
    bundles: bundlesWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
    runs: runsWgsl,
    unions: unionsWgsl,
  },
  buffers: { foreground: 'read', parents: 'read_write' },
  params: { bits: 'Grid', slots: 'u32' },
  constants: ['CONNECTIVITY'],
  workgroup: [64, 1, 1],
});

/**
 * Multi-level thresholding: how many of four rising keys each voxel reaches, as a code; four voxels
 * per invocation.
 */
export const classify = /* @__PURE__ */ kernel({
  name: 'classify',
  wgsl: classifyWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', first: 'u32', second: 'u32', third: 'u32', fourth: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of values: path compression of the union-find forest. Points every
 * run at its root, and ranks the roots within blocks.
 */
export const componentsFlatten = /* @__PURE__ */ kernel({
  name: 'components_flatten',
  wgsl: componentsFlattenWgsl,
  modules: { grid: gridWgsl, runs: runsWgsl, workgroup_scan: workgroupScanWgsl },
  buffers: { parents: 'read_write', block_roots: 'write', state: 'read' },
  params: {},
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of values, last pass: writes the labels of all voxels from the runs
 * and their roots.
 */
export const componentsLabel = /* @__PURE__ */ kernel({
  name: 'components_label',
  wgsl: componentsLabelWgsl,
  modules: { grid: gridWgsl, run_labels: runLabelsWgsl, runs: runsWgsl, voxel: voxelWgsl },
  buffers: {
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read',
    block_roots: 'read',
    dst: 'write',
  },
  params: { bits: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Connected-component labelling of values, last pass, as `componentsLabel`, four labels at a time,
 * for rows of a multiple of four voxels.
 */
export const componentsLabelQuads = /* @__PURE__ */ kernel({
  name: 'components_label_quads',
  wgsl: componentsLabelQuadsWgsl,
  modules: { grid: gridWgsl, run_labels: runLabelsWgsl, runs: runsWgsl, voxel: voxelWgsl },
  buffers: {
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read',
    block_roots: 'read',
    dst: 'write',
  },
  params: { bits: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Connected-component labelling of values: the first union-find forest. Points every run at one
 * that touches it, of the row or slice before it.
 */
export const componentsLink = /* @__PURE__ */ kernel({
  name: 'components_link',
  wgsl: componentsLinkWgsl,
  modules: { grid: gridWgsl, runs: runsWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', foreground: 'read', runs: 'read', tile_runs: 'read', parents: 'write' },
  params: { src: 'Grid', bits: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [256, 1, 1],
});

/**
 * Connected-component labelling of values by runs (run-length encoding): bits where runs of equal
 * values start along x, their counts, and the foreground bits of a grid of values.
 */
export const componentsRuns = /* @__PURE__ */ kernel({
  name: 'components_runs',
  wgsl: componentsRunsWgsl,
  modules: { grid: gridWgsl, runs: runsWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', foreground: 'write', runs: 'write', tile_runs: 'write' },
  params: { src: 'Grid', bits: 'Grid' },
  constants: ['SRC_DTYPE', 'ZERO_IS_BACKGROUND'],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of values: pointer jumping in the first union-find forest, to
 * ancestors further up.
 */
export const componentsShorten = /* @__PURE__ */ kernel({
  name: 'components_shorten',
  wgsl: componentsShortenWgsl,
  modules: { grid: gridWgsl, runs: runsWgsl },
  buffers: { parents: 'read_write', state: 'read' },
  params: {},
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of values: unites all runs that touch, by lock-free union-find
 * (Rem's algorithm with atomics).
 */
export const componentsUnite = /* @__PURE__ */ kernel({
  name: 'components_unite',
  wgsl: componentsUniteWgsl,
  modules: {
    grid: gridWgsl,
    lanes: lanesWgsl,
    runs: runsWgsl,
    unions: unionsWgsl,
    voxel: voxelWgsl,
  },
  buffers: {
    src: 'read',
    foreground: 'read',
    runs: 'read',
    tile_runs: 'read',
    parents: 'read_write',
  },
  params: { src: 'Grid', bits: 'Grid' },
  constants: ['SRC_DTYPE', 'CONNECTIVITY'],
  workgroup: [256, 1, 1],
});

/** Histogram of labels: the number of voxels of every id. */
export const countLabels = /* @__PURE__ */ kernel({
  name: 'count_labels',
  wgsl: countLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', sizes: 'read_write' },
  params: { src: 'Grid', chunks: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * The set of ids that occur in a box of labels, in a hash table with open addressing of `slots`
 * words (a power of two), 0 where empty, in no particular order. `full[0]` becomes 1 where the
 * table is too small.
 */
export const distinctLabels = /* @__PURE__ */ kernel({
  name: 'distinct_labels',
  wgsl: distinctLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', ids: 'read_write', full: 'read_write' },
  params: { task: 'Grid', src: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Membership mask: bits of the voxels whose order-preserving key lies in one of a list of bands.
 */
export const equals = /* @__PURE__ */ kernel({
  name: 'equals',
  wgsl: equalsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', bands: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', bands: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Expansion of labels (a discrete Voronoi tessellation of limited reach), one separable pass: the
 * nearest label of a window along one axis, along x of labels, along y and z of pairs of a squared
 * distance and a label; of equally near ones the lowest. LAST 1 writes labels again.
 */
export const expandLabels = /* @__PURE__ */ kernel({
  name: 'expand_labels',
  wgsl: expandLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', weight: 'u32', reach: 'u32', farthest: 'u32' },
  constants: ['AXIS', 'LAST'],
  workgroup: [64, 1, 1],
});

/**
 * Fills runs of voxels along x: `rows` holds for every row of the box, y fastest, where its list
 * begins in `lists`: the number of runs, and of each the first voxel and the one behind the last,
 * along x of the volume.
 */
export const fillRuns = /* @__PURE__ */ kernel({
  name: 'fill_runs',
  wgsl: fillRunsWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { rows: 'read', lists: 'read', dst: 'write' },
  params: { dst: 'Grid' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Copies painted tiles of 32³ bits to a mask. `begins` holds for each place of the box of `count`
 * tiles from `first` on where its 1,024 words begin in `tiles`, plus one, or 0 where nothing is
 * painted. Word y + 32 z of a tile is a row.
 */
export const fillTiles = /* @__PURE__ */ kernel({
  name: 'fill_tiles',
  wgsl: fillTilesWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { begins: 'read', tiles: 'read', dst: 'write' },
  params: { dst: 'Grid', first: 'vec3u', count: 'vec3u' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Regional maxima or minima, h-extrema: mask of the voxels whose level is still the one that
 * `floodGround` gave it, so that no higher ground is within reach.
 */
export const floodExtrema = /* @__PURE__ */ kernel({
  name: 'flood_extrema',
  wgsl: floodExtremaWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_keys: floodKeysWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', levels: 'read', dst: 'write' },
  params: { src: 'Grid', levels: 'Grid', dst: 'Grid', steps: 'u32', h: 'f32' },
  constants: ['SRC_DTYPE', 'SIDE'],
  workgroup: [64, 1, 1],
});

/**
 * Mask and marker images of a geodesic reconstruction, in rows of whole eights: heights of a volume
 * (the ground), and levels from which the flood falls: those of a seed, never below the ground, or
 * (SEEDED 0, the seed not read) the volume's own, `steps` or `h` behind.
 */
export const floodGround = /* @__PURE__ */ kernel({
  name: 'flood_ground',
  wgsl: floodGroundWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_keys: floodKeysWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', seed: 'read', heights: 'write', water: 'write' },
  params: { src: 'Grid', seed: 'Grid', dst: 'Grid', steps: 'u32', h: 'f32' },
  constants: ['SRC_DTYPE', 'SIDE', 'SEEDED'],
  workgroup: [64, 1, 1],
});

/**
 * Begins a turn of a flood by work queues, as an indirect dispatch. `counts` holds the lengths of
 * queues: `awake` becomes a dispatch over one of them, of a workgroup per `each` of its entries,
 * then its length; another queue, to be filled, gets the length 0.
 */
export const floodTurn = /* @__PURE__ */ kernel({
  name: 'flood_turn',
  wgsl: floodTurnWgsl,
  modules: {},
  buffers: { counts: 'read_write', awake: 'write' },
  params: { from_queue: 'u32', to_queue: 'u32', each: 'u32' },
  constants: [],
  workgroup: [1, 1, 1],
});

/** Result of a geodesic reconstruction: levels of a flood as values again; NaN stays NaN. */
export const floodValues = /* @__PURE__ */ kernel({
  name: 'flood_values',
  wgsl: floodValuesWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_keys: floodKeysWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
  },
  buffers: { levels: 'read', dst: 'write' },
  params: { levels: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'SIDE'],
  workgroup: [64, 1, 1],
});

/**
 * Phases of pairs of values: `codes` holds the phase of each bin of a and bin of b, a byte to a
 * word.
 */
export const jointPhases = /* @__PURE__ */ kernel({
  name: 'joint_phases',
  wgsl: jointPhasesWgsl,
  modules: { grid: gridWgsl, pair_voxels: pairVoxelsWgsl, voxel: voxelWgsl },
  buffers: { a: 'read', b: 'read', within: 'read', keys: 'read', codes: 'read', dst: 'write' },
  params: { a: 'Grid', b: 'Grid', within: 'Grid', dst: 'Grid', bins: 'vec3u' },
  constants: ['A_DTYPE', 'B_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Filters labels by a bitset of ids: keeps those whose bit is set; four per invocation. `ids` is
 * the number of bits.
 */
export const keepLabels = /* @__PURE__ */ kernel({
  name: 'keep_labels',
  wgsl: keepLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', chosen: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [32, 8, 1],
});

/**
 * Boundaries of labels: mask of the voxels with a neighbour of another value; WHICH 0: object
 * voxels, 1: all, 2: object voxels beside another object.
 */
export const labelEdges = /* @__PURE__ */ kernel({
  name: 'label_edges',
  wgsl: labelEdgesWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['REACH', 'WHICH'],
  workgroup: [64, 1, 1],
});

/** Non-negative integers of any width as labels. */
export const labelsFromValues = /* @__PURE__ */ kernel({
  name: 'labels_from_values',
  wgsl: labelsFromValuesWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [32, 8, 1],
});

/** Masks labels: labels where a mask is set, 0 elsewhere. */
export const labelsWithin = /* @__PURE__ */ kernel({
  name: 'labels_within',
  wgsl: labelsWithinWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', mask: 'read', dst: 'write' },
  params: { src: 'Grid', mask: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Histogram of a stratified sample of 16-bit voxels, one bin per key: eight neighbours of one of
 * every `step` chunks of 32 voxels.
 */
export const levelSample = /* @__PURE__ */ kernel({
  name: 'level_sample',
  wgsl: levelSampleWgsl,
  modules: { chunks: chunksWgsl, grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', step: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

/**
 * Cumulative histogram at a few levels: counts the 16-bit voxels of a box from each of up to eight
 * keys on and sums their keys, and counts the keys `first … first + length − 1` one by one. `sums`
 * holds, from zero, of all voxels and from each edge on: 9 counts, 9 sums of the low halves of sums
 * of keys, 9 of the high halves; then the complement of the least key in 16 bits, the greatest key,
 * and the counts of keys.
 */
export const levelSums = /* @__PURE__ */ kernel({
  name: 'level_sums',
  wgsl: levelSumsWgsl,
  modules: {
    chunks: chunksWgsl,
    four_words: fourWordsWgsl,
    grid: gridWgsl,
    voxel: voxelWgsl,
    wide_chunks: wideChunksWgsl,
  },
  buffers: { src: 'read', within: 'read', quads: 'read', sums: 'read_write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    within: 'Grid',
    low_edges: 'vec4u',
    high_edges: 'vec4u',
    first: 'u32',
  },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT', 'EDGES'],
  workgroup: [64, 1, 1],
});

/**
 * Local thresholding of 8- and 16-bit values (mean, Niblack, Sauvola): sliding-window sums along z,
 * and from them whether v is above mean + add + times · std + product · mean · std. With WHOLE 1
 * the first two alone, of integers: n · v − Σ ≥ `least` (`negative`: ≥ −`least`).
 */
export const localThreshold = /* @__PURE__ */ kernel({
  name: 'local_threshold',
  wgsl: localThresholdWgsl,
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
    base: 'f32',
    add: 'f32',
    times: 'f32',
    product: 'f32',
    mean_times: 'f32',
    least: 'u32',
    negative: 'u32',
  },
  constants: ['SRC_DTYPE', 'BORDER', 'WORDS', 'WHOLE'],
  workgroup: [64, 1, 1],
});

/**
 * Local thresholding of 32-bit values (mean, Niblack, Sauvola): window sums along z, and from them
 * whether v is above mean + add + times · std + product · mean · std. With WHOLE 1 the first two
 * alone, in whole numbers: n · v − Σ is not below `least`, of two words.
 */
export const localThresholdWide = /* @__PURE__ */ kernel({
  name: 'local_threshold_wide',
  wgsl: localThresholdWideWgsl,
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
    add: 'f32',
    times: 'f32',
    product: 'f32',
    mean_times: 'f32',
    least_low: 'u32',
    least_high: 'u32',
  },
  constants: ['SRC_DTYPE', 'SQUARES', 'WHOLE'],
  workgroup: [64, 1, 1],
});

/**
 * Border contact of labels: sets in `marks` the bit of a face for every id on that face of a box of
 * labels.
 */
export const markFaces = /* @__PURE__ */ kernel({
  name: 'mark_faces',
  wgsl: markFacesWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', marks: 'read_write' },
  params: { src: 'Grid', origin: 'vec3u', size: 'vec3u', face: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Mask of the labels whose bit is set in a bitset of ids; a word per invocation. `ids` is the
 * number of bits.
 */
export const maskOfLabels = /* @__PURE__ */ kernel({
  name: 'mask_of_labels',
  wgsl: maskOfLabelsWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', chosen: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Binary dilation (ALL 0) or erosion (ALL 1) by a line segment: whether any or every voxel of a
 * window of 2·radius + 1 along one axis is set; `outside` is what lies beyond the volume.
 */
export const maskWindow = /* @__PURE__ */ kernel({
  name: 'mask_window',
  wgsl: maskWindowWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', radius: 'u32', outside: 'u32' },
  constants: ['AXIS', 'ALL'],
  workgroup: [64, 1, 1],
});

/**
 * Merges up to six masks to phase codes 0 to 5 (the first COUNT are read), and counts in `faults`
 * how many voxels are in two of them and how many in none.
 */
export const mergeMasks = /* @__PURE__ */ kernel({
  name: 'merge_masks',
  wgsl: mergeMasksWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: {
    a: 'read',
    b: 'read',
    c: 'read',
    d: 'read',
    e: 'read',
    f: 'read',
    dst: 'write',
    faults: 'read_write',
  },
  params: { a: 'Grid', b: 'Grid', c: 'Grid', d: 'Grid', e: 'Grid', f: 'Grid', dst: 'Grid' },
  constants: ['COUNT'],
  workgroup: [64, 1, 1],
});

/** Integers 0 … 255 as phase codes, and the set of those that occur. */
export const phasesFromValues = /* @__PURE__ */ kernel({
  name: 'phases_from_values',
  wgsl: phasesFromValuesWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write', present: 'read_write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [256, 1, 1],
});

/** Relabelling by a look-up table: labels of a part of a volume become labels of the whole. */
export const relabel = /* @__PURE__ */ kernel({
  name: 'relabel',
  wgsl: relabelWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', table: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', first_z: 'u32', end_z: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Relabelling by rank: every id becomes its place, from 1, in the ascending list `ids`, which holds
 * all that occur; found by halving (binary search). For ids too far apart for a table by id.
 */
export const relabelRanks = /* @__PURE__ */ kernel({
  name: 'relabel_ranks',
  wgsl: relabelRanksWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', ids: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', count: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/** Connected-component labelling of a mask: counts the roots of each tile of words. */
export const rootCounts = /* @__PURE__ */ kernel({
  name: 'root_counts',
  wgsl: rootCountsWgsl,
  modules: { grid: gridWgsl, runs: runsWgsl },
  buffers: { roots: 'read', tile_roots: 'write' },
  params: { words: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Connected-component labelling of a mask: numbers roots in raster order, and writes their labels
 * in place of their parents.
 */
export const rootLabels = /* @__PURE__ */ kernel({
  name: 'root_labels',
  wgsl: rootLabelsWgsl,
  modules: { grid: gridWgsl, runs: runsWgsl },
  buffers: { roots: 'read', tile_roots: 'read', parents: 'read_write' },
  params: { words: 'u32', slots: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Catchment basins of a distance map by steepest ascent: heights (u32, 0 is background) to the
 * place, as u8, of each voxel's highest neighbour among 27. Maxima are appended to `maxima` as
 * pairs (byte in dst, height), in no order; `found[0]` counts them. Only slices first_z … end_z of
 * the box are looked at: those around them are there to be climbed to, and are marked as such.
 */
export const separateAscend = /* @__PURE__ */ kernel({
  name: 'separate_ascend',
  wgsl: separateAscendWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', dst: 'write', maxima: 'write', found: 'read_write' },
  params: { src: 'Grid', dst: 'Grid', first_z: 'u32', end_z: 'u32' },
  constants: [],
  workgroup: [16, 4, 1],
});

/**
 * Catchment basins: gives every voxel the number of the maximum that its steepest ascent leads to;
 * 0 on background. Where the ascent leaves the slab whose basins these are, the voxel gets the
 * pixel of the next slice through which it does.
 */
export const separateClimb = /* @__PURE__ */ kernel({
  name: 'separate_climb',
  wgsl: separateClimbWgsl,
  modules: { grid: gridWgsl, slab_exits: slabExitsWgsl },
  buffers: { steps: 'read', dst: 'read_write' },
  params: { steps: 'Grid', dst: 'Grid', lead: 'u32' },
  constants: [],
  workgroup: [16, 4, 1],
});

/**
 * Region adjacency graph of catchment basins: the highest saddle of every pair of basins that touch
 * (of 26 neighbours), in a hash table of `slots` triples (a, b, saddle), and the first voxel of
 * every basin. `full[0]` becomes 1 where the table is too small.
 */
export const separateContacts = /* @__PURE__ */ kernel({
  name: 'separate_contacts',
  wgsl: separateContactsWgsl,
  modules: { grid: gridWgsl, lanes: lanesWgsl, pair_slots: pairSlotsWgsl },
  buffers: {
    basins: 'read',
    heights: 'read',
    pairs: 'read_write',
    first: 'read_write',
    full: 'read_write',
  },
  params: { src: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [16, 4, 1],
});

/** Heights for the watershed of a distance map: smoothed distances in a mask, in fixed point. */
export const separateHeights = /* @__PURE__ */ kernel({
  name: 'separate_heights',
  wgsl: separateHeightsWgsl,
  modules: { grid: gridWgsl },
  buffers: { mask: 'read', smoothed: 'read', dst: 'write' },
  params: { mask: 'Grid', smoothed: 'Grid', dst: 'Grid', scale: 'f32' },
  constants: [],
  workgroup: [256, 1, 1],
});

/**
 * Basins of a slab become those of the volume, in place: numbers are raised, and what leaves the
 * slab takes the basin that it enters.
 */
export const separateJoin = /* @__PURE__ */ kernel({
  name: 'separate_join',
  wgsl: separateJoinWgsl,
  modules: { grid: gridWgsl, slab_exits: slabExitsWgsl, slab_numbers: slabNumbersWgsl },
  buffers: { below: 'read', above: 'read', dst: 'read_write' },
  params: { dst: 'Grid', raise: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Basins of a slab become objects of the volume, in place: the entries of a table at the numbers
 * that they have in the volume.
 */
export const separateObjects = /* @__PURE__ */ kernel({
  name: 'separate_objects',
  wgsl: separateObjectsWgsl,
  modules: { grid: gridWgsl, slab_exits: slabExitsWgsl, slab_numbers: slabNumbersWgsl },
  buffers: { below: 'read', above: 'read', numbers: 'read', dst: 'read_write' },
  params: { dst: 'Grid', first_z: 'u32', end_z: 'u32', raise: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Marker selection of the SNOW watershed: which maxima of the distance map are the highest of a
 * ball around them.
 */
export const separatePeaks = /* @__PURE__ */ kernel({
  name: 'separate_peaks',
  wgsl: separatePeaksWgsl,
  modules: { grid: gridWgsl },
  buffers: { maxima: 'read', heights: 'read', peaks: 'read_write' },
  params: {
    steps: 'Grid',
    src: 'Grid',
    weights: 'vec3u',
    limit: 'u32',
    reach: 'vec3u',
    wall: 'u32',
    first: 'u32',
    count: 'u32',
  },
  constants: [],
  workgroup: [64, 1, 1],
});

/** Relabelling by a look-up table, in place: replaces every number but 0 by its entry. */
export const separateRelabel = /* @__PURE__ */ kernel({
  name: 'separate_relabel',
  wgsl: separateRelabelWgsl,
  modules: { grid: gridWgsl },
  buffers: { numbers: 'read', dst: 'read_write' },
  params: { dst: 'Grid' },
  constants: [],
  workgroup: [16, 4, 1],
});

/** Seeds of the catchment basins: numbers the voxels of sorted maxima. */
export const separateSeed = /* @__PURE__ */ kernel({
  name: 'separate_seed',
  wgsl: separateSeedWgsl,
  modules: { grid: gridWgsl },
  buffers: { maxima: 'read', dst: 'read_write' },
  params: { steps: 'Grid', dst: 'Grid', count: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

/**
 * Skeletonisation by thinning (removal of simple points), one pass, in place. `MARK` 1 notes the
 * voxels that may go, seen from a direction (0 … 5: −z, +z, −y, +y, −x, +x). `MARK` 0 takes those
 * of a subfield (bits x, y, z: parities) away that still may go. `progress[0]` is the last turn
 * (from 1) in which anything went; two turns later nothing is done.
 */
export const skeleton = /* @__PURE__ */ kernel({
  name: 'skeleton',
  wgsl: skeletonWgsl,
  modules: { grid: gridWgsl, simple_point: simplePointWgsl },
  buffers: { bits: 'read_write', candidates: 'read_write', progress: 'read_write' },
  params: { grid: 'Grid', direction: 'u32', subfield: 'u32', turn: 'u32' },
  constants: ['MARK', 'KEEP_ENDS'],
  workgroup: [16, 4, 1],
});

/** Labels 1 and 2 in turn for the slices of a mask across an axis; four per invocation. */
export const sliceParity = /* @__PURE__ */ kernel({
  name: 'slice_parity',
  wgsl: sliceParityWgsl,
  modules: { grid: gridWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', axis: 'u32' },
  constants: [],
  workgroup: [32, 8, 1],
});

/** Thresholding: bits of the voxels whose order-preserving key lies in `lo … hi`. */
export const threshold = /* @__PURE__ */ kernel({
  name: 'threshold',
  wgsl: thresholdWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', lo: 'u32', hi: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Thresholding as `threshold`, where rows have no pads and the box is all of both buffers: `words`
 * mask words.
 */
export const thresholdFlat = /* @__PURE__ */ kernel({
  name: 'threshold_flat',
  wgsl: thresholdFlatWgsl,
  modules: { grid: gridWgsl, voxel: voxelWgsl },
  buffers: { src: 'read', dst: 'write' },
  params: { words: 'u32', lo: 'u32', hi: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

/**
 * Watershed by flooding: the geodesic steps of the voxels that markers and lower neighbours decide;
 * lists the others, those on plateaus.
 */
export const watershedBegin = /* @__PURE__ */ kernel({
  name: 'watershed_begin',
  wgsl: watershedBeginWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_rows: floodRowsWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
  },
  buffers: {
    heights: 'read',
    seeds: 'read',
    steps: 'write',
    rest: 'read_write',
    counts: 'read_write',
  },
  params: { grid: 'Grid', blocks: 'vec3u' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});

/**
 * Watershed by flooding: the ground, order-preserving heights in rows of whole eights, and bits of
 * markers. Without a mask (`MASKED` 0) that buffer is not read.
 */
export const watershedHeights = /* @__PURE__ */ kernel({
  name: 'watershed_heights',
  wgsl: watershedHeightsWgsl,
  modules: {
    grid: gridWgsl,
    lanes: lanesWgsl,
    median_key: medianKeyWgsl,
    quad: quadWgsl,
    voxel: voxelWgsl,
  },
  buffers: { src: 'read', mask: 'read', markers: 'read', heights: 'write', seeds: 'write' },
  params: { src: 'Grid', mask: 'Grid', markers: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'MASKED'],
  workgroup: [64, 1, 1],
});

/**
 * Watershed by flooding, last pass: gives every voxel the label of the marker that its path leads
 * to; 0 where there is none.
 */
export const watershedLabels = /* @__PURE__ */ kernel({
  name: 'watershed_labels',
  wgsl: watershedLabelsWgsl,
  modules: { flood_blocks: floodBlocksWgsl, flood_follow: floodFollowWgsl, grid: gridWgsl },
  buffers: { paths: 'read_write', markers: 'read', dst: 'write', counts: 'read_write' },
  params: { grid: 'Grid', blocks: 'vec3u', dst: 'Grid' },
  constants: ['UNFINISHED'],
  workgroup: [64, 1, 1],
});

/**
 * Watershed lines: labels without the voxels on which different ones would touch; of two such
 * voxels, the one flooded later goes.
 */
export const watershedRidges = /* @__PURE__ */ kernel({
  name: 'watershed_ridges',
  wgsl: watershedRidgesWgsl,
  modules: { flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: { levels: 'read', steps: 'read', labels: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['REACH'],
  workgroup: [16, 4, 1],
});

/**
 * Watershed by flooding: points every voxel at the neighbour from which it is flooded, and follows
 * these pointers within its block.
 */
export const watershedSources = /* @__PURE__ */ kernel({
  name: 'watershed_sources',
  wgsl: watershedSourcesWgsl,
  modules: {
    flood_blocks: floodBlocksWgsl,
    flood_paths: floodPathsWgsl,
    flood_rows: floodRowsWgsl,
    grid: gridWgsl,
    lanes: lanesWgsl,
  },
  buffers: { heights: 'read', steps: 'read', paths: 'write' },
  params: { grid: 'Grid', blocks: 'vec3u', markers: 'Grid', first_z: 'u32', end_z: 'u32' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});

/**
 * Watershed by flooding, breadth-first search on plateaus: finds, among the listed voxels, those
 * that water reaches in exactly so many steps; lists the others.
 */
export const watershedSpread = /* @__PURE__ */ kernel({
  name: 'watershed_spread',
  wgsl: watershedSpreadWgsl,
  modules: { flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: { heights: 'read', steps: 'read_write', rest: 'read_write', counts: 'read_write' },
  params: { grid: 'Grid', taken: 'u32', half: 'u32' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});

/**
 * Watershed by flooding, geodesic distance on plateaus: lowers the steps since water reached the
 * level of each voxel, in blocks that a neighbour woke. See `flood` for the queues of blocks.
 */
export const watershedSteps = /* @__PURE__ */ kernel({
  name: 'watershed_steps',
  wgsl: watershedStepsWgsl,
  modules: { flood_blocks: floodBlocksWgsl, flood_sweep: floodSweepWgsl, grid: gridWgsl },
  buffers: {
    resting: 'read',
    falling: 'read_write',
    stamps: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
    awake: 'read',
  },
  params: { grid: 'Grid', blocks: 'vec3u', turn: 'u32', half: 'u32' },
  constants: ['REACH'],
  workgroup: [64, 1, 1],
});

/** Watershed by flooding: queues the blocks of listed voxels for a flood. */
export const watershedWake = /* @__PURE__ */ kernel({
  name: 'watershed_wake',
  wgsl: watershedWakeWgsl,
  modules: { flood_blocks: floodBlocksWgsl, grid: gridWgsl },
  buffers: {
    rest: 'read',
    stamps: 'read_write',
    queues: 'read_write',
    counts: 'read_write',
    awake: 'read',
  },
  params: { grid: 'Grid', blocks: 'vec3u', half: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});
