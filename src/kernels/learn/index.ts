// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import lanesWgsl from '../shared/lanes.wgsl?raw';
import rankFeatureWgsl from './rank_feature.wgsl?raw';
import walkForestWgsl from './walk_forest.wgsl?raw';

/**
 * Ranks of the values of a feature among rising thresholds: how many thresholds each value is
 * above. Four voxels of a row make RANK_BITS / 8 words.
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
  constants: ['RANK_BITS'],
  workgroup: [64, 1, 1],
});

/**
 * Walks a forest of decision trees for four voxels of a row at once, and adds up the votes of its
 * leaves: whole numbers. `ranks` are those of rank_feature, feature after feature; nodes are as
 * pack_forest.ts lays them out. RESULT says what becomes of the votes, as FOREST_RESULTS in
 * walk_forest.gpu.ts.
 */
export const walkForest = /* @__PURE__ */ kernel({
  name: 'walk_forest',
  wgsl: walkForestWgsl,
  modules: { grid: gridWgsl, lanes: lanesWgsl },
  buffers: { ranks: 'read', forest: 'read', entropies: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    trees: 'u32',
    all_votes: 'u32',
    feature_bits: 'u32',
    child_shift: 'u32',
    first_row: 'u32',
    of_class: 'u32',
    scale: 'f32',
  },
  constants: ['CLASSES', 'FEATURES', 'RANK_BITS', 'RESULT'],
  workgroup: [64, 1, 1],
});
