// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate
import { kernel } from '../../gpu/index.js';
import gridWgsl from '../shared/grid.wgsl?raw';
import lanesWgsl from '../shared/lanes.wgsl?raw';
import walkForestWgsl from './walk_forest.wgsl?raw';

/**
 * Walks a forest of decision trees for four voxels of a row at once, and adds up the votes of its
 * leaves: whole numbers. Features are planes of floats, each over the box of `dst`. Nodes are as
 * `packForest` lays them out. RESULT says what becomes of the votes, as FOREST_RESULTS in
 * walk_forest.gpu.ts.
 */
export const walkForest = /* @__PURE__ */ kernel({
  name: 'walk_forest',
  wgsl: walkForestWgsl,
  modules: { grid: gridWgsl, lanes: lanesWgsl },
  buffers: { planes: 'read', forest: 'read', entropies: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    voxels: 'u32',
    trees: 'u32',
    nodes: 'u32',
    all_votes: 'u32',
    of_class: 'u32',
    scale: 'f32',
  },
  constants: ['CLASSES', 'RESULT'],
  workgroup: [64, 1, 1],
});
